"""Questions asked, answered, corrected, merged and set aside."""

from datetime import timedelta

import pytest

from convoca.convening.queries import live_invitations
from convoca.convening.services import replace_holder
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.directory.queries import email_of
from convoca.foundation.links import mark_of
from convoca.messaging.core.house_templates import NEWS
from convoca.messaging.models import Message
from convoca.notices.errors import AnswerChangedError, NoAnswerThereError, QuestionSettledError
from convoca.notices.models import Question
from convoca.notices.queries import (
    count_open_questions,
    list_own_questions,
    list_shared_questions,
)
from convoca.notices.services import answer_question, merge_question, set_question_aside
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_held_seats, make_user
from tests.factories.notices import (
    mails,
    make_answered,
    make_question,
    member_of,
    writer_of,
)
from tests.factories.whatsapp import reach_by_whatsapp

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cycle():
    return make_accepted_cycle(2)


def correct(question, text, *, known=1, audience="community"):
    user = writer_of(question.seat and question.community.cycles.get())
    return answer_question(
        question=question, text=text, audience=audience, known=known, user=user, now=LATER
    )


def wordings(question):
    return list(question.answers.values_list("number", "text", "audience"))


def test_question_pressed_twice_is_one_question(cycle):
    assert make_question(cycle) == make_question(cycle)
    assert count_open_questions(cycle.community) == 1


def test_same_words_of_another_director_are_another_question(cycle):
    assert make_question(cycle, place=0) != make_question(cycle, place=1)


def test_answer_is_mailed_to_who_asked_with_the_own_page(cycle):
    question = make_answered(cycle)

    (mail,) = mails("question-answer")
    link = PersonalLink.objects.get(reference=mail.link_reference)
    assert (mail.to_name, mail.subject) == (
        "Directora 000",
        "Respuesta a su pregunta · Comunidad SECPLAN",
    )
    assert "¿Quién firma el convenio?" in mail.body
    assert "La respuesta:\n\nFirma la alcaldesa." in mail.body
    assert f"\n{mark_of(link.reference)}respuesta/{question.pk}/\n" in mail.body
    assert (link.person, link.purpose) == (question.person, "notices")


def test_answer_for_who_asked_alone_is_not_shared(cycle):
    question = make_answered(cycle, audience="asker")

    assert list(list_shared_questions(cycle.community)) == []
    assert list(list_own_questions(member_of(cycle))) == [question]


def test_answer_pressed_twice_is_one_wording_and_one_mail(cycle):
    question = make_answered(cycle)

    correct(question, "Firma la alcaldesa.", known=0)

    assert wordings(question) == [(1, "Firma la alcaldesa.", "community")]
    assert len(mails("question-answer")) == 1


def test_correction_keeps_the_old_wording_and_replaces_the_waiting_mail(cycle):
    question = make_answered(cycle)

    correct(question, "Firma el concejo.", audience="asker")

    question.refresh_from_db()
    told = [(mail.state, mail.subject[:9]) for mail in mails("question-answer")]
    assert wordings(question) == [
        (1, "Firma la alcaldesa.", "community"),
        (2, "Firma el concejo.", "asker"),
    ]
    assert told == [("cancelled", "Respuesta"), ("queued", "Corregimo")]
    assert (question.audience, question.settled_at) == ("asker", NOW)


def test_answer_written_while_somebody_else_answered_is_refused(cycle):
    question = make_answered(cycle)

    with pytest.raises(AnswerChangedError):
        correct(question, "Firma el concejo.", known=0)

    assert wordings(question) == [(1, "Firma la alcaldesa.", "community")]


def test_merged_question_gets_the_answer_of_the_other(cycle):
    answered = make_answered(cycle)
    question = make_question(cycle, "¿Y el convenio?", place=1)

    for _press in range(2):
        merge_question(question=question, into=answered, user=writer_of(cycle), now=LATER)

    question.refresh_from_db()
    mail = mails("question-answer")[-1]
    assert (question.state, question.answered) == ("merged", answered)
    assert (mail.to_name, "Otra dirección había preguntado lo mismo" in mail.body) == (
        "Directora 001",
        True,
    )
    assert ("Firma la alcaldesa." in mail.body, len(mails("question-answer"))) == (True, 2)


@pytest.mark.parametrize("audience", [None, "asker"], ids=["open", "for one alone"])
def test_question_is_not_merged_into_one_without_an_answer_for_all(cycle, audience):
    other = make_answered(cycle, audience=audience) if audience else make_question(cycle)
    question = make_question(cycle, "¿Y el convenio?", place=1)

    with pytest.raises(NoAnswerThereError):
        merge_question(question=question, into=other, user=writer_of(cycle), now=LATER)

    question.refresh_from_db()
    assert question.state == "open"


def test_question_is_not_merged_into_that_of_another_community(cycle):
    other = make_community(cycle.community.association, kind="DOM")
    seat = make_held_seats(other, 1)[0]
    person = seat.tenures.get().person
    foreign = Question.objects.create(
        community=other,
        person=person,
        seat=seat,
        text="¿?",
        asked_at=NOW,
        state="answered",
        audience="community",
    )

    with pytest.raises(NoAnswerThereError):
        merge_question(
            question=make_question(cycle), into=foreign, user=writer_of(cycle), now=LATER
        )


def test_question_set_aside_tells_who_asked_why_and_once(cycle):
    question = make_question(cycle)
    aside = {"reason": "Es de otra dirección.", "user": writer_of(cycle), "now": NOW}

    for _press in range(2):
        set_question_aside(question=question, **aside)

    (mail,) = mails("question-answer")
    assert "por este motivo:\n\nEs de otra dirección." in mail.body
    assert count_open_questions(cycle.community) == 0


def test_question_set_aside_may_be_answered_after_all(cycle):
    question = make_question(cycle)
    user = writer_of(cycle)
    set_question_aside(question=question, reason="No sabemos.", user=user, now=NOW)

    correct(question, "Ya sabemos.", known=0)

    question.refresh_from_db()
    assert (question.state, question.settled_at) == ("answered", LATER)


def test_settled_question_is_neither_merged_nor_set_aside_nor_answered_again(cycle):
    first, second = make_answered(cycle), make_answered(cycle, "¿Otra?")
    user = writer_of(cycle)

    with pytest.raises(QuestionSettledError, match="respondida"):
        merge_question(question=second, into=first, user=user, now=LATER)
    with pytest.raises(QuestionSettledError):
        set_question_aside(question=second, reason="x", user=user, now=LATER)
    merged = make_question(cycle, "¿Tercera?")
    merge_question(question=merged, into=first, user=user, now=LATER)
    with pytest.raises(QuestionSettledError):
        correct(merged, "Otra cosa", known=0)

    assert Question.objects.filter(state="answered").count() == 2


def test_answer_to_who_has_no_address_is_kept_and_not_mailed(cycle):
    ContactPoint.objects.all().delete()

    question = make_answered(cycle)

    assert (question.state, mails("question-answer")) == ("answered", [])


def test_answer_to_who_left_the_seat_is_not_mailed(cycle):
    question = make_question(cycle)
    replace_holder(
        seat=live_invitations(cycle)[0].seat,
        name="Nora Nueva",
        email="",
        phone="",
        role="titular",
        user=make_user(cycle.community.association, "otra@ejemplo.cl"),
        now=NOW,
        cycle=cycle,
    )

    correct(question, "Firma la alcaldesa.", known=0)

    assert mails("question-answer") == []


def test_questions_of_another_community_are_not_listed(cycle):
    make_answered(cycle)
    other = make_cycle(make_community(cycle.community.association, kind="DOM"))

    assert list(list_shared_questions(other.community)) == []


def test_answer_goes_to_who_asked_by_the_own_channel(settings):
    cycle = make_accepted_cycle()
    reach_by_whatsapp(settings, member_of(cycle).person, NEWS)

    question = make_answered(cycle)

    [told] = Message.objects.filter(purpose="question-answer")
    assert (told.channel, told.template, told.fallback_address) == (
        "whatsapp",
        NEWS.name,
        email_of(question.person),
    )
