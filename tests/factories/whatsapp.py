"""Somebody who agreed to WhatsApp, templates, and messages to them."""

from datetime import datetime

from django.utils import timezone

from convoca.directory.queries import phone_of
from convoca.foundation.models import Association
from convoca.messaging.models import Message, Template
from convoca.messaging.services import Recipient, Text, queue_message, record_opt_in
from tests.fakes.whatsapp import NUMBER_ID, WhatsAppServer

ANA = "+56911112222"


def use_whatsapp(settings, server: WhatsAppServer) -> None:
    """Let the settings name a fake account."""
    settings.WHATSAPP_TOKEN = server.token
    settings.WHATSAPP_PHONE_NUMBER_ID = NUMBER_ID
    settings.WHATSAPP_API_URL = server.url


def make_template(association: Association, name: str = "recordatorio", **more) -> Template:
    fields = {
        "category": "utility",
        "state": Template.State.APPROVED,
        "body": "Estimada {{1}}: la sesión es el {{2}}. Le esperamos.",
        "changed_at": timezone.now(),
    }
    return Template.objects.create(association=association, name=name, **(fields | more))


def agree(association: Association, address: str = ANA, *, now: datetime | None = None):
    """Record that a number agreed."""
    return record_opt_in(
        association=association,
        address=address,
        wording="Acepto mensajes de la asociación por WhatsApp.",
        how="call",
        by_name="Coordinadora",
        now=now or timezone.now(),
    )


def queue_whatsapp(
    association: Association,
    address: str = ANA,
    *,
    key: str = "",
    template: str = "recordatorio",
    fallback: str = "",
) -> Message:
    """Queue a message by WhatsApp; without a template it is free text."""
    parameters = ("Ana", "jueves 3 de diciembre") if template else ()
    return queue_message(
        association=association,
        key=key or f"test:{address}",
        purpose="test",
        occasion="test:1",
        recipient=Recipient(address, "Ana Núñez", Message.Channel.WHATSAPP, fallback=fallback),
        text=Text("Recordatorio", "Le esperamos.\n", template=template, parameters=parameters),
        now=timezone.now(),
    )


def reach_by_whatsapp(settings, person, house) -> str:
    """Let a person be written to by WhatsApp with a text of the house; return the number."""
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", NUMBER_ID
    make_template(person.association, house.name, body=house.body)
    agree(person.association, phone_of(person))
    return phone_of(person)
