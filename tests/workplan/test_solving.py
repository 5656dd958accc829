"""Computing the dates as long work: stopped, given up, tried again, within its time."""

from time import perf_counter

import pytest
import time_machine
from django.utils import timezone

from convoca.foundation.models import Work
from convoca.foundation.works import Hold, LostWorkError, claim_work, latest_work, retry_work
from convoca.foundation.works.doing import MOST_TRIES, PAUSE
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.search.progress import Progress
from convoca.workplan.errors import PlanConfirmedError
from convoca.workplan.models import Plan
from convoca.workplan.queries import list_plans
from convoca.workplan.services import (
    PLAN_SOLVING,
    cancel_plan,
    confirm_plan,
    solve_waiting_plans,
)
from convoca.workplan.services.solving import LEASE, SOLVE_SECONDS, Telling
from tests.factories.cycles import NOW
from tests.factories.workplan import ask_plan, make_planned_cycle, solved_plan
from tools.plan_instances import INSTANCES, make_problem

pytestmark = pytest.mark.django_db


def give_up_solving(plan) -> Work:
    """Let three workers have died over a plan."""
    Work.objects.update(tries=MOST_TRIES)
    assert solve_waiting_plans() == 0
    return latest_work(PLAN_SOLVING, plan.pk)


def test_solving_cut_three_times_fails_in_words_and_can_be_asked_for_again():
    plan = ask_plan(make_planned_cycle())
    work = give_up_solving(plan)
    plan.refresh_from_db()
    assert (plan.state, plan.message) == ("failed", work.error)

    retry_work(work_id=work.pk, now=NOW)
    assert solve_waiting_plans() == 1

    plan.refresh_from_db()
    assert (plan.state, plan.message) == ("solved", "")


def test_solving_again_of_a_cycle_that_has_its_dates_is_refused():
    solved = solved_plan(make_planned_cycle())
    work = give_up_solving(ask_plan(solved.cycle))
    confirm_plan(plan=solved, user=None, now=NOW)

    with pytest.raises(PlanConfirmedError):
        retry_work(work_id=work.pk, now=NOW)

    assert latest_work(PLAN_SOLVING, work.subject_id).state == "failed"


def test_cancel_plan_leaves_the_cycle_as_it_was_and_free_to_compute_again():
    cycle = make_planned_cycle()
    plan = ask_plan(cycle)

    told = [cancel_plan(cycle=cycle, now=NOW) for _ in range(2)]

    plan.refresh_from_db()
    assert (told, plan.state) == ([True, False], "cancelled")
    assert (list_plans(cycle), solve_waiting_plans()) == ([], 0)
    assert ask_plan(cycle) != plan


def test_solving_that_is_cancelled_in_the_middle_leaves_no_dates():
    plan = ask_plan(make_planned_cycle())
    hold = Hold(claim_work(now=timezone.now()), LEASE)
    seconds = iter([0, 0.5, 1.5])
    clock = Telling(hold, lambda: next(seconds)).clock

    assert clock() == 0.5
    cancel_plan(cycle=plan.cycle, now=NOW)
    with pytest.raises(LostWorkError):
        clock()


@pytest.mark.slow
def test_solving_for_345_people_answers_in_less_than_thirty_seconds():
    """JOB-05: the time is limited, and the best that was found by then is the answer."""
    plan = ask_plan(make_planned_cycle())
    plan.problem = problem_to_dict(make_problem(INSTANCES["1 × 345"], seed=1))
    plan.save()
    begun = perf_counter()

    solve_waiting_plans()

    plan.refresh_from_db()
    assert (plan.state, len(plan.result["sessions"])) == ("solved", 4)
    assert perf_counter() - begun < 30


def test_clock_of_the_solver_tells_the_seconds_gone_by_once_a_second():
    ask_plan(make_planned_cycle())
    hold = Hold(claim_work(now=timezone.now()), LEASE)
    seconds = iter([100, 100.9, 103.2, 103.9, 104.3])
    clock = Telling(hold, lambda: next(seconds)).clock
    told = []

    for _ in range(4):
        clock()
        told.append((hold.row().get().progress_done, hold.row().get().progress_total))

    assert told == [(0, 0), (3, SOLVE_SECONDS), (3, SOLVE_SECONDS), (4, SOLVE_SECONDS)]


def test_solver_that_comes_nearer_is_told_on_the_plan_at_most_once_a_second():
    plan = ask_plan(make_planned_cycle())
    hold = Hold(claim_work(now=timezone.now()), LEASE)
    seconds = iter([0, 0.4, 1.2, 2.5])
    telling = Telling(hold, lambda: next(seconds))
    told = []

    for progress in (Progress(None, 9.0, 0.1), Progress(5, 8.0, 0.3), None):
        if progress:
            telling.hear(progress)
        telling.clock()
        plan.refresh_from_db()
        told.append(plan.result)

    both = {"progress": [[0.1, None, 9.0], [0.3, 5, 8.0]]}
    assert told == [{}, both, both]


def test_solving_that_is_asked_for_again_forgets_how_far_it_was():
    plan = ask_plan(make_planned_cycle())
    Plan.objects.update(result={"progress": [[0.1, None, 9.0]]})

    give_up_solving(plan)

    plan.refresh_from_db()
    assert plan.result == {}


def test_a_computation_that_breaks_is_tried_again():
    plan = ask_plan(make_planned_cycle())
    problem = plan.problem
    Plan.objects.update(problem={"format": "unknown"})
    assert solve_waiting_plans() == 1
    Plan.objects.update(problem=problem)

    with time_machine.travel(timezone.now() + PAUSE):
        assert solve_waiting_plans() == 1

    plan.refresh_from_db()
    assert plan.state == Plan.State.SOLVED
