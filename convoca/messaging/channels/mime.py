"""A parcel as a mail: text, HTML and, where there is one, the calendar part."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from convoca.messaging.channels.base import Parcel


def one_line(text: str) -> str:
    """Fold a text into one line that no mail program decodes into a second header."""
    return " ".join(text.replace("=?", "= ?").split())


def build_mail(parcel: Parcel) -> EmailMultiAlternatives:
    """Build the mail of a parcel, to one person alone.

    Order of the alternatives: text, HTML, calendar; Django writes the charset of the calendar.
    """
    mail = EmailMultiAlternatives(
        subject=one_line(parcel.subject),
        body=parcel.text,
        from_email=settings.EMAIL_FROM,
        to=[formataddr((one_line(parcel.to_name), parcel.to_address))],
        headers={"Message-ID": parcel.message_id, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string("messaging/mail.html", {"text": parcel.text, "subject": parcel.subject})
    mail.attach_alternative(html, "text/html")
    if parcel.calendar:
        kind = f"text/calendar; method={parcel.calendar_method}"
        mail.attach_alternative(parcel.calendar, kind)
    return mail


def sender_address() -> str:
    """Return the bare address that mails come from."""
    return parseaddr(settings.EMAIL_FROM)[1]
