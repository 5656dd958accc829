"""The mails of this room: each holds the reader's own page, and nothing of anybody else's."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from convoca.directory.models import Community, Person, PersonalLink
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.core.house_templates import NEWS
from convoca.messaging.services import (
    OwnChannels,
    Recipient,
    Text,
    read_own_channels,
    write_text,
)
from convoca.notices.core.occasions import community_occasion
from convoca.notices.models import Notice, Question
from convoca.notices.queries import Reader

FOLDER = "notices/messages"
LINK_LIFE = timedelta(days=120)
"""How long after its latest mail the personal page opens: longer than a cycle may pause."""
USEFUL_FOR = timedelta(days=7)
"""After an outage that was longer, a mail of this room is no news any more."""


def issue_pages(
    *, community: Community, readers: Sequence[Reader], now: datetime
) -> dict[tuple[int, int], str]:
    """Return by person and seat the mark of the own page of a community."""
    links = issue_links(
        wanted=[(reader.person, reader.seat) for reader in readers],
        purpose=PersonalLink.Purpose.NOTICES,
        occasion=community_occasion(community.pk),
        expires_at=now + LINK_LIFE,
        now=now,
    )
    return {pair: mark_of(link.reference) for pair, link in links.items()}


def page_of_answer(page: str, question: Question) -> str:
    """Return where the own page shows a question and its answer: the portal opens it there."""
    return f"{page}respuesta/{question.pk}/"


def find_way(community: Community, reader: Reader) -> tuple[OwnChannels, Recipient | None]:
    """Return by which channel of the own one reader is written to; None where there is none."""
    channels = read_own_channels(community.association, NEWS, [reader.phone])
    return channels, channels.recipient(
        email=reader.email, phone=reader.phone, name=reader.person.name
    )


def blanks_of(reader: Reader, community: Community, what: str, page: str) -> list[str]:
    """Return what fills the short text of WhatsApp: the person, the community, what, the page."""
    return [reader.person.name, community.name, what, page]


def write_letter(
    template: str,
    *,
    community: Community,
    person: Person,
    page: str,
    is_list: bool = False,
    **more: object,
) -> Text:
    """Write one mail of this room; `page` is the personal page, as a mark or as words."""
    context = {
        "name": person.name,
        "community": community,
        "association": community.association,
        "page": page,
        **more,
    }
    return write_text(f"{FOLDER}/{template}.txt", context, is_list=is_list)


def write_notice(notice: Notice, reader: Reader, *, page: str) -> Text:
    """Write the mail that brings a notice to one reader."""
    return write_letter(
        "notice",
        community=notice.community,
        person=reader.person,
        page=page,
        is_list=True,
        notice=notice,
    )
