"""What a person allowed in the interview, by any of the own links."""

import pytest
from django.urls import reverse

from convoca.agenda.models import Interview
from convoca.agenda.services import confirm_agenda, send_interview_links
from convoca.directory.models import PersonalLink
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import link_path
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


@pytest.fixture
def interview(monkeypatch):
    """A done interview whose person may be quoted, at the time of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    interview = make_interviews(2)[0]
    send_interview_links(cycle=interview.cycle, user=None, now=NOW)
    return answer_interview(interview, {BUYING: (5, 5)}, texts={"problems": "Falta gente."})


def enter(client, interview, purpose="interview"):
    client.get(link_path(interview.person, purpose))
    reference = PersonalLink.objects.get(person=interview.person, purpose=purpose).reference
    return reverse("portal:permissions", args=[reference])


def press(client, page, interview, purpose, word):
    return client.post(f"{page}{interview.pk}/{purpose}/", {"word": word})


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


@pytest.mark.parametrize("purpose", ["invitation", "interview"])
def test_page_shows_what_was_said_by_either_link_and_changes_nothing(client, interview, purpose):
    page = enter(client, interview, purpose)

    shown = text_of(client.get(page))

    assert "Citar sus palabras sin su nombre" in shown
    assert "por su enlace el" in shown
    assert interview.consents.count() == 2


def test_press_withdraws_a_purpose_and_another_gives_it_back(client, interview):
    page = enter(client, interview)

    withdrawn = press(client, page, interview, "quote", "no")
    told = text_of(client.get(withdrawn.url))
    without = Interview.objects.get(pk=interview.pk).may_quote
    press(client, page, interview, "quote", "yes")

    assert "Listo: ya no lo permite." in told
    assert "Pueden citarme, sin mi nombre" in told
    assert (without, Interview.objects.get(pk=interview.pk).may_quote) == (False, True)


def test_withdrawn_interview_says_plainly_that_a_confirmed_agenda_stays(client, interview):
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=NOW)
    page = enter(client, interview)

    before = text_of(client.get(page))
    press(client, page, interview, "interview", "no")

    assert "La agenda de ese ciclo ya está confirmada" in before
    assert Interview.objects.get(pk=interview.pk).state == "declined"


def test_quote_cannot_be_allowed_while_the_interview_is_refused(client, interview):
    page = enter(client, interview)
    press(client, page, interview, "interview", "no")

    refused = press(client, page, interview, "quote", "yes")

    assert refused.status_code == 409
    assert "Primero permita otra vez que sus respuestas cuenten." in text_of(refused)


def test_page_of_who_was_not_interviewed_says_so(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    page = enter(client, make_interviews()[0], "invitation")

    assert "Todavía no ha respondido ninguna entrevista" in text_of(client.get(page))


def test_interview_of_somebody_else_cannot_be_changed(client, interview):
    other = answer_interview(Interview.objects.exclude(pk=interview.pk).get())
    page = enter(client, interview)

    answer = press(client, page, other, "quote", "no")

    other.refresh_from_db()
    assert (answer.status_code, other.may_quote) == (404, True)
