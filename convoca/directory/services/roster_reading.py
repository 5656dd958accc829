"""Reading the long rosters that wait: claimed one by one, read outside any transaction.

A claim that is never recorded (the worker died) is free again when its lease ends; after three
tries the roster fails with a sentence. A roster that a person drops stops being read.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.directory.core.roster_file import RosterReading, pack_reading
from convoca.directory.core.sheets import RosterFileError
from convoca.directory.models import RosterImport
from convoca.directory.queries.rosters import read_import
from convoca.directory.services.rosters import remember_columns

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
State = RosterImport.State


class _NoLongerOursError(Exception):
    """Somebody dropped the roster, or the lease was lost, while it was read."""


def read_waiting_rosters() -> int:
    """Read every roster that waits; return how many were. Safe to run twice and side by side."""
    read = 0
    while (roster := claim_roster(now=timezone.now())) is not None:
        read += 1
        try:
            _record(roster, read_import(roster, on_progress=partial(_tell, roster)))
        except _NoLongerOursError:
            logger.info("roster %s is no longer read", roster.pk)
        except RosterFileError as error:
            _fail(roster, error.sentence)
        except Exception:
            _claimed(roster).update(leased_until=timezone.now())
            logger.exception("roster %s could not be read", roster.pk)
            raise
    return read


def read_at_once(*, roster: RosterImport) -> RosterImport:
    """Read a roster here and now instead of in the worker, however long it is."""
    if roster.state == State.READING:
        roster.reading, roster.state = pack_reading(read_import(roster)), State.DRAFT
        roster.save(update_fields=["reading", "state"])
    return roster


@transaction.atomic
def claim_roster(*, now: datetime) -> RosterImport | None:
    """Claim the roster that has waited longest, so that no other worker takes it.

    A roster that three workers have left unfinished is given up first.
    """
    free = Q(state=State.READING) & (Q(leased_until__isnull=True) | Q(leased_until__lte=now))
    RosterImport.objects.filter(free, attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        content=None,
        message=_(
            "La lectura se cortó tres veces. Divida la planilla en archivos más pequeños y "
            "súbalos uno por uno."
        ),
    )
    waiting = RosterImport.objects.select_for_update(skip_locked=True, of=("self",)).filter(free)
    roster = waiting.select_related("kind", "association").order_by("uploaded_at", "pk").first()
    if roster is None:
        return None
    roster.leased_until, roster.attempts = now + LEASE, roster.attempts + 1
    roster.save(update_fields=["leased_until", "attempts"])
    return roster


def _tell(roster: RosterImport, rows: int, of: int) -> None:
    """Show the progress and keep the claim; stop where it no longer stands."""
    until = timezone.now() + LEASE
    kept = _claimed(roster).update(rows_read=rows, row_count=of, leased_until=until)
    if not kept:
        raise _NoLongerOursError(roster.pk)


@transaction.atomic
def _record(roster: RosterImport, reading: RosterReading) -> None:
    remember_columns(roster=roster, reading=reading, now=timezone.now())
    _claimed(roster).update(
        state=State.DRAFT,
        reading=pack_reading(reading),
        rows_read=reading.read,
        leased_until=None,
    )


def _fail(roster: RosterImport, sentence: str) -> None:
    _claimed(roster).update(state=State.FAILED, content=None, message=sentence, leased_until=None)


def _claimed(roster: RosterImport) -> QuerySet[RosterImport]:
    return RosterImport.objects.filter(pk=roster.pk, state=State.READING, attempts=roster.attempts)
