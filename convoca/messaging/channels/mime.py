"""A parcel as a mail: text, HTML and, where there is one, the calendar part."""

import secrets
from email.utils import formatdate, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from convoca.messaging.channels.base import Parcel
from convoca.messaging.core.mail_text import Part, address_header, assemble_mail, text_as_html


def one_line(text: str) -> str:
    """Fold a text into one line that no mail program decodes into a second header."""
    return " ".join(text.replace("=?", "= ?").split())


def mail_bytes(parcel: Parcel) -> bytes:
    """Build the mail of a parcel, to one person alone, as it goes over the line.

    Written out here and not by Django's mail classes, which take longer to build a mail than a
    server takes to receive it: see tools/bench_mail.py.
    """
    name, address = _sender(settings.EMAIL_FROM)
    headers = [
        ("Subject", one_line(parcel.subject)),
        ("From", address_header(name, address)),
        ("To", address_header(one_line(parcel.to_name), parcel.to_address)),
        ("Date", formatdate()),
        *_own_headers(parcel).items(),
    ]
    return assemble_mail(headers, _parts(parcel), boundary=secrets.token_hex(16))


def build_mail(parcel: Parcel) -> EmailMultiAlternatives:
    """Build the same mail for Django's mail back ends, of which some take no finished mail."""
    text, *others = _parts(parcel)
    mail = EmailMultiAlternatives(
        subject=one_line(parcel.subject),
        body=text.text,
        from_email=settings.EMAIL_FROM,
        to=[address_header(one_line(parcel.to_name), parcel.to_address)],
        headers=_own_headers(parcel),
    )
    for part in others:
        mail.attach_alternative(part.text, part.kind)
    return mail


def sender_address() -> str:
    """Return the bare address that mails come from."""
    return _sender(settings.EMAIL_FROM)[1]


@lru_cache(maxsize=1)
def _sender(setting: str) -> tuple[str, str]:
    return parseaddr(setting)


def _parts(parcel: Parcel) -> list[Part]:
    """Return the text, then the HTML, then the calendar; Django writes the charset of each."""
    text = parcel.text + _way_out(parcel)
    body = mark_safe(text_as_html(text))  # noqa: S308 - it has escaped all but its own marks
    html = get_template("messaging/mail.html").render({"body": body, "subject": parcel.subject})
    parts = [Part("text/plain", text), Part("text/html", html)]
    if parcel.calendar:
        kind = f"text/calendar; method={parcel.calendar_method}"
        parts.append(Part(kind, parcel.calendar))
    return parts


def _own_headers(parcel: Parcel) -> dict[str, str]:
    """Return the headers that say whose mail it is; how to leave its list, after RFC 8058."""
    headers = {"Message-ID": parcel.message_id, "Auto-Submitted": "auto-generated"}
    if parcel.unsubscribe_address:
        ways = [parcel.unsubscribe_address, parcel.unsubscribe_mail]
        headers["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways if way)
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _way_out(parcel: Parcel) -> str:
    if not parcel.unsubscribe_address:
        return ""
    words = _("Para no recibir más estos correos: %(address)s")
    return "\n" + words % {"address": parcel.unsubscribe_address} + "\n"
