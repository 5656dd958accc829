"""The addresses that providers call."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from convoca.messaging.core.signatures import sign_meta, sign_zoom
from convoca.messaging.models import InboundEvent, RefusalCount

pytestmark = pytest.mark.django_db
ZOOM, WHATSAPP = "/hooks/zoom", "/hooks/whatsapp"
SECRET, OTHER = "the-secret", "another-secret"
BODY = '{"event":"meeting.started","payload":{"object":{"topic":"Sesión 1: Ñuñoa"}}}'.encode()
AGAIN = json.dumps(json.loads(BODY)).encode()


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.ZOOM_WEBHOOK_SECRET = settings.WHATSAPP_APP_SECRET = SECRET
    settings.WHATSAPP_VERIFY_TOKEN = "agreed"
    settings.WEBHOOK_WINDOW_S = 300


@pytest.fixture
def provider():
    return Client(enforce_csrf_checks=True)


def stamp_of(age=timedelta(0)) -> str:
    return str(int((timezone.now() - age).timestamp()))


def tell_zoom(provider, body=BODY, *, secret=SECRET, stamp=None, **changes):
    stamp = stamp_of() if stamp is None else stamp
    heads = {"x-zm-request-timestamp": stamp, "x-zm-signature": sign_zoom(secret, stamp, body)}
    heads = {name: text for name, text in (heads | changes).items() if text is not None}
    return provider.post(ZOOM, body, content_type="application/json", headers=heads)


def tell_meta(provider, body=BODY, **heads):
    heads = heads or {"x-hub-signature-256": sign_meta(SECRET, body)}
    return provider.post(WHATSAPP, body, content_type="application/json", headers=heads)


def stored() -> list[tuple]:
    return [
        (event.source, bytes(event.content), event.state) for event in InboundEvent.objects.all()
    ]


def test_a_signed_event_of_zoom_is_stored_once_however_often_it_comes(provider):
    answers = [tell_zoom(provider), tell_zoom(provider), tell_zoom(provider, BODY + b" ")]

    assert [one.status_code for one in answers] == [200, 200, 200]
    assert stored() == [("zoom", BODY, "waiting"), ("zoom", BODY + b" ", "waiting")]


def test_a_signed_event_of_meta_is_stored_as_it_came(provider):
    assert tell_meta(provider).status_code == 200
    assert stored() == [("whatsapp", BODY, "waiting")]


def test_what_is_signed_but_makes_no_sense_is_stored_all_the_same(provider):
    bodies = [b"", b"\xff\x00", b"[]", b'{"event": 7}', b'"endpoint.url_validation"']

    answers = [tell_zoom(provider, body).status_code for body in bodies]

    assert answers == [200] * len(bodies)
    assert [content for _source, content, _state in stored()] == bodies


def zoom_heads(stamp, **changes):
    good = {"x-zm-request-timestamp": stamp, "x-zm-signature": sign_zoom(SECRET, stamp, BODY)}
    return {name: text for name, text in (good | changes).items() if text is not None}


def wrong_calls_to_zoom() -> dict[str, dict]:
    """WHK-04: what somebody might try who does not know the secret."""
    stamp = stamp_of()
    good = sign_zoom(SECRET, stamp, BODY)
    bare = hmac.new(SECRET.encode(), BODY, hashlib.sha256).hexdigest()
    signatures = {
        "none": None,
        "empty": "",
        "of another secret": sign_zoom(OTHER, stamp, BODY),
        "of no secret": sign_zoom("", stamp, BODY),
        "of another body": sign_zoom(SECRET, stamp, BODY + b" "),
        "of another moment": sign_zoom(SECRET, str(int(stamp) - 1), BODY),
        "of the body written again": sign_zoom(SECRET, stamp, AGAIN),
        "of the body alone": f"v0={bare}",
        "of Meta": sign_meta(SECRET, BODY),
        "without its version": good.removeprefix("v0="),
        "of another version": good.replace("v0=", "v1="),
        "in capitals": good.upper(),
        "cut": good[:-1],
        "longer": good + "0",
        "with a blank": good + " x",
        "with another letter": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "in no known letters": "v0=ñandú",
    }
    calls = {name: {"x-zm-signature": text} for name, text in signatures.items()}
    stamps = {"no moment": None, "empty moment": "", "moment in words": "ayer", "later": "9" * 99}
    return calls | {name: {"x-zm-request-timestamp": text} for name, text in stamps.items()}


@pytest.mark.parametrize("name", wrong_calls_to_zoom())
def test_a_wrong_signature_of_zoom_leaves_nothing_but_a_count(provider, name):
    heads = zoom_heads(stamp_of(), **wrong_calls_to_zoom()[name])

    answer = provider.post(ZOOM, BODY, content_type="application/json", headers=heads)

    assert (answer.status_code, answer.content) == (401, b"")
    assert stored() == []
    assert list(RefusalCount.objects.values_list("source", "count")) == [("zoom", 1)]


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", sign_meta(OTHER, BODY), sign_meta(SECRET, AGAIN), sign_meta("", BODY),
     sign_meta(SECRET, BODY).removeprefix("sha256="), sign_zoom(SECRET, "1", BODY)],
)  # fmt: skip
def test_a_wrong_signature_of_meta_leaves_nothing_but_a_count(provider, signature):
    answers = [tell_meta(provider, **{"x-hub-signature-256": signature}) for _ in range(2)]

    assert [one.status_code for one in answers] == [401, 401]
    assert stored() == []
    assert list(RefusalCount.objects.values_list("source", "count")) == [("whatsapp", 2)]


@pytest.mark.parametrize("minutes", [-10, 10])
def test_an_event_signed_by_another_clock_is_held_and_said_so(provider, minutes, caplog):
    """WHK-06: our clock is wrong, or Zoom's; nothing is lost, and a person sees why it waits."""
    answer = tell_zoom(provider, stamp=stamp_of(timedelta(minutes=minutes)))

    event = InboundEvent.objects.get()
    assert (answer.status_code, event.state) == (200, "unknown")
    assert "hora corrida en 10 minutos" in event.error
    assert "away from our clock" in caplog.text


def test_the_window_is_a_setting(provider, settings):
    settings.WEBHOOK_WINDOW_S = 900

    tell_zoom(provider, stamp=stamp_of(timedelta(minutes=10)))

    assert stored() == [("zoom", BODY, "waiting")]


def test_zooms_challenge_is_answered_and_not_stored(provider):
    asked = {"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}
    body = json.dumps(asked).encode()

    answer = tell_zoom(provider, body)

    digest = hmac.new(SECRET.encode(), b"abc", hashlib.sha256).hexdigest()
    assert answer.json() == {"plainToken": "abc", "encryptedToken": digest}
    assert stored() == []


def test_zooms_challenge_without_a_signature_is_not_answered(provider):
    body = b'{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}'

    assert tell_zoom(provider, body, secret=OTHER).status_code == 401


@pytest.mark.parametrize(
    ("mode", "word", "answered"),
    [("subscribe", "agreed", (200, b"<1>")), ("subscribe", "other", (403, b"")),
     ("subscribe", "", (403, b"")), ("", "agreed", (403, b""))],
)  # fmt: skip
def test_metas_challenge_comes_back_to_who_knows_the_word(provider, mode, word, answered):
    asked = {"hub.mode": mode, "hub.verify_token": word, "hub.challenge": "<1>"}

    answer = provider.get(WHATSAPP, asked)

    assert (answer.status_code, answer.content) == answered
    assert answer["Content-Type"].startswith("text/plain") or answer.status_code == 403


def test_metas_challenge_is_never_answered_without_an_agreed_word(provider, settings):
    settings.WHATSAPP_VERIFY_TOKEN = ""

    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1"}

    assert provider.get(WHATSAPP, asked).status_code == 403


def test_a_body_beyond_the_limit_is_refused_and_one_at_the_limit_stored(provider):
    most = b" " * 3_000_000

    answers = [tell_zoom(provider, body).status_code for body in (most, most + b" ")]

    assert answers == [200, 413]
    assert [len(content) for _source, content, _state in stored()] == [3_000_000]


def test_without_its_secret_a_hook_is_not_there(provider, settings):
    settings.ZOOM_WEBHOOK_SECRET = settings.WHATSAPP_APP_SECRET = ""

    answers = [tell_zoom(provider, secret=""), tell_meta(provider), provider.get(WHATSAPP)]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert stored() == []


@pytest.mark.parametrize("path", [ZOOM, WHATSAPP])
def test_a_hook_knows_no_other_method(provider, path):
    assert [provider.put(path).status_code, provider.delete(path).status_code] == [405, 405]


def test_a_call_costs_one_query_and_no_session(provider, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = tell_meta(provider)

    assert answer.cookies == {}


def test_when_the_database_fails_the_provider_may_try_again(provider, monkeypatch):
    monkeypatch.setattr("django.db.connection.cursor", lambda: 1 / 0)

    assert tell_meta(provider).status_code == 503


def test_addresses_below_hooks_that_are_none_answer_as_any_other(provider):
    assert provider.get("/hooks/otro").status_code in {302, 404}
