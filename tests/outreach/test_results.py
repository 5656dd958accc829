"""One touch: the result is kept, the next step is set, the next person comes; and undo."""

from datetime import date, timedelta

import pytest
import time_machine

from convoca.convening.errors import InvitationMissingError
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.services import DeputyInput
from convoca.directory.services import set_contact
from convoca.messaging.models import Message
from convoca.outreach.errors import NothingToUndoError, TurnLostError
from convoca.outreach.models import Errand, GivenResult, Turn
from convoca.outreach.queries.day import plan_day
from convoca.outreach.services import (
    give_result,
    leave_queue,
    open_errand,
    take_turn,
    undo_result,
)
from tests.factories.convening import answer
from tests.factories.outreach import DAY, WORKING, invitation_at, make_caller, make_queue

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=15)


@pytest.fixture
def carla(cycle):
    return make_caller(cycle)


def press(cycle, user, result, *, turn=None, now=WORKING, **more):
    turn = turn or take_turn(cycle=cycle, user=user, now=now)
    return give_result(
        turn_number=turn.pk, cycle=cycle, user=user, result=result, now=now,
        **{"channel": "phone"} | more,
    )  # fmt: skip


def rest_of(cycle, place, *, now=WORKING):
    return plan_day(cycle, now=now).rests.get(invitation_at(cycle, place).seat_id)


def test_no_answer_is_kept_with_its_day_and_the_next_person_comes(cycle, carla):
    following = press(cycle, carla, "no_answer")

    attempt = ContactAttempt.objects.get()
    assert (attempt.seat, attempt.by) == (invitation_at(cycle, 0).seat, carla)
    assert (attempt.result, attempt.channel) == ("no_answer", "phone")
    assert (attempt.next_on, attempt.at) == (date(2027, 1, 8), WORKING)
    assert (following.seat, following.planned) == (invitation_at(cycle, 1).seat, 3)


@pytest.mark.parametrize(
    ("result", "rest"),
    [
        ("no_answer", "not_yet"),
        ("reached", "not_yet"),
        ("wrong", "wrong_phone"),
        ("replaced", "left"),
        ("accepts", "answered"),
        ("refuses", "answered"),
    ],
)
def test_each_result_takes_the_seat_out_of_the_queue(cycle, carla, result, rest):
    press(cycle, carla, result)

    assert rest_of(cycle, 0) == rest


def test_call_later_keeps_the_day_asked_for(cycle, carla):
    press(cycle, carla, "call_later", asked_on=date(2027, 1, 20), channel="whatsapp")

    attempt = ContactAttempt.objects.get()
    assert (attempt.next_on, attempt.channel) == (date(2027, 1, 20), "whatsapp")


@pytest.mark.parametrize(("result", "kept"), [("accepts", "yes"), ("refuses", "no")])
def test_answer_given_by_telephone_is_the_answer_of_the_invitation(cycle, carla, result, kept):
    press(cycle, carla, result)

    assert invitation_at(cycle, 0).answer == kept


def test_wrong_number_comes_back_once_a_new_one_is_noted(cycle, carla):
    press(cycle, carla, "wrong")

    person = invitation_at(cycle, 0).person
    with time_machine.travel(WORKING + timedelta(hours=1)):
        set_contact(person=person, channel="phone", value="+56999999999", origin="llamada")

    assert rest_of(cycle, 0) is None


def test_after_four_calls_without_answer_another_way_is_to_be_found():
    cycle = make_queue(1)
    carla = make_caller(cycle)
    moments = [WORKING + days * DAY for days in (0, 4, 6, 12)]  # mornings and afternoons

    for hours, moment in zip((0, 5, 0, 5), moments, strict=True):
        press(cycle, carla, "no_answer", now=moment + timedelta(hours=hours))

    assert ContactAttempt.objects.count() == 4
    assert rest_of(cycle, 0, now=WORKING + 40 * DAY) == "exhausted"


def test_result_pressed_twice_is_kept_once(cycle, carla):
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)

    following = [press(cycle, carla, "wrong", turn=turn) for _press in range(2)]

    assert (ContactAttempt.objects.count(), following[0]) == (1, following[1])


def test_result_after_the_lease_is_kept_while_nobody_else_took_the_person(cycle, carla):
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)

    press(cycle, carla, "reached", turn=turn, now=WORKING + 2 * LEASE)

    assert ContactAttempt.objects.get().seat == turn.seat


def test_result_for_a_person_that_somebody_else_took_is_refused(cycle, carla):
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)
    Turn.objects.all().delete()

    with pytest.raises(TurnLostError):
        press(cycle, carla, "reached", turn=turn)

    assert ContactAttempt.objects.count() == 0


def test_errand_brings_back_who_accepted_and_ends_when_they_spoke(cycle, carla):
    invitation = answer(invitation_at(cycle, 0), "yes", now=WORKING - DAY)
    errand = open_errand(
        cycle=cycle, seat=invitation.seat, reason="Faltó a dos sesiones seguidas.",
        due_on=WORKING.date(), owner=carla, origin="alert:1", now=WORKING,
    )  # fmt: skip

    turn = take_turn(cycle=cycle, user=carla, now=WORKING)
    press(cycle, carla, "reached", turn=turn)

    errand.refresh_from_db()
    assert (turn.seat, turn.errand, turn.reason) == (invitation.seat, errand, "errand")
    assert (errand.closed_at, errand.result) == (WORKING, "reached")


def test_errand_of_nobody_invited_needs_an_invitation_to_be_accepted(cycle, carla):
    seat = invitation_at(cycle, 0).seat
    Invitation.objects.filter(seat=seat).update(withdrawn_at=WORKING)
    open_errand(
        cycle=cycle, seat=seat, reason="Llamar.", due_on=WORKING.date(), owner=None,
        origin="a:1", now=WORKING,
    )  # fmt: skip
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)

    with pytest.raises(InvitationMissingError):
        press(cycle, carla, "accepts", turn=turn)

    assert (turn.seat, Turn.objects.get()) == (seat, turn)


def test_undo_takes_the_result_back_and_gives_the_person_again(cycle, carla):
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)
    press(cycle, carla, "no_answer", turn=turn)

    undo_result(cycle=cycle, user=carla, now=WORKING + timedelta(minutes=9))

    again = Turn.objects.get()
    assert (again.seat, again.user, again.reason) == (turn.seat, carla, "silent")
    assert ContactAttempt.objects.count() == 0
    assert GivenResult.objects.get().undone_at == WORKING + timedelta(minutes=9)


@pytest.mark.parametrize("result", ["accepts", "refuses"])
def test_undo_leaves_the_answer_as_it_was_and_stops_its_mail(cycle, carla, result):
    press(cycle, carla, result)

    undo_result(cycle=cycle, user=carla, now=WORKING)

    invitation = invitation_at(cycle, 0)
    mails = Message.objects.filter(occasion=f"invitation:{invitation.pk}:answer")
    assert (invitation.answer, invitation.answered_at, invitation.answers.count()) == ("", None, 0)
    assert [mail.state for mail in mails] == ["cancelled"]


def test_undo_brings_back_the_deputy_who_was_named_for_good(cycle, carla):
    deputy = DeputyInput("Delia Deputada", "delia@comuna.cl", "+56911112222", stays=True)
    invitation = answer(invitation_at(cycle, 0), "deputy", deputy=deputy, now=WORKING - DAY)
    open_errand(
        cycle=cycle, seat=invitation.seat, reason="Llamar.", due_on=WORKING.date(), owner=None,
        origin="alert:1", now=WORKING,
    )  # fmt: skip
    press(cycle, carla, "refuses")
    given = invitation_at(cycle, 0).deputy_stays

    undo_result(cycle=cycle, user=carla, now=WORKING)

    after = invitation_at(cycle, 0)
    assert (given, after.deputy_stays) == (False, True)
    assert (after.participant, after.answered_at) == (invitation.deputy, WORKING - DAY)


def test_undo_keeps_an_answer_that_came_by_link_meanwhile(cycle, carla):
    press(cycle, carla, "accepts")
    answer(invitation_at(cycle, 0), "no", now=WORKING + timedelta(minutes=1))

    undo_result(cycle=cycle, user=carla, now=WORKING + timedelta(minutes=2))

    assert invitation_at(cycle, 0).answer == "no"


def test_undo_opens_the_errand_again(cycle, carla):
    open_errand(
        cycle=cycle, seat=invitation_at(cycle, 1).seat, reason="Llamar.", due_on=WORKING.date(),
        owner=None, origin="a:1", now=WORKING,
    )  # fmt: skip
    press(cycle, carla, "reached")

    undo_result(cycle=cycle, user=carla, now=WORKING)

    errand = Errand.objects.get()
    assert (errand.closed_at, errand.result, Turn.objects.get().errand) == (None, "", errand)


@pytest.mark.parametrize("minutes", [10, 60])
def test_undo_after_ten_minutes_is_refused(cycle, carla, minutes):
    press(cycle, carla, "wrong")

    with pytest.raises(NothingToUndoError):
        undo_result(cycle=cycle, user=carla, now=WORKING + timedelta(minutes=minutes))

    assert ContactAttempt.objects.count() == 1


def test_undone_results_do_not_count_for_the_day(cycle, carla):
    press(cycle, carla, "wrong")
    press(cycle, carla, "wrong")

    undo_result(cycle=cycle, user=carla, now=WORKING)

    assert plan_day(cycle, now=WORKING).done == {carla.pk: 1}


def test_undo_says_what_to_do_when_there_is_nothing_to_undo(cycle, carla):
    with pytest.raises(NothingToUndoError) as refused:
        undo_result(cycle=cycle, user=carla, now=WORKING)

    assert refused.value.user_message().startswith("Ya no se puede deshacer aquí.")


def test_undo_after_leaving_gives_the_person_again(cycle, carla):
    press(cycle, carla, "wrong")
    leave_queue(cycle=cycle, user=carla)

    undo_result(cycle=cycle, user=carla, now=WORKING)

    turn = Turn.objects.get()
    assert (turn.seat, turn.planned) == (invitation_at(cycle, 0).seat, 1)


def test_undo_for_a_seat_that_nobody_holds_any_more_gives_nobody(cycle, carla):
    press(cycle, carla, "replaced")
    seat = invitation_at(cycle, 0).seat
    Invitation.objects.filter(seat=seat).update(withdrawn_at=WORKING)
    seat.tenures.update(to_on=WORKING.date())

    undo_result(cycle=cycle, user=carla, now=WORKING)

    assert (ContactAttempt.objects.count(), Turn.objects.get().seat == seat) == (0, False)


def test_undo_after_the_attempt_was_deleted_still_gives_the_person(cycle, carla):
    press(cycle, carla, "wrong")
    ContactAttempt.objects.all().delete()

    undo_result(cycle=cycle, user=carla, now=WORKING)

    assert Turn.objects.get().seat == invitation_at(cycle, 0).seat
