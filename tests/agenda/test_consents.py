from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from convoca.agenda.errors import InterviewNotAllowedError
from convoca.agenda.models import Consent, Statement
from convoca.agenda.queries import ballots_of, done_interviews, find_agenda
from convoca.agenda.queries.consents import permissions_of
from convoca.agenda.queries.quotable import quotable_of, quotable_statements
from convoca.agenda.queries.statements import uncoded_statements
from convoca.agenda.queries.theme_quotes import quotes_behind
from convoca.agenda.services import code_statement, confirm_agenda, create_code, save_answer
from convoca.agenda.services.consents import change_consent
from convoca.agenda.services.recordings import add_recording
from convoca.foundation.errors import NotFoundError
from tests.factories.agenda import answer_interview, make_interviews, make_statement
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW.replace(day=5), NOW.replace(day=6)
BUYING = "Licitaciones y compras"
GIVEN_BY_LINK = [("interview", True, "link", None), ("quote", True, "link", None)]


def words_of(interview):
    """Return what stands: purpose, yes or no, how, and who heard it."""
    standing = interview.consents.filter(superseded_at__isnull=True).order_by("purpose")
    return list(standing.values_list("purpose", "is_given", "way", "recorded_by__name"))


def say(interview, purpose, *, is_given, now=LATER, user=None):
    return change_consent(
        interview=interview, purpose=purpose, is_given=is_given, now=now, user=user
    )


def withdraw(interview, purpose, **more):
    return say(interview, purpose, is_given=False, **more)


def texts(statements):
    return list(statements.values_list("text", flat=True))


def make_coded(statement):
    code = create_code(
        community=statement.interview.cycle.community,
        name="Compras",
        definition="",
        theme=statement.interview.cycle.community.themes.get(title=BUYING),
        user=None,
        now=NOW,
    )
    code_statement(statement=statement, codes=[code], user=None, now=NOW)
    return code


def test_answers_to_the_consent_questions_are_kept_with_the_words_asked():
    interview = answer_interview(make_interviews()[0])

    quote = interview.consents.get(purpose="quote")
    assert words_of(interview) == GIVEN_BY_LINK
    assert quote.text.startswith("¿Podemos citar sus palabras, sin su nombre ni el de su comuna?\n")
    assert (quote.text_version, quote.said_at) == ("1/may_quote", NOW)


def test_spoken_answer_is_kept_with_who_heard_it():
    interview = make_interviews()[0]
    user = make_user(interview.cycle.community.association, "e@ejemplo.cl", "Elena Entrevista")

    save_answer(interview=interview, question="consent", value="yes", now=NOW, user=user)

    assert words_of(interview) == [("interview", True, "spoken", "Elena Entrevista")]


def test_answer_sent_twice_is_one_word_and_another_answer_supersedes_it():
    interview = answer_interview(make_interviews()[0])
    for value in ("yes", "no"):
        save_answer(interview=interview, question="may_quote", value=value, now=LATER)

    said = interview.consents.filter(purpose="quote").order_by("pk")

    assert list(said.values_list("is_given", "superseded_at")) == [(True, LATER), (False, None)]


def test_refusing_the_interview_ends_what_else_was_allowed():
    interview = answer_interview(make_interviews()[0])

    save_answer(interview=interview, question="consent", value="no", now=LATER)

    assert words_of(interview) == [("interview", False, "link", None)]


def test_withdrawn_quote_leaves_every_list_of_what_may_be_quoted_and_still_counts():
    statement = make_statement("Falta gente.", ratings={BUYING: (5, 5)})
    make_coded(statement)
    cycle, theme = statement.interview.cycle, statement.interview.ratings.get(interest=5).theme_id
    before = texts(quotable_statements(cycle))

    withdraw(statement.interview, "quote")

    assert before == ["Falta gente."]
    assert texts(quotable_statements(cycle)) == texts(quotable_of([statement.interview])) == []
    assert quotes_behind(cycle, [theme]) == {theme: []}
    assert len(ballots_of(cycle).voters) == 1
    assert statement.interview.answers.get(question="may_quote").value == "no"


def test_quote_given_back_is_quotable_again():
    statement = make_statement("Falta gente.")
    withdraw(statement.interview, "quote")

    say(statement.interview, "quote", is_given=True, now=LATEST)

    assert texts(quotable_statements(statement.interview.cycle)) == ["Falta gente."]


def test_sensitive_or_superseded_statement_is_never_quotable():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nDos.\nTres."})
    said = {one.text: one for one in interview.statements.all()}
    Statement.objects.filter(pk=said["Uno."].pk).update(is_sensitive=True)
    Statement.objects.filter(pk=said["Dos."].pk).update(superseded_at=NOW)

    assert texts(quotable_statements(interview.cycle)) == ["Tres."]


def test_withdrawn_interview_leaves_queue_and_ballots():
    statement = make_statement("Falta gente.", ratings={BUYING: (5, 5)})
    cycle = statement.interview.cycle

    withdraw(statement.interview, "interview")

    assert not done_interviews(cycle).exists()
    assert (texts(uncoded_statements(cycle)), ballots_of(cycle).voters) == ([], ())
    assert words_of(statement.interview) == [("interview", False, "link", None)]


def test_withdrawn_interview_keeps_the_confirmed_agenda_as_it_was():
    statement = make_statement("Falta gente.", ratings={BUYING: (5, 5)})
    cycle = statement.interview.cycle
    confirmed = confirm_agenda(cycle=cycle, chosen=None, reason="", user=None, now=NOW)

    withdraw(statement.interview, "interview")

    agenda = find_agenda(cycle)
    assert (agenda.input_hash, agenda.ballots) == (confirmed.input_hash, confirmed.ballots)


def test_interview_given_back_brings_its_statements_with_their_codes():
    statement = make_statement("Falta gente.", ratings={BUYING: (5, 5)})
    code = make_coded(statement)
    interview = statement.interview
    withdraw(interview, "interview")

    say(interview, "interview", is_given=True, now=LATEST)
    interview.refresh_from_db()
    between = interview.state
    say(interview, "quote", is_given=True, now=LATEST)

    interview.refresh_from_db()
    assert (between, interview.state) == ("started", "done")
    assert [one.codings.get().code for one in quotable_statements(interview.cycle)] == [code]
    assert len(ballots_of(interview.cycle).voters) == 1


def test_nothing_else_may_be_allowed_while_the_interview_is_refused():
    interview = answer_interview(make_interviews()[0])
    withdraw(interview, "interview")

    with pytest.raises(InterviewNotAllowedError):
        say(interview, "quote", is_given=True)


def test_consent_withdrawn_twice_is_one_word():
    interview = answer_interview(make_interviews()[0])
    first = withdraw(interview, "quote")

    assert withdraw(interview, "quote", now=LATEST) == first
    assert interview.consents.filter(purpose="quote").count() == 2


def test_consent_that_the_guide_does_not_ask_for_is_not_found():
    with pytest.raises(NotFoundError):
        withdraw(answer_interview(make_interviews()[0]), "photo")


def test_permissions_tell_what_stands_and_all_that_was_said():
    interview = answer_interview(make_interviews()[0])
    user = make_user(interview.cycle.community.association, "e@ejemplo.cl", "Elena Entrevista")
    withdraw(interview, "quote", user=user)

    said = {one.asked.purpose: one for one in permissions_of(interview)}

    assert said["interview"].is_given
    assert not said["quote"].is_given
    assert [(one.is_given, one.way) for one in said["quote"].said] == [
        (False, Consent.Way.SPOKEN),
        (True, Consent.Way.LINK),
    ]


def test_permissions_of_a_refused_interview_offer_nothing_that_was_never_said():
    interview = make_interviews()[0]
    save_answer(interview=interview, question="consent", value="no", now=NOW)

    assert [one.asked.purpose for one in permissions_of(interview)] == ["interview"]


def make_recorded():
    """Make a done interview that was recorded, with consent by word of mouth."""
    interview = make_interviews()[0]
    user = make_user(interview.cycle.community.association, "e@ejemplo.cl", "Elena Entrevista")
    for question in ("consent", "may_record"):
        save_answer(interview=interview, question=question, value="yes", now=NOW, user=user)
    add_recording(
        interview=interview,
        client_id=uuid4(),
        content=ContentFile(b"OggS" + b"\0" * 100),
        marks=[],
        now=NOW,
        user=user,
    )
    return interview


@pytest.mark.parametrize("purpose", ["record", "interview"])
def test_withdrawn_recording_or_interview_deletes_the_audio(purpose, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    interview = make_recorded()

    withdraw(interview, purpose)

    assert [one.deleted_at for one in interview.recordings.all()] == [LATER]


def test_withdrawn_quote_leaves_the_audio(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    interview = make_recorded()
    save_answer(interview=interview, question="may_quote", value="yes", now=NOW)

    withdraw(interview, "quote")

    assert [one.deleted_at for one in interview.recordings.all()] == [None]
