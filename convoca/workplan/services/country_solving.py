"""Working out the plan of the country: long work, so outside any transaction."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.agenda.queries import confirmed_topics
from convoca.cycles.models import Cycle
from convoca.foundation.models import Work
from convoca.foundation.works import Hold, Record, WorkFailedError, do_works, does
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.result.country import slice_problem, slice_result
from convoca.workplan.core.result.plan import result_to_dict
from convoca.workplan.core.search.nearing import progress_to_list
from convoca.workplan.core.search.progress import Progress
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.queries.country_ready import count_carried, list_candidates
from convoca.workplan.queries.plan_words import in_words
from convoca.workplan.queries.plans import confirmed_plan
from convoca.workplan.queries.problem import build_country_problem, default_weights
from convoca.workplan.services.country import COUNTRY_SOLVING

LEAST_SECONDS, SECONDS_EACH, MOST_SECONDS = 30, 3, 180
TELL_EVERY_S = 1.0
LEASE = timedelta(minutes=3)
State = CountryPlan.State
REACHED = {
    Work.State.FAILED: State.FAILED,
    Work.State.CANCELLED: State.CANCELLED,
    Work.State.WAITING: State.QUEUED,
}
Stored = dict[str, Any]  # Any: problems and plans as JSON


def solve_waiting_country_plans() -> int:
    """Work out every plan of a country that waits; return how many were."""
    return do_works([COUNTRY_SOLVING])


def follow_country(work: Work) -> None:
    """Let a plan of the country be what its work has come to."""
    country = CountryPlan.objects.defer("problem").get(pk=work.subject_id)
    country.state, country.message = REACHED[Work.State(work.state)], work.error
    country.solved_at = None if work.state == Work.State.WAITING else work.ended_at
    country.result = {}
    country.save(update_fields=["state", "message", "solved_at", "result"])


@does(COUNTRY_SOLVING, follow=follow_country, lease=LEASE)
def solve_country(hold: Hold) -> Record:
    """Compute the dates of all the communities that are still ready, as of now.

    Fails for good where none is.
    """
    from convoca.workplan.core.search.solve import solve  # noqa: PLC0415 # the solver takes a second to load

    country = CountryPlan.objects.select_related("association").get(pk=hold.work.subject_id)
    cycles, left = _still_ready(country)
    today = timezone.localdate(timezone.now(), ZoneInfo(country.association.zone))
    problem = build_country_problem(cycles, default_weights(cycles[0].community), today=today)
    carried = count_carried([one.pk for one in cycles])
    by_name = {one.community.name: carried[one.pk] for one in cycles}
    problem = replace(problem, extra={**problem.extra, "carried_by": by_name})
    seconds = seconds_for(len(cycles))
    telling = CountryTelling(hold, seconds)
    result = solve(problem, seconds=seconds, clock=telling.clock, tell=telling.hear)
    return partial(_record, country, problem_to_dict(problem), result_to_dict(result), left)


def seconds_for(communities: int) -> int:
    """Say how long the planner may search; past this, the best found by then is the answer."""
    return min(LEAST_SECONDS + SECONDS_EACH * communities, MOST_SECONDS)


class CountryTelling:
    """What the page of the country is told while its plan is worked out, at most once a second.

    The solver reads the clock between steps: what telling raises there ends it.
    """

    def __init__(
        self, hold: Hold, seconds: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._hold, self._seconds, self._clock = hold, seconds, clock
        self._begun = self._told = clock()
        self._trail: list[Progress] = []
        self._is_new = False

    def hear(self, progress: Progress) -> None:
        """Remember that the best plan or the bound has moved."""
        self._trail.append(progress)
        self._is_new = True

    def clock(self) -> float:
        """Return the seconds of the clock; tell what is new, and how long it has taken."""
        now = self._clock()
        if now - self._told >= TELL_EVERY_S:
            self._told = now
            self._hold.tell(int(now - self._begun), self._seconds)
            self._write()
        return now

    def _write(self) -> None:
        if not self._is_new:
            return
        self._is_new = False
        waiting = CountryPlan.objects.filter(pk=self._hold.work.subject_id, state=State.QUEUED)
        waiting.update(result={"progress": progress_to_list(self._trail)})


def _still_ready(country: CountryPlan) -> tuple[list[Cycle], list[Stored]]:
    """Return the cycles that were asked for and are ready, and why the others are not."""
    asked = set(country.problem["asked"])
    cycles, left = [], []
    for one in list_candidates(country.association):
        if one.cycle is None or one.cycle.pk not in asked:
            continue
        if one.is_ready:
            one.cycle.community.association = country.association
            cycles.append(one.cycle)
        else:
            left.append({"community": one.community.name, "why": one.lack})
    if not cycles:
        raise WorkFailedError(
            _("Ya no queda ninguna comunidad por calcular: todas tienen sus fechas o cambiaron.")
        )
    return cycles, left


def _record(country: CountryPlan, problem: Stored, result: Stored, left: list[Stored]) -> None:
    """Write down what was found, and a plan for each cycle whose dates may still be chosen."""
    names = problem.get("names", {})
    conflicts = [in_words(one, names) for one in result["explanation"]["conflicts"]]
    country.state = State.SOLVED if result["sessions"] else State.FAILED
    country.message = " ".join(conflicts)
    country.solved_at = timezone.now()
    country.problem = problem
    changed = _make_plans(country, problem, result) if result["sessions"] else []
    kept = {key: item for key, item in result.items() if key != "explanation"}
    country.result = {
        **kept,
        "about": _about(problem),
        "conflicts": conflicts,
        "left": [*left, *changed],
    }
    country.save(update_fields=["state", "message", "solved_at", "problem", "result"])


def _about(problem: Stored) -> Stored:
    """Keep what the page says of the problem, which is too large to be read for it."""
    shared = [one["id"] for kind in ("experts", "facilitators") for one in problem[kind]]
    names = problem.get("names", {})
    return {
        "first_day": problem["first_day"],
        "names": {one: names[one] for one in shared if one in names},
        "licences": sum(one["id"].startswith("licence:") for one in problem["licences"]),
    }


def _make_plans(country: CountryPlan, problem: Stored, result: Stored) -> Sequence[Stored]:
    """Make the plan of each cycle; return the communities that changed in the meantime."""
    locked = Cycle.objects.select_for_update(of=("self",)).select_related("community")
    held = locked.order_by("pk").in_bulk(problem["cycles"].values())
    changed: list[Stored] = []
    for name, cycle_id in problem["cycles"].items():
        cycle = held[cycle_id]
        why = _change_of(cycle, problem, name)
        if why:
            changed.append({"community": name, "why": why})
            continue
        Plan.objects.create(
            cycle=cycle,
            country=country,
            state=Plan.State.SOLVED,
            problem=slice_problem(problem, result, name),
            result=slice_result(result, name),
            asked_at=country.asked_at,
            asked_by=country.asked_by,
            solved_at=country.solved_at,
        )
    return changed


def _change_of(cycle: Cycle, problem: Stored, name: str) -> str:
    """Say what changed while the plan was worked out, so that these dates are of no use."""
    if cycle.closed_at is not None:
        return _("Su ciclo se cerró mientras se calculaba.")
    if confirmed_plan(cycle) is not None:
        return _("Confirmó otras fechas mientras se calculaba; se respetan.")
    mine = next(one for one in problem["communities"] if one["id"] == name)
    if [f"theme:{topic.theme_id}" for topic in confirmed_topics(cycle)] != list(mine["topics"]):
        return _("Su agenda cambió mientras se calculaba. Calcúlela otra vez.")
    return ""
