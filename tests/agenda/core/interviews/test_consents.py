from convoca.agenda.core.interviews.consents import (
    INTERVIEW,
    QUOTE,
    RECORD,
    AskedWords,
    consents_asked,
    words_asked,
)
from convoca.agenda.core.interviews.guide import parse_guide


def guide_asking(*questions):
    asked = [{"id": "first", "type": "text", "label": "Uno", **raw} for raw in questions]
    section = {"id": "one", "title": "Uno", "questions": asked}
    return parse_guide({"format": "convoca.guide/1", "title": "Pauta", "sections": [section]})


def test_words_asked_are_the_label_and_a_line_for_each_paragraph():
    guide = guide_asking(
        {
            "id": "may_quote",
            "type": "yes_no",
            "label": "¿Podemos citar?",
            "detail": ["Así.", "O no."],
        }
    )

    words = words_asked(guide.questions[0], guide_version=3)

    assert words == AskedWords(
        "may_quote", QUOTE, "¿Podemos citar?\nAsí.\nO no.", "3/may_quote", False
    )


def test_words_asked_is_none_for_a_question_about_anything_else():
    assert words_asked(guide_asking({}).questions[0], guide_version=1) is None


def test_consents_asked_puts_the_interview_first_and_leaves_out_what_is_not_asked():
    guide = guide_asking(
        {"id": "may_record", "type": "yes_no"}, {}, {"id": "consent", "type": "yes_no"}
    )

    asked = consents_asked(guide, guide_version=2)

    assert [one.purpose for one in asked] == [INTERVIEW, RECORD]
