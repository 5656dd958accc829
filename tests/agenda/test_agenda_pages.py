import pytest
from django.urls import reverse

from convoca.agenda.queries import confirmed_topics, draft_agenda, find_agenda
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named

pytestmark = pytest.mark.django_db
BUYING, PLANNING = "Licitaciones y compras", "PLADECO y participación"


def test_agenda_page_without_interviews_says_what_to_do(sign_in):
    cycle = make_interviews()[0].cycle

    shown = text_of(page(sign_in(cycle), "agenda", cycle.pk))

    assert "La agenda sale de las entrevistas" in shown


def test_agenda_page_puts_the_answer_on_top(sign_in):
    interviews = make_interviews(3)
    for interview in interviews[:2]:
        answer_interview(interview, {BUYING: (5, 5), PLANNING: (5, 4)})
    answer_interview(interviews[2])
    client = sign_in(interviews[0].cycle)

    shown = text_of(page(client, "agenda", interviews[0].cycle_id))

    assert "Dos temas; 67 % de los directores tiene al menos uno suyo" in shown
    assert "De 3 entrevistas (participan 3) en 1 región." in shown
    assert f"1 · {BUYING}" in shown
    assert "1 grupo de menos de 5 entrevistas no se muestra." in shown


def test_agenda_page_shows_coverage_of_groups_of_five(sign_in):
    interviews = make_interviews(5)
    for interview in interviews:
        answer_interview(interview, {BUYING: (5, 5)})

    shown = text_of(page(sign_in(interviews[0].cycle), "agenda", interviews[0].cycle_id))

    assert "5 de 5 · 100 %" in shown
    assert "no se muestra" not in shown


def test_agenda_page_secures_a_kind_that_was_asked_for(sign_in):
    interviews = make_interviews(2)
    answer_interview(interviews[0], {BUYING: (5, 5)})
    answer_interview(interviews[1], {PLANNING: (5, 5)})
    municipality = interviews[1].seat.municipality
    municipality.settlement = "rural"
    municipality.save()
    client = sign_in(interviews[0].cycle)

    page(client, "confirm", interviews[0].cycle_id, require="rural")
    press(client, "confirm", interviews[0].cycle_id, require="rural")

    assert find_agenda(interviews[0].cycle).ballots["required_kinds"] == ["rural"]


def test_confirm_page_asks_first_and_then_confirms(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5)})
    client = sign_in(interview.cycle)
    seen = draft_agenda(interview.cycle).agenda.input_hash

    asked = text_of(page(client, "confirm", interview.cycle_id))
    press(client, "confirm", interview.cycle_id, seen=seen)

    assert "1 de 1 entrevistas hechas." in asked
    assert [topic.title for topic in confirmed_topics(interview.cycle)] == [BUYING]
    shown = text_of(page(client, "agenda", interview.cycle_id))
    assert "Agenda confirmada. Un tema; 100 % de los directores" in shown
    assert "Confirmar agenda" not in shown


def test_confirm_of_another_draft_is_refused(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5)})

    response = sign_in(interview.cycle).post(
        reverse("agenda:confirm", args=[interview.cycle_id]), {"seen": "otro"}, follow=True
    )

    assert "Llegaron respuestas nuevas" in text_of(response)
    assert find_agenda(interview.cycle) is None


def test_override_page_confirms_other_themes_with_a_reason(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5)})
    client = sign_in(interview.cycle)
    other = theme_named(interview.cycle, PLANNING)

    refused = press(client, "override", interview.cycle_id, session_1=other.pk)
    twice = press(
        client, "override", interview.cycle_id, session_1=other.pk, session_2=other.pk, reason="Sí."
    )
    press(client, "override", interview.cycle_id, session_1=other.pk, reason="Lo pidió el consejo.")

    assert (refused.status_code, twice.status_code) == (422, 409)
    assert [topic.title for topic in confirmed_topics(interview.cycle)] == [PLANNING]
    assert "Lo pidió el consejo." in text_of(page(client, "agenda", interview.cycle_id))
