"""Where mail leaves, as a setting gives it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailServer:
    """An SMTP server: `security` is "starttls", "ssl" or "none"."""

    host: str
    port: int
    user: str
    password: str
    security: str
