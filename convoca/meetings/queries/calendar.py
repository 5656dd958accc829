"""A session as calendar text, for one guest or as a copy to keep."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from convoca.meetings.core.calendar import (
    LINE_OCTETS,
    Entry,
    Method,
    Party,
    build_invitation,
)
from convoca.meetings.models import Session
from convoca.messaging.channels.mime import sender_address


def calendar_text(
    session: Session,
    *,
    method: Method,
    attendee: Party | None,
    personal_page: str,
    page_octets: int,
    now: datetime,
) -> str:
    """Write a session as calendar text.

    Args:
        personal_page: the address of the guest's page, or the mark that stands for it until
            the mail leaves.
        page_octets: how long that address will be when it leaves. One that fits in no line is
            left out, and the text says where it is: a fold inside a mark would break it.
    """
    widths: Mapping[str, int] = {personal_page: page_octets}
    if page_octets >= LINE_OCTETS:
        personal_page, widths = _("en el correo que recibió"), {}
    return build_invitation(
        _entry(session, attendee, personal_page), method=method, stamped_at=now, widths=widths
    )


def _entry(session: Session, attendee: Party | None, personal_page: str) -> Entry:
    community = session.cycle.community
    return Entry(
        uid=session.uid,
        sequence=session.sequence,
        starts_at=session.starts_at,
        duration_min=session.duration_min,
        summary=_("Sesión %(number)s: %(topic)s · %(community)s")
        % {"number": session.number, "topic": session.topic, "community": community.name},
        description=_description(session, personal_page),
        video_url=session.video_url,
        organizer=Party(sender_address(), community.association.name),
        attendee=attendee,
        is_cancelled=session.state == Session.State.CANCELLED,
    )


def _description(session: Session, personal_page: str) -> str:
    lines = [session.topic]
    if session.expert_name:
        lines.append(_("Con %(expert)s.") % {"expert": session.expert_name})
    if session.video_url:
        lines.append(_("Videollamada: %(url)s") % {"url": session.video_url})
    lines += [_("Su página personal, para entrar o avisar que no podrá:"), personal_page]
    return "\n".join(lines)
