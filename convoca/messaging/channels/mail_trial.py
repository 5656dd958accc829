"""Whether a mail server lets us in; nothing is sent."""

import smtplib
import ssl
from enum import StrEnum

from convoca.foundation.mail_server import MailServer

PATIENCE_S = 10


class Trial(StrEnum):
    """How it went."""

    FINE = "fine"
    AWAY = "away"
    UNSAFE = "unsafe"
    SIGN_IN = "sign_in"


def try_mail_server(server: MailServer) -> Trial:
    """Connect, encrypt and sign in as for sending, then leave."""
    context = ssl.create_default_context()
    connection: smtplib.SMTP | None = None
    try:
        if server.security == "ssl":
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=PATIENCE_S, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.noop()
    except (ssl.SSLError, smtplib.SMTPNotSupportedError):
        return Trial.UNSAFE
    except smtplib.SMTPAuthenticationError:
        return Trial.SIGN_IN
    except (OSError, smtplib.SMTPException):
        return Trial.AWAY
    finally:
        if connection is not None:
            connection.close()
    return Trial.FINE
