"""The ways out of the house; the only modules that speak to other systems."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from convoca.messaging.channels.base import Channel, Parcel, PreparingChannel
from convoca.messaging.channels.rehearsal import RehearsalChannel
from convoca.messaging.channels.smtp import SmtpChannel
from convoca.messaging.channels.whatsapp import whatsapp_channel
from convoca.messaging.models import Message

__all__ = [
    "Channel",
    "Parcel",
    "PreparingChannel",
    "RehearsalChannel",
    "channel_for",
    "mail_channel",
    "whatsapp_channel",
]


def channel_for(name: str, clock: Callable[[], datetime] = timezone.now) -> Channel | None:
    """Return a channel by its name, or None where it is not set up: then its messages wait."""
    if name == Message.Channel.EMAIL:
        return mail_channel()
    return whatsapp_channel(clock) if name == Message.Channel.WHATSAPP else None


def mail_channel() -> Channel | None:
    """Return the channel for mail, or None where no server is set: then messages wait."""
    if settings.REHEARSAL:
        return RehearsalChannel()
    if settings.MAIL_SERVICE:
        from convoca.messaging.channels.anymail import AnymailChannel  # noqa: PLC0415 - an extra

        return AnymailChannel(settings.MAIL_SERVICE)
    return SmtpChannel(settings.EMAIL_SERVER) if settings.EMAIL_SERVER else None
