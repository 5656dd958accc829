"""What a mail service tells of a mail, in one form for all services."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from convoca.messaging.core.dsn import Kind, Notice, judge_failure
from convoca.messaging.core.refusals import Refusal

REFERENCE = "convoca"
MARK = "convoca.mail_service"
"""What says that the bytes of an event are such a report, not a mail."""


class Wish(StrEnum):
    """What a person did with a mail that asks for fewer of them."""

    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"


@dataclass(frozen=True)
class ServiceReport:
    """One report: `kind` and `reason` in django-anymail's words, `answer` in the server's.

    `provider_id` is the service's name for the mail, `reference` ours.
    """

    kind: str
    event_id: str = ""
    provider_id: str = ""
    reference: str = ""
    recipient: str = ""
    reason: str = ""
    answer: str = ""

    def to_bytes(self) -> bytes:
        """Write the report so that the same one is always the same bytes."""
        return json.dumps({MARK: asdict(self)}, sort_keys=True, ensure_ascii=False).encode()


def parse_report(content: bytes) -> ServiceReport | None:
    """Read what `to_bytes` wrote; None for anything else."""
    if MARK.encode() not in content[: len(MARK) + 10]:
        return None
    try:
        found = json.loads(content)[MARK]
        return ServiceReport(**{name: str(value) for name, value in found.items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def wish_in(report: ServiceReport) -> Wish | None:
    """Return what the person of a report wants; None where it tells of none."""
    if report.kind in {Wish.COMPLAINED, Wish.UNSUBSCRIBED}:
        return Wish(report.kind)
    by_reason = {"spam": Wish.COMPLAINED, "unsubscribed": Wish.UNSUBSCRIBED}
    return by_reason.get(report.reason) if report.kind == "rejected" else None


def notice_in(report: ServiceReport) -> Notice:
    """Say what a report means for its mail, as `dsn.read_notice` does for a notice.

    bounced, rejected, failed: by the server's answer, see `judge_failure`; without one,
    a reason "invalid" or "bounced" is hard, any other soft. deferred: DELAYED. Opened, clicked
    and the like say nothing.
    """
    recipient = report.recipient.casefold()
    if report.kind == "delivered":
        return Notice(Kind.DELIVERED, recipient=recipient)
    if report.kind == "deferred":
        return Notice(Kind.DELAYED, recipient=recipient)
    if report.kind not in {"bounced", "rejected", "failed"}:
        return Notice(Kind.OTHER)
    if report.answer.strip():
        kind, refusal = judge_failure("", report.answer)
    elif report.reason in {"invalid", "bounced"}:
        kind, refusal = Kind.HARD, Refusal.ADDRESS
    else:
        kind, refusal = Kind.SOFT, Refusal.POLICY
    return Notice(kind, recipient=recipient, refusal=refusal)
