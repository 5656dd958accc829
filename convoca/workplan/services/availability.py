"""Keeping when somebody can: step by step by personal link, or at once by telephone.

Whatever is saved becomes the answer of who takes part now: a carried week is theirs from then on,
and what somebody else of the seat answered before is gone. Until the dates are confirmed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat
from convoca.workplan.core.problem.grid import split_week, write_day
from convoca.workplan.core.problem.model import Away, Council
from convoca.workplan.errors import AbsenceFaultError, AvailabilityClosedError
from convoca.workplan.models import Availability
from convoca.workplan.queries.availability import get_participation, is_open
from convoca.workplan.services.marks import require_known

MOST_ABSENCES = 20


@transaction.atomic
def save_availability(
    *,
    cycle: Cycle,
    seat: Seat,
    person: Person,
    weekly: str,
    away: Sequence[Away],
    council: Council | None,
    now: datetime,
    known: str = "",
) -> Availability:
    """Keep the whole answer of who takes part for a seat, in the place of the one before.

    `known` is the mark of what a form was filled in from; empty asks for nothing.

    Raises NotTakingPartError, AvailabilityClosedError, AbsenceFaultError; PoolChangedError when
    there is another answer by now; ValueError for a `weekly` that is no week.
    """
    split_week(weekly)
    held = _hold(cycle=cycle, seat=seat, person=person, now=now)
    before = held.mark
    held.weekly = weekly
    held.away = _stored(away)
    _put_council(held, council)
    require_known(known, before=before, after=held.mark)
    return _keep(held, now)


@transaction.atomic
def save_days(
    *,
    cycle: Cycle,
    seat: Seat,
    person: Person,
    days: Mapping[int, str],
    absences: Sequence[Away] = (),
    now: datetime,
) -> Availability:
    """Keep the hours of some days, 0 Monday to 4 Friday, and add absences; the rest stays.

    Raises NotTakingPartError, AvailabilityClosedError or AbsenceFaultError; ValueError for
    letters that are no day.
    """
    held = _hold(cycle=cycle, seat=seat, person=person, now=now)
    for day, letters in days.items():
        held.weekly = write_day(held.weekly, day, letters)
    held.away = _stored([*held.absences, *absences])
    return _keep(held, now)


@transaction.atomic
def add_absence(
    *, cycle: Cycle, seat: Seat, person: Person, absence: Away, now: datetime
) -> Availability:
    """Add days away; the same ones again are the same ones.

    Raises AbsenceFaultError, NotTakingPartError or AvailabilityClosedError.
    """
    held = _hold(cycle=cycle, seat=seat, person=person, now=now)
    held.away = _stored([*held.absences, absence])
    return _keep(held, now)


@transaction.atomic
def drop_absence(
    *, cycle: Cycle, seat: Seat, person: Person, absence: Away, now: datetime
) -> Availability:
    """Take days away back, if they are there.

    Raises NotTakingPartError or AvailabilityClosedError.
    """
    held = _hold(cycle=cycle, seat=seat, person=person, now=now)
    held.away = _stored([one for one in held.absences if one != absence])
    return _keep(held, now)


@transaction.atomic
def save_council(
    *, cycle: Cycle, seat: Seat, person: Person, council: Council | None, now: datetime
) -> Availability:
    """Keep the half day of the municipal council; None where there is none to attend.

    Raises NotTakingPartError or AvailabilityClosedError.
    """
    held = _hold(cycle=cycle, seat=seat, person=person, now=now)
    _put_council(held, council)
    return _keep(held, now)


@transaction.atomic
def confirm_carried(*, cycle: Cycle, seat: Seat, person: Person, now: datetime) -> Availability:
    """Make the week of the last cycle one's own: it is still so. Pressed twice, nothing changes.

    Raises NotTakingPartError or AvailabilityClosedError.
    """
    return _keep(_hold(cycle=cycle, seat=seat, person=person, now=now), now)


def _hold(*, cycle: Cycle, seat: Seat, person: Person, now: datetime) -> Availability:
    """Return the availability of a seat held until the transaction ends, as this person's.

    What another person answered in this cycle is not theirs: they begin anew.
    """
    get_participation(cycle_id=cycle.pk, seat_id=seat.pk, person_id=person.pk)
    if not is_open(cycle):
        raise AvailabilityClosedError(cycle.pk)
    Availability.objects.get_or_create(
        cycle=cycle, seat=seat, defaults={"person": person, "weekly": "", "answered_at": now}
    )
    held = Availability.objects.select_for_update(of=("self",)).get(cycle=cycle, seat=seat)
    if held.person_id != person.pk and not held.is_carried:
        held.weekly, held.away = "", []
        _put_council(held, None)
    held.person = person
    return held


def _keep(held: Availability, now: datetime) -> Availability:
    held.is_carried = False
    held.answered_at = now
    held.save()
    return held


def _put_council(held: Availability, council: Council | None) -> None:
    held.council_weekday = council.weekday if council else None
    held.council_nth = list(council.nth) if council else []
    held.council_half = council.half if council else ""


def _stored(away: Sequence[Away]) -> list[list[str]]:
    kept = sorted(set(away))
    if any(last < first for first, last in kept):
        raise AbsenceFaultError
    if len(kept) > MOST_ABSENCES:
        raise AbsenceFaultError(most=MOST_ABSENCES)
    return [[first.isoformat(), last.isoformat()] for first, last in kept]
