"""Deputies: found or added, invited with an own link, told when they are not needed any more."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion, deputy_occasion, release_occasion
from convoca.convening.models import Invitation
from convoca.convening.services.mails import Mail, send_mails
from convoca.directory.models import ContactPoint, Person
from convoca.directory.services import add_person, revoke_links
from convoca.messaging.services import cancel_messages


@dataclass(frozen=True)
class DeputyInput:
    """Who goes instead, as written by whoever names them; `stays`: not this time only."""

    name: str
    email: str = ""
    phone: str = ""
    stays: bool = False


def find_or_add_deputy(invitation: Invitation, deputy: DeputyInput, *, now: datetime) -> Person:
    """Return who stood in for this seat before by the same name and address, or add the person.

    Nobody else is ever matched: two people may share a name or a mailbox.
    """
    name, email = " ".join(deputy.name.split()), deputy.email.strip()
    known = Person.objects.filter(
        Q(stands_in__seat=invitation.seat) | Q(links__seat=invitation.seat),
        association=invitation.seat.association,
        name__iexact=name,
    ).exclude(pk=invitation.person_id)
    same_address = {
        "contacts__channel": ContactPoint.Channel.EMAIL,
        "contacts__is_current": True,
    }
    if email:
        known = known.filter(**same_address, contacts__value__iexact=email)
    else:
        known = known.exclude(**same_address)
    found = known.order_by("-pk").first()
    return found or add_person(
        association=invitation.seat.association,
        name=name,
        origin=_("reemplazante indicado por %(name)s") % {"name": invitation.person.name},
        email=email,
        phone=deputy.phone,
    )


def settle_deputies(invitation: Invitation, former: Person | None, *, now: datetime) -> None:
    """Invite the deputy of the answer given now; close the door of the one before.

    A former deputy who is not needed any more is told so, unless the invitation never left.
    """
    current = invitation.deputy
    if former is not None and former != current:
        was_waiting = cancel_messages(occasions=[deputy_occasion(invitation.pk)])
        revoke_links(
            person=former,
            seat=invitation.seat,
            now=now,
            occasions=[cycle_occasion(invitation.cycle_id)],
        )
        if not was_waiting:
            mail = Mail(invitation, former, release_occasion(invitation.pk), _stamp(now))
            send_mails("released", [mail], cycle=invitation.cycle, now=now)
    if current is not None and current != former:
        mail = Mail(invitation, current, deputy_occasion(invitation.pk), _stamp(now))
        send_mails("deputy", [mail], cycle=invitation.cycle, now=now)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S%f}"
