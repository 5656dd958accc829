"""The hard rules of one community by name, and a problem with some of them left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeVar

from convoca.workplan.core.ground.slots import HOURS_A_DAY, WORKDAYS
from convoca.workplan.core.problem.model import Cadence, Community, Facilitator, Licence, Problem

RuleKind = Literal[
    "limits",
    "taken",
    "hours",
    "licence",
    "weekday",
    "pin",
    "closed_days",
    "facilitator",
    "expert",
    "gap",
    "weeks",
]
Item = TypeVar("Item")
SPARE_WEEKS = 26
WIDEST_GAP = (1, 5_000)
ROOM_FOR_ALL = 10**9
MOST_IN_A_WEEK = 7 * HOURS_A_DAY


class Rule(NamedTuple):
    """One rule that a coordinator can change; session counts from 0, and -1 means all."""

    kind: RuleKind
    session: int = -1


@dataclass(frozen=True)
class Window:
    """The days [first, last) that a community may use, closed days inside it apart."""

    first: date
    last: date


def rules_of(problem: Problem) -> list[Rule]:
    """Name the rules that the only community of a problem is under.

    They come in the order in which one would rather not hear of them: a conflict is named by
    the later ones, where there is a choice.
    """
    community = problem.communities[0]
    topics, pins = community.topics, community.pinned or ()
    rules = [Rule("limits")] if any(topics) else []
    rules += [Rule("taken")] if problem.taken else []
    rules += [Rule("hours")] if problem.span_of(community) > 1 else []
    rules += [Rule("licence")]
    rules += [Rule("weekday")] if community.cadence.weekday is not None else []
    rules += [Rule("pin", number) for number, pin in enumerate(pins) if pin is not None]
    rules += [Rule("closed_days"), Rule("facilitator")]
    rules += [Rule("expert", number) for number, topic in enumerate(topics) if topic is not None]
    rules += [Rule("gap")] if len(topics) > 1 else []
    return [*rules, Rule("weeks")]


def leave_out(problem: Problem, rules: Iterable[Rule]) -> Problem:
    """Give the problem without some rules of its only community."""
    window = window_of(problem)
    for rule in sorted(rules, key=lambda rule: rule.kind == "weeks"):
        problem = _leave_out(problem, rule, window)
    return problem


def spare_weeks(problem: Problem) -> int:
    """Say how many weeks later a series surely ends if weeks do not bind."""
    community = problem.communities[0]
    steps = {"days": community.gap_days[0], "monthly": 31}
    step = steps.get(community.cadence.kind, 21)
    return SPARE_WEEKS + len(community.topics) * step // 7


def window_of(problem: Problem) -> Window:
    """Find the days that a community may use: closed days before the first open one are over.

    Days closed for the community up to the end of the horizon lie past its own last week.
    """
    community, end = problem.communities[0], problem.first_day + timedelta(weeks=problem.weeks)
    last = end
    while last > problem.first_day and _is_shut(last - timedelta(days=1), community.closed_days):
        last -= timedelta(days=1)
    if not any(day in community.closed_days for day in _days(last, end)):
        last = end
    closed = problem.closed_days | community.closed_days
    is_open = (day for day in _days(problem.first_day, last) if not _is_shut(day, closed))
    return Window(next(is_open, last), last)


def with_last_day(problem: Problem, last: date) -> Problem:
    """Give the problem with the window of its only community ending before `last`."""
    community = problem.communities[0]
    window = window_of(problem)
    weeks = -(-(last - problem.first_day).days // 7)
    shut = {day for day in community.closed_days if day < window.last}
    shut.update(_days(last, problem.first_day + timedelta(weeks=weeks)))
    return change(replace(problem, weeks=weeks), closed_days=frozenset(shut))


def change(problem: Problem, **fields: object) -> Problem:
    """Give the problem with some fields of its only community changed."""
    community = replace(problem.communities[0], **fields)  # type: ignore[arg-type] # names and types are the caller's
    return replace(problem, communities=(community,))


def replaced(values: Iterable[Item], place: int, value: Item) -> tuple[Item, ...]:
    """Give a tuple with one of its values replaced."""
    return tuple(value if number == place else one for number, one in enumerate(values))


def _leave_out(problem: Problem, rule: Rule, window: Window) -> Problem:
    community = problem.communities[0]
    simple: dict[str, Callable[[Problem], Problem]] = {
        "limits": _without_limits,
        "licence": _with_room_for_all,
        "taken": lambda one: replace(one, taken=()),
        "hours": lambda one: change(one, session_min=60),
        "facilitator": _with_free_facilitator,
        "closed_days": lambda one: _without_closed_days(one, window),
        "weeks": lambda one: with_last_day(one, window.last + timedelta(weeks=spare_weeks(one))),
    }
    if rule.kind in simple:
        return simple[rule.kind](problem)
    if rule.kind == "expert":
        return change(problem, topics=replaced(community.topics, rule.session, None))
    if rule.kind == "pin":
        return change(problem, pinned=replaced(community.pinned or (), rule.session, None))
    if rule.kind == "weekday":
        return change(problem, cadence=Cadence(community.cadence.kind))
    loose = replace(community.cadence, kind="days")
    return change(problem, cadence=loose, gap_days=WIDEST_GAP)


def _without_limits(problem: Problem) -> Problem:
    experts = tuple(
        replace(one, max_per_day=HOURS_A_DAY, max_per_week=MOST_IN_A_WEEK)
        for one in problem.experts
    )
    return replace(problem, experts=experts)


def _with_room_for_all(problem: Problem) -> Problem:
    taken = tuple(replace(one, licence=None) for one in problem.taken)
    return replace(problem, licences=(Licence("", ROOM_FOR_ALL),), taken=taken)


def _with_free_facilitator(problem: Problem) -> Problem:
    name = problem.communities[0].facilitator
    taken = tuple(
        replace(one, facilitator=None) if one.facilitator == name else one for one in problem.taken
    )
    free = Facilitator(name, "y" * (WORKDAYS * len(problem.hours)))
    return replace(problem, facilitators=(free,), taken=taken)


def _without_closed_days(problem: Problem, window: Window) -> Problem:
    closed = {day for day in problem.closed_days if day < window.first}
    own = problem.communities[0].closed_days
    outside = frozenset(day for day in own if not window.first <= day < window.last)
    return change(replace(problem, closed_days=frozenset(closed)), closed_days=outside)


def _is_shut(day: date, closed: frozenset[date]) -> bool:
    return day.weekday() >= WORKDAYS or day in closed


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days)]


def alone(problem: Problem, community: Community) -> Problem:
    """Give the problem of one community, which has everything shared to itself."""
    own = tuple(one for one in problem.facilitators if one.id == community.facilitator)
    return replace(problem, communities=(community,), facilitators=own)
