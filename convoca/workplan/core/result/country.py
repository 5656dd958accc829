"""The plan of many communities, looked at one by one: what is each one's part, and what clashes.

Works on the file formats convoca.plan.problem/1 and convoca.plan/1 as plain values, for that is
how problems and plans are stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Stored = Mapping[str, Any]  # Any: a problem or a plan as JSON; the formats are in PLANNER and 0004
OWN = ("licence", "expert", "facilitator")


@dataclass(frozen=True)
class Standing:
    """A session that stands or is proposed: whose, when, and which shared rows it uses.

    start is a local wall time. Rows that are None are nobody else's.
    """

    community: str
    start: datetime
    minutes: int
    licence: str | None
    expert: str | None
    facilitator: str | None
    persons: frozenset[str] = frozenset()

    @property
    def end(self) -> datetime:
        """Return when its last full clock hour ends: rows are held by the hour."""
        return self.start + timedelta(hours=-(-self.minutes // 60))


@dataclass(frozen=True)
class Clash:
    """Two sessions that cannot both be: what they both need, and when the other one is."""

    kind: str
    who: str
    other: Standing


@dataclass(frozen=True)
class BusyHour:
    """An hour at which every licence is in use, and the communities that use them, by name."""

    start: datetime
    used: int
    communities: tuple[str, ...]


def slice_problem(problem: Stored, result: Stored, name: str) -> dict[str, Any]:
    """Write the problem of one community with the sessions of the others as taken.

    Its own length of sessions, weights and closed days become those of the problem; so do its
    weeks of the last cycle, counted in `carried_by`.

    Args:
        problem: of all the communities.
        result: the plan found for it.
        name: the id of the community.

    Returns:
        A problem that holds whenever the part of the plan for this community does.
    """
    others = [one for one in standing_of(problem, result) if one.community != name]
    mine = [one for one in problem["communities"] if one["id"] == name]
    taken = [*problem.get("taken", []), *map(write_taken, others)]
    carried = problem.get("carried_by", {}).get(name, 0)
    return settle_own({**problem, "communities": mine, "taken": taken, "carried": carried})


def settle_own(problem: Stored) -> dict[str, Any]:
    """Let what one community has of its own be the problem's, for there is no other in it.

    Its length of sessions, weights and closed days; so it reads like a problem of one.
    """
    mine = dict(problem["communities"][0])
    closed = {*problem.get("closed_days", []), *mine.pop("closed_days", [])}
    return {
        **problem,
        "session_min": mine.pop("session_min", problem["session_min"]),
        "weights": {**problem["weights"], **mine.pop("weights", {})},
        "closed_days": sorted(closed),
        "communities": [mine],
    }


def slice_result(result: Stored, name: str) -> dict[str, Any]:
    """Write the part of a plan that is about one community.

    value is its own F, and so is upper_bound: what no plan of it alone exceeds is in
    `alone_bounds`. status and seconds are those of the whole.
    """
    told = result["explanation"]
    own = result["communities"][name]["value"]
    return {
        **{key: result[key] for key in ("format", "status", "seconds")},
        "value": own,
        "upper_bound": max(own, alone_bounds(result).get(name, own)),
        "sessions": [one for one in result["sessions"] if one["community"] == name],
        "communities": {name: result["communities"][name]},
        "explanation": {
            **told,
            "sessions": [one for one in told["sessions"] if one["community"] == name],
            "reach": {name: told["reach"][name]},
        },
    }


def alone_bounds(result: Stored) -> dict[str, int]:
    """Return what each community could reach at most with every shared row to itself.

    Empty where the certificate does not say.
    """
    found = (result.get("certificate") or {}).get("alone") or {}
    return {name: int(bound) for name, bound in found.items() if bound is not None}


def standing_of(problem: Stored, result: Stored) -> list[Standing]:
    """List the sessions of a plan with all that they use, by community and number."""
    by_name = {one["id"]: one for one in problem["communities"]}
    return [
        Standing(
            community=one["community"],
            start=datetime.fromisoformat(one["start"]),
            minutes=by_name[one["community"]].get("session_min", problem["session_min"]),
            licence=one["licence"],
            expert=one["expert"],
            facilitator=by_name[one["community"]]["facilitator"],
            persons=_persons(by_name[one["community"]]),
        )
        for one in result["sessions"]
    ]


def write_taken(one: Standing) -> dict[str, Any]:
    """Write a session as the problem of somebody else names it."""
    return {
        "start": one.start.isoformat(timespec="minutes"),
        "session_min": one.minutes,
        "licence": one.licence,
        "expert": one.expert,
        "facilitator": one.facilitator,
        "persons": sorted(one.persons),
    }


def find_clash(own: Sequence[Standing], others: Iterable[Standing]) -> Clash | None:
    """Return the first shared row that two sessions hold at one instant, or None.

    Args:
        own: the sessions that are to stand.
        others: those that stand; the first in this order that clashes is named, and of its rows
            the licence before the expert, the facilitator and the people.
    """
    for other in others:
        for one in own:
            if one.start < other.end and other.start < one.end:
                shared = _shared(one, other)
                if shared is not None:
                    return Clash(*shared, other)
    return None


def count_use(sessions: Iterable[Standing]) -> dict[datetime, list[str]]:
    """List, for each clock hour with a session, the communities in session, by name."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for one in sessions:
        hour = one.start
        while hour < one.end:
            found[hour].append(one.community)
            hour += timedelta(hours=1)
    return {hour: sorted(names) for hour, names in sorted(found.items())}


def full_hours(sessions: Iterable[Standing], *, licences: int) -> list[BusyHour]:
    """List the hours at which all the licences are in use, in order of time; none without any."""
    if licences < 1:
        return []
    return [
        BusyHour(hour, len(names), tuple(names))
        for hour, names in count_use(sessions).items()
        if len(names) >= licences
    ]


def _persons(community: Stored) -> frozenset[str]:
    people = (one.get("person") for one in community["participants"])
    return frozenset(person for person in people if person)


def _shared(one: Standing, other: Standing) -> tuple[str, str] | None:
    for kind in OWN:
        who = getattr(one, kind)
        if who is not None and who == getattr(other, kind):
            return kind, who
    people = sorted(one.persons & other.persons)
    return ("person", people[0]) if people else None
