"""The diary of a story, and what is counted from it."""

from datetime import date

import pytest

from convoca.rehearsal.core.diary import CommunityDiary, Holder, Meeting
from convoca.rehearsal.core.outcome import Carried, Retention
from convoca.rehearsal.core.tally import count_community, count_cycle, drifting_seats

DAY = date(2027, 3, 1)
NAMES = {"A": "Ana", "B": "Beto", "C": "Caro"}


@pytest.fixture
def community() -> CommunityDiary:
    holders = {seat: Holder(name, f"{seat}@muni.example") for seat, name in NAMES.items()}
    return CommunityDiary(existing=frozenset("ABCD"), unknown=2, holders=holders)


def begin(community, number=1):
    cycle = community.begin_cycle(number=number, on=DAY)
    cycle.invite()
    return cycle


def meet(cycle, *seats, excused=""):
    present = {seat: cycle.participants.get(seat, NAMES[seat]) for seat in seats}
    number = len(cycle.meetings) + 1
    accepted = frozenset(cycle.participants)
    cycle.meetings.append(Meeting(number, DAY, "Agua", accepted, present, frozenset(excused)))


def test_funnel_counts_each_step_by_its_own_fact(community):
    cycle = begin(community)
    cycle.receive("A@muni.example")
    cycle.receive("someone-else@muni.example")
    cycle.call("B", reached=True)
    cycle.answer("B", participant="Beto")
    cycle.answer("C", participant=None)
    cycle.interviewed.add("B")
    cycle.give_week("B", "Beto")
    meet(cycle, "B")
    meet(cycle, "B")
    community.group.add(("B", "Beto"))

    assert count_cycle(cycle).funnel == {
        "seats": 4,
        "identified": 3,
        "reached": 3,
        "answered": 2,
        "accepted": 1,
        "interviewed": 1,
        "gave_availability": 1,
        "attended_once": 1,
        "attended_twice": 1,
        "in_group": 1,
    }
    assert cycle.arrived == 2


def test_answer_changed_to_no_takes_the_participant_out(community):
    cycle = begin(community)
    cycle.answer("A", participant="Ana")
    cycle.answer("A", participant=None)

    assert (cycle.answers, cycle.participants) == ({"A": False}, {})


def test_coverage_is_who_accepted_until_a_session_is_held(community):
    cycle = begin(community)
    cycle.answer("A", participant="Ana")
    cycle.answer("B", participant="Beto")
    before = count_cycle(cycle).coverage
    meet(cycle, "A")

    assert before == {"participating": 2, "existing": 4, "unknown": 2}
    assert count_cycle(cycle).coverage == {"participating": 1, "existing": 4, "unknown": 2}


def test_bands_have_both_limits_in_the_higher_one(community):
    cycle = begin(community)
    for seat, name in NAMES.items():
        cycle.answer(seat, participant=name)
    meet(cycle, "A", "B")
    meet(cycle, "A", excused="B")
    meet(cycle, "C", "A")
    meet(cycle)

    figures = count_cycle(cycle)
    assert figures.bands == {"of": 3, "held": 3, "high": 1, "medium": 2, "low": 0, "never": 0}
    assert figures.times == [2, 0, 1]
    assert [(one.present, one.excused) for one in figures.sessions] == [
        (2, 0), (1, 1), (2, 0), (0, 0)
    ]  # fmt: skip


def test_bands_before_any_session_are_never(community):
    cycle = begin(community)
    cycle.answer("A", participant="Ana")

    assert count_cycle(cycle).bands["never"] == 1


def test_seat_that_changes_hands_begins_anew_and_leaves_the_group(community):
    cycle = begin(community)
    cycle.receive("A@muni.example")
    cycle.answer("A", participant="Ana")
    cycle.give_week("A", "Ana")
    community.group.add(("A", "Ana"))

    community.move_in("A", Holder("Alma", "alma@muni.example"))
    cycle.invite({"A"})
    cycle.answer("A", participant="Alma")

    funnel = count_cycle(cycle).funnel
    assert cycle.invited["A"] == "alma@muni.example"
    assert (funnel["accepted"], funnel["gave_availability"], funnel["in_group"]) == (1, 0, 0)


def test_next_cycle_receives_what_the_one_before_left(community):
    first = begin(community)
    first.answer("A", participant="Ana")
    first.answer("B", participant="Beto")
    for seat in "AB":
        first.give_week(seat, NAMES[seat])
        first.promise(seat)
    first.reserve = ("Agua", "Caminos")
    community.promises[1, "A"] = False
    first.close(on=DAY)

    second = begin(community, number=2)
    second.give_week("A", "Ana")
    second.promise("A")

    figures = count_cycle(second)
    assert figures.carried == Carried(("Agua", "Caminos"), weeks=1, silent=1, commitments=1)
    assert figures.commitments == {"made": 2, "open": 2}
    assert count_cycle(first).commitments == {"made": 2, "open": 1}


def test_closed_cycle_keeps_the_group_of_its_closing(community):
    cycle = begin(community)
    community.group.add(("A", "Ana"))
    cycle.close(on=DAY)
    community.group.add(("B", "Beto"))

    assert count_cycle(cycle).funnel["in_group"] == 1


def test_retention_tells_seats_from_persons(community):
    first = begin(community)
    meet(first, "A", "B", "C")
    second = begin(community, number=2)
    second.answer("A", participant="Alma")
    meet(second, "A", "B")

    (found,) = count_community(community, name="Comunidad", kind="DOM").retention

    assert found == Retention(1, 2, seats=3, seats_back=2, persons=3, persons_back=1)


def test_drifting_is_who_missed_the_last_two_without_an_excuse_or_a_call(community):
    cycle = begin(community)
    for seat, name in NAMES.items():
        cycle.answer(seat, participant=name)
    meet(cycle, "A", "C")
    before = drifting_seats(cycle)
    meet(cycle, "A", excused="C")
    after = drifting_seats(cycle)
    cycle.call("B", reached=False, drifting=True)

    assert (before, after, drifting_seats(cycle)) == (frozenset(), frozenset("B"), frozenset())
    assert count_cycle(cycle).calls == {"made": 1, "reached": 0}
