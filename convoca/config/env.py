"""Reads the environment: each value once, typed, with the words that `docs/settings.md` shows."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from convoca.foundation.mail_server import MailServer

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


def as_queue(text: str) -> str:
    """Read where the queue lives: sqlite://, redis://host:port/n or memory://."""
    if urlsplit(text).scheme not in {"sqlite", "redis", "memory"}:
        raise ValueError("Escriba sqlite://, redis://servidor:puerto/0 o memory://")
    return text


def as_text(text: str) -> str:
    """Read any text."""
    return text
