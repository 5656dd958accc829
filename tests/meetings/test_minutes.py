from datetime import date, timedelta

import pytest

from convoca.meetings.errors import (
    MinutesMissingError,
    NobodyToTellError,
    NothingChangedError,
    NotTakingPartError,
    SessionStateError,
)
from convoca.meetings.models import Commitment, Session
from convoca.meetings.queries import (
    closing_gate_report,
    list_commitments,
    open_commitments,
    seat_commitments,
)
from convoca.meetings.services import (
    Mailing,
    add_commitment,
    carry_commitments,
    save_minutes,
    send_minutes,
    settle_commitment,
    undo_mailing,
)
from convoca.messaging.models import Message
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_held_seats, make_user
from tests.factories.meetings import (
    AFTER,
    let_mails_leave,
    mails,
    make_announced_cycle,
    make_session,
    seats_of_cycle,
)

pytestmark = pytest.mark.django_db


LATER = AFTER + timedelta(hours=1)


@pytest.fixture
def session():
    session = make_announced_cycle(2)
    session.state = Session.State.HELD
    session.save()
    return session


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


@pytest.fixture
def seat(session):
    return seats_of_cycle(session.cycle)[0]


def promise(session, seat, user, text="Publicar la pauta", due_on=None):
    return add_commitment(
        session=session, seat=seat, text=text, due_on=due_on, user=user, now=AFTER
    )


def write(session, user, text):
    return save_minutes(session=session, text=text, user=user, now=AFTER)


def test_send_minutes_goes_to_all_who_take_part_with_the_text(session, user):
    write(session, user, " Se acordó X. ")

    assert send_minutes(session=session, user=user, now=AFTER) == Mailing(2, 0)

    session.refresh_from_db()
    message = mails(session, "session-minutes")[0]
    assert session.minutes_sent_at == AFTER
    assert (message.subject, message.calendar) == ("Acta de la sesión 1: Tema 1", "")
    assert "\nSe acordó X.\n" in message.body


def test_send_minutes_goes_again_only_when_they_were_corrected(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)

    with pytest.raises(NobodyToTellError):
        send_minutes(session=session, user=user, now=AFTER)
    write(session, user, "Se acordó Y.")
    assert send_minutes(session=session, user=user, now=AFTER) == Mailing(2, 0)


def test_save_minutes_after_they_were_sent_publishes_nothing(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)

    saved = write(session, user, "Se acordó Y.")

    assert (saved.minutes_text, saved.minutes_draft, saved.has_correction) == (
        "Se acordó X.",
        "Se acordó Y.",
        True,
    )


def test_send_minutes_of_a_correction_publishes_it_and_stops_the_text_before(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)
    write(session, user, "Se acordó Y.")

    send_minutes(session=session, user=user, now=LATER)

    session.refresh_from_db()
    assert published(session) == ("Se acordó Y.", LATER)
    assert [one.state for one in mails(session, "session-minutes")] == [
        "cancelled",
        "cancelled",
        "queued",
        "queued",
    ]


def test_send_minutes_of_a_text_that_comes_back_goes_to_all_again(session, user):
    sent = []
    for text in ("Se acordó X.", "Se acordó Y.", "Se acordó X."):
        write(session, user, text)
        sent.append(send_minutes(session=session, user=user, now=AFTER))
        let_mails_leave(session)

    assert sent == [Mailing(2, 0)] * 3


def test_send_minutes_to_who_joined_since_leaves_the_day_of_the_first(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)
    mails(session, "session-minutes")[0].delete()

    assert send_minutes(session=session, user=user, now=LATER) == Mailing(1, 0)

    session.refresh_from_db()
    assert published(session) == ("Se acordó X.", AFTER)


def test_undo_mailing_of_the_minutes_takes_them_back(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)

    undo_mailing(session=session, batch=AFTER)

    session.refresh_from_db()
    assert published(session) == ("", None)
    assert closing_gate_report(session.cycle).lines[0].done == 0
    assert send_minutes(session=session, user=user, now=LATER) == Mailing(2, 0)


def test_undo_mailing_of_a_correction_publishes_the_text_before_it_again(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)
    let_mails_leave(session)
    write(session, user, "Se acordó Y.")
    send_minutes(session=session, user=user, now=LATER)

    undo_mailing(session=session, batch=LATER)

    session.refresh_from_db()
    assert published(session) == ("Se acordó X.", AFTER)
    assert session.minutes_draft == "Se acordó Y."


def test_undo_mailing_when_part_of_the_minutes_left_keeps_them_published(session, user):
    write(session, user, "Se acordó X.")
    send_minutes(session=session, user=user, now=AFTER)
    Message.objects.filter(pk=mails(session, "session-minutes")[0].pk).update(state="sent")

    assert undo_mailing(session=session, batch=AFTER) == 1

    session.refresh_from_db()
    assert published(session) == ("Se acordó X.", AFTER)


def published(session):
    return session.minutes_text, session.minutes_sent_at


def test_send_minutes_that_are_empty_or_of_a_coming_session_is_refused(session, user):
    coming = make_session(session.cycle, 2)

    with pytest.raises(MinutesMissingError):
        send_minutes(session=session, user=user, now=AFTER)
    with pytest.raises(SessionStateError):
        send_minutes(session=coming, user=user, now=AFTER)


def test_add_commitment_pressed_twice_is_written_once(session, seat, user):
    commitment = promise(session, seat, user, due_on=date(2027, 4, 30))

    with pytest.raises(NothingChangedError):
        promise(session, seat, user)
    assert list(open_commitments(session.cycle.community)) == [commitment]


def test_add_commitment_of_a_seat_that_does_not_take_part_is_refused(session, user):
    stranger = make_held_seats(session.cycle.community, 1)[0]

    with pytest.raises(NotTakingPartError):
        promise(session, stranger, user)
    assert Commitment.objects.count() == 0


def test_settle_commitment_can_be_taken_back(session, seat, user):
    commitment = promise(session, seat, user)

    done = settle_commitment(commitment=commitment, state="done", user=user, now=AFTER)
    assert (done.state, done.settled_at) == ("done", AFTER)
    with pytest.raises(NothingChangedError):
        settle_commitment(commitment=commitment, state="done", user=user, now=AFTER)
    again = settle_commitment(commitment=commitment, state="open", user=user, now=AFTER)

    assert (again.state, again.settled_at) == ("open", None)


def test_carry_commitments_takes_only_open_ones_over_to_the_next_cycle(session, seat, user):
    still = promise(session, seat, user)
    settled = promise(session, seat, user, text="Otra cosa")
    settle_commitment(commitment=settled, state="dropped", user=user, now=AFTER)
    following = next_cycle(session.cycle)

    carried = [
        carry_commitments(source_cycle=session.cycle, target_cycle=following) for _again in range(2)
    ]

    book = list_commitments(following)
    assert (carried, book.open, book.settled) == ([1, 1], [still], [])


def test_carry_commitments_twice_on_keeps_the_book_of_the_cycle_between(session, seat, user):
    still = promise(session, seat, user)
    second = next_cycle(session.cycle)
    carry_commitments(source_cycle=session.cycle, target_cycle=second)
    third = next_cycle(second)

    carry_commitments(source_cycle=second, target_cycle=third)

    books = [list_commitments(cycle).open for cycle in (session.cycle, second, third)]
    assert books == [[still]] * 3


def next_cycle(cycle):
    cycle.closed_at = AFTER
    cycle.save()
    return make_cycle(cycle.community, now=AFTER)


def test_list_commitments_shows_the_first_due_first(session, seat, user):
    undated = promise(session, seat, user, text="Sin fecha")
    late = promise(session, seat, user, text="Después", due_on=date(2027, 6, 1))
    soon = promise(session, seat, user, text="Pronto", due_on=date(2027, 4, 1))

    assert list_commitments(session.cycle).open == [soon, late, undated]


def test_seat_commitments_are_only_those_of_these_seats(session, user):
    first, second = seats_of_cycle(session.cycle)
    own = promise(session, first, user)
    promise(session, second, user)

    assert seat_commitments((first,), session.cycle.community) == [own]
