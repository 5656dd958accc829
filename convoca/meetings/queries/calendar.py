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
    sequence: int | None = None,
) -> str:
    """Write a session as calendar text.

    Args:
        personal_page: the address of the guest's page, or the mark that stands for it until
            the mail leaves; empty leaves it out.
        page_octets: how long that address will be when it leaves. One that fits in no line is
            left out, and the text says where it is: a fold inside a mark would break it.
        sequence: None is the session's own; who left and came back is ahead of it.
    """
    widths: Mapping[str, int] = {personal_page: page_octets} if personal_page else {}
    if page_octets >= LINE_OCTETS:
        personal_page, widths = _("en el correo que recibió"), {}
    entry = Entry(
        uid=session.uid,
        sequence=session.sequence if sequence is None else sequence,
        starts_at=session.starts_at,
        duration_min=session.duration_min,
        summary=summary_of(session),
        description=_description(session, personal_page),
        video_url=session.video_url,
        organizer=Party(sender_address(), session.cycle.community.association.name),
        attendee=attendee,
        is_cancelled=method == "CANCEL" or session.state == Session.State.CANCELLED,
    )
    return build_invitation(entry, method=method, stamped_at=now, widths=widths)


def summary_of(session: Session) -> str:
    """Return the title of a session in calendars."""
    return _("Sesión %(number)s: %(topic)s · %(community)s") % {
        "number": session.number,
        "topic": session.topic,
        "community": session.cycle.community.name,
    }


def _description(session: Session, personal_page: str) -> str:
    lines = [session.topic]
    if session.expert_name:
        lines.append(_("Con %(expert)s.") % {"expert": session.expert_name})
    if session.video_url:
        lines.append(_("Videollamada: %(url)s") % {"url": session.video_url})
    if personal_page:
        lines += [_("Su página personal, para entrar o avisar que no podrá:"), personal_page]
    return "\n".join(lines)
