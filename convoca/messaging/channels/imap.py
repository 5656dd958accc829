"""Reading a mailbox by IMAP: what nobody has read yet, kept by us before it counts as read."""

import imaplib
import ssl
from collections.abc import Callable

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from convoca.foundation.mail_server import ImapServer
from convoca.messaging.errors import ChannelDownError

TIMEOUT_S = 20
LARGEST_OCTETS = 3_000_000
"""A larger mail is no notice; it stays unread for a person."""


def read_unseen(server: ImapServer, keep: Callable[[bytes], None], *, most: int) -> int:
    """Give each unread mail of a mailbox to `keep`, then mark it read; return how many.

    A mail that was kept and not marked, because the line was cut, comes again. At most `most`
    are read, the oldest first. Every wait for the server has an end. What `keep` raises goes
    through: that mail and those after it stay unread.

    Raises ChannelDownError when the server cannot be reached, refuses the name, or is cut off.
    """
    try:
        with _open(server) as mailbox:
            return _read(mailbox, keep, most)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise ChannelDownError(f"mailbox not read: {type(error).__name__}") from error


def _open(server: ImapServer) -> BaseMailBox:
    box: BaseMailBox = (
        MailBox(
            server.host,
            server.port,
            timeout=TIMEOUT_S,
            ssl_context=ssl.create_default_context(),
        )
        if server.is_encrypted
        else MailBoxUnencrypted(server.host, server.port, timeout=TIMEOUT_S)
    )
    return box.login(server.user, server.password, initial_folder=server.folder)


def _read(mailbox: BaseMailBox, keep: Callable[[bytes], None], most: int) -> int:
    kept = 0
    for uid in mailbox.uids(f"UNSEEN UNDELETED SMALLER {LARGEST_OCTETS}")[:most]:
        content = _whole(mailbox, uid)
        if content is not None:
            keep(content)
            mailbox.flag([uid], MailMessageFlags.SEEN, value=True)
            kept += 1
    return kept


def _whole(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """Return a mail as it lies there, without marking it; None where it is gone meanwhile."""
    _status, answer = mailbox.client.uid("fetch", uid, "(BODY.PEEK[])")
    parts = [part[1] for part in answer if isinstance(part, tuple)]
    return bytes(parts[0]) if parts else None
