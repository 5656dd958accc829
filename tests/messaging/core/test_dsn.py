"""What a mail that came back means; the corpus holds one notice a file, named by its class."""

from email.message import Message as Mail
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.messaging.core.dsn import Kind, Notice, judge_failure, read_notice
from convoca.messaging.core.mails import message_ids_in, parse_mail
from convoca.messaging.core.refusals import Refusal

CORPUS = Path(__file__).parent.parent / "corpus"
NOTICES = sorted(CORPUS.glob("*.eml"))
SHARE = 0.95


def class_of(path: Path) -> str:
    return path.name.partition("--")[0]


def read(path: Path) -> Notice:
    return read_notice(parse_mail(path.read_bytes()))


def report(*blocks: str, about: str = "") -> Mail:
    """Build a delivery report with these groups of fields."""
    fields = "\n\n".join(["Reporting-MTA: dns; mx.example", *blocks])
    return parse_mail(
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{about}\n\n"
        f"--b\nContent-Type: message/delivery-status\n\n{fields}\n\n--b--\n".encode()
    )


def block(action: str, status: str, diagnostic: str = "", recipient: str = "a@x.cl") -> str:
    return (
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {diagnostic}"
    )


def test_corpus_has_at_least_forty_notices_of_each_class_some():
    counts = {kind: sum(class_of(path) == kind for path in NOTICES) for kind in Kind}

    assert len(NOTICES) >= 40
    assert min(counts.values()) >= 2


def test_read_notice_classifies_the_corpus_prv_05():
    wrong = {path.name: read(path).kind for path in NOTICES if read(path).kind != class_of(path)}

    assert len(wrong) / len(NOTICES) <= 1 - SHARE, wrong


def test_read_notice_takes_no_auto_reply_of_the_corpus_as_hard_prv_16():
    kinds = {read(path).kind for path in NOTICES if class_of(path) == "auto_reply"}

    assert kinds == {Kind.AUTO_REPLY}


def test_read_notice_names_our_mail_in_every_notice_that_quotes_it():
    ours = [path for path in NOTICES if b"@convoca>" in path.read_bytes()]
    quoting = [path for path in ours if class_of(path) != "auto_reply"]
    named = [path for path in quoting if message_ids_in(parse_mail(path.read_bytes()))]

    assert len(quoting) > 40
    assert named == quoting


@pytest.mark.parametrize(
    ("status", "words", "verdict"),
    [
        ("5.1.1", "550 5.1.1 User unknown", (Kind.HARD, Refusal.ADDRESS)),
        ("5.1.10", "550 5.1.10 RecipientNotFound", (Kind.HARD, Refusal.ADDRESS)),
        ("5.2.1", "550 5.2.1 The account is disabled", (Kind.HARD, Refusal.ADDRESS)),
        ("5.4.4", "Host not found", (Kind.HARD, Refusal.ADDRESS)),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", (Kind.HARD, "address")),
        ("5.4.1", "no answer from host", (Kind.SOFT, Refusal.POLICY)),
        ("5.0.0", "550 No Such User Here", (Kind.HARD, Refusal.ADDRESS)),
        ("5.7.1", "550 5.7.1 Unknown user", (Kind.HARD, Refusal.ADDRESS)),
        ("", "550 no", (Kind.HARD, Refusal.ADDRESS)),
        ("", "554 no", (Kind.SOFT, Refusal.POLICY)),
        ("", "", (Kind.SOFT, Refusal.POLICY)),
        ("5.2.2", "552 5.2.2 full", (Kind.SOFT, Refusal.FULL)),
        ("5.1.1", "550 5.1.1 mailbox full", (Kind.SOFT, Refusal.FULL)),
        ("", "552 no", (Kind.SOFT, Refusal.FULL)),
        ("5.1.8", "550 5.1.8 bad outbound sender", (Kind.SOFT, Refusal.POLICY)),
        ("5.1.7", "550 5.1.7 no", (Kind.SOFT, Refusal.POLICY)),
        ("5.1.1", "550 5.1.1 blocked using zen.spamhaus.org", (Kind.SOFT, Refusal.POLICY)),
        ("5.7.1", "550 5.7.1 no", (Kind.SOFT, Refusal.POLICY)),
        ("5.3.4", "552 5.3.4 size exceeds the limit", (Kind.SOFT, Refusal.POLICY)),
        ("4.4.1", "Connection timed out", (Kind.SOFT, Refusal.FOR_NOW)),
        ("4.1.1", "450 4.1.1 user unknown", (Kind.SOFT, Refusal.FOR_NOW)),
        ("", "451 try later", (Kind.SOFT, Refusal.FOR_NOW)),
        ("5.1.1", "550 5.1.1 greylisted, try again later", (Kind.SOFT, Refusal.POLICY)),
    ],
)
def test_judge_failure_reads_codes_and_words_prv_05(status, words, verdict):
    assert judge_failure(status, words) == verdict


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", Kind.HARD),
        ("Failed (bad address)", "5.1.1 (user)", Kind.HARD),
        ("failed", "4.4.7", Kind.SOFT),
        ("delayed", "4.4.1", Kind.DELAYED),
        ("", "4.4.1", Kind.DELAYED),
        ("delivered", "2.1.5", Kind.DELIVERED),
        ("", "2.1.5", Kind.DELIVERED),
        ("relayed", "2.1.9", Kind.OTHER),
        ("expanded", "2.1.9", Kind.OTHER),
    ],
)
def test_read_notice_follows_the_action_of_a_report(action, status, kind):
    assert read_notice(report(block(action, status))).kind is kind


def test_read_notice_gives_status_recipient_and_reason():
    notice = read_notice(report(block("failed", "5.2.2", "552 5.2.2 mailbox full")))

    assert notice == Notice(Kind.SOFT, "5.2.2", "a@x.cl", Refusal.FULL)


@pytest.mark.parametrize("actions", [["failed", "delivered"], ["delivered", "failed"]])
def test_read_notice_of_one_copy_to_several_counts_the_mildest(actions):
    blocks = [block(each, "5.1.1" if each == "failed" else "2.0.0") for each in actions]

    assert read_notice(report(*blocks)).kind is Kind.DELIVERED


def test_read_notice_prefers_the_address_we_wrote_to():
    fields = f"Original-Recipient: rfc822;alias@x.cl\n{block('failed', '5.1.1')}"

    assert read_notice(report(fields)).recipient == "alias@x.cl"


def test_read_notice_without_diagnostic_reads_the_words_above():
    fields = "Final-Recipient: rfc822; a@x.cl\nAction: failed\nStatus: 5.0.0"

    assert read_notice(report(fields, about="a@x.cl: user unknown")).kind is Kind.HARD


def test_read_notice_of_a_report_inside_a_forwarded_mail_is_of_a_person():
    inner = report(block("failed", "5.1.1")).as_string()
    mail = parse_mail(
        'From: Ana <ana@x.cl>\nContent-Type: multipart/mixed; boundary="o"\n\n'
        "--o\nContent-Type: text/plain\n\nMire.\n\n"
        f"--o\nContent-Type: message/rfc822\n\n{inner}\n--o--\n".encode()
    )

    assert read_notice(mail).kind is Kind.OTHER


def test_read_notice_ignores_what_our_own_copy_says():
    mail = parse_mail(
        b"From: MAILER-DAEMON@x.cl\nSubject: failure notice\n\n<a@x.cl>:\n550 user unknown\n\n"
        b"--- Below this line is a copy of the message.\n\nSi su buzon esta lleno, avisenos.\n"
    )

    assert read_notice(mail).refusal is Refusal.ADDRESS


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        (b"X-Failed-Recipients: " + b"a" * 500_000 + b"\n\nx", Kind.SOFT),
        (b"Content-Type: text/html\n\n" + b"<" * 500_000, Kind.OTHER),
        (b"References: " + b"<@" * 250_000 + b"\n\nx", Kind.OTHER),
        (b"\n" + b"mailbox user " * 40_000, Kind.OTHER),
    ],
)
def test_read_notice_of_a_mail_made_to_hang_us_comes_to_an_end(rest, kind):
    mail = parse_mail(b"From: MAILER-DAEMON@x.cl\n" + rest)

    assert (read_notice(mail).kind, message_ids_in(mail)) == (kind, [])


@given(st.binary(max_size=400))
def test_read_notice_of_any_bytes_raises_nothing(content):
    assert read_notice(parse_mail(content)).kind in Kind


@given(st.text(max_size=200), st.sampled_from(["Re: Invitacion", "Respuesta", "550 5.1.1"]))
def test_read_notice_of_a_person_is_never_a_failure(words, subject):
    mail = parse_mail(f"From: Ana <ana@x.cl>\nSubject: {subject}\n\n{words}".encode())

    assert read_notice(mail).kind in {Kind.OTHER, Kind.AUTO_REPLY}
