"""Who came after something was told: no mail has brought them their page yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink
from convoca.messaging.services import UNDO_TIME
from convoca.notices.core.occasions import community_occasion
from convoca.notices.models import Notice
from convoca.notices.queries.readers import Reader, list_readers


@dataclass(frozen=True)
class Newcomer:
    """A reader without a page of their own, and what was told before; the newest first."""

    reader: Reader
    notices: tuple[Notice, ...]


def list_newcomers(cycle: Cycle, *, now: datetime) -> list[Newcomer]:
    """List who may read notices of a cycle, has an address and was never given the own page.

    A successor, somebody identified later, who accepted after a notice for participants. A page
    whose link has expired was given; one that was taken back was not. As many queries for one
    as for hundreds.
    """
    told = Notice.objects.filter(cycle=cycle, published_at__lte=now - UNDO_TIME)
    notices = tuple(told.order_by("-published_at", "-pk"))
    if not notices:
        return []
    given = set(
        PersonalLink.objects.filter(
            purpose=PersonalLink.Purpose.NOTICES,
            occasion=community_occasion(cycle.community_id),
            revoked_at__isnull=True,
        ).values_list("person", "seat")
    )
    readers = list_readers(cycle, Notice.Audience.SEATS)
    found = [
        Newcomer(reader, _told_to(reader, notices))
        for reader in readers
        if reader.email and reader.pair not in given
    ]
    return [newcomer for newcomer in found if newcomer.notices]


def _told_to(reader: Reader, notices: Sequence[Notice]) -> tuple[Notice, ...]:
    return tuple(
        notice
        for notice in notices
        if reader.takes_part or notice.audience == Notice.Audience.SEATS
    )
