"""A director and the draft of the agenda: looked at, confirmed, objected to, too late."""

from datetime import timedelta

import pytest
from django.urls import reverse

from convoca.agenda.models import AgendaVoice
from convoca.agenda.services.consents import change_consent
from convoca.directory.models import PersonalLink
from tests.factories.agenda import theme_named
from tests.factories.convening import link_path
from tests.factories.cycles import NOW
from tests.factories.delphi import BUYING, PLANNING, make_answered_interviews, open_round_of

pytestmark = pytest.mark.django_db
MOST_BYTES = 30_000


@pytest.fixture
def clock(monkeypatch):
    """The time of the pages; it can be moved on."""
    time = {"now": NOW}
    monkeypatch.setattr("django.utils.timezone.now", lambda: time["now"])
    return time


@pytest.fixture
def interview(clock):
    """One of five interviews that all find the same theme urgent, in an open round."""
    interviews = make_answered_interviews(5)
    open_round_of(interviews[0].cycle)
    return interviews[0]


@pytest.fixture
def page(client, interview):
    """The page of the director, its link opened."""
    client.get(link_path(interview.person, "agenda"))
    link = PersonalLink.objects.get(person=interview.person, purpose="agenda")
    return reverse("portal:agenda", args=[link.reference])


def say(client, page, **given):
    return client.post(f"{page}opinar/", given)


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def said():
    return list(AgendaVoice.objects.values_list("word", "missing_theme__title", "text"))


def test_page_shows_the_draft_with_own_and_group_notes_and_says_nothing(client, page):
    answer = client.get(page)

    shown = text_of(answer)
    assert f"1. {BUYING}" in shown
    assert "Usted: interés 5, urgencia 5." in shown
    assert "El grupo: interés 5, urgencia 5 (la mediana de 5)." in shown
    assert "hasta el lunes 11 de enero" in shown
    assert len(answer.content) < MOST_BYTES
    assert said() == []


def test_confirming_is_one_press_and_pressed_twice_is_one_word(client, page):
    say(client, page, word="confirms")
    answer = say(client, page, word="confirms")

    shown = text_of(client.get(answer.url))
    assert "Gracias: su respuesta quedó guardada." in shown
    assert "Está de acuerdo." in shown
    assert said() == [("confirms", None, "")]


def test_objection_may_be_changed_into_agreement(client, page, interview):
    theme = theme_named(interview.cycle, PLANNING)
    answer = say(client, page, word="objects", missing_theme=theme.pk, text="Urge.")
    objected, shown = said(), text_of(client.get(answer.url))

    say(client, page, word="confirms")

    assert objected == [("objects", PLANNING, "Urge.")]
    assert f"Le falta: {PLANNING}. «Urge.»" in shown
    assert said() == [("confirms", None, "")]


def test_objection_that_says_nothing_is_asked_again(client, page):
    answer = say(client, page, word="objects", missing_theme="", text="")

    assert answer.status_code == 409
    assert "Elija el tema que le falta, o escríbalo con sus palabras." in text_of(answer)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"missing_theme": "999999", "text": "Mi texto."}, "Ese tema no está en la lista."),
        ({"text": "Mi texto. " * 100}, "Acórtelo a 600 letras."),
    ],
)
def test_objection_that_cannot_be_kept_keeps_what_was_typed(client, page, given, told):
    answer = say(client, page, word="objects", **given)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Mi texto." in text_of(answer)


def test_press_without_a_word_says_nothing(client, page):
    assert say(client, page).status_code == 422
    assert said() == []


def test_late_answer_is_told_plainly_and_changes_nothing(client, page, clock):
    clock["now"] = NOW + timedelta(days=8)

    answer = say(client, page, word="confirms")

    assert answer.status_code == 409
    assert "El plazo para opinar terminó el lunes 11 de enero" in text_of(answer)
    assert "Estoy de acuerdo" not in text_of(client.get(page))
    assert said() == []


def test_page_without_its_link_is_refused(client, interview):
    link = PersonalLink.objects.get(person=interview.person, purpose="agenda")

    answer = client.get(reverse("portal:agenda", args=[link.reference]))

    assert answer.status_code == 410
    assert interview.person.name not in text_of(answer)


def test_link_of_a_withdrawn_interview_opens_nothing(client, page, interview):
    change_consent(interview=interview, purpose="interview", is_given=False, now=NOW)

    assert client.get(page).status_code == 410
    assert say(client, page, word="confirms").status_code == 410
