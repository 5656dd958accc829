"""The figures of a story, counted from its diary and from nothing else."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

from convoca.rehearsal.core.diary import CommunityDiary, CycleDiary, Meeting
from convoca.rehearsal.core.outcome import (
    Carried,
    CommunityFigures,
    CycleFigures,
    Retention,
    SessionFigures,
)

OFTEN, SOMETIMES = Fraction(2, 3), Fraction(1, 3)


def count_community(diary: CommunityDiary, *, name: str, kind: str) -> CommunityFigures:
    """Count every cycle of a community, and who came back from each to the next."""
    return CommunityFigures(
        name=name,
        kind=kind,
        cycles=[count_cycle(cycle) for cycle in diary.cycles],
        retention=[count_retention(before, after) for before, after in pairwise(diary.cycles)],
    )


def count_cycle(cycle: CycleDiary) -> CycleFigures:
    """Count one cycle as it stands; see `CycleFigures` for what each count is of."""
    community, came = cycle.community, count_visits(cycle)
    return CycleFigures(
        number=cycle.number,
        begins_on=cycle.begins_on.isoformat(),
        closed_on=cycle.closed_on.isoformat() if cycle.closed_on else "",
        coverage={
            "participating": len(came if cycle.held else cycle.participants),
            "existing": len(community.existing),
            "unknown": community.unknown,
        },
        funnel=_funnel(cycle, came),
        bands=_bands(cycle, came),
        sessions=[_session(meeting) for meeting in cycle.meetings],
        times=count_times(cycle),
        reserve=cycle.reserve,
        carried=_carried(cycle),
        commitments=_commitments(cycle),
        calls={"made": len(cycle.called), "reached": sum(cycle.called.values())},
    )


def count_visits(cycle: CycleDiary) -> Counter[str]:
    """Count the sessions each seat came to; seats that never came are not in it."""
    return Counter(seat for meeting in cycle.meetings for seat in meeting.present)


def count_times(cycle: CycleDiary) -> list[int]:
    """Count the seats that came once, twice… in this order, up to the sessions held."""
    times = Counter(count_visits(cycle).values())
    return [times[number] for number in range(1, len(cycle.held) + 1)]


def drifting_seats(cycle: CycleDiary) -> frozenset[str]:
    """Return who takes part, missed the last two sessions without an excuse, and was not called.

    Nobody before two sessions were held.
    """
    last = cycle.held[-2:]
    if len(last) < 2:  # noqa: PLR2004 - the two that were missed
        return frozenset()
    seen = {seat for meeting in last for seat in (*meeting.present, *meeting.excused)}
    return frozenset(cycle.participants.keys() - seen - cycle.called.keys())


def count_retention(before: CycleDiary, after: CycleDiary) -> Retention:
    """Count who came to the second of two cycles, of who came to the first.

    A person is a name in a seat: somebody else in the same seat is not the same person.
    """
    first, second = _who_came(before), _who_came(after)
    seats = {seat for seat, _person in first}
    return Retention(
        source=before.number,
        target=after.number,
        seats=len(seats),
        seats_back=len(seats & {seat for seat, _person in second}),
        persons=len(first),
        persons_back=len(first & second),
    )


def _who_came(cycle: CycleDiary) -> set[tuple[str, str]]:
    return {pair for meeting in cycle.meetings for pair in meeting.present.items()}


def _funnel(cycle: CycleDiary, came: Counter[str]) -> dict[str, int]:
    community = cycle.community
    own = [seat for seat, who in cycle.weeks.items() if cycle.participants.get(seat) == who]
    return {
        "seats": len(community.existing),
        "identified": len(community.holders),
        "reached": len(cycle.mailed | cycle.spoken | cycle.answers.keys()),
        "answered": len(cycle.answers),
        "accepted": len(cycle.participants),
        "interviewed": len(cycle.interviewed),
        "gave_availability": len(own),
        "attended_once": len(came),
        "attended_twice": sum(times > 1 for times in came.values()),
        "in_group": len({seat for seat, _person in cycle.group}),
    }


def _bands(cycle: CycleDiary, came: Counter[str]) -> dict[str, int]:
    """Count who accepted by the share their seat came to, of the sessions it was awaited at."""
    awaited = Counter(seat for one in cycle.held for seat in one.accepted - one.excused)
    shares = [Fraction(came[seat], awaited[seat] or 1) for seat in cycle.participants]
    return {
        "of": len(shares),
        "held": len(cycle.held),
        "high": sum(share >= OFTEN for share in shares),
        "medium": sum(SOMETIMES <= share < OFTEN for share in shares),
        "low": sum(0 < share < SOMETIMES for share in shares),
        "never": shares.count(Fraction(0)),
    }


def _session(meeting: Meeting) -> SessionFigures:
    return SessionFigures(
        number=meeting.number,
        on=meeting.on.isoformat(),
        topic=meeting.topic,
        present=len(meeting.present),
        excused=len(meeting.excused),
        accepted=len(meeting.accepted),
    )


def _carried(cycle: CycleDiary) -> Carried:
    promises = cycle.community.promises
    return Carried(
        themes=cycle.carried_themes,
        weeks=len(cycle.carried_weeks - cycle.weeks.keys()),
        silent=cycle.carried_silent,
        commitments=sum(promises[key] for key in cycle.carried_promises),
    )


def _commitments(cycle: CycleDiary) -> dict[str, int]:
    promises = cycle.community.promises
    keys = {key for key in promises if key[0] == cycle.number} | cycle.carried_promises
    return {"made": len(keys), "open": sum(promises[key] for key in keys)}
