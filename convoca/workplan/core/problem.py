"""Read and write a planning problem in the file format convoca.plan.problem/1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from convoca.workplan.core.model import (
    Away,
    Community,
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
    ProblemError,
    Weights,
)
from convoca.workplan.core.reading import Reader

__all__ = [
    "FORMAT",
    "Away",
    "Community",
    "Council",
    "Expert",
    "Facilitator",
    "Licence",
    "Participant",
    "Problem",
    "ProblemError",
    "Weights",
    "parse_problem",
    "problem_to_dict",
]

FORMAT = "convoca.plan.problem/1"
MOST_SESSIONS = 12
MOST_WEEKS = 104
MOST_PEOPLE = 100_000
MOST_WEIGHT = 1_000_000
KNOWN = frozenset(
    {
        *("format", "zone", "first_day", "weeks", "hours", "session_min", "closed_days"),
        *("regional_closed", "licences", "margin_permille", "value", "prior_strength"),
        *("weights", "facilitators", "experts", "communities"),
    }
)
Raw = Mapping[str, Any]  # Any: what comes from a file may be of any type until it is read


def parse_problem(raw: object) -> Problem:
    """Read a problem from what a JSON file held.

    Every number is whole, every text plain; keys not known are kept in `extra` at the top and
    passed over elsewhere; a key with a usual value may be absent (see `Problem`).

    Raises:
        ProblemError: with one plain sentence in Spanish for each thing that is wrong.
    """
    reader = Reader()
    if not isinstance(raw, Mapping):
        raise ProblemError(["El archivo debe contener un objeto JSON con el problema."])
    if raw.get("format") != FORMAT:
        found = raw.get("format")
        name = f"«{found[:60]}»" if isinstance(found, str) else "del archivo"
        raise ProblemError([f"El formato {name} no se conoce: debe decir «{FORMAT}»."])
    problem = _read(reader, raw)
    reader.check_references(problem)
    if reader.sentences:
        raise ProblemError(reader.sentences)
    return problem


def _read(reader: Reader, raw: Raw) -> Problem:
    value = reader.mapping(raw, "value", "")
    return Problem(
        zone=reader.zone(raw, ""),
        first_day=reader.monday(raw),
        weeks=reader.whole(raw, "weeks", "", 1, MOST_WEEKS),
        hours=reader.hours(raw),  # before the grids, which are as wide
        session_min=reader.whole(raw, "session_min", "", 1, 720, default=60),
        closed_days=reader.days(raw, "closed_days", ""),
        regional_closed=reader.regional_days(raw),
        licences=reader.each(raw, "licences", "", _licence),
        margin_permille=reader.whole(raw, "margin_permille", "", 0, 100_000, default=1150),
        yes=reader.whole(value, "yes", "value", 0, 1000, default=1000),
        if_need=reader.whole(value, "if_need", "value", 0, 1000, default=500),
        prior_strength=reader.whole(raw, "prior_strength", "", 0, 10_000, default=8),
        weights=_weights(reader, reader.mapping(raw, "weights", "")),
        facilitators=reader.each(raw, "facilitators", "", _facilitator),
        experts=reader.each(raw, "experts", "", _expert, least=0),
        communities=reader.each(raw, "communities", "", _community),
        extra={key: item for key, item in raw.items() if key not in KNOWN},
    )


def _weights(reader: Reader, raw: Raw) -> Weights:
    usual = asdict(Weights())
    return Weights(
        **{
            name: reader.whole(raw, name, "weights", 0, MOST_WEIGHT, default=default)
            for name, default in usual.items()
        }
    )


def _licence(reader: Reader, raw: Raw, where: str) -> Licence:
    return Licence(_id(raw), reader.whole(raw, "capacity", where, 0, MOST_PEOPLE))


def _facilitator(reader: Reader, raw: Raw, where: str) -> Facilitator:
    return Facilitator(_id(raw), reader.weekly(raw, where, "yn"), reader.away(raw, where))


def _expert(reader: Reader, raw: Raw, where: str) -> Expert:
    return Expert(
        id=_id(raw),
        skills=tuple(
            reader.phrase(one, f"{where}.skills") for one in reader.items(raw, "skills", where)
        ),
        weekly=reader.weekly(raw, where, "yn"),
        away=reader.away(raw, where),
        max_per_day=reader.whole(raw, "max_per_day", where, 0, 24, default=1),
        max_per_week=reader.whole(raw, "max_per_week", where, 0, 168, default=2),
    )


def _community(reader: Reader, raw: Raw, where: str) -> Community:
    topics = reader.items(raw, "topics", where)
    if not 1 <= len(topics) <= MOST_SESSIONS:
        reader.fault(f"{where}.topics", f"escriba de 1 a {MOST_SESSIONS} temas, uno por sesión.")
    return Community(
        id=_id(raw),
        facilitator=reader.text(raw, "facilitator", where),
        topics=tuple(
            None if one is None else reader.phrase(one, f"{where}.topics") for one in topics
        ),
        gap_days=_gap_days(reader, raw, where),
        participants=reader.each(raw, "participants", where, _participant),
        reach=reader.whole(raw, "reach", where, 0, MOST_SESSIONS, default=2),
        previous=reader.starts(raw, "previous", where, len(topics)),
        pinned=reader.starts(raw, "pinned", where, len(topics)),
    )


def _gap_days(reader: Reader, raw: Raw, where: str) -> tuple[int, int]:
    gap = reader.items(raw, "gap_days", where)
    whole = all(isinstance(one, int) and not isinstance(one, bool) for one in gap)
    if len(gap) != 2 or not whole or not 1 <= gap[0] <= gap[1] <= 7 * MOST_WEEKS:  # noqa: PLR2004 # from, to
        reader.fault(f"{where}.gap_days", "escriba dos enteros: mínimo (desde 1) y máximo de días.")
        return (1, 1)
    return (gap[0], gap[1])


def _participant(reader: Reader, raw: Raw, where: str) -> Participant:
    return Participant(
        id=_id(raw),
        region=reader.text(raw, "region", where),
        zone=reader.zone(raw, where),
        weekly=reader.weekly(raw, where, "ymn", empty=True),
        away=reader.away(raw, where),
        council=_council(reader, raw, where),
    )


def _council(reader: Reader, raw: Raw, where: str) -> Council | None:
    if raw.get("council") is None:
        return None
    council, place = reader.mapping(raw, "council", where), f"{where}.council"
    nth = tuple(reader.items(council, "nth", place))
    if not all(isinstance(one, int) and 1 <= one <= 5 for one in nth):  # noqa: PLR2004 # weeks of a month
        reader.fault(f"{place}.nth", "escriba las semanas del mes, de 1 a 5.")
        nth = ()
    half = council.get("half")
    if half not in ("am", "pm"):
        reader.fault(f"{place}.half", "escriba «am» o «pm».")
    weekday = reader.whole(council, "weekday", place, 0, 4)
    return Council(weekday, nth, "am" if half == "am" else "pm")


def _id(raw: Raw) -> str:
    return str(raw.get("id"))  # `Reader.each` has said what is wrong with it


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Write a problem in the file format; reading it back gives an equal problem."""
    return {
        **problem.extra,
        "format": FORMAT,
        "zone": problem.zone,
        "first_day": problem.first_day.isoformat(),
        "weeks": problem.weeks,
        "hours": list(problem.hours),
        "session_min": problem.session_min,
        "closed_days": _iso(problem.closed_days),
        "regional_closed": {name: _iso(days) for name, days in problem.regional_closed.items()},
        "licences": [asdict(one) for one in problem.licences],
        "margin_permille": problem.margin_permille,
        "value": {"yes": problem.yes, "if_need": problem.if_need},
        "prior_strength": problem.prior_strength,
        "weights": asdict(problem.weights),
        "facilitators": [_plain(one) for one in problem.facilitators],
        "experts": [_plain(one) for one in problem.experts],
        "communities": [_community_to_dict(one) for one in problem.communities],
    }


def _community_to_dict(community: Community) -> dict[str, Any]:
    return {
        **{name: getattr(community, name) for name in ("id", "facilitator", "reach")},
        "topics": list(community.topics),
        "gap_days": list(community.gap_days),
        "previous": _iso_starts(community.previous),
        "pinned": _iso_starts(community.pinned),
        "participants": [_plain(one) for one in community.participants],
    }


def _plain(person: Facilitator | Expert | Participant) -> dict[str, Any]:
    away = [[first.isoformat(), last.isoformat()] for first, last in person.away]
    result = {**asdict(person), "away": away}
    if isinstance(person, Expert):
        result["skills"] = list(person.skills)
    if isinstance(person, Participant) and person.council is not None:
        result["council"]["nth"] = list(person.council.nth)
    return result


def _iso(days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def _iso_starts(starts: Sequence[datetime | None] | None) -> list[str | None] | None:
    if starts is None:
        return None
    return [None if one is None else one.isoformat(timespec="minutes") for one in starts]
