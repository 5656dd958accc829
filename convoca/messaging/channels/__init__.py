"""The ways out of the house; the only modules that speak to other systems."""

from django.conf import settings

from convoca.messaging.channels.base import Channel, Parcel
from convoca.messaging.channels.rehearsal import RehearsalChannel
from convoca.messaging.channels.smtp import SmtpChannel

__all__ = ["Channel", "Parcel", "RehearsalChannel", "mail_channel"]


def mail_channel() -> Channel | None:
    """Return the channel for mail, or None where no server is set: then messages wait."""
    if settings.REHEARSAL:
        return RehearsalChannel()
    return SmtpChannel(settings.EMAIL_SERVER) if settings.EMAIL_SERVER else None
