"""What the answers of a mail server mean."""

import pytest

from convoca.messaging.core.refusals import Refusal, name_of_refusal, refusal_of


@pytest.mark.parametrize(
    ("code", "answer", "refusal"),
    [
        (550, "5.1.1 No such user", Refusal.ADDRESS),
        (550, "No such user", Refusal.ADDRESS),
        (550, "5.7.1 Blocked", Refusal.POLICY),
        (554, "5.2.1 Mailbox disabled", Refusal.ADDRESS),
        (554, "Spam", Refusal.POLICY),
        (552, "Quota", Refusal.FULL),
        (452, "4.2.2 Over quota", Refusal.FULL),
        (550, "5.2.2 Over quota", Refusal.FULL),
        (451, "4.7.1 Greylisted", Refusal.FOR_NOW),
        (450, "4.1.1 Try later", Refusal.FOR_NOW),
        (399, "Odd", Refusal.POLICY),
    ],
)
def test_refusal_of_reads_the_enhanced_code_first(code, answer, refusal):
    assert refusal_of(code, answer) == refusal


def test_name_of_refusal_leaves_out_the_words():
    named = [name_of_refusal(550, "5.1.1 <ana@comuna.cl> unknown"), name_of_refusal(451, "No")]

    assert named == ["550 5.1.1", "451"]
