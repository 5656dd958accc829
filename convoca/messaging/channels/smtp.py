"""Mail by SMTP: one connection for many messages, and an honest word about each."""

import smtplib
import ssl
from typing import Self

from convoca.foundation.mail_server import MailServer
from convoca.messaging.channels.base import Parcel
from convoca.messaging.channels.mime import mail_bytes, sender_address
from convoca.messaging.core.mail_text import as_data
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelError,
    ChannelUncertainError,
    RefusedError,
    SenderRefusedError,
    SignInRefusedError,
)

TIMEOUT_S = 20
"""How long the server may take to answer a command."""
ANSWER_S = 90
"""How long it may take once it was given the text: the longer, the fewer stay uncertain.

All waits of one exchange together stay below the lease of a message.
"""
MESSAGES_PER_CONNECTION = 100
OK = {250, 251}
GO_ON = 354
REFUSAL = 400
CLOSING = 421
PERMANENT = 500
NO_SUCH_ADDRESS = 553, b"5.1.3"
BROKEN = (OSError, smtplib.SMTPException)


class SmtpChannel:
    """Sends by one SMTP server.

    Until the server has been given the text, a failure is certain. After that, only its
    answer says whether it took the message: a cut there is uncertain. While the server reads
    a mail the next one is built.
    """

    def __init__(
        self, server: MailServer, *, timeout_s: float = TIMEOUT_S, answer_s: float = ANSWER_S
    ) -> None:
        self._server, self._timeout_s, self._answer_s = server, timeout_s, answer_s
        self._connection: smtplib.SMTP | None = None
        self._taken = 0
        self._following: Parcel | None = None
        self._built: tuple[Parcel, bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self._close()

    def prepare(self, parcel: Parcel) -> None:
        """Note which mail to build while the server reads the one before it."""
        self._following = parcel

    def send(self, parcel: Parcel) -> str:
        """Send one mail; return the server's answer."""
        mail = self._mail_of(parcel)
        connection = self._begin(parcel)
        try:
            self._expect(*connection.docmd("RCPT", f"TO:<{parcel.to_address}>"))
            code, answer = connection.docmd("DATA")
        except BROKEN as error:
            self._close()
            raise ChannelError(str(error), permanent=False) from error
        except UnicodeError as error:  # no server takes such an address without an extension
            raise self._refused(*NO_SUCH_ADDRESS) from error
        if code != GO_ON:
            raise self._refused(code, answer)
        return self._hand_over(connection, mail)

    def _mail_of(self, parcel: Parcel) -> bytes:
        built, self._built = self._built, None
        return built[1] if built is not None and built[0] is parcel else as_data(mail_bytes(parcel))

    def _begin(self, parcel: Parcel) -> smtplib.SMTP:
        """Name the sender to the server; over a new connection where the old one is gone."""
        sender = parcel.return_address or sender_address()
        if self._taken >= MESSAGES_PER_CONNECTION:
            self._close()
        is_used = self._connection is not None
        connection = self._ready()
        try:
            code, answer = connection.docmd("MAIL", f"FROM:<{sender}>")
        except BROKEN as error:
            self._close()
            if is_used:
                return self._begin(parcel)
            raise ChannelError(str(error), permanent=False) from error
        if code == CLOSING and is_used:
            self._close()
            return self._begin(parcel)
        if code >= PERMANENT:
            raise SenderRefusedError(str(self._refused(code, answer)))
        self._expect(code, answer)
        return connection

    def _hand_over(self, connection: smtplib.SMTP, mail: bytes) -> str:
        try:
            connection.send(mail)
            self._build_following()
            if connection.sock is not None:
                connection.sock.settimeout(self._answer_s)
            code, answer = connection.getreply()
            if connection.sock is not None:
                connection.sock.settimeout(self._timeout_s)
        except BROKEN as error:
            self._close()
            raise ChannelUncertainError(str(error)) from error
        if code < REFUSAL and code not in OK:
            self._close()
            raise ChannelUncertainError(f"no answer of a mail server: {code}")
        self._expect(code, answer)
        self._taken += 1
        return answer.decode("utf-8", "replace")[:200]

    def _build_following(self) -> None:
        parcel, self._following = self._following, None
        if parcel is None:
            return
        try:
            self._built = parcel, as_data(mail_bytes(parcel))
        except Exception:  # not its turn yet: then it fails again, and is told
            self._built = None

    def _ready(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection, self._taken = self._connect(), 0
            except smtplib.SMTPAuthenticationError as error:
                kind = SignInRefusedError if _is_final(error.smtp_code) else ChannelDownError
                raise kind(f"sign-in refused: {error.smtp_code}") from error
            except BROKEN as error:
                raise ChannelDownError(f"no connection: {type(error).__name__}") from error
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server, timeout_s = self._server, self._timeout_s
        if server.security == "ssl":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=timeout_s, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
        return connection

    def _expect(self, code: int, answer: bytes) -> None:
        if code not in OK:
            raise self._refused(code, answer)

    def _refused(self, code: int, answer: bytes) -> RefusedError:
        """Return the refusal; what was begun is taken back, the connection stays in use."""
        words = answer.decode("utf-8", "replace")
        try:
            if code == CLOSING or self._connection is None or self._connection.rset()[0] not in OK:
                self._close()
        except BROKEN:
            self._close()
        return RefusedError(code, words, permanent=_is_final(code))

    def _close(self) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except BROKEN:
                self._connection.close()
            self._connection = None


def _is_final(code: int) -> bool:
    """Say whether an SMTP code refuses for good: 5xx does, 4xx asks to try later."""
    return PERMANENT <= code < PERMANENT + 100
