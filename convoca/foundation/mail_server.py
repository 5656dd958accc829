"""Where mail leaves and where it is read, as settings give it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailServer:
    """An SMTP server: `security` is "starttls", "ssl" or "none"."""

    host: str
    port: int
    user: str
    password: str
    security: str


@dataclass(frozen=True)
class ImapServer:
    """A mailbox to be read: `is_encrypted` is TLS from the first octet."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool
