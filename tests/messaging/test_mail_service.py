"""Mail by the interface of a service, and what it reports: Postmark, as one of many."""

import base64
import json
from datetime import timedelta

import pytest
import requests
import responses
from django.test import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from convoca.messaging.channels import mail_channel
from convoca.messaging.channels.base import Parcel
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelUncertainError,
    RefusedError,
    ServiceRefusedError,
    SignInRefusedError,
)
from convoca.messaging.jobs import apply_events
from convoca.messaging.models import InboundEvent
from tests.factories.directory import make_association
from tests.factories.mails import ADDRESS, make_message, open_stops

API = "https://api.postmarkapp.com/email"
TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "abc-1", "To": ADDRESS}
PARCEL = Parcel(ADDRESS, "Ana", "Hola", "Hola.\n", "<1@convoca>", reference="7")
HOOK = "convoca:secreto-de-prueba"
INACTIVE = f"Found inactive addresses: {ADDRESS}. Inactive recipients have bounced."
UNREACHABLE = MaxRetryError(None, API, NewConnectionError(None, "refused"))


@pytest.fixture(autouse=True)
def postmark(settings):
    settings.MAIL_SERVICE, settings.MAIL_SERVICE_HOOK = "postmark", HOOK
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "clave-de-prueba", "WEBHOOK_SECRET": HOOK}


@pytest.fixture
def api():
    with responses.RequestsMock() as mock:
        yield mock


def send() -> str:
    with mail_channel() as channel:
        return channel.send(PARCEL)


def test_mail_leaves_with_our_reference_and_its_name_comes_back(api):
    api.post(API, json=TAKEN)

    name = send()

    asked = json.loads(api.calls[0].request.body)
    assert (name, asked["To"], asked["Metadata"]) == (
        "abc-1",
        f"Ana <{ADDRESS}>",
        {"convoca": "7"},
    )
    assert {"Name": "Auto-Submitted", "Value": "auto-generated"} in asked["Headers"]


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (401, {"ErrorCode": 10}, SignInRefusedError),
        (429, {}, ChannelDownError),
        (503, {}, ChannelDownError),
        (500, {}, ChannelUncertainError),
        (413, {}, ServiceRefusedError),
        (422, {"ErrorCode": 406, "Message": INACTIVE}, RefusedError),
        (422, {"ErrorCode": 406, "Message": "?"}, ChannelUncertainError),
    ],
)
def test_answer_says_what_became_of_the_mail(api, status, answer, error):
    api.post(API, status=status, json=answer)

    with pytest.raises(error) as raised:
        send()

    assert type(raised.value) is error
    assert raised.value.user_message()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (requests.ConnectTimeout(), ChannelDownError),
        (requests.ConnectionError(UNREACHABLE), ChannelDownError),
        (requests.ConnectionError("reset"), ChannelUncertainError),
        (requests.ReadTimeout(), ChannelUncertainError),
    ],
)
def test_absent_answer_is_uncertain_unless_nothing_left_prv_02(api, fault, error):
    api.post(API, body=fault)

    with pytest.raises(error):
        send()


def test_service_that_asks_to_wait_is_heeded_prv_03(api):
    api.post(API, status=429, json={}, headers={"Retry-After": "90"})

    with pytest.raises(ChannelDownError) as raised:
        send()

    assert raised.value.wait == timedelta(seconds=90)


def test_service_without_its_keys_stops_the_channel(settings):
    settings.ANYMAIL = {}

    with pytest.raises(SignInRefusedError):
        send()


def report(kind: str, **more) -> dict[str, object]:
    return {"RecordType": kind, "MessageID": "abc-1", "Recipient": ADDRESS, **more}


def tell(body: dict, secret: str = HOOK):
    """Report as Postmark does."""
    word = base64.b64encode(secret.encode()).decode()
    return Client(enforce_csrf_checks=True).post(
        "/hooks/correo",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {word}"},
    )


HARD = {"Type": "HardBounce", "TypeCode": 1, "Details": "550 5.1.1 user unknown"}
FULL = {"Type": "SoftBounce", "TypeCode": 4096, "Details": "552 5.2.2 mailbox full"}
LISTS_OFF = [("lists", "complained")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "more", "state", "stops"),
    [
        ("Delivery", {"Details": "250 ok"}, "delivered", []),
        ("Bounce", HARD, "failed", [("all", "bounced")]),
        ("Bounce", FULL, "failed", []),
        ("SpamComplaint", {}, "sent", LISTS_OFF),
        ("Open", {}, "sent", []),
    ],
)
def test_report_is_applied_like_a_notice_prv_05(kind, more, state, stops):
    message = make_message(make_association(), provider_id="abc-1")

    answer = tell(report(kind, **more))
    apply_events()

    message.refresh_from_db()
    assert (answer.status_code, message.state, open_stops()) == (200, state, stops)
    assert InboundEvent.objects.get().state == "applied"


@pytest.mark.django_db
def test_report_settles_what_was_uncertain_by_our_reference():
    message = make_message(make_association(), state="uncertain")

    tell(report("Delivery", Metadata={"convoca": str(message.pk)}))
    apply_events()

    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.django_db
def test_unsubscribing_at_the_service_takes_effect():
    make_message(make_association(), provider_id="abc-1")

    tell(report("SubscriptionChange", SuppressSending=True, SuppressionReason="ManualSuppression"))
    apply_events()

    assert open_stops() == [("lists", "unsubscribed")]


@pytest.mark.django_db
def test_report_about_a_mail_that_is_not_ours_waits_for_a_person():
    tell(report("Bounce", **HARD))
    apply_events()

    assert InboundEvent.objects.get().state == "unknown"


@pytest.mark.django_db
def test_report_again_is_the_same_event():
    for _ in range(2):
        tell(report("Bounce", ID=42, **HARD))

    assert InboundEvent.objects.count() == 1


@pytest.mark.django_db
def test_report_without_the_secret_is_refused_and_nothing_kept():
    answer = tell(report("Bounce", **HARD), secret="otro:secreto")

    assert (answer.status_code, InboundEvent.objects.count()) == (401, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["MAIL_SERVICE", "MAIL_SERVICE_HOOK"])
def test_nobody_listens_where_no_service_is_set(settings, name):
    setattr(settings, name, "")

    assert tell(report("Bounce", **HARD)).status_code == 404


def test_service_may_ask_whether_anybody_is_here():
    assert Client().head("/hooks/correo").status_code == 200
