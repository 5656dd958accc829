"""The monthly digest: one mail a person and month, and none where nothing is new."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from convoca.directory.models import Community, User
from convoca.foundation.models import Association
from convoca.messaging.services import Letter, Recipient, queue_messages, write_text
from convoca.notices.core.months import is_digest_time, month_of
from convoca.notices.core.occasions import DIGEST
from convoca.notices.models import DigestSetting, SentDigest
from convoca.notices.queries import ComingSession, list_due_digests
from convoca.notices.queries.digests import PersonalDigest
from convoca.notices.services.letters import FOLDER, USEFUL_FOR, issue_pages

logger = logging.getLogger(__name__)


def send_digests(*, now: datetime, coming: Mapping[int, ComingSession]) -> int:
    """Send what is due in each association whose clocks allow it; return how many mails.

    `coming` is the next session of each cycle, by its id. Safe to run twice, also at once.
    """
    return sum(
        _send(association, now=now, coming=coming)
        for association in Association.objects.order_by("pk")
        if is_digest_time(now, zone=ZoneInfo(association.zone))
    )


@transaction.atomic
def _send(association: Association, *, now: datetime, coming: Mapping[int, ComingSession]) -> int:
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
    month = month_of(now, zone=ZoneInfo(association.zone))
    due = list_due_digests(association, month, coming=coming)
    SentDigest.objects.bulk_create(
        SentDigest(person=each.person, month=month, sent_at=now) for each in due
    )
    pages = _issue_pages(due, now)
    queue_messages(
        association=association,
        purpose=DIGEST,
        letters=[_letter(association, each, month, pages, now) for each in due],
        now=now,
    )
    if due:
        logger.info("digest of %s queued for %s people", month, len(due))
    return len(due)


def _issue_pages(
    digests: Sequence[PersonalDigest], now: datetime
) -> dict[tuple[int, int, int], str]:
    """Return the mark of each page that the digests lead to, by community, person and seat."""
    sections = [section for digest in digests for section in digest.sections]
    communities = {section.community.pk: section.community for section in sections}
    found: dict[tuple[int, int, int], str] = {}
    for pk, community in communities.items():
        readers = [section.reader for section in sections if section.community.pk == pk]
        pages = issue_pages(community=community, readers=readers, now=now)
        found |= {(pk, *pair): page for pair, page in pages.items()}
    return found


def _letter(
    association: Association,
    digest: PersonalDigest,
    month: date,
    pages: Mapping[tuple[int, int, int], str],
    now: datetime,
) -> Letter:
    sections = [
        (section, pages[section.community.pk, *section.reader.pair]) for section in digest.sections
    ]
    context = {
        "name": digest.person.name,
        "association": association,
        "sections": sections,
    }
    return Letter(
        key=f"{DIGEST}:{digest.person.pk}:{month:%Y-%m}",
        occasion=f"{DIGEST}:{month:%Y-%m}",
        recipient=Recipient(digest.sections[0].reader.email, digest.person.name),
        text=write_text(f"{FOLDER}/digest.txt", context, is_list=True),
        not_after=now + USEFUL_FOR,
    )


@transaction.atomic
def switch_digest(*, community: Community, is_on: bool, user: User, now: datetime) -> DigestSetting:
    """Let the digest tell of a community, or not."""
    setting, _is_new = DigestSetting.objects.update_or_create(
        community=community,
        defaults={"is_on": is_on, "changed_by": user, "changed_at": now},
    )
    logger.info("user %s: digest of community %s is %s", user.pk, community.pk, is_on)
    return setting
