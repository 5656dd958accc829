"""What a mail service reported, applied like the notices of mail systems."""

from datetime import datetime

from convoca.messaging.core.dsn import Kind
from convoca.messaging.core.reports import ServiceReport, Wish, notice_in, parse_report, wish_in
from convoca.messaging.models import Message
from convoca.messaging.services.addresses import unsubscribe_token
from convoca.messaging.services.bounces import ReturnedMail, note_complaint, settle_bounce
from convoca.messaging.services.unsubscribing import unsubscribe


def apply_service_report(content: bytes, *, received_at: datetime) -> bool:
    """Apply one report; return whether it was of any use here.

    What only tells of opening and the like is known, and ends here. Not of use: what is no
    report, and one about a mail that is none of ours.
    """
    report = parse_report(content)
    if report is None:
        return False
    wish, notice = wish_in(report), notice_in(report)
    if wish is None and notice.kind is Kind.OTHER:
        return True
    message = _find(report)
    if message is None:
        return False
    if wish is Wish.UNSUBSCRIBED:
        unsubscribe(token=unsubscribe_token(message.to_address), now=received_at)
    elif wish is Wish.COMPLAINED:
        note_complaint(message=message, now=received_at)
    else:
        settle_bounce(returned=ReturnedMail(message, notice), now=received_at)
    return True


def _find(report: ServiceReport) -> Message | None:
    mails = Message.objects.filter(channel=Message.Channel.EMAIL)
    if report.reference.isdecimal():
        return mails.filter(pk=int(report.reference)).first()
    return mails.filter(provider_id=report.provider_id).first() if report.provider_id else None
