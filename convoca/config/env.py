"""Reads the environment: each value once, typed, with the words that `docs/settings.md` shows."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from convoca.foundation.mail_server import ImapServer, MailServer

Value = TypeVar("Value")
SECRETS = ("KEY", "URL", "SECRET", "TOKEN")  # such values never reach a log


class SettingError(Exception):
    """A setting has a value that cannot be used; the message names it."""


@dataclass(frozen=True)
class Setting:
    """One setting as documented: its name, what it does and its default in words."""

    name: str
    purpose: str
    default: str


declared: dict[str, Setting] = {}


def read(
    name: str, purpose: str, default: Value, parse: Callable[[str], Value], *, shown: str = ""
) -> Value:
    """Return the value of `name`, or `default` where it is absent or empty.

    Raises SettingError when `parse` refuses the text.
    """
    declared[name] = Setting(name, purpose, shown or str(default))
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return parse(text)
    except (ValueError, KeyError, OSError) as error:
        shown = "(no se muestra)" if any(word in name for word in SECRETS) else f"«{text}»"
        raise SettingError(f"{name}: {shown} no sirve. {error}") from error


def as_flag(text: str) -> bool:
    """Read 1/0, true/false, si/no."""
    known = {
        "1": True,
        "true": True,
        "si": True,
        "sí": True,
        "0": False,
        "false": False,
        "no": False,
    }
    if text.lower() not in known:
        raise ValueError("Escriba 1 o 0.")
    return known[text.lower()]


def as_address(text: str) -> str:
    """Read an http(s) address without a path; the last slash goes."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError("Escriba una dirección como https://convoca.ejemplo.cl")
    return text.rstrip("/")


def as_zone(text: str) -> str:
    """Read an IANA time zone."""
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("Escriba una zona horaria IANA, como America/Santiago.") from error


def as_folder(text: str) -> Path:
    """Read a folder; it need not exist yet."""
    return Path(text).expanduser().absolute()


def as_count(text: str) -> int:
    """Read a whole number of at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("Escriba un número entero desde 1.")
    return int(text)


def as_mail_server(text: str) -> MailServer:
    """Read smtp://user:password@host:port?tls=starttls|ssl|none (none where it is not said)."""
    parts = urlsplit(text)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("Escriba smtp://usuario:clave@servidor:puerto?tls=starttls")
    security = parts.query.removeprefix("tls=") or "none"
    if security not in {"starttls", "ssl", "none"}:
        raise ValueError("tls admite starttls, ssl o none.")
    port = parts.port or {"starttls": 587, "ssl": 465, "none": 25}[security]
    return MailServer(
        parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), security
    )


def as_imap_server(text: str) -> ImapServer:
    """Read imaps://user:password@host:port/FOLDER; imap:// is without encryption."""
    parts = urlsplit(text)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ValueError("Escriba imaps://usuario:clave@servidor:993/INBOX")
    is_encrypted = parts.scheme == "imaps"
    return ImapServer(
        host=parts.hostname,
        port=parts.port or (993 if is_encrypted else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=is_encrypted,
    )


MAIL_SERVICES = (
    "amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mandrill", "postal", "postmark",
    "resend", "sendgrid", "sparkpost", "unisender_go",
)  # fmt: skip


def as_mail_service(text: str) -> str:
    """Read the name of a mail service, as django-anymail calls it."""
    if text not in MAIL_SERVICES:
        raise ValueError(f"Escriba uno de estos: {', '.join(MAIL_SERVICES)}.")
    return text


def as_names(text: str) -> dict[str, Any]:
    """Read an object of JSON: values by name."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError('Escriba un objeto JSON, como {"NOMBRE": "valor"}.')  # noqa: TRY004 - what `read` expects
    return found


def as_mailbox(text: str) -> str:
    """Read one bare mail address, which will get words of ours before its @."""
    local, at, host = text.partition("@")
    if not (local and at and host) or "+" in local or any(each in text for each in " <>,"):
        raise ValueError("Escriba una dirección sola, como rebote@asociacion.cl")
    return text


def as_queue(text: str) -> str:
    """Read where the queue lives: sqlite://, redis(s)://host:port/n or memory://."""
    if urlsplit(text).scheme not in {"sqlite", "redis", "rediss", "memory"}:
        raise ValueError("Escriba sqlite://, redis://servidor:puerto/0 o memory://")
    return text


def as_files(text: str) -> dict[str, object]:
    """Read s3://key:secret@host:port/bucket/folder?tls=1|0&region=name as django-storages' options.

    The addresses are signed ones: what is kept is nobody's but ours. tls=0 is for this machine.
    """
    parts = urlsplit(text)
    bucket, _, folder = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or not parts.password:
        raise ValueError("Escriba s3://clave:secreto@servidor/balde")
    query = dict(parse_qsl(parts.query))
    scheme = "http" if query.get("tls") == "0" else "https"
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
        "bucket_name": bucket,
        "location": folder,
        "region_name": query.get("region", "us-east-1"),
        "addressing_style": "path",
        "signature_version": "s3v4",
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }


def as_text(text: str) -> str:
    """Read any text."""
    return text
