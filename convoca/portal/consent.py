"""Whether a person agrees to WhatsApp messages, for the own page."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from convoca.directory.core.phones import read_phone
from convoca.directory.models import Person
from convoca.directory.queries import is_opted_out, phone_of
from convoca.messaging.channels import channel_for
from convoca.messaging.models import Message
from convoca.messaging.queries import list_opt_ins


@dataclass(frozen=True)
class Consent:
    """What stands now: since when a person agrees, None where they do not.

    `wording` is what they may agree to, word by word; empty where the choice is not offered:
    without an account of WhatsApp, or to who asked not to be contacted. To who agrees already
    it is offered for a new number: what stands is of the one that we have.
    """

    wording: str
    has_number: bool
    since_at: datetime | None


def consent_of(person: Person) -> Consent:
    """Return what a person agreed to for the number that we have, and may agree to."""
    number = whatsapp_number(person)
    proof = list_opt_ins(person.association).filter(address=number).first() if number else None
    is_offered = channel_for(Message.Channel.WHATSAPP) is not None and not is_opted_out(person.pk)
    return Consent(
        wording=_wording(person, is_standing=proof is not None) if is_offered else "",
        has_number=bool(number),
        since_at=proof.given_at if proof else None,
    )


def whatsapp_number(person: Person) -> str:
    """Return the number of a person in E.164; empty where it is not known with all its digits."""
    cell = read_phone(phone_of(person), region=settings.PHONE_REGION)
    return cell.number if cell.has_all_digits else ""


def _wording(person: Person, *, is_standing: bool) -> str:
    words = _(
        "Acepto recibir por WhatsApp mensajes de %(name)s sobre mi comunidad. "
        "Puedo dejarlos en esta página o escribiendo BAJA."
    )
    if is_standing:
        words = _(
            "También en el teléfono nuevo acepto recibir por WhatsApp mensajes de %(name)s "
            "sobre mi comunidad. Puedo dejarlos en esta página o escribiendo BAJA."
        )
    return words % {"name": person.association.name}
