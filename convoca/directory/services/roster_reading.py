"""Reading the long rosters that wait: long work, so outside any transaction.

A roster that a person drops stops being read. One whose file cannot be read loses its file; one
whose reading was cut keeps it, so that it can be tried again.
"""

from functools import partial

from django.utils import timezone

from convoca.directory.core.roster_file import RosterReading, pack_reading
from convoca.directory.core.sheets import RosterFileError
from convoca.directory.errors import RosterSettledError
from convoca.directory.models import RosterImport
from convoca.directory.queries.rosters import read_import
from convoca.directory.services.rosters import ROSTER_READING, remember_columns
from convoca.foundation.models import Work
from convoca.foundation.works import Hold, Record, WorkFailedError, do_works, does

State = RosterImport.State
UNREAD = (State.READING, State.FAILED)


def read_waiting_rosters() -> int:
    """Read every roster that waits; return how many were. Safe to run twice and side by side."""
    return do_works([ROSTER_READING])


def follow_reading(work: Work) -> None:
    """Let a roster be what its work has come to: unread, dropped, or being read again.

    Raises RosterSettledError where it is to be read again and is no longer unread.
    """
    roster = RosterImport.objects.get(pk=work.subject_id)
    if roster.state not in UNREAD:
        raise RosterSettledError(roster.get_state_display())
    if work.state == Work.State.WAITING:
        roster.state = State.READING
    else:
        failed = work.state == Work.State.FAILED
        roster.state = State.FAILED if failed else State.DROPPED
        roster.content = roster.content if work.can_retry else None
    roster.message = work.error
    roster.save(update_fields=["state", "content", "message"])


@does(ROSTER_READING, follow=follow_reading)
def read_roster(hold: Hold) -> Record:
    """Read the file of a roster, telling the rows read."""
    roster = RosterImport.objects.select_related("kind", "association").get(pk=hold.work.subject_id)
    try:
        reading = read_import(roster, on_progress=hold.tell)
    except RosterFileError as error:
        raise WorkFailedError(error.sentence) from error
    return partial(_record, roster, reading)


def _record(roster: RosterImport, reading: RosterReading) -> None:
    remember_columns(roster=roster, reading=reading, now=timezone.now())
    roster.state, roster.reading = State.DRAFT, pack_reading(reading)
    roster.save(update_fields=["state", "reading"])
