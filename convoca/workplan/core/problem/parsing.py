"""Read and write a planning problem in the file format convoca.plan.problem/1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, get_args

from convoca.workplan.core.problem.model import (
    Away,
    Cadence,
    CadenceKind,
    Community,
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
    ProblemError,
    Taken,
    Weights,
)
from convoca.workplan.core.problem.reading import SOME_MONDAY, Reader

__all__ = [
    "FORMAT",
    "Away",
    "Cadence",
    "Community",
    "Council",
    "Expert",
    "Facilitator",
    "Licence",
    "Participant",
    "Problem",
    "ProblemError",
    "Taken",
    "Weights",
    "parse_problem",
    "problem_to_dict",
]

FORMAT = "convoca.plan.problem/1"
MOST_SESSIONS = 12
MOST_WEEKS = 104
MOST_PEOPLE = 100_000
MOST_WEIGHT = 1_000_000
MOST_LONG = 12 * 60
MOST_MINUTES = 24 * 60
CADENCES: tuple[CadenceKind, ...] = get_args(CadenceKind)
KNOWN = frozenset(
    {
        *("format", "zone", "first_day", "weeks", "hours", "session_min", "closed_days"),
        *("regional_closed", "licences", "margin_permille", "value", "prior_strength"),
        *("weights", "facilitators", "experts", "communities", "taken"),
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
    weights = _weights(reader, reader.mapping(raw, "weights", ""), "weights", Weights())
    problem = _read(reader, raw, weights)
    reader.check_references(problem)
    if reader.sentences:
        raise ProblemError(reader.sentences)
    return problem


def _read(reader: Reader, raw: Raw, weights: Weights) -> Problem:
    value = reader.mapping(raw, "value", "")

    def community(reader: Reader, one: Raw, where: str) -> Community:
        return _community(reader, one, where, weights)

    return Problem(
        zone=reader.zone(raw, ""),
        first_day=reader.monday(raw),
        weeks=reader.whole(raw, "weeks", "", 1, MOST_WEEKS),
        hours=reader.hours(raw),  # before the grids, which are as wide
        session_min=reader.whole(raw, "session_min", "", 1, MOST_LONG, default=60),
        closed_days=reader.days(raw, "closed_days", ""),
        regional_closed=reader.regional_days(raw),
        licences=reader.each(raw, "licences", "", _licence),
        margin_permille=reader.whole(raw, "margin_permille", "", 0, 100_000, default=1150),
        yes=reader.whole(value, "yes", "value", 0, 1000, default=1000),
        if_need=reader.whole(value, "if_need", "value", 0, 1000, default=500),
        prior_strength=reader.whole(raw, "prior_strength", "", 0, 10_000, default=8),
        weights=weights,
        facilitators=reader.each(raw, "facilitators", "", _facilitator),
        experts=reader.each(raw, "experts", "", _expert, least=0),
        communities=reader.each(raw, "communities", "", community),
        taken=tuple(
            _taken(reader, one, where)
            for where, one in reader.objects(raw, "taken", "", default=())
        ),
        extra={key: item for key, item in raw.items() if key not in KNOWN},
    )


def _weights(reader: Reader, raw: Raw, where: str, usual: Weights) -> Weights:
    return Weights(
        **{
            name: reader.whole(raw, name, where, 0, MOST_WEIGHT, default=default)
            for name, default in asdict(usual).items()
        }
    )


def _licence(reader: Reader, raw: Raw, where: str) -> Licence:
    capacity = reader.whole(raw, "capacity", where, 0, MOST_PEOPLE)
    return Licence(_id(raw), capacity, reader.away(raw, where))


def _taken(reader: Reader, raw: Raw, where: str) -> Taken:
    start = reader.start(raw.get("start"), f"{where}.start")
    return Taken(
        start=start or datetime.combine(SOME_MONDAY, datetime.min.time()),
        session_min=reader.whole(raw, "session_min", where, 1, MOST_MINUTES, default=60),
        licence=reader.maybe_text(raw, "licence", where),
        expert=reader.maybe_text(raw, "expert", where),
        facilitator=reader.maybe_text(raw, "facilitator", where),
        persons=tuple(
            reader.phrase(one, f"{where}.persons")
            for one in reader.items(raw, "persons", where, default=())
        ),
    )


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


def _community(reader: Reader, raw: Raw, where: str, weights: Weights) -> Community:
    topics = reader.items(raw, "topics", where)
    if not 1 <= len(topics) <= MOST_SESSIONS:
        reader.fault(f"{where}.topics", f"escriba de 1 a {MOST_SESSIONS} temas, uno por sesión.")
    cadence = _cadence(reader, raw, where)
    own = None if raw.get("weights") is None else reader.mapping(raw, "weights", where)
    return Community(
        id=_id(raw),
        facilitator=reader.text(raw, "facilitator", where),
        topics=tuple(
            None if one is None else reader.phrase(one, f"{where}.topics") for one in topics
        ),
        gap_days=_gap_days(reader, raw, where, cadence),
        participants=reader.each(raw, "participants", where, _participant),
        reach=reader.whole(raw, "reach", where, 0, MOST_SESSIONS, default=2),
        previous=reader.starts(raw, "previous", where, len(topics)),
        pinned=reader.starts(raw, "pinned", where, len(topics)),
        cadence=cadence,
        closed_days=reader.days(raw, "closed_days", where),
        weights=None if own is None else _weights(reader, own, f"{where}.weights", weights),
        session_min=reader.maybe_whole(raw, "session_min", where, 1, MOST_LONG),
    )


def _cadence(reader: Reader, raw: Raw, where: str) -> Cadence:
    if raw.get("cadence") is None:
        return Cadence()
    cadence, place = reader.mapping(raw, "cadence", where), f"{where}.cadence"
    kind = cadence.get("kind")
    if not isinstance(kind, str) or kind not in CADENCES:
        reader.fault(f"{place}.kind", f"escriba una de estas palabras: {', '.join(CADENCES)}.")
        return Cadence()
    weekday = reader.maybe_whole(cadence, "weekday", place, 0, 4)
    nth = reader.maybe_whole(cadence, "nth", place, 1, 5)
    if nth is not None and (kind != "monthly" or weekday is None):
        reader.fault(f"{place}.nth", "solo va con «monthly» y un día de la semana (weekday).")
    return Cadence(kind, weekday, nth)


def _gap_days(reader: Reader, raw: Raw, where: str, cadence: Cadence) -> tuple[int, int]:
    if cadence.kind != "days" and raw.get("gap_days") is None:
        return (1, 7 * MOST_WEEKS)
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
        person=reader.maybe_text(raw, "person", where),
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
    """Write a problem in the file format; reading it back gives an equal problem.

    A key that may be absent is written only when it says something.
    """
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
        "licences": [_plain(one) for one in problem.licences],
        "margin_permille": problem.margin_permille,
        "value": {"yes": problem.yes, "if_need": problem.if_need},
        "prior_strength": problem.prior_strength,
        "weights": asdict(problem.weights),
        "facilitators": [_plain(one) for one in problem.facilitators],
        "experts": [_plain(one) for one in problem.experts],
        "communities": [_community_to_dict(one) for one in problem.communities],
        **({"taken": [_taken_to_dict(one) for one in problem.taken]} if problem.taken else {}),
    }


def _community_to_dict(community: Community) -> dict[str, Any]:
    result = {
        **{name: getattr(community, name) for name in ("id", "facilitator", "reach")},
        "topics": list(community.topics),
        "gap_days": list(community.gap_days),
        "previous": _iso_starts(community.previous),
        "pinned": _iso_starts(community.pinned),
        "participants": [_plain(one) for one in community.participants],
    }
    if community.cadence != Cadence():
        result["cadence"] = asdict(community.cadence)
    if community.closed_days:
        result["closed_days"] = _iso(community.closed_days)
    if community.weights is not None:
        result["weights"] = asdict(community.weights)
    if community.session_min is not None:
        result["session_min"] = community.session_min
    return result


def _taken_to_dict(taken: Taken) -> dict[str, Any]:
    start = taken.start.isoformat(timespec="minutes")
    return {**asdict(taken), "start": start, "persons": list(taken.persons)}


def _plain(one: Licence | Facilitator | Expert | Participant) -> dict[str, Any]:
    away = [[first.isoformat(), last.isoformat()] for first, last in one.away]
    result = {**asdict(one), "away": away}
    if isinstance(one, Licence) and not away:
        del result["away"]
    if isinstance(one, Expert):
        result["skills"] = list(one.skills)
    if isinstance(one, Participant):
        if one.council is not None:
            result["council"]["nth"] = list(one.council.nth)
        if one.person is None:
            del result["person"]
    return result


def _iso(days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def _iso_starts(starts: Sequence[datetime | None] | None) -> list[str | None] | None:
    if starts is None:
        return None
    return [None if one is None else one.isoformat(timespec="minutes") for one in starts]
