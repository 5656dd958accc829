"""The processes beside: the same plan, and nobody left over."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from convoca.workplan.core.ground.hard_rules import lay_ground
from convoca.workplan.core.ground.resources import Resources
from convoca.workplan.core.problem.model import Licence
from convoca.workplan.core.search.crew import Solo, Team, WorkerLostError, gather_crew
from convoca.workplan.core.search.part import Part, Question
from convoca.workplan.core.search.progress import Progress
from convoca.workplan.core.search.solve import solve
from tests.workplan.core.small import random_problem

ROOT = Path(__file__).parents[4]
GAP_SEED = 209  # prices leave a gap: every kind of question is asked
ORPHANS = """
import os, signal
from convoca.workplan.core.search.crew import Team
from convoca.workplan.core.ground.hard_rules import lay_ground
from tests.workplan.core.small import random_problem
team = Team(lay_ground(random_problem(3, communities=2)), lambda: 9.0, 2)
print(*(worker.pid for worker in team.workers), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def crowded():
    asked = random_problem(GAP_SEED, communities=4, sessions=2, weeks=1)
    return replace(asked, licences=(Licence("L0", 9),))


def is_alive(pid):
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and ") Z " not in stat.read_text()


def children():
    return [
        pid
        for tasks in Path(f"/proc/{os.getpid()}/task").glob("*/children")
        for pid in tasks.read_text().split()
        if is_alive(pid)
    ]


def test_two_processes_give_the_plan_that_one_gives():
    alone, two = (solve(crowded(), seconds=30, processes=number) for number in (1, 2))

    assert replace(two, seconds=0) == replace(alone, seconds=0)
    assert alone.status == "optimal"


def test_team_lays_out_the_same_fields_as_one_process():
    ground = lay_ground(crowded())

    with Team(ground, lambda: 9.0, 2) as team, Solo(ground, lambda: 9.0) as solo:
        told, own = team.survey(), solo.survey()

    assert [one.community for one in told] == [one.community for one in own]
    assert [one.values.tolist() for one in told] == [one.values.tolist() for one in own]
    assert [one.allowed.tolist() for one in told] == [one.allowed.tolist() for one in own]


def test_solve_leaves_no_process_when_telling_raises():
    before = children()

    def refuse(progress):
        raise InterruptedError(progress.best)

    with pytest.raises(InterruptedError):
        solve(crowded(), seconds=30, processes=2, tell=refuse)

    assert children() == before


def test_team_ends_with_an_error_when_a_worker_is_killed():
    with Team(lay_ground(crowded()), lambda: 9.0, 2) as team:
        team.survey()
        team.workers[0].kill()
        team.workers[0].wait()

        with pytest.raises(WorkerLostError):
            team.ask({0: Question("alone"), 1: Question("alone")})

    assert team.workers == []


def test_workers_end_when_their_parent_is_killed():
    command = [sys.executable, "-c", ORPHANS]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    until = time.monotonic() + 10
    workers = done.stdout.split()
    while any(is_alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert done.returncode == -signal.SIGKILL
    assert len(workers) == 2
    assert not any(is_alive(pid) for pid in workers)


def test_solve_gives_the_plan_in_hand_when_the_clock_leaps_past_the_end():
    """As after a Ctrl-C: the workers have been given 30 seconds and are told to hurry."""
    leap = 0.0

    def clock():
        return time.monotonic() + leap

    def be_late(progress):
        nonlocal leap
        leap = 1e9 if progress.best is not None else 0.0

    hurried = solve(crowded(), seconds=30, processes=2, clock=clock, tell=be_late)
    proven = solve(crowded(), seconds=30)

    assert proven.status == "optimal"
    assert hurried.status == "feasible"
    assert hurried.value <= proven.value <= hurried.upper_bound


def test_part_without_values_holds_none_of_them():
    ground = lay_ground(crowded())

    part = Part(ground, Resources(ground), ground.problem.communities[0]).without_values()

    assert part.field.values.size == 0
    assert part.field.values.base is None


def test_workers_do_not_hear_the_interrupt_of_the_terminal():
    with Team(lay_ground(crowded()), lambda: 9.0, 2) as team:
        groups = {os.getpgid(worker.pid) for worker in team.workers}

    assert os.getpgid(0) not in groups


def test_few_people_are_worked_out_without_another_process():
    assert isinstance(gather_crew(lay_ground(crowded()), lambda: 9.0, None), Solo)


def test_solve_tells_better_plans_and_lower_bounds_until_they_meet():
    heard: list[Progress] = []

    result = solve(crowded(), seconds=30, tell=heard.append)

    bests = [one.best for one in heard if one.best is not None]
    bounds = [one.bound for one in heard if one.bound is not None]
    assert all(before <= after for before, after in pairwise(bests))
    assert all(before >= after for before, after in pairwise(bounds))
    assert (heard[-1].best, heard[-1].bound) == (result.value, result.upper_bound)
