"""Leaving the lists by the address in each of their mails."""

from datetime import timedelta

import pytest

from convoca.config.env import as_mail_server
from convoca.foundation.models import Association
from convoca.messaging.models import Suppression
from convoca.messaging.services import deliver_due
from convoca.messaging.services.addresses import (
    address_hash_in,
    return_address_of,
    unsubscribe_address_of,
    unsubscribe_mail_of,
    unsubscribe_token,
)
from convoca.messaging.services.mails import apply_mail
from convoca.messaging.services.unsubscribing import subscribe_again, unsubscribe
from tests.factories.directory import make_association
from tests.factories.mails import ADDRESS, SENT_AT, make_message, open_stops

pytestmark = pytest.mark.django_db
NOW = SENT_AT + timedelta(minutes=5)
LEFT = [("lists", "unsubscribed")]


@pytest.fixture
def association() -> Association:
    return make_association()


def test_token_is_the_same_in_any_letters_and_holds_no_address():
    token = unsubscribe_token("Ana@Comuna.cl ")

    assert token == unsubscribe_token(ADDRESS)
    assert (len(token), "ana" in token) == (54, False)


@pytest.mark.parametrize("change", ["", "A", "short", "ñ", "="])
def test_token_that_is_not_ours_stops_nothing(change):
    token = unsubscribe_token(ADDRESS)
    other = change if len(change) != 1 else change + token[1:]

    assert address_hash_in(other) is None or other == token
    assert unsubscribe(token="x" * 54, now=NOW) is None
    assert open_stops() == []


def test_token_never_expires_and_survives_a_new_key(settings):
    token = unsubscribe_token(ADDRESS)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otra-clave-de-prueba"

    unsubscribe(token=token, now=NOW + timedelta(days=800))

    assert open_stops() == LEFT


def test_unsubscribe_twice_and_back_twice():
    token = unsubscribe_token(ADDRESS)
    first, again = (unsubscribe(token=token, now=NOW) for _ in range(2))
    stopped = open_stops()
    back = [subscribe_again(token=token, now=NOW) for _ in range(2)]

    assert (first, stopped, back, open_stops()) == (again, LEFT, [True, False], [])


def test_subscribe_again_leaves_a_dead_address_dead(association):
    message = make_message(association)
    token = unsubscribe_token(ADDRESS)
    unsubscribe(token=token, now=NOW)
    Suppression.objects.create(
        channel="email",
        address_hash=str(address_hash_in(token)),
        scope="all",
        reason="bounced",
        since_at=NOW,
    )

    subscribe_again(token=token, now=NOW)

    assert open_stops(message.to_address) == [("all", "bounced")]


def test_only_what_goes_to_a_list_says_how_to_leave_it_l26(association, settings):
    settings.BASE_URL = "https://convoca.ejemplo.cl"
    listed, own = (make_message(association, key, is_list=key == "a") for key in "ab")

    address = f"https://convoca.ejemplo.cl/p/baja/{unsubscribe_token(ADDRESS)}/"
    assert [unsubscribe_address_of(each) for each in (listed, own)] == [address, ""]


def test_mail_to_leave_is_offered_only_where_its_mailbox_is_read(association, settings):
    message = make_message(association, is_list=True)
    settings.BOUNCES_ADDRESS = "rebote@asociacion.cl"
    without = unsubscribe_mail_of(message)
    settings.BOUNCES_MAILBOX = object()

    mail = unsubscribe_mail_of(message)

    assert without == ""
    assert mail.startswith(f"mailto:rebote+{message.pk}-")
    assert mail.endswith(f"?subject=BAJA%20{unsubscribe_token(ADDRESS)}")


@pytest.mark.parametrize(
    ("subject", "used", "stops"),
    [("BAJA {token}", True, LEFT), ("baja {token}", True, LEFT), ("BAJA de todo", False, [])],
)
def test_mail_to_leave_takes_effect(subject, used, stops):
    line = subject.format(token=unsubscribe_token(ADDRESS))

    heard = apply_mail(f"From: Ana <{ADDRESS}>\nSubject: {line}\n\n".encode(), received_at=NOW)

    assert (heard, open_stops()) == (used, stops)


def test_mail_of_a_list_leaves_with_its_headers_and_its_own_return_address_l26(
    association, settings, smtp_server
):
    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)
    settings.BOUNCES_ADDRESS, settings.BOUNCES_MAILBOX = "rebote@asociacion.cl", object()
    message = make_message(association, state="queued", is_list=True)

    deliver_due(clock=lambda: NOW)

    [mail] = smtp_server.messages
    ways = f"<{unsubscribe_address_of(message)}>, <{unsubscribe_mail_of(message)}>"
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        ways,
        "List-Unsubscribe=One-Click",
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    assert smtp_server.deliveries[0].sender == return_address_of(message)
