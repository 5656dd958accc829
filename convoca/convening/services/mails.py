"""The mails of the convocatoria: written from the invitation, put into the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.errors import NobodyKnownError
from convoca.convening.models import Invitation
from convoca.convening.queries import links_end_at, live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Tenure, User
from convoca.directory.queries import community_seats, email_of
from convoca.directory.services import issue_link
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from convoca.messaging.services import Recipient, Text, queue_message, write_text

FOLDER = "convening/messages"


@dataclass(frozen=True)
class Letter:
    """One mail about an invitation: which template, to whom, under which names.

    `key` tells it from the other mails of the same occasion; `at` is when it may leave.
    """

    template: str
    purpose: str
    occasion: str
    key: str
    at: datetime
    has_link: bool = True


def send_letter(
    letter: Letter,
    *,
    invitation: Invitation,
    person: Person,
    now: datetime,
    extra: dict[str, object] | None = None,
) -> Message | None:
    """Put one mail into the outbox; None for a person without an address, who is to be called.

    The personal link in it, where it has one, is issued now if there is none.
    """
    address = email_of(person)
    if not address:
        return None
    ends_at = links_end_at(invitation.cycle)
    link = _link_mark(invitation, person, now=now) if letter.has_link else ""
    context = _context(invitation, person, link=link, now=now)
    return queue_message(
        association=invitation.cycle.community.association,
        key=f"{letter.purpose}:{person.pk}:{letter.occasion}:{letter.key}",
        purpose=letter.purpose,
        occasion=letter.occasion,
        recipient=Recipient(address, person.name),
        text=write_text(f"{FOLDER}/{letter.template}.txt", {**context, **(extra or {})}),
        now=letter.at,
        not_after=ends_at if ends_at > now else None,
    )


def write_sample(*, cycle: Cycle, template: str = "invitation", now: datetime) -> Text:
    """Write a mail as the next person to be invited would get it, without any real link.

    Raises NobodyKnownError when no seat has a known person.
    """
    tenures = Tenure.objects.filter(
        seat__in=community_seats(cycle.community), to_on__isnull=True
    ).select_related("person", "seat__kind", "seat__municipality")
    invited = live_invitations(cycle).values("seat")
    tenure = tenures.exclude(seat__in=invited).first() or tenures.first()
    if tenure is None:
        raise NobodyKnownError(cycle.pk)
    invitation = Invitation(cycle=cycle, seat=tenure.seat, person=tenure.person, created_at=now)
    link = _("(aquí va el enlace personal de cada persona)")
    context = _context(invitation, tenure.person, link=link, now=now)
    return write_text(f"{FOLDER}/{template}.txt", context)


def send_test(*, cycle: Cycle, template: str = "invitation", user: User, now: datetime) -> Message:
    """Send the sample to who asks for it; once a minute, however often the button is pressed."""
    text = write_sample(cycle=cycle, template=template, now=now)
    occasion = f"test:{cycle.pk}"
    return queue_message(
        association=cycle.community.association,
        key=f"test:{template}:{user.pk}:{occasion}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=occasion,
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


def _link_mark(invitation: Invitation, person: Person, *, now: datetime) -> str:
    link = issue_link(
        person=person,
        seat=invitation.seat,
        purpose=PersonalLink.Purpose.INVITATION,
        occasion=cycle_occasion(invitation.cycle_id),
        expires_at=max(links_end_at(invitation.cycle), now + timedelta(days=1)),
        now=now,
    )
    return mark_of(link.reference)


def _context(
    invitation: Invitation, person: Person, *, link: str, now: datetime
) -> dict[str, object]:
    """Return what every mail of the convocatoria may say."""
    cycle = invitation.cycle
    return {
        "invitation": invitation,
        "person": person,
        "seat": invitation.seat,
        "kind": invitation.seat.kind,
        "municipality": invitation.seat.municipality,
        "zone": invitation.seat.municipality.zone,
        "cycle": cycle,
        "community": cycle.community,
        "association": cycle.community.association,
        "plan_until": cycle.plan_from + timedelta(weeks=cycle.plan_weeks, days=-1),
        "is_late": now > cycle.answer_by,
        "link": link,
    }
