"""What a person changes of the own data, by the own link."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.models import Invitation
from convoca.convening.services.mails import FOLDER
from convoca.convening.services.notes import add_note
from convoca.convening.services.seats import update_contacts
from convoca.directory.models import Person
from convoca.directory.queries import email_of
from convoca.messaging.services import Recipient, queue_message, write_text

PURPOSE = "own_data"


@transaction.atomic
def correct_own_data(
    *, invitation: Invitation, person: Person, name: str, email: str, phone: str, now: datetime
) -> None:
    """Keep what a person corrects; what is empty stays as it is.

    The address of before is told that there is a new one: a link that was forwarded must not
    move somebody's mails in silence. A new name leaves a note with the one before.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    former = email_of(person)
    name = " ".join(name.split())
    if name and name != person.name:
        words = _("Corrigió su nombre por su enlace personal. Antes decía: %(name)s.")
        add_note(seat=invitation.seat, text=words % {"name": person.name}, user=None, now=now)
        person.name = name
        person.save(update_fields=["name"])
    update_contacts(person=person, email=email, phone=phone, user=None, now=now)
    if former and email and email.casefold() != former.casefold():
        _tell(former, invitation, person, now=now)


def _tell(address: str, invitation: Invitation, person: Person, *, now: datetime) -> None:
    association = invitation.seat.association
    context: dict[str, object] = {
        "person": person,
        "association": association,
        "place": invitation.seat.place,
    }
    occasion = f"person:{person.pk}:own-data"
    queue_message(
        association=association,
        key=f"{PURPOSE}:{person.pk}:{occasion}:{now:%Y%m%d%H%M%S%f}",
        purpose=PURPOSE,
        occasion=occasion,
        recipient=Recipient(address, person.name),
        text=write_text(f"{FOLDER}/own_data.txt", context),
        now=now,
    )
