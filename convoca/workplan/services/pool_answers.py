"""An expert or a facilitator says when they can; the last answer stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from convoca.workplan.core.problem.grid import NO, UNSAID, YES, is_complete, write_day
from convoca.workplan.core.problem.model import Away
from convoca.workplan.errors import AbsenceFaultError
from convoca.workplan.models import Expert, Facilitator
from convoca.workplan.services.pool import write_absences

MOST_ABSENCES = 40
Member = Expert | Facilitator


@transaction.atomic
def save_own_hours(*, person: Member, weekly: str, away: Sequence[Away], now: datetime) -> Member:
    """Keep a whole week of free hours, and the days away, in the place of what was there.

    Raises ValueError for a week that is not whole, or says more than yes and no.
    """
    if not is_complete(weekly) or not {YES, NO}.issuperset(weekly):
        raise ValueError(f"not a week of yes and no: {weekly!r}")
    kept = _lock(person)
    kept.weekly, kept.away, kept.answered_at = weekly, write_absences(away), now
    kept.save(update_fields=["weekly", "away", "answered_at"])
    return kept


@transaction.atomic
def save_own_days(
    *, person: Member, days: Mapping[int, str], absences: Sequence[Away] = (), now: datetime
) -> Member:
    """Keep the letters of some days, 0 Monday to 4 Friday, and add days away.

    The answer is one from when the last day was said.

    Raises ValueError for letters that are no day of yes and no; AbsenceFaultError as below.
    """
    kept = _lock(person)
    weekly = kept.said_week
    for day, letters in days.items():
        if not {YES, NO}.issuperset(letters):
            raise ValueError(f"not a day of yes and no: {letters!r}")
        weekly = write_day(weekly, day, letters)
    kept.weekly = weekly
    if UNSAID not in weekly:
        kept.answered_at = now
    if absences:
        kept.away = _joined(kept, absences)
    kept.save(update_fields=["weekly", "away", "answered_at"])
    return kept


@transaction.atomic
def add_own_absence(*, person: Member, absence: Away) -> Member:
    """Add days away; the same days twice are kept once.

    Raises AbsenceFaultError when they end before they begin, or there are too many.
    """
    kept = _lock(person)
    kept.away = _joined(kept, [absence])
    kept.save(update_fields=["away"])
    return kept


@transaction.atomic
def drop_own_absence(*, person: Member, absence: Away) -> Member:
    """Take days away back; those that are not there change nothing."""
    kept = _lock(person)
    kept.away = write_absences([one for one in kept.absences if one != absence])
    kept.save(update_fields=["away"])
    return kept


def _joined(person: Member, absences: Sequence[Away]) -> list[list[str]]:
    joined = write_absences([*person.absences, *absences])
    if any(last < first for first, last in absences):
        raise AbsenceFaultError
    if len(joined) > MOST_ABSENCES:
        raise AbsenceFaultError(most=MOST_ABSENCES)
    return joined


def _lock(person: Member) -> Member:
    return type(person).objects.select_for_update(of=("self",)).get(pk=person.pk)
