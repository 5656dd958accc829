"""An independent check of a plan: the standard library only, and no code of the solver.

It reads the two files as they are written, walks through every hard rule, and computes the value
again, person by person, from the definition. It is slow and plain on purpose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from convoca.workplan.core.checking.calendar import day_faults, hours_of, step_fault

Raw = Mapping[str, Any]  # Any: what comes from a file may be of any type until it is read

PLAN_FORMAT = "convoca.plan/1"
STATUSES = ("optimal", "feasible", "infeasible", "unknown")
USUAL = {"max_per_day": 1, "max_per_week": 2}


@dataclass(frozen=True)
class Held:
    """One session of the plan that could be read."""

    community: Raw
    number: int
    start: datetime
    expert: str | None
    licence: str

    @property
    def title(self) -> str:
        """Name the session in a sentence."""
        return f"Comunidad «{self.community['id']}», sesión {self.number + 1}"


def check_plan(problem: Raw, plan: object) -> list[str]:
    """List the rules that a plan breaks, in plain Spanish; an empty list is a sound plan.

    Args:
        problem: a valid problem, as its JSON file says it.
        plan: what the JSON file of the plan held; any value.

    Source: docs/decisions/0004-planner.md.
    """
    if not isinstance(plan, Mapping) or plan.get("format") != PLAN_FORMAT:
        return [f"El plan debe ser un objeto JSON con el formato «{PLAN_FORMAT}»."]
    status = plan.get("status")
    if status not in STATUSES:
        return [f"El estado {_short(status)} no se conoce: debe ser {', '.join(STATUSES)}."]
    if status in ("infeasible", "unknown"):
        empty = plan.get("value") is None and not plan.get("sessions")
        return [] if empty else ["Un plan sin solución no puede traer sesiones ni valor."]
    checker = _Checker(problem)
    held = checker.read_sessions(plan.get("sessions"))
    if not checker.broken:
        checker.check_calendar(held)
        checker.check_people(held)
        checker.check_shared(held)
        checker.check_value(held, plan)
    return checker.broken


def recount(problem: Raw, sessions: Sequence[Raw]) -> dict[str, dict[str, int]]:
    """Compute the terms of F of each community, whose sum is its value.

    Args:
        problem: a valid problem, as its JSON file says it.
        sessions: complete and well written, as in a plan; they may break other rules.
    """
    checker = _Checker(problem)
    held = checker.read_sessions(sessions)
    return {
        name: checker.terms(one, [session for session in held if session.community is one])
        for name, one in checker.communities.items()
    }


class _Checker:
    def __init__(self, problem: Raw) -> None:
        self.problem = problem
        self.broken: list[str] = []
        self.first_day = date.fromisoformat(problem["first_day"])
        self.communities = {one["id"]: one for one in problem["communities"]}
        self.facilitators = {one["id"]: one for one in problem["facilitators"]}
        self.experts = {one["id"]: one for one in problem["experts"]}
        self.licences = {one["id"]: one for one in problem["licences"]}
        self.priors: dict[tuple[str, str, int], int] = {}
        self.taken = [
            {**one, "start": datetime.fromisoformat(one["start"])}
            for one in problem.get("taken", ())
        ]

    def says(self, sentence: str) -> None:
        self.broken.append(sentence)

    # reading

    def read_sessions(self, raw: object) -> list[Held]:
        """Read the sessions; every community must have each of its sessions once."""
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            self.says("Falta la lista de sesiones.")
            return []
        read = [self._read_session(place, item) for place, item in enumerate(raw)]
        held = [one for one in read if one is not None]
        count = Counter((one.community["id"], one.number) for one in held)
        for name, community in self.communities.items():
            for number in range(len(community["topics"])):
                times = count[name, number]
                if times != 1:
                    self.says(f"Comunidad «{name}», sesión {number + 1}: aparece {times} veces.")
        return sorted(held, key=lambda one: (one.community["id"], one.number))

    def _read_session(self, place: int, raw: object) -> Held | None:
        try:
            held = self._held(raw)
        except (KeyError, TypeError, ValueError):
            held = None
        if held is None:
            self.says(f"sessions[{place}]: no se entiende; revise sus campos.")
        return held

    def _held(self, raw: Any) -> Held | None:  # Any: an item of an untrusted list
        community, number = self.communities[raw["community"]], raw["n"]
        start = datetime.fromisoformat(raw["start"])
        expert, licence = raw["expert"], raw["licence"]
        known = licence in self.licences and (expert is None or expert in self.experts)
        whole = isinstance(number, int) and not isinstance(number, bool)
        if not known or not whole or not 0 <= number < len(community["topics"]):
            return None
        if start.tzinfo is not None:
            return None
        return Held(community, number, start, expert, licence)

    # one session, and the series

    def check_calendar(self, held: Sequence[Held]) -> None:
        """Check the day and hour of each session, and the distance to the one before."""
        closed = set(self.problem.get("closed_days", ()))
        last = self.first_day + timedelta(weeks=self.problem["weeks"])
        for one in held:
            day = one.start.date()
            if not self.first_day <= day < last:
                self.says(f"{one.title}: {day} está fuera de las semanas del plan.")
            if day.weekday() > 4 or day.isoformat() in closed:  # noqa: PLR2004 # Friday
                self.says(f"{one.title}: {day} no es un día hábil.")
            on_the_hour = one.start == one.start.replace(minute=0, second=0, microsecond=0)
            if not on_the_hour or one.start.hour not in self.problem["hours"]:
                self.says(f"{one.title}: no puede empezar a las {one.start:%H:%M}.")
            pinned = (one.community.get("pinned") or {}) and one.community["pinned"][one.number]
            if pinned and datetime.fromisoformat(pinned) != one.start:
                self.says(f"{one.title}: estaba fijada para {pinned}.")
            for fault in day_faults(one.community, day):
                self.says(f"{one.title}: {fault}")
        for before, after in _series(held):
            broken = step_fault(after.community, before.start.date(), after.start.date())
            if broken is not None:
                self.says(f"{after.title}: {broken}")

    def check_people(self, held: Sequence[Held]) -> None:
        """Check who is free, that experts know the topic, and that licences are to be had."""
        for one in held:
            if _is_away(self.licences[one.licence], one.start.date()):
                self.says(f"{one.title}: la licencia «{one.licence}» no está ese día.")
            facilitator = self.facilitators[one.community["facilitator"]]
            if not self._is_free(facilitator, one):
                self.says(f"{one.title}: «{facilitator['id']}», quien facilita, no está libre.")
            topic = one.community["topics"][one.number]
            if one.expert is None:
                if topic is not None:
                    self.says(f"{one.title}: falta la persona experta.")
                continue
            expert = self.experts[one.expert]
            if topic is not None and topic not in expert["skills"]:
                self.says(f"{one.title}: «{one.expert}» no tiene la habilidad «{topic}».")
            if not self._is_free(expert, one):
                self.says(f"{one.title}: «{one.expert}», persona experta, no está libre.")

    def _is_free(self, person: Raw, held: Held) -> bool:
        hours = self.problem["hours"]
        for at in hours_of(held.start, self._minutes(held)):
            inside = at.date() == held.start.date() and at.weekday() < 5 and at.hour in hours  # noqa: PLR2004 # Friday
            if not inside:
                return False
            if person["weekly"][at.weekday() * len(hours) + hours.index(at.hour)] != "y":
                return False
        return not _is_away(person, held.start.date())

    def _minutes(self, held: Held) -> int:
        """Give how long a session is: the community's word, or the problem's."""
        minutes: int = held.community.get("session_min") or self.problem.get("session_min", 60)
        return minutes

    # what sessions share

    def check_shared(self, held: Sequence[Held]) -> None:
        """Check that nobody and no licence is in two sessions at once, and the limits."""
        own: Counter[tuple[str, str, datetime]] = Counter()
        for one in held:
            facilitator = one.community["facilitator"]
            self._count(own, one.start, self._minutes(one), facilitator, one.licence, one.expert)
        others: Counter[tuple[str, str, datetime]] = Counter()
        for taken in self.taken:
            minutes = taken.get("session_min", 60)
            names = (taken.get(role) for role in ("facilitator", "licence", "expert"))
            self._count(others, taken["start"], minutes, *names)
        for (what, name, at), planned in own.items():
            times = planned + others[what, name, at]
            if times > 1:
                self.says(f"{at:%Y-%m-%d %H:%M}: {what} «{name}» está en {times} sesiones.")
        self._check_persons(held)
        self._check_limits([(one.expert, one.start.date()) for one in held if one.expert])

    def _count(
        self,
        uses: Counter[tuple[str, str, datetime]],
        start: datetime,
        minutes: int,
        facilitator: str | None,
        licence: str | None,
        expert: str | None,
    ) -> None:
        roles = {"quien facilita": facilitator, "la licencia": licence}
        roles["la persona experta"] = expert
        for what, name in roles.items():
            if name is not None:
                uses.update((what, name, at) for at in hours_of(start, minutes))

    def _check_persons(self, held: Sequence[Held]) -> None:
        """Check that nobody is asked to be in two sessions at an instant, theirs or others'."""
        titles: dict[tuple[datetime, str], list[str]] = defaultdict(list)
        for one in held:
            persons = {who for each in one.community["participants"] if (who := each.get("person"))}
            for at in hours_of(one.start, self._minutes(one)):
                for who in persons:
                    titles[at, who].append(one.title)
        for taken in self.taken:
            for at in hours_of(taken["start"], taken.get("session_min", 60)):
                for who in set(taken.get("persons", ())):
                    if (at, who) in titles:
                        titles[at, who].append("otra sesión ya fijada")
        clashes = Counter((at, " y ".join(of)) for (at, _), of in titles.items() if len(of) > 1)
        for (at, names), people in clashes.items():
            whom = "una persona está" if people == 1 else f"{people} personas están"
            self.says(f"{at:%Y-%m-%d %H:%M}: {whom} a la vez en {names}.")

    def _check_limits(self, led: Sequence[tuple[str, date]]) -> None:
        stands = [(one["expert"], one["start"].date()) for one in self.taken if one.get("expert")]
        for what, limit, key in (
            ("el {}, más que su límite", "max_per_day", lambda day: day),
            ("en la semana {}", "max_per_week", lambda day: self._week(day) + 1),
        ):
            own = Counter((name, key(day)) for name, day in led)
            others = Counter((name, key(day)) for name, day in stands)
            for (name, when), planned in own.items():
                times = planned + others[name, when]
                if times > self.experts[name].get(limit, USUAL[limit]):
                    self.says(f"«{name}» tiene {times} sesiones {what.format(when)}.")

    def _week(self, day: date) -> int:
        return (day - self.first_day).days // 7

    # the value

    def check_value(self, held: Sequence[Held], plan: Raw) -> None:
        """Check capacities, the value of each community and of the plan, and its bound."""
        sessions: dict[str, list[Held]] = defaultdict(list)
        for one in held:
            sessions[one.community["id"]].append(one)
        total, told = 0, plan.get("communities")
        self._check_capacities(held)
        for name, community in self.communities.items():
            terms = self.terms(community, sessions[name])
            total += sum(terms.values())
            expected = {"value": sum(terms.values()), **terms}
            says = told.get(name) if isinstance(told, Mapping) else None
            if not isinstance(says, Mapping) or any(says.get(k) != v for k, v in expected.items()):
                named = ", ".join(f"{key} {number}" for key, number in expected.items())
                self.says(f"Comunidad «{name}»: sus términos deben ser {named}.")
        value, bound = plan.get("value"), plan.get("upper_bound")
        if value != total or isinstance(value, bool):
            self.says(f"El plan dice que vale {_short(value)}, y vale {total}.")
        if isinstance(bound, bool) or not isinstance(bound, int) or bound < total:
            self.says(f"La cota {_short(bound)} debe ser un entero no menor que {total}.")
        elif plan["status"] == "optimal" and bound != total:
            self.says(f"Un plan óptimo tiene cota igual a su valor, y dice {bound}.")

    def _check_capacities(self, held: Sequence[Held]) -> None:
        for one in held:
            load = self.problem.get("margin_permille", 1150) * sum(
                self._worth(one.community, one.start)
            )
            if load > self.licences[one.licence]["capacity"] * 1_000_000:
                self.says(f"{one.title}: no caben en la licencia «{one.licence}».")

    def terms(self, community: Raw, series: Sequence[Held]) -> dict[str, int]:
        """Compute the terms of F of one community from its sessions in order."""
        weights = {"attendance": 1, "reach": 3, "region": 2, "change": 5000, "move": 0}
        weights |= self.problem.get("weights", {}) | (community.get("weights") or {})
        people = community["participants"]
        worth = [self._worth(community, one.start) for one in series]
        attended = [sum(values) for values in zip(*worth, strict=True)]
        reached = [min(x, 1000 * community.get("reach", 2)) for x in attended]
        by_region: dict[str, list[int]] = defaultdict(list)
        for person, g in zip(people, reached, strict=True):
            by_region[person["region"]].append(g)
        lowest = min(sum(gs) // len(gs) for gs in by_region.values())
        changed = sum(_habit(a.start) != _habit(b.start) for a, b in _series(series))
        return {
            "attendance": weights["attendance"] * sum(attended),
            "reach": weights["reach"] * sum(reached),
            "region": weights["region"] * len(people) * lowest,
            "change": -weights["change"] * changed,
            "move": -weights["move"] * sum(_has_moved(one) for one in series),
        }

    def _worth(self, community: Raw, start: datetime) -> list[int]:
        """Give q of every person for a session that begins at this wall time."""
        instant = start.replace(tzinfo=ZoneInfo(self.problem["zone"])).timestamp()
        return [
            self._worth_to(
                community, person, datetime.fromtimestamp(instant, ZoneInfo(person["zone"]))
            )
            for person in community["participants"]
        ]

    def _worth_to(self, community: Raw, person: Raw, local: datetime) -> int:
        hours, today = self.problem["hours"], local.date()
        if local.minute or local.second or local.weekday() > 4 or local.hour not in hours:  # noqa: PLR2004 # Friday
            return 0
        regional = self.problem.get("regional_closed", {}).get(person["region"], ())
        if _is_away(person, today) or today.isoformat() in regional:
            return 0
        if _in_council(person, local):
            return 0
        cell = local.weekday() * len(hours) + hours.index(local.hour)
        if person["weekly"]:
            return self._letter(person["weekly"][cell])
        key = (community["id"], person["region"], cell)
        if key not in self.priors:
            self.priors[key] = self._prior(community, person["region"], cell)
        return self.priors[key]

    def _letter(self, letter: str) -> int:
        value: dict[str, int] = {"yes": 1000, "if_need": 500, **self.problem.get("value", {})}
        return {"y": value["yes"], "m": value["if_need"], "n": 0}[letter]

    def _prior(self, community: Raw, region: str, cell: int) -> int:
        answered = [one for one in community["participants"] if one["weekly"]]
        near = [one for one in answered if one["region"] == region]
        strength = self.problem.get("prior_strength", 8)
        if not answered or len(near) + strength == 0:
            return 0
        everywhere = sum(self._letter(one["weekly"][cell]) for one in answered)
        here = sum(self._letter(one["weekly"][cell]) for one in near)
        divisor = (len(near) + strength) * len(answered)
        quotient: int = (here * len(answered) + strength * everywhere) // divisor
        return quotient


def _short(value: object) -> str:
    """Quote a value that may be anything, without ever walking into it."""
    known = value is None or isinstance(value, (str, int, float))
    return f"«{str(value)[:40]}»" if known else "de otro tipo"


def _series(held: Sequence[Held]) -> Iterator[tuple[Held, Held]]:
    """Pair each session with the one before it in its community."""
    for before, after in pairwise(held):
        if before.community["id"] == after.community["id"]:
            yield before, after


def _habit(start: datetime) -> tuple[int, int]:
    return start.weekday(), start.hour


def _has_moved(one: Held) -> bool:
    previous = one.community.get("previous")
    before = previous[one.number] if previous else None
    return before is not None and datetime.fromisoformat(before) != one.start


def _is_away(person: Raw, day: date) -> bool:
    return any(first <= day.isoformat() <= last for first, last in person.get("away", ()))


def _in_council(person: Raw, local: datetime) -> bool:
    council = person.get("council")
    if council is None or local.weekday() != council["weekday"]:
        return False
    half = "am" if local.hour < 13 else "pm"  # noqa: PLR2004 # the afternoon begins at 13:00
    return (local.day + 6) // 7 in council["nth"] and half == council["half"]
