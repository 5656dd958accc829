"""Mail by SMTP: one connection for many messages, and an honest word about each."""

import smtplib
import ssl
from typing import Self

from convoca.foundation.mail_server import MailServer
from convoca.messaging.channels.base import Parcel
from convoca.messaging.channels.mime import build_mail, sender_address
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelError,
    ChannelUncertainError,
    RefusedError,
    SignInRefusedError,
)

TIMEOUT_S = 20
OK = 250
PERMANENT = 500


class SmtpChannel:
    """Sends by one SMTP server.

    Until the server has been given the text, a failure is certain. After that, only its
    answer says whether it took the message: a cut there is uncertain.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._close()

    def send(self, parcel: Parcel) -> str:
        """Send one mail; return the server's answer."""
        mail = build_mail(parcel).message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's
        connection = self._ready()
        try:
            self._expect(connection.mail(sender_address()))
            self._expect(connection.rcpt(parcel.to_address))
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise ChannelError(str(error), permanent=False) from error
        return self._hand_over(connection, mail)

    def _hand_over(self, connection: smtplib.SMTP, mail: bytes) -> str:
        try:
            code, answer = connection.data(mail)
        except smtplib.SMTPDataError as error:  # refused before the text was given
            self._close()
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise ChannelUncertainError(str(error)) from error
        self._expect((code, answer))
        return answer.decode("utf-8", "replace")[:200]

    def _ready(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except smtplib.SMTPAuthenticationError as error:
                raise SignInRefusedError(f"sign-in refused: {error.smtp_code}") from error
            except (OSError, smtplib.SMTPException) as error:
                raise ChannelDownError(f"no connection: {type(error).__name__}") from error
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.security == "ssl":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_S, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
        return connection

    def _expect(self, reply: tuple[int, bytes]) -> None:
        code, answer = reply
        if code in {OK, 251}:
            return
        self._close()
        raise _refused(code, answer)

    def _close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (OSError, smtplib.SMTPException):
                self._connection.close()
            self._connection = None


def _refused(code: int, answer: bytes | str) -> RefusedError:
    words = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    return RefusedError(code, words, permanent=_is_final(code))


def _is_final(code: int) -> bool:
    """Say whether an SMTP code refuses for good: 5xx does, 4xx asks to try later."""
    return PERMANENT <= code < PERMANENT + 100
