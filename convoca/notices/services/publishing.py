"""Publishing a notice: a mass act, once however often and by how many the button is pressed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.directory.models import User
from convoca.messaging.core.house_templates import NEWS
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.messaging.queries import told_occasions
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    OwnChannels,
    Recipient,
    Text,
    queue_message,
    queue_messages,
    read_own_channels,
    undo_messages,
)
from convoca.notices.core.occasions import NOTICE, notice_occasion
from convoca.notices.errors import NobodyToReadError, NoticeChangedError, NoticeDraftError
from convoca.notices.models import Notice
from convoca.notices.queries import Reader, list_readers
from convoca.notices.services.drafts import lock_draft, lock_notice
from convoca.notices.services.letters import USEFUL_FOR, blanks_of, issue_pages, write_notice

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Publication:
    """How many messages of a notice wait to leave, and how many people have no channel."""

    queued: int
    without_email: int


@dataclass(frozen=True)
class Ways:
    """Who can be written to, and where; who is in no pair has no channel."""

    channels: OwnChannels
    pairs: list[tuple[Reader, Recipient]]

    @property
    def by_whatsapp(self) -> int:
        return sum(to.channel == Message.Channel.WHATSAPP for _reader, to in self.pairs)

    @property
    def by_mail(self) -> int:
        return len(self.pairs) - self.by_whatsapp


@transaction.atomic
def publish_notice(*, notice: Notice, edition: int, user: User, now: datetime) -> Publication:
    """Publish the `edition` of a draft that was read, with one message to each of its audience.

    By WhatsApp to who agreed to it, by mail to the others. The messages wait, so that it can be
    undone; `published_at` names the batch.

    Raises NoticePublishedError, NoticeChangedError, or NobodyToReadError.
    """
    notice = lock_draft(notice)
    if notice.edition != edition:
        raise NoticeChangedError(notice.pk)
    readers = list_readers(notice.cycle, notice.audience)
    if not readers:
        raise NobodyToReadError(notice.pk)
    ways = find_ways(notice, readers)
    notice.published_at, notice.published_by = now, user
    notice.readers, notice.without_email = len(readers), len(readers) - len(ways.pairs)
    notice.save(update_fields=["published_at", "published_by", "readers", "without_email"])
    _write(notice, ways, now)
    logger.info("user %s published notice %s to %s", user.pk, notice.pk, len(readers))
    return Publication(len(ways.pairs), notice.without_email)


def find_ways(notice: Notice, readers: Sequence[Reader]) -> Ways:
    """Return who of these readers can be written to, and by which channel of their own."""
    phones = [reader.phone for reader in readers]
    channels = read_own_channels(notice.community.association, NEWS, phones)
    found = [
        (each, channels.recipient(email=each.email, phone=each.phone, name=each.person.name))
        for each in readers
    ]
    return Ways(channels, [(each, recipient) for each, recipient in found if recipient])


def _write(notice: Notice, ways: Ways, now: datetime) -> None:
    readers = [reader for reader, _recipient in ways.pairs]
    pages = issue_pages(community=notice.community, readers=readers, now=now)
    queue_messages(
        association=notice.community.association,
        purpose=NOTICE,
        letters=[
            Letter(
                key=f"{NOTICE}:{notice.pk}:{reader.person.pk}",
                occasion=notice_occasion(notice.pk),
                recipient=recipient,
                text=ways.channels.text(
                    recipient,
                    write_notice(notice, reader, page=pages[reader.pair]),
                    blanks=blanks_of(reader, notice.community, notice.title, pages[reader.pair]),
                ),
                not_after=now + USEFUL_FOR,
            )
            for reader, recipient in ways.pairs
        ],
        now=now,
        not_before=now + UNDO_TIME,
    )


@transaction.atomic
def undo_publication(*, notice: Notice, user: User, now: datetime) -> int:
    """Make a notice a draft again while all its mails wait; return how many will not leave.

    All or none: a notice that one person has in the mailbox stays published.

    Raises NoticeDraftError, or UndoTooLateError.
    """
    notice = lock_notice(notice)
    if notice.published_at is None:
        raise NoticeDraftError(notice.pk)
    if now >= notice.published_at + UNDO_TIME:
        raise UndoTooLateError(notice.pk)
    occasion = notice_occasion(notice.pk)
    stopped = undo_messages(occasions=[occasion], purposes=[NOTICE], batch=notice.published_at)
    if told_occasions([occasion]):
        raise UndoTooLateError(notice.pk)
    notice.published_at = notice.published_by = None
    notice.readers = notice.without_email = 0
    notice.save(update_fields=["published_at", "published_by", "readers", "without_email"])
    logger.info("user %s took back notice %s", user.pk, notice.pk)
    return len(stopped)


def write_sample(notice: Notice, reader: Reader) -> Text:
    """Write a notice as a reader would get it, without any real link."""
    return write_notice(notice, reader, page=_("(aquí va el enlace personal de cada persona)"))


def send_test(*, notice: Notice, user: User, now: datetime) -> Message:
    """Send the sample to who asks for it; once a minute, however often it is pressed.

    Raises NobodyToReadError.
    """
    reader = next(iter(list_readers(notice.cycle, notice.audience)), None)
    if reader is None:
        raise NobodyToReadError(notice.pk)
    text = write_sample(notice, reader)
    return queue_message(
        association=notice.community.association,
        key=f"test:{NOTICE}:{notice.pk}:{user.pk}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=f"test:{notice_occasion(notice.pk)}",
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )
