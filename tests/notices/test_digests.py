"""The monthly digest."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.foundation.links import MARK
from convoca.messaging.models import Message
from convoca.notices.models import Notice, SentDigest
from convoca.notices.queries import ComingSession
from convoca.notices.services import send_digests, switch_digest
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_held_seats, make_seat
from tests.factories.notices import mails, make_answered, make_notice, writer_of

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 14, 13, 0, tzinfo=UTC)
FEBRUARY = datetime(2027, 2, 16, 13, 0, tzinfo=UTC)
FIRST_OF_FEBRUARY = datetime(2027, 2, 1, 14, 0, tzinfo=UTC)
FIRST_OF_MARCH = datetime(2027, 3, 1, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_february():
    with time_machine.travel(FIRST_OF_FEBRUARY, tick=False):
        yield


def send(now=FIRST_OF_FEBRUARY, coming=None):
    return send_digests(now=now, coming=coming or {})


def test_digest_tells_notices_answers_and_the_coming_session_with_the_own_page():
    cycle = make_accepted_cycle(now=JANUARY)
    make_notice(cycle, now=JANUARY)
    make_answered(cycle, now=JANUARY)
    coming = {cycle.pk: ComingSession("Compras", datetime(2027, 3, 9, 13, 0, tzinfo=UTC))}

    assert send(coming=coming) == 1

    (mail,) = mails("digest")
    lines = [line for line in mail.body.splitlines() if line.startswith("- ")]
    assert mail.subject == "Lo nuevo del mes · Comunidad SECPLAN"
    assert lines == [
        "- Ley o norma: Nueva ley de compras",
        "- Pregunta respondida: ¿Quién firma el convenio?",
        "- Próxima sesión: martes 9 de marzo, 10:00 (hora de Chile continental). Compras",
    ]
    assert len(MARK.findall(mail.body)) == 1


def test_digest_sent_twice_in_a_month_is_one_mail():
    make_notice(make_accepted_cycle(2, now=JANUARY), now=JANUARY)

    assert [send(), send(FIRST_OF_FEBRUARY + timedelta(days=1))] == [2, 0]
    assert list(SentDigest.objects.values_list("month", flat=True)) == [date(2027, 2, 1)] * 2


def test_digest_with_nothing_new_is_not_sent_even_with_a_session_to_come():
    cycle = make_accepted_cycle(now=JANUARY)
    coming = {cycle.pk: ComingSession("Compras", FIRST_OF_MARCH)}

    assert (send(coming=coming), SentDigest.objects.count()) == (0, 0)


def test_digest_leaves_what_happened_this_month_for_the_next():
    cycle = make_accepted_cycle(now=JANUARY)
    make_notice(cycle, title="De enero", now=JANUARY)
    make_notice(cycle, title="De febrero", now=FIRST_OF_FEBRUARY - timedelta(hours=1))

    send()
    send(FIRST_OF_MARCH)

    told = [
        [title in mail.body for title in ("De enero", "De febrero")] for mail in mails("digest")
    ]
    assert told == [[True, False], [False, True]]


def test_digest_outside_its_hours_is_not_sent():
    make_notice(make_accepted_cycle(now=JANUARY), now=JANUARY)

    assert send(FEBRUARY) == 0


def test_digest_that_the_community_switched_off_is_not_sent_until_it_is_on_again():
    cycle = make_accepted_cycle(now=JANUARY)
    make_notice(cycle, now=JANUARY)
    sent = []

    for is_on in (False, True):
        switch_digest(community=cycle.community, is_on=is_on, user=writer_of(cycle), now=JANUARY)
        sent.append(send())

    assert sent == [0, 1]


def test_digest_tells_each_only_what_is_for_them():
    cycle = make_invited_cycle(2, now=JANUARY)
    accepted, _silent = live_invitations(cycle)
    answer(accepted, now=JANUARY)
    make_notice(cycle, title="Para participantes", now=JANUARY)
    make_notice(cycle, title="Para todos", audience="seats", now=JANUARY)
    make_answered(cycle, "¿Solo mía?", audience="asker", now=JANUARY)
    coming = {cycle.pk: ComingSession("Compras", FIRST_OF_MARCH)}

    send(coming=coming)

    words = ("Para participantes", "Para todos", "¿Solo mía?", "Compras")
    told = {mail.to_name: [word in mail.body for word in words] for mail in mails("digest")}
    assert told == {
        "Directora 000": [True, True, True, True],
        "Directora 001": [False, True, False, False],
    }


def test_digest_is_not_written_to_whom_nothing_new_concerns():
    cycle = make_invited_cycle(2, now=JANUARY)
    answer(live_invitations(cycle)[0], now=JANUARY)
    make_notice(cycle, now=JANUARY)

    send()

    assert [mail.to_name for mail in mails("digest")] == ["Directora 000"]


def test_digest_of_who_belongs_to_two_communities_is_one_mail_with_both():
    cycle = make_accepted_cycle(now=JANUARY)
    person = live_invitations(cycle).get().person
    other = make_community(cycle.community.association, kind="DOM")
    make_seat(other, holder=person)
    make_notice(cycle, title="De SECPLAN", now=JANUARY)
    dom = make_cycle(other, now=JANUARY)
    Notice.objects.create(
        community=other,
        cycle=dom,
        title="De DOM",
        text="x",
        audience="seats",
        written_by=writer_of(cycle),
        drafted_at=JANUARY,
        published_by=writer_of(cycle),
        published_at=JANUARY,
    )

    assert send() == 1

    (mail,) = mails("digest")
    assert mail.subject == "Lo nuevo del mes en sus comunidades"
    assert ["De SECPLAN" in mail.body, "De DOM" in mail.body] == [True, True]
    assert len(set(MARK.findall(mail.body))) == 2


def test_digest_of_who_has_no_address_is_not_written():
    make_notice(make_accepted_cycle(now=JANUARY), now=JANUARY)
    ContactPoint.objects.all().delete()

    assert (send(), SentDigest.objects.count()) == (0, 0)


def test_digest_asks_as_much_for_one_person_as_for_three():
    cycle = make_accepted_cycle(now=JANUARY)
    make_notice(cycle, now=JANUARY)
    asked = [count_queries()]
    make_held_seats(cycle.community, 2)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=JANUARY)
    for invitation in live_invitations(cycle).filter(answer=""):
        answer(invitation, now=JANUARY)

    asked.append(count_queries())

    assert (asked[0], Message.objects.filter(purpose="digest").count()) == (asked[1], 3)


def count_queries() -> int:
    SentDigest.objects.all().delete()
    PersonalLink.objects.filter(purpose="notices").delete()
    Message.objects.filter(purpose="digest").delete()
    with CaptureQueriesContext(connection) as queries:
        send()
    return len(queries)
