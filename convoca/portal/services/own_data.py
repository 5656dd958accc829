"""What a person changes of the own data and of WhatsApp, by the own link."""

from datetime import datetime

from django.db import transaction

from convoca.convening.models import Invitation
from convoca.convening.services import correct_own_data
from convoca.directory.models import Person
from convoca.messaging.models import OptIn
from convoca.messaging.services import end_opt_in, record_opt_in
from convoca.portal.consent import whatsapp_number


@transaction.atomic
def save_own_data(
    *,
    invitation: Invitation,
    person: Person,
    name: str,
    email: str,
    phone: str,
    agrees_to: str,
    now: datetime,
) -> None:
    """Keep what a person corrects, and that they agree to WhatsApp messages where they do.

    A number that is replaced loses its opt-in: the new one has its own or none. `agrees_to` are
    the words they agreed to, empty for nothing new; it counts for `phone`, or where that is empty
    for the number that we have. Pressed again it is the same wish.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    former = whatsapp_number(person)
    correct_own_data(
        invitation=invitation, person=person, name=name, email=email, phone=phone, now=now
    )
    if phone and former and phone != former:
        end_opt_in(address=former, association=person.association, now=now)
    number = phone or former
    if agrees_to and number:
        record_opt_in(
            association=person.association,
            address=number,
            wording=agrees_to,
            how=OptIn.How.OWN_PAGE,
            now=now,
        )


@transaction.atomic
def end_own_whatsapp(*, person: Person, now: datetime) -> int:
    """Note that a person wants no more WhatsApp messages; return how many opt-ins ended."""
    number = whatsapp_number(person)
    return end_opt_in(address=number, association=person.association, now=now) if number else 0
