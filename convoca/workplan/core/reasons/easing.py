"""What would free a series that has no place: each rule eased, the smallest change first."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from convoca.workplan.core.ground.hard_rules import PERMILLE_TO_PEOPLE
from convoca.workplan.core.ground.slots import WORKDAYS
from convoca.workplan.core.problem.model import WEEKS_APART, Cadence, Expert, Facilitator, Problem
from convoca.workplan.core.reasons.feasible import Expected, count_series
from convoca.workplan.core.reasons.rules import (
    SPARE_WEEKS,
    Rule,
    change,
    leave_out,
    replaced,
    window_of,
    with_last_day,
)
from convoca.workplan.core.reasons.spanish import (
    ORDINALS,
    WEEKDAYS,
    count_words,
    day_words,
    span_words,
    start_words,
)

MOST_DAYS = 60
MOST_MORE = 7
MOST_FREED = 3
"""Experts whose single hours are tried; all of them are tried day by day."""
Person = TypeVar("Person", Facilitator, Expert)
CADENCE_WORDS = {
    "weekly": "una sesión cada semana",
    "fortnightly": "una sesión cada dos semanas",
    "three_weekly": "una sesión cada tres semanas",
    "monthly": "una sesión cada mes",
}


@dataclass(frozen=True)
class Easing:
    """One change that may be made: the beginning of a sentence, and the problem after it."""

    words: str
    problem: Problem


def easings(problem: Problem, rule: Rule, expected: Expected) -> Iterator[Easing]:
    """List how one rule of the only community may be eased, the smallest change first."""
    ways = {
        "gap": _gaps,
        "weeks": _weeks,
        "weekday": _weekdays,
        "closed_days": _closed_days,
        "facilitator": _facilitator,
        "hours": _hours,
        "limits": _limits,
        "taken": _taken,
    }
    if rule.kind in ways:
        return ways[rule.kind](problem)
    if rule.kind == "expert":
        return _experts(problem, rule.session)
    if rule.kind == "pin":
        return _pin(problem, rule)
    return _licences(problem, expected)


def _gaps(problem: Problem) -> Iterator[Easing]:
    community = problem.communities[0]
    kind, (shortest, longest) = community.cadence.kind, community.gap_days
    if kind != "days":
        yield from _cadences(problem)
        middle = 7 * WEEKS_APART.get(kind, 4)
        shortest, longest = middle, middle
    loose = replace(community.cadence, kind="days", nth=None)
    for more in range(1, MOST_DAYS + 1):
        less = max(1, shortest - more)
        for gap in ((shortest, longest + more), (less, longest), (less, longest + more)):
            words = f"Con {gap_words(gap)} entre sesiones"
            yield Easing(words, change(problem, cadence=loose, gap_days=gap))


def _cadences(problem: Problem) -> Iterator[Easing]:
    """Try the other cadences, the nearest in length first."""
    cadence = problem.communities[0].cadence
    order = list(CADENCE_WORDS)
    here = order.index(cadence.kind)
    for kind in sorted(CADENCE_WORDS, key=lambda kind: abs(order.index(kind) - here)):
        if kind != cadence.kind:
            eased = Cadence(kind, cadence.weekday)  # type: ignore[arg-type] # a key of CADENCE_WORDS
            yield Easing(f"Con {CADENCE_WORDS[kind]}", change(problem, cadence=eased))


def _weeks(problem: Problem) -> Iterator[Easing]:
    last = window_of(problem).last
    for more in range(1, SPARE_WEEKS + 1):
        words = f"Con {count_words(more, 'semana', 'semanas')} más"
        yield Easing(words, with_last_day(problem, last + timedelta(weeks=more)))


def _weekdays(problem: Problem) -> Iterator[Easing]:
    cadence = problem.communities[0].cadence
    assert cadence.weekday is not None
    others = [nth for nth in range(1, 5) if cadence.nth is not None and nth != cadence.nth]
    for nth in others:
        words = f"Con sesiones {weekday_words(cadence.weekday, nth)}"
        yield Easing(words, change(problem, cadence=replace(cadence, nth=nth)))
    for more in range(1, WORKDAYS):
        weekday = (cadence.weekday + more) % WORKDAYS
        words = f"Con sesiones {weekday_words(weekday, cadence.nth)}"
        yield Easing(words, change(problem, cadence=replace(cadence, weekday=weekday)))
    loose = change(problem, cadence=Cadence(cadence.kind))
    yield Easing("Con sesiones cualquier día de la semana", loose)


def _closed_days(problem: Problem) -> Iterator[Easing]:
    window, own = window_of(problem), problem.communities[0].closed_days
    closed = problem.closed_days | own
    for day in sorted(day for day in closed if window.first <= day < window.last):
        if day.weekday() < WORKDAYS:
            eased = change(problem, closed_days=own - {day})
            words = f"Si se abriera el {day_words(day)}"
            yield Easing(words, replace(eased, closed_days=problem.closed_days - {day}))
    yield Easing(
        "Si se trabajara en los días sin sesiones", leave_out(problem, [Rule("closed_days")])
    )


def _facilitator(problem: Problem) -> Iterator[Easing]:
    one = problem.facilitators[0]
    for words, eased in (*_present(problem, one), *_by_hour(problem, one), *_by_day(problem, one)):
        yield Easing(words, replace(problem, facilitators=(eased,)))


def _present(problem: Problem, one: Person) -> Iterator[tuple[str, Person]]:
    """Drop one absence inside the horizon."""
    end = problem.first_day + timedelta(weeks=problem.weeks)
    for number, (first, last) in enumerate(one.away):
        if first < end and last >= problem.first_day:
            rest = tuple(each for place, each in enumerate(one.away) if place != number)
            shown = span_words(max(first, problem.first_day), min(last, end - timedelta(days=1)))
            yield f"Si «{one.id}» no se ausentara {shown}", replace(one, away=rest)


def _by_hour(problem: Problem, one: Person) -> Iterator[tuple[str, Person]]:
    """Free one hour of the week."""
    width = len(problem.hours)
    for cell, letter in enumerate(one.weekly):
        if letter != "y":
            when = f"{WEEKDAYS[cell // width]} a las {problem.hours[cell % width]}"
            weekly = f"{one.weekly[:cell]}y{one.weekly[cell + 1 :]}"
            yield f"Si «{one.id}» pudiera también los {when}", replace(one, weekly=weekly)


def _by_day(problem: Problem, one: Person) -> Iterator[tuple[str, Person]]:
    """Free one day of the week, then all of them, then the absences as well."""
    width = len(problem.hours)
    for day in range(WORKDAYS):
        weekly = one.weekly[: day * width] + "y" * width + one.weekly[(day + 1) * width :]
        yield f"Si «{one.id}» pudiera los {WEEKDAYS[day]} todo el día", replace(one, weekly=weekly)
    free = replace(one, weekly="y" * len(one.weekly))
    yield f"Si «{one.id}» pudiera todos los días a toda hora", free
    yield f"Si «{one.id}» pudiera siempre, sin ausencias", replace(free, away=())


def _experts(problem: Problem, session: int) -> Iterator[Easing]:
    """Free the experts who have the skill, give it to one of the others, or find somebody."""
    topic = str(problem.communities[0].topics[session])
    skilled = [(n, one) for n, one in enumerate(problem.experts) if topic in one.skills]
    for place, one in skilled:
        for words, eased in _present(problem, one):
            yield Easing(words, _with_expert(problem, place, eased))
    for place, one in skilled[:MOST_FREED]:
        for words, eased in _by_hour(problem, one):
            yield Easing(words, _with_expert(problem, place, eased))
    for place, one in skilled:
        for words, eased in _by_day(problem, one):
            yield Easing(words, _with_expert(problem, place, eased))
    for place, one in enumerate(problem.experts):
        if topic not in one.skills:
            eased = replace(one, skills=(*one.skills, topic))
            words = f"Si «{one.id}» tuviera la habilidad «{topic}»"
            yield Easing(words, _with_expert(problem, place, eased))
    always = Expert("", (topic,), "y" * (WORKDAYS * len(problem.hours)), (), 1, 7)
    words = f"Con otra persona que tenga la habilidad «{topic}» y pueda siempre"
    yield Easing(words, replace(problem, experts=(*problem.experts, always)))


def _with_expert(problem: Problem, place: int, expert: Expert) -> Problem:
    return replace(problem, experts=replaced(problem.experts, place, expert))


def _limits(problem: Problem) -> Iterator[Easing]:
    for more in range(1, MOST_MORE + 1):
        for place, one in enumerate(problem.experts):
            limit = one.max_per_week + more
            eased = replace(one, max_per_week=limit, max_per_day=max(one.max_per_day, 1))
            words = f"Con {count_words(limit, 'sesión', 'sesiones')} por semana para «{one.id}»"
            yield Easing(words, _with_expert(problem, place, eased))
    words = "Sin límites de sesiones para las personas expertas"
    yield Easing(words, leave_out(problem, [Rule("limits")]))


def _pin(problem: Problem, rule: Rule) -> Iterator[Easing]:
    words = f"Si la sesión {rule.session + 1} no quedara fija"
    yield Easing(words, leave_out(problem, [rule]))


def _taken(problem: Problem) -> Iterator[Easing]:
    for place, one in enumerate(problem.taken):
        rest = tuple(each for number, each in enumerate(problem.taken) if number != place)
        words = f"Si se moviera la otra sesión del {start_words(one.start)}"
        yield Easing(words, replace(problem, taken=rest))
    yield Easing("Si se movieran las otras sesiones", leave_out(problem, [Rule("taken")]))


def _hours(problem: Problem) -> Iterator[Easing]:
    span = problem.span_of(problem.communities[0])
    for shorter in range(span - 1, 0, -1):
        words = f"Con sesiones de {60 * shorter} minutos"
        yield Easing(words, change(problem, session_min=60 * shorter))


def _licences(problem: Problem, expected: Expected) -> Iterator[Easing]:
    """Have each licence every day; then the smallest one more that is large enough."""
    for number, one in enumerate(problem.licences):
        if one.away:
            here = replaced(problem.licences, number, replace(one, away=()))
            words = f"Si la licencia «{one.id}» estuviera todos los días"
            yield Easing(words, replace(problem, licences=here))
    loads = {int(one) * problem.margin_permille for one in expected.values}
    sizes = sorted({-(-load // PERMILLE_TO_PEOPLE) for load in loads})
    least = bisect_left(
        sizes, 1, key=lambda size: min(1, count_series(with_licence(problem, size), expected))
    )
    for size in sizes[least : least + 1]:
        words = f"Con una licencia más, para {count_words(size, 'persona', 'personas')}"
        yield Easing(words, with_licence(problem, size))


def with_licence(problem: Problem, capacity: int) -> Problem:
    """Give the problem with one more licence."""
    licence = replace(problem.licences[0], id="", capacity=capacity, away=())
    return replace(problem, licences=(*problem.licences, licence))


def gap_words(gap: tuple[int, int]) -> str:
    """Say how many days lie between sessions: "7 días", "10 a 20 días"."""
    first, last = gap
    return count_words(first, "día", "días") if first == last else f"{first} a {last} días"


def weekday_words(weekday: int, nth: int | None) -> str:
    """Say the fixed day: "los martes", "el segundo martes del mes"."""
    name = WEEKDAYS[weekday]
    return f"los {name}" if nth is None else f"el {ORDINALS[nth - 1]} {name} del mes"
