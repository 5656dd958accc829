"""What a mail service tells, in one form for all services."""

import pytest

from convoca.messaging.core.dsn import Kind, Notice
from convoca.messaging.core.refusals import Refusal
from convoca.messaging.core.reports import ServiceReport, notice_in, parse_report, wish_in

ANA = "ana@comuna.cl"
FULL = "552 5.2.2 mailbox full"
UNKNOWN = "550 5.1.1 user unknown"


@pytest.mark.parametrize(
    ("kind", "reason", "answer", "notice"),
    [
        ("delivered", "", "250 ok", Notice(Kind.DELIVERED, recipient=ANA)),
        ("deferred", "", "421 later", Notice(Kind.DELAYED, recipient=ANA)),
        ("sent", "", "", Notice(Kind.OTHER)),
        ("opened", "", "", Notice(Kind.OTHER)),
        ("bounced", "bounced", UNKNOWN, Notice(Kind.HARD, "", ANA, Refusal.ADDRESS)),
        ("bounced", "bounced", FULL, Notice(Kind.SOFT, "", ANA, Refusal.FULL)),
        ("bounced", "bounced", "", Notice(Kind.HARD, "", ANA, Refusal.ADDRESS)),
        ("rejected", "invalid", " ", Notice(Kind.HARD, "", ANA, Refusal.ADDRESS)),
        ("rejected", "blocked", "", Notice(Kind.SOFT, "", ANA, Refusal.POLICY)),
        ("failed", "", "", Notice(Kind.SOFT, "", ANA, Refusal.POLICY)),
    ],
)
def test_notice_in_a_report_prv_05(kind, reason, answer, notice):
    report = ServiceReport(kind, recipient="Ana@comuna.cl", reason=reason, answer=answer)

    assert notice_in(report) == notice


@pytest.mark.parametrize(
    ("kind", "reason", "wish"),
    [
        ("complained", "", "complained"),
        ("unsubscribed", "", "unsubscribed"),
        ("rejected", "spam", "complained"),
        ("rejected", "unsubscribed", "unsubscribed"),
        ("rejected", "invalid", None),
        ("bounced", "spam", None),
    ],
)
def test_wish_in_a_report(kind, reason, wish):
    assert wish_in(ServiceReport(kind, reason=reason)) == wish


def test_report_survives_being_written_and_is_always_the_same_bytes():
    report = ServiceReport("bounced", "e1", "p1", "7", ANA, "bounced", "Buzón lleno")

    assert parse_report(report.to_bytes()) == report
    assert report.to_bytes() == ServiceReport(**vars(report)).to_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: Hola\n\nVoy.",
        b'{"convoca.mail_service": 1}',
        b'{"convoca.mail_service": {"nobody": 1}}',
        b'{"convoca.mail_service": ',
    ],
)
def test_parse_report_of_anything_else_is_none(content):
    assert parse_report(content) is None
