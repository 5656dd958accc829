"""Keeping when somebody can, asking for it, and carrying it over."""

from datetime import date, timedelta

import pytest

from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.convening.services import DeputyInput
from convoca.cycles.models import Cycle
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import ALWAYS, BLANK_DAY, fill_day
from convoca.workplan.core.problem.model import Council
from convoca.workplan.errors import (
    AbsenceFaultError,
    AvailabilityClosedError,
    NotTakingPartError,
)
from convoca.workplan.models import Availability, Plan
from convoca.workplan.queries import answered_seat_ids, availability_rows, gate_report, heat_map
from convoca.workplan.queries.availability import known_council
from convoca.workplan.services import (
    add_absence,
    ask_availability,
    carry_availability,
    confirm_carried,
    drop_absence,
    save_council,
    save_days,
    undo_asking,
)
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.workplan import (
    HALF_ANSWERED,
    MORNINGS,
    NEVER,
    TUESDAYS,
    give,
    make_answered_cycle,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HOLIDAYS = (date(2027, 3, 2), date(2027, 3, 9))


def participation(cycle: Cycle) -> dict:
    """Return who answers, as every service takes it."""
    invitation = accepted_invitations(cycle).first()
    return {"cycle": cycle, "seat": invitation.seat, "person": invitation.participant, "now": LATER}


def set_dates(cycle: Cycle) -> None:
    Plan.objects.create(cycle=cycle, problem={}, asked_at=NOW, state=Plan.State.CONFIRMED)


def states(cycle: Cycle) -> list[str]:
    return [row.state for row in availability_rows(cycle)]


def test_save_days_keeps_the_other_days_unsaid():
    who = participation(make_accepted_cycle())

    kept = save_days(**who, days={1: fill_day("y", "m"), 3: fill_day("n", "n")})

    assert kept.weekly == "".join(
        [BLANK_DAY, fill_day("y", "m"), BLANK_DAY, fill_day("n", "n"), BLANK_DAY]
    )
    assert states(who["cycle"]) == ["started"]


def test_save_days_adds_absences_to_those_told():
    who = participation(make_accepted_cycle())
    coming = (date(2027, 4, 5), date(2027, 4, 6))
    add_absence(**who, absence=HOLIDAYS)

    kept = save_days(**who, days={}, absences=[coming, HOLIDAYS])

    assert kept.absences == (HOLIDAYS, coming)


def test_save_days_with_an_absence_that_cannot_be_keeps_nothing():
    who = participation(make_accepted_cycle())

    with pytest.raises(AbsenceFaultError):
        save_days(**who, days={0: fill_day("y", "y")}, absences=[HOLIDAYS[::-1]])

    assert not Availability.objects.exists()


def test_what_was_answered_stays_when_the_weeks_of_the_plan_move():
    cycle = make_accepted_cycle()
    who = participation(cycle)
    save_days(**who, days={0: fill_day("y", "n")}, absences=[HOLIDAYS])

    Cycle.objects.filter(pk=cycle.pk).update(plan_from=date(2027, 5, 3), plan_weeks=8)
    kept = save_days(**participation(cycle), days={1: fill_day("n", "y")})

    assert kept.absences == (HOLIDAYS,)
    assert kept.weekly == fill_day("y", "n") + fill_day("n", "y") + BLANK_DAY * 3


def test_known_council_is_the_one_told_last_for_the_same_municipality():
    cycle = make_accepted_cycle()
    invitation = accepted_invitations(cycle).get()
    whose = {"person": invitation.participant, "municipality": invitation.seat.municipality}
    council = Council(1, (1, 3), "pm")

    before = known_council(**whose)
    give(invitation, council=council)

    assert (before, known_council(**whose)) == (None, council)


def test_absences_are_kept_once_and_taken_back():
    who = participation(make_accepted_cycle())

    add_absence(**who, absence=HOLIDAYS)
    twice = add_absence(**who, absence=HOLIDAYS)

    assert twice.absences == (HOLIDAYS,)
    assert drop_absence(**who, absence=HOLIDAYS).absences == ()


def test_absence_that_ends_before_it_begins_is_refused():
    who = participation(make_accepted_cycle())

    with pytest.raises(AbsenceFaultError):
        add_absence(**who, absence=HOLIDAYS[::-1])


def test_save_council_is_read_back_as_the_same_value():
    who = participation(make_accepted_cycle())
    council = Council(1, (1, 3), "pm")

    assert save_council(**who, council=council).council == council
    assert save_council(**who, council=None).council is None


def test_save_after_the_dates_are_set_is_refused_and_nothing_changes():
    cycle = make_answered_cycle(MORNINGS)
    set_dates(cycle)

    with pytest.raises(AvailabilityClosedError):
        save_days(**participation(cycle), days={0: fill_day("n", "n")})

    assert Availability.objects.get().weekly == MORNINGS


def test_save_for_somebody_who_does_not_take_part_is_refused():
    invitation = live_invitations(make_invited_cycle()).get()

    with pytest.raises(NotTakingPartError):
        give(invitation)


def test_a_new_deputy_begins_anew_and_the_former_week_is_not_used():
    cycle = make_answered_cycle(MORNINGS)
    invitation = answer(
        accepted_invitations(cycle).get(),
        "deputy",
        now=LATER,
        deputy=DeputyInput("Delia", "d@c.cl"),
    )

    assert states(cycle) == ["missing"]
    save_days(**participation(cycle), days={0: fill_day("y", "y")})
    assert Availability.objects.get().weekly == fill_day("y", "y") + BLANK_DAY * 4
    assert Availability.objects.get().person == invitation.deputy


def test_answered_seats_are_those_with_a_whole_week_of_their_own():
    cycle = make_answered_cycle(MORNINGS, HALF_ANSWERED, "")

    first = accepted_invitations(cycle).first()
    assert answered_seat_ids(cycle) == {first.seat_id}
    assert states(cycle) == ["own", "started", "missing"]


def test_gate_report_counts_answers_and_asks_for_the_dates():
    cycle = make_answered_cycle(MORNINGS, "")

    before = gate_report(cycle)
    set_dates(cycle)
    after = gate_report(cycle)

    assert [(line.done, line.of) for line in before.lines] == [(1, 2), (0, 1)]
    assert len(before.must) == 1
    assert [(line.done, line.of) for line in after.lines] == [(1, 2), (1, 1)]
    assert after.must == []


def test_heat_map_hides_fewer_than_five_answers():
    heat = heat_map(make_answered_cycle(*[MORNINGS] * 4, ""))

    assert (heat.answered, heat.is_shown, heat.best()) == (4, False, [])


def test_heat_map_puts_first_the_hour_at_which_most_can():
    heat = heat_map(make_answered_cycle(*[TUESDAYS] * 3, MORNINGS, NEVER))

    best = heat.best()[0]
    assert (best.weekday, best.hour, best.yes, best.if_need, best.answered) == (1, 9, 4, 0, 5)


def test_heat_map_reads_other_zones_at_the_hours_of_the_association():
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    cycle.plan_from = date(2027, 5, 3)
    for invitation in accepted_invitations(cycle):
        municipality = invitation.seat.municipality
        municipality.zone = "Pacific/Easter"
        municipality.save()

    shown = {(one.weekday, one.hour) for one in heat_map(cycle).cells if one.yes}

    assert shown == {(day, hour) for day in range(5) for hour in range(11, 15)}


def test_carry_availability_copies_whole_weeks_to_be_confirmed():
    source = make_answered_cycle(MORNINGS, HALF_ANSWERED)
    seat = accepted_invitations(source).first().seat
    target = next_cycle(source)

    carried = carry_availability(source_cycle=source, target_cycle=target, now=LATER)
    again = carry_availability(source_cycle=source, target_cycle=target, now=LATER)

    copy = Availability.objects.get(cycle=target)
    assert (carried, again) == (1, 0)
    assert (copy.seat, copy.weekly, copy.is_carried) == (seat, MORNINGS, True)


def test_carry_availability_leaves_absences_that_are_over():
    source = make_answered_cycle("")
    coming = (date(2027, 8, 2), date(2027, 8, 6))
    give(accepted_invitations(source).get(), away=[HOLIDAYS, coming])
    target = next_cycle(source)

    carry_availability(source_cycle=source, target_cycle=target, now=LATER)

    assert Availability.objects.get(cycle=target).absences == (coming,)


def test_confirm_carried_makes_the_week_ones_own():
    cycle = make_answered_cycle(ALWAYS)
    Availability.objects.update(is_carried=True)

    assert states(cycle) == ["carried"]
    confirm_carried(**participation(cycle))
    assert states(cycle) == ["own"]


def test_ask_availability_writes_once_a_day_to_who_is_missing():
    cycle = make_answered_cycle(MORNINGS, "", "")

    first = ask_availability(cycle=cycle, user=None, now=LATER)
    pressed_again = ask_availability(cycle=cycle, user=None, now=LATER + timedelta(seconds=1))
    next_day = ask_availability(cycle=cycle, user=None, now=LATER + timedelta(days=1))

    assert (first, pressed_again, next_day) == (2, 0, 2)


def test_ask_availability_leaves_out_who_has_no_address():
    cycle = make_answered_cycle("", "")
    accepted_invitations(cycle).first().person.contacts.filter(channel="email").delete()

    assert ask_availability(cycle=cycle, user=None, now=LATER) == 1


def test_ask_availability_keeps_a_mark_and_no_token():
    cycle = make_answered_cycle("")

    ask_availability(cycle=cycle, user=None, now=LATER)

    message = Message.objects.get(purpose="availability")
    assert message.subject == "¿A qué hora puede reunirse? Comunidad SECPLAN"
    assert "{{enlace:" in message.body
    assert "http" not in message.body


def test_undo_asking_stops_the_mails_and_lets_them_be_sent_again():
    cycle = make_answered_cycle("", "")
    ask_availability(cycle=cycle, user=None, now=LATER)

    stopped = undo_asking(cycle=cycle, now=LATER + timedelta(seconds=20))
    again = ask_availability(cycle=cycle, user=None, now=LATER + timedelta(seconds=40))

    assert (stopped, again) == (2, 2)


@pytest.mark.parametrize("seats", [3, 30])
def test_ask_availability_of_many_asks_the_database_as_often(seats, django_assert_max_num_queries):
    cycle = make_accepted_cycle(seats)

    with django_assert_max_num_queries(19):
        assert ask_availability(cycle=cycle, user=None, now=LATER) == seats


def test_availability_mail_that_waits_does_not_leave_for_who_cannot_any_more():
    cycle = make_answered_cycle("", "")
    ask_availability(cycle=cycle, user=None, now=LATER)

    answer(accepted_invitations(cycle)[0], "no")

    mails = Message.objects.filter(purpose="availability").order_by("to_address")
    assert [mail.state for mail in mails] == ["cancelled", "queued"]


def test_undo_asking_after_thirty_seconds_is_refused():
    cycle = make_answered_cycle("")
    ask_availability(cycle=cycle, user=None, now=LATER)

    with pytest.raises(UndoTooLateError):
        undo_asking(cycle=cycle, now=LATER + timedelta(seconds=31))


def test_ask_availability_after_the_dates_are_set_is_refused():
    cycle = make_answered_cycle("")
    set_dates(cycle)

    with pytest.raises(AvailabilityClosedError):
        ask_availability(cycle=cycle, user=None, now=LATER)


def next_cycle(source: Cycle) -> Cycle:
    return Cycle.objects.create(
        community=source.community,
        number=2,
        started_at=LATER,
        closed_at=LATER,
        answer_by=LATER,
        plan_from=date(2027, 8, 2),
    )
