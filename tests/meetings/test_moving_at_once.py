"""Two coordinators who move sessions, or tell of them, at the same moment."""

from datetime import date

import pytest

from convoca.meetings.errors import NobodyToTellError, SessionMovedError
from convoca.meetings.models import Session
from convoca.meetings.services import (
    Mailing,
    Wish,
    announce_session,
    announce_sessions,
    confirm_new_dates,
    move_session,
    replan_sessions,
)
from convoca.meetings.services.moving import Moved
from convoca.meetings.services.replanning import Replanned
from convoca.workplan.errors import PlanOutdatedError
from convoca.workplan.models import Closing, Licence
from convoca.workplan.queries import confirmed_plan
from convoca.workplan.queries.standing import standing_sessions
from convoca.workplan.services import ClosingInput, save_closing, solve_waiting_plans
from tests.factories.directory import make_user
from tests.factories.meetings import BEFORE, WALL, mails, make_neighbour, make_standing_cycle
from tests.factories.workplan import TUESDAYS
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database", "clock"),
]
WEDNESDAY = "2027-03-10T10:00"


def test_one_session_moved_twice_moves_once_and_one_licence_goes_to_one_of_two():
    session = make_standing_cycle()[0]
    association = session.cycle.community.association
    user = make_user(association)
    licence = Licence.objects.create(association=association, name="Zoom 1", capacity=300)
    neighbour = make_neighbour(session, "2027-03-12T10:00", hands=("team", f"licence:{licence.pk}"))

    def move(one, wall):
        wish = Wish(wall_start=wall, seen=one.wall_start, reason="Elección")
        return lambda: move_session(session=one, wish=wish, user=user, now=BEFORE)

    twice = at_once([move(session, "2027-03-11T10:00")] * 2)
    session.refresh_from_db()
    both = at_once([move(session, WEDNESDAY), move(neighbour, WEDNESDAY)])

    assert sorted(type(one).__name__ for one in twice) == ["Moved", "NothingChangedError"]
    assert sorted(type(one).__name__ for one in both) == ["Moved", "PlaceTakenError"]
    assert Session.objects.filter(wall_start=WEDNESDAY).count() == 1


def test_sessions_told_of_by_several_at_once_are_told_of_once():
    first, second = make_standing_cycle()
    user = make_user(first.cycle.community.association)

    told = at_once(
        [
            lambda: announce_session(session=first, user=user, now=BEFORE),
            lambda: announce_sessions(cycle=first.cycle, user=user, now=BEFORE),
            lambda: announce_sessions(cycle=first.cycle, user=user, now=BEFORE),
        ]
    )

    assert all(isinstance(one, Mailing | NobodyToTellError) for one in told)
    assert [len(mails(one, "session-announce")) for one in (first, second)] == [5, 5]


def test_moved_confirmed_anew_and_closed_at_once_leaves_one_order_of_things():
    first, second = make_standing_cycle(*[TUESDAYS] * 5, walls=(WALL, "2027-03-22T17:00"))
    cycle, user = first.cycle, make_user(first.cycle.community.association)
    plan = replan_sessions(cycle=cycle, kept=(1,), user=user, now=BEFORE)
    solve_waiting_plans()
    wish = Wish(wall_start="2027-03-24T10:00", seen=second.wall_start, reason="Viaje")
    closed = ClosingInput("other", "Feria", date(2027, 3, 25), date(2027, 3, 25), None)

    moved, confirmed, _closing = at_once(
        [
            lambda: move_session(session=second, wish=wish, user=user, now=BEFORE),
            lambda: confirm_new_dates(plan=plan, user=user, now=BEFORE),
            lambda: save_closing(
                association=cycle.community.association,
                closing=None,
                given=closed,
                user=None,
                now=BEFORE,
            ),
        ]
    )

    stands = confirmed_plan(cycle)
    second.refresh_from_db()
    assert {type(moved), type(confirmed)} in (
        {Moved, PlanOutdatedError},
        {SessionMovedError, Replanned},
    )
    assert f"{standing_sessions(stands)[1].start:%Y-%m-%dT%H:%M}" == second.wall_start
    assert Closing.objects.count() == 1
