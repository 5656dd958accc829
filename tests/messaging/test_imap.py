"""The mailbox that our mails come back to, on a real IMAP server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from convoca.messaging.channels import imap
from convoca.messaging.errors import ChannelDownError
from convoca.messaging.jobs import sweep_mailbox
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.addresses import return_address_of
from convoca.messaging.services.applying import apply_due
from convoca.messaging.services.mailbox import read_mailbox
from tests.factories.directory import make_association
from tests.factories.mails import SENT_AT, make_bounce, make_message, open_stops
from tests.support.imap import Mailbox, free_port, started_mailbox

pytestmark = pytest.mark.django_db
NOW = SENT_AT + timedelta(minutes=5)
FIRST, SECOND = b"Subject: uno\n\nHola\n", b"Subject: dos\n\nHola\n"


@pytest.fixture(scope="module")
def imap_server() -> Iterator[Mailbox]:
    with started_mailbox() as box:
        yield box


@pytest.fixture
def mailbox(imap_server, settings) -> Iterator[Mailbox]:
    settings.BOUNCES_MAILBOX = imap_server.server
    settings.BOUNCES_ADDRESS = "rebote@asociacion.cl"
    yield imap_server
    imap_server.empty()


def contents() -> list[bytes]:
    events = InboundEvent.objects.filter(source="mail").order_by("pk")
    return [bytes(event.content).replace(b"\r\n", b"\n") for event in events]


def test_read_mailbox_keeps_each_unread_mail_then_marks_it(mailbox):
    mailbox.put(FIRST, SECOND)

    read = [read_mailbox(now=NOW) for _ in range(2)]

    assert (read, contents(), mailbox.unread()) == ([2, 0], [FIRST, SECOND], 0)


def test_read_mailbox_again_after_a_cut_is_the_same_event(mailbox):
    mailbox.put(FIRST)
    read_mailbox(now=NOW)
    mailbox.forget_reading()

    read = read_mailbox(now=NOW)

    assert (read, contents()) == (1, [FIRST])


def test_read_mailbox_reads_a_part_at_a_time_the_oldest_first(mailbox):
    mailbox.put(FIRST, SECOND)

    read = read_mailbox(now=NOW, most=1)

    assert (read, contents(), mailbox.unread()) == (1, [FIRST], 1)


def test_mail_that_could_not_be_kept_stays_unread(mailbox):
    mailbox.put(FIRST)

    def lose(_content: bytes) -> None:
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        imap.read_unseen(mailbox.server, lose, most=5)

    assert mailbox.unread() == 1


def test_mail_that_is_too_large_is_left_to_a_person(mailbox):
    mailbox.put(b"Subject: grande\n\n" + b"x" * imap.LARGEST_OCTETS, FIRST)

    read = read_mailbox(now=NOW)

    assert (read, contents(), mailbox.unread()) == (1, [FIRST], 1)


def test_bounce_in_the_mailbox_fails_its_message(mailbox):
    message = make_message(make_association())
    mailbox.put(make_bounce(message, to=return_address_of(message)))
    read_mailbox(now=NOW)

    apply_due(clock=lambda: NOW)

    message.refresh_from_db()
    assert (message.state, open_stops()) == ("failed", [("all", "bounced")])
    assert InboundEvent.objects.get().state == "applied"


def test_words_of_a_person_wait_in_quarantine(mailbox):
    mailbox.put(FIRST)
    sweep_mailbox()

    apply_due()

    assert InboundEvent.objects.get().state == "unknown"


@pytest.mark.parametrize("change", [{"password": "otra"}, {"folder": "NADA"}])
def test_mailbox_that_does_not_let_us_in_is_down(mailbox, settings, change):
    settings.BOUNCES_MAILBOX = replace(mailbox.server, **change)

    with pytest.raises(ChannelDownError):
        read_mailbox(now=NOW)


def test_mailbox_that_nobody_serves_is_down(settings):
    server = imap.ImapServer("127.0.0.1", free_port(), "a", "b", "INBOX", is_encrypted=False)
    settings.BOUNCES_MAILBOX = server

    with pytest.raises(ChannelDownError):
        read_mailbox(now=NOW)


@pytest.mark.parametrize(("mailbox_set", "rehearsal"), [(False, False), (True, True)])
def test_nothing_is_read_without_a_mailbox_or_in_a_rehearsal(settings, mailbox_set, rehearsal):
    server = imap.ImapServer("127.0.0.1", free_port(), "a", "b", "INBOX", is_encrypted=False)
    settings.BOUNCES_MAILBOX = server if mailbox_set else None
    settings.REHEARSAL = rehearsal

    assert read_mailbox(now=NOW) == 0
