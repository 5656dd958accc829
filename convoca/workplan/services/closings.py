"""Days on which an association holds no session."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from convoca.directory.models import Community, Holiday, Municipality, Region, User
from convoca.foundation.models import Association
from convoca.workplan.core.asking.pasted_days import PastedDay
from convoca.workplan.models import Closing, WorkedHoliday
from convoca.workplan.services.marks import require_known
from convoca.workplan.services.pool import lock_house

logger = logging.getLogger(__name__)
Whose = Region | Municipality | Community | None
"""For whom days are closed; None for the whole association."""


@dataclass(frozen=True)
class ClosingInput:
    """Days to close, first and last included, and for whom."""

    kind: str
    name: str
    first_on: date
    last_on: date
    whose: Whose


@transaction.atomic
def save_closing(
    *,
    association: Association,
    closing: Closing | None,
    given: ClosingInput,
    user: User | None,
    now: datetime,
    known: str = "",
) -> Closing:
    """Keep days closed, new where `closing` is None; the same ones again change nothing.

    `known` is the mark of what the form was filled in from; empty asks for nothing.

    Raises PoolChangedError when they were changed since; ValueError when they end before they begin
    or are for a community of another association.
    """
    whose = given.whose
    if given.last_on < given.first_on:
        raise ValueError(f"ends before it begins: {given}")
    if isinstance(whose, Community) and whose.association_id != association.pk:
        raise ValueError(f"community of another association: {whose}")
    lock_house(association)
    if closing is None:
        kept = _same(association, given) or Closing(
            association=association, created_at=now, created_by=user
        )
    else:
        kept = Closing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    before = kept.mark
    kept.kind, kept.name = given.kind, given.name
    kept.first_on, kept.last_on = given.first_on, given.last_on
    for field, value in _whose(whose).items():
        setattr(kept, field, value)
    require_known(known, before=before, after=kept.mark)
    kept.save()
    logger.info("user %s closed %s to %s", user and user.pk, kept.first_on, kept.last_on)
    return kept


def _whose(whose: Whose) -> dict[str, Region | Municipality | Community | None]:
    return {
        "region": whose if isinstance(whose, Region) else None,
        "municipality": whose if isinstance(whose, Municipality) else None,
        "community": whose if isinstance(whose, Community) else None,
    }


def _same(association: Association, given: ClosingInput) -> Closing | None:
    return Closing.objects.filter(
        association=association,
        dropped_at__isnull=True,
        name=given.name,
        first_on=given.first_on,
        last_on=given.last_on,
        **_whose(given.whose),
    ).first()


@transaction.atomic
def drop_closing(*, closing: Closing, now: datetime) -> bool:
    """Open days again; say whether they were closed until now."""
    standing = Closing.objects.filter(pk=closing.pk, dropped_at__isnull=True)
    return bool(standing.update(dropped_at=now))


@transaction.atomic
def restore_closing(*, closing: Closing) -> bool:
    """Close days again that were opened; say whether they were open until now."""
    dropped = Closing.objects.filter(pk=closing.pk, dropped_at__isnull=False)
    return bool(dropped.update(dropped_at=None))


@transaction.atomic
def set_worked(*, association: Association, holiday: Holiday, is_worked: bool) -> None:
    """Hold sessions on a holiday all the same, or rest on it as the country does."""
    lock_house(association)
    worked = WorkedHoliday.objects.filter(
        association=association, on=holiday.on, region=holiday.region
    )
    if not is_worked:
        worked.delete()
    elif not worked.exists():
        WorkedHoliday.objects.create(association=association, on=holiday.on, region=holiday.region)


@transaction.atomic
def add_comuna_days(
    *, association: Association, days: Sequence[PastedDay], user: User | None, now: datetime
) -> int:
    """Close days of comunas, by the keys of their municipalities; return how many are new."""
    lock_house(association)
    kind = Closing.Kind.COMUNA_DAY
    standing = Closing.objects.filter(association=association, kind=kind, dropped_at__isnull=True)
    known = set(standing.values_list("municipality", "first_on"))
    rows = [
        Closing(
            association=association,
            kind=kind,
            name=day.name[:120],
            first_on=day.on,
            last_on=day.on,
            municipality_id=day.comuna,
            created_at=now,
            created_by=user,
        )
        for day in days
        if (day.comuna, day.on) not in known
    ]
    Closing.objects.bulk_create(rows)
    return len(rows)
