"""The first link of who came after something was told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats, replace_holder
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from convoca.notices.services import send_first_links
from tests.factories.convening import answer, make_accepted_cycle
from tests.factories.directory import make_held_seats
from tests.factories.notices import mails, make_notice, writer_of

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 14, 13, 0, tzinfo=UTC)
"""A Thursday, 10:00 in Santiago."""
LATER = JANUARY + timedelta(hours=2)
SATURDAY = JANUARY + timedelta(days=2)


@pytest.fixture
def cycle():
    with time_machine.travel(JANUARY, tick=False):
        yield make_accepted_cycle(2, now=JANUARY)


def replace_first(cycle):
    """Give the first seat to somebody new."""
    return replace_holder(
        seat=live_invitations(cycle)[0].seat,
        name="Nora Nueva",
        email="nora@ejemplo.cl",
        phone="",
        role="titular",
        user=writer_of(cycle),
        now=LATER,
        cycle=cycle,
    ).person


def test_successor_is_sent_the_page_with_what_was_told_to_all_seats(cycle, client):
    make_notice(cycle, title="Para todos", audience="seats", now=JANUARY)
    make_notice(cycle, title="Para participantes", now=JANUARY)
    person = replace_first(cycle)

    assert send_first_links(now=LATER) == 1

    (mail,) = mails("first-link")
    link = PersonalLink.objects.get(person=person, purpose="notices")
    assert (mail.to_name, mail.subject, mail.is_list) == (
        "Nora Nueva",
        "Lo que ya se ha dicho · Comunidad SECPLAN",
        True,
    )
    assert [line for line in mail.body.splitlines() if line.startswith("- ")] == [
        "- Ley o norma: Para todos"
    ]
    assert f"\n{mark_of(link.reference)}\n" in mail.body


def test_who_accepts_after_a_notice_is_sent_it_with_the_first_link(cycle):
    make_notice(cycle, now=JANUARY)
    make_held_seats(cycle.community, 1)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=JANUARY)
    before = send_first_links(now=LATER)
    answer(live_invitations(cycle).get(answer=""), now=LATER)

    assert (before, send_first_links(now=LATER)) == (0, 1)


def test_first_link_is_sent_once(cycle):
    make_notice(cycle, audience="seats", now=JANUARY)
    replace_first(cycle)

    assert [send_first_links(now=LATER), send_first_links(now=LATER)] == [1, 0]


@pytest.mark.parametrize("days", [1, 400], ids=["live", "expired"])
def test_who_was_mailed_a_notice_is_no_newcomer(cycle, days):
    make_notice(cycle, now=JANUARY)
    PersonalLink.objects.filter(purpose="notices").update(expires_at=JANUARY + timedelta(days=days))

    assert send_first_links(now=LATER) == 0


def test_first_link_waits_for_working_hours(cycle):
    make_notice(cycle, audience="seats", now=JANUARY)
    replace_first(cycle)

    assert [send_first_links(now=SATURDAY), send_first_links(now=LATER)] == [0, 1]


def test_first_link_is_not_sent_while_the_notice_can_be_undone(cycle):
    replace_first(cycle)
    ContactPoint.objects.update(is_current=False)
    make_notice(cycle, audience="seats", now=LATER)
    ContactPoint.objects.update(is_current=True)

    sent = [send_first_links(now=LATER + timedelta(seconds=each)) for each in (29, 30)]

    assert sent == [0, 2]


@pytest.mark.parametrize("why", ["no address", "cycle closed", "nothing told"])
def test_first_link_has_its_reasons_not_to_be_sent(cycle, why):
    if why != "nothing told":
        make_notice(cycle, audience="seats", now=JANUARY)
    person = replace_first(cycle)
    if why == "no address":
        person.contacts.all().delete()
    if why == "cycle closed":
        cycle.closed_at = LATER
        cycle.save()

    assert send_first_links(now=LATER) == 0


def test_first_links_ask_as_much_for_one_person_as_for_three(cycle):
    make_notice(cycle, audience="seats", now=JANUARY)
    asked = []
    for people in (1, 2):
        make_held_seats(cycle.community, people)
        with CaptureQueriesContext(connection) as queries:
            send_first_links(now=LATER)
        asked.append(len(queries))

    assert (asked[0], Message.objects.filter(purpose="first-link").count()) == (asked[1], 3)
