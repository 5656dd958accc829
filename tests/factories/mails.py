"""Messages for tests, in whatever state they are wanted, and what mail systems say of them."""

from datetime import UTC, datetime

from convoca.foundation.hashes import hash_address
from convoca.foundation.models import Association
from convoca.messaging.models import Message, Suppression
from convoca.messaging.services import Recipient, Text, queue_message

SENT_AT = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
ADDRESS = "ana@comuna.cl"


def make_message(
    association: Association,
    key: str = "a",
    *,
    address: str = ADDRESS,
    state: str = Message.State.SENT,
    is_list: bool = False,
    **fields,
) -> Message:
    message = queue_message(
        association=association,
        key=key,
        purpose="test",
        occasion=f"test:{key}",
        recipient=Recipient(address, "Ana"),
        text=Text("Hola", "Hola.\n", is_list=is_list),
        now=SENT_AT,
    )
    sent_at = SENT_AT if state in Message.LEFT else None
    Message.objects.filter(pk=message.pk).update(**({"state": state, "sent_at": sent_at} | fields))
    message.refresh_from_db()
    return message


def open_stops(address: str = ADDRESS) -> list[tuple[str, str]]:
    """List scope and reason of what holds back an address."""
    hashed = hash_address(Message.Channel.EMAIL, address)
    found = Suppression.objects.filter(address_hash=hashed, ended_at__isnull=True)
    return sorted(found.values_list("scope", "reason"))


def make_bounce(
    message: Message,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "550 5.1.1 User unknown",
    to: str = "convoca@asociacion.cl",
    recipient: str = "",
) -> bytes:
    """Write a delivery report about a message, as a mail system sends it to `to`."""
    return (
        "From: MAILER-DAEMON@mx.example\n"
        f"To: {to}\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {recipient or message.to_address}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {diagnostic}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message.message_id}\n\n--b--\n"
    ).encode()
