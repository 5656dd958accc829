"""The first link of who came late: to the page that has all that was told before."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.messaging.services import Letter, Recipient, queue_messages
from convoca.notices.core.months import is_working_time
from convoca.notices.core.occasions import FIRST_LINK
from convoca.notices.queries.newcomers import Newcomer, list_newcomers
from convoca.notices.services.letters import USEFUL_FOR, issue_pages, write_letter

logger = logging.getLogger(__name__)
MOST_TITLES = 8
"""Titles in the mail: the page has the others."""


def send_first_links(*, now: datetime) -> int:
    """Send newcomers of open cycles the link to their page; return how many mails.

    In working hours of their association. Safe to run twice, also at once.
    """
    cycles = Cycle.objects.filter(closed_at__isnull=True, notices__published_at__isnull=False)
    found = cycles.select_related("community__association").distinct().order_by("pk")
    return sum(
        _send(cycle, now=now)
        for cycle in found
        if is_working_time(now, zone=ZoneInfo(cycle.community.association.zone))
    )


@transaction.atomic
def _send(cycle: Cycle, *, now: datetime) -> int:
    community = cycle.community
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    newcomers = list_newcomers(cycle, now=now)
    readers = [newcomer.reader for newcomer in newcomers]
    pages = issue_pages(community=community, readers=readers, now=now)
    queue_messages(
        association=community.association,
        purpose=FIRST_LINK,
        letters=[_letter(community, each, pages[each.reader.pair], now) for each in newcomers],
        now=now,
    )
    if newcomers:
        logger.info("first links of cycle %s queued for %s people", cycle.pk, len(newcomers))
    return len(newcomers)


def _letter(community: Community, newcomer: Newcomer, page: str, now: datetime) -> Letter:
    reader = newcomer.reader
    return Letter(
        key=f"{FIRST_LINK}:{community.pk}:{reader.person.pk}:{reader.seat.pk}:{now:%Y-%m-%d}",
        occasion=f"{FIRST_LINK}:{community.pk}",
        recipient=Recipient(reader.email, reader.person.name),
        text=write_letter(
            "first_link",
            community=community,
            person=reader.person,
            page=page,
            is_list=True,
            notices=newcomer.notices[:MOST_TITLES],
        ),
        not_after=now + USEFUL_FOR,
    )
