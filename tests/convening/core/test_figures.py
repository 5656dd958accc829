"""Coverage, funnel, attendance: each with its denominator."""

from convoca.convening.core.figures import (
    Coverage,
    FunnelCounts,
    Reach,
    SessionFigures,
    coverage,
    funnel,
    session_figures,
)
from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import SeatFacts

CAME = Presences({1: Presence.PRESENT})
CAME_TWICE = Presences({1: Presence.PRESENT, 2: Presence.PRESENT})
ACCEPTED = SeatFacts("exists", True, True, "yes")
CAME_UNASKED = SeatFacts("exists", True, False, "", CAME)
LOYAL = SeatFacts("exists", True, True, "deputy", CAME_TWICE)
VACANT = SeatFacts("exists")
UNKNOWN = SeatFacts("unknown")
ABSENT = SeatFacts("does_not")
ALL = [ACCEPTED, CAME_UNASKED, LOYAL, VACANT, UNKNOWN, ABSENT]


def test_coverage_before_first_session_counts_who_accepted():
    counts = coverage(ALL, has_begun=False)

    assert counts == Coverage(2, 4, 1, 1)


def test_coverage_after_first_session_counts_who_came():
    assert coverage([*ALL, ACCEPTED], has_begun=True) == Coverage(2, 5, 1, 1)


def test_coverage_of_no_existing_seat_counts_it_apart():
    assert coverage([UNKNOWN], has_begun=True) == Coverage(0, 0, 1, 0)


def test_funnel_counts_each_step_by_its_own_fact():
    seats = [
        Reach(ACCEPTED),
        Reach(CAME_UNASKED, was_reached=True, is_in_group=True),
        Reach(LOYAL, is_in_group=True),
        Reach(VACANT),
        Reach(ABSENT, was_reached=True),
    ]

    assert funnel(seats) == FunnelCounts(
        seats=4,
        identified=3,
        reached=3,
        answered=2,
        accepted=2,
        attended_once=2,
        attended_twice=1,
        in_group=2,
    )


def test_funnel_steps_leave_out_what_rooms_above_have_not_told():
    counts = funnel([Reach(LOYAL)])
    full = counts.with_rooms_above(interviewed=1, gave_availability=0)

    assert [name for name, _count in counts.steps] == [
        "seats", "identified", "reached", "answered", "accepted",
        "attended_once", "attended_twice", "in_group",
    ]  # fmt: skip
    assert full.steps[5:7] == [("interviewed", 1), ("gave_availability", 0)]


def test_session_figures_tell_excused_from_absent():
    seats = [
        Presences({2: Presence.PRESENT}),
        Presences({2: Presence.EXCUSED}),
        Presences({2: Presence.ABSENT}),
        CAME,
    ]

    figures = session_figures(seats, number=2, accepted=4, members=8)

    assert figures == SessionFigures(2, present=1, excused=1, absent=1, accepted=4, members=8)
