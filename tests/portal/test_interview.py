import pytest
from django.urls import reverse

from convoca.agenda.models import Interview
from convoca.agenda.services import confirm_agenda, send_interview_links
from convoca.directory.models import PersonalLink
from tests.factories.agenda import answer_interview, make_interviews, open_steps, theme_named
from tests.factories.convening import link_path
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


@pytest.fixture
def interview(monkeypatch):
    """An interview whose person has opened the personal link at the time of the tests."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    interview = make_interviews()[0]
    send_interview_links(cycle=interview.cycle, user=None, now=NOW)
    return interview


@pytest.fixture
def enter(client, interview):
    """Open the link, as from the letter."""
    return client.get(link_path(interview.person, "interview"), follow=True)


def reference():
    return PersonalLink.objects.get(purpose="interview").reference


def address(name, *args):
    return reverse(f"portal:{name}", args=[reference(), *args])


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def say(client, step, **data):
    return client.post(address("interview_step", step), data)


def test_link_opens_the_first_question_and_changes_nothing(enter, interview):
    interview.refresh_from_db()

    assert enter.redirect_chain[-1][0] == address("interview_step", "consent")
    assert "¿Quiere responder esta entrevista?" in text_of(enter)
    assert (interview.state, interview.answers.count()) == ("pending", 0)


def test_question_without_its_link_is_refused(client, interview):
    answer = client.get(address("interview_step", "consent"))

    assert answer.status_code == 410
    assert interview.person.name not in text_of(answer)


def test_answer_is_saved_and_the_next_question_comes(client, enter, interview):
    answer = say(client, "consent", value="yes")

    shown = text_of(client.get(answer.url))
    assert answer.url == address("interview_step", "may_quote")
    assert "2 de 24" in shown
    assert dict(interview.answers.values_list("question", "value")) == {"consent": "yes"}


def test_answer_that_is_missing_asks_again(client, enter):
    answer = say(client, "consent")

    assert answer.status_code == 422
    assert "Elija una opción para seguir." in text_of(answer)


def test_theme_that_does_not_apply_needs_one_press(client, enter, interview):
    say(client, "consent", value="yes")
    theme = theme_named(interview.cycle, BUYING)

    say(client, f"theme-{theme.pk}", not_applicable="1")

    rating = interview.ratings.get()
    assert (rating.theme, rating.interest, rating.urgency) == (theme, None, None)


def test_too_many_favourites_are_refused_with_the_choice_kept(client, enter, interview):
    say(client, "consent", value="yes")
    picks = [theme.pk for theme in interview.cycle.community.themes.all()[:4]]

    answer = say(client, "favourites", value=picks)

    assert answer.status_code == 409
    assert answer.content.decode().count(" checked") == 4


def test_later_keeps_the_answer_and_the_link_comes_back_to_the_next(client, enter):
    say(client, "consent", value="yes")

    answer = say(client, "may_quote", value="no", later="1")

    assert "Lleva 2 de 24 preguntas." in text_of(client.get(answer.url))
    assert client.get(address("interview")).url == address("interview_step", "unit_size")


def test_later_from_a_blank_question_goes_away(client, enter, interview):
    say(client, "consent", value="yes")

    answer = say(client, "may_quote", later="1")

    assert answer.url == address("interview_pause")
    assert not interview.answers.filter(question="may_quote").exists()


def test_saved_yes_or_no_is_shown_with_the_way_on(client, enter):
    say(client, "consent", value="yes")
    say(client, "may_quote", value="no")

    shown = text_of(client.get(address("interview_step", "may_quote")))

    assert "No, prefiero que no se citen · su respuesta" in shown
    assert "Seguir sin cambiarla" in shown


def test_no_ends_the_interview_and_may_be_taken_back(client, enter):
    answer = say(client, "consent", value="no")
    refused = Interview.objects.get().state
    shown = text_of(client.get(answer.url))
    say(client, "consent", value="yes")

    assert refused == "declined"
    assert "Gracias por avisarnos" in shown
    assert Interview.objects.get().state == "started"


def test_whole_interview_alone_ends_with_thanks(client, enter, interview):
    say(client, "consent", value="yes")
    data = {
        "may_quote": {"value": "yes"},
        "whatsapp": {"value": "no"},
        "problems": {"value": "Sí."},
    }
    for step in open_steps(interview)[1:]:
        rating = {"interest": "4", "urgency": "5", "example": "Uno."}
        answer = say(client, step, **(rating if "theme-" in step else data.get(step, {})))

    assert "Gracias" in text_of(client.get(answer.url))
    interview.refresh_from_db()
    assert (interview.state, interview.mode, interview.may_quote) == ("done", "alone", True)
    assert (interview.ratings.count(), interview.statements.count()) == (13, 14)


def test_done_interview_may_be_changed_until_the_agenda_is_confirmed(client, enter, interview):
    answer_interview(interview, {BUYING: (5, 5)})
    changed = say(client, "problems", value="Otra cosa.")
    before = list(interview.statements.values_list("text", flat=True))
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=NOW)

    say(client, "problems", value="Tarde.")

    assert (changed.url, before) == (address("interview_end"), ["Otra cosa."])
    assert list(interview.statements.values_list("text", flat=True)) == before
    ended = text_of(client.get(address("interview"), follow=True))
    assert "La agenda de este ciclo ya está confirmada." in ended


def test_interview_of_somebody_else_now_is_refused(client, enter, interview):
    Interview.objects.update(withdrawn_at=NOW)

    answer = client.get(address("interview_step", "consent"))

    assert answer.status_code == 410
    assert interview.person.name not in text_of(answer)


def test_question_that_is_not_asked_leads_to_the_one_that_is(client, enter):
    answer = client.get(address("interview_step", "whatsapp"), follow=True)

    assert answer.redirect_chain[-1][0] == address("interview_step", "consent")


def test_pages_are_light(client, enter, interview):
    say(client, "consent", value="yes")
    theme = theme_named(interview.cycle, BUYING)

    pages = [enter, client.get(address("interview_step", f"theme-{theme.pk}"))]

    assert all(len(page.content) < 12_000 for page in pages)
    assert all(b"<script" not in page.content for page in pages)
