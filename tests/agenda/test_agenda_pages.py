import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from convoca.agenda.core.rule.ballots import Approval
from convoca.agenda.queries import confirmed_topics, draft_agenda, find_agenda
from convoca.agenda.services import set_theme_active
from convoca.directory.models import TeamMember
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.directory import make_user

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


def make_two_kinds(rural=5):
    """Make six urban people who want BUYING, and so many rural ones who want PLANNING."""
    interviews = make_interviews(6 + rural)
    for interview in interviews[6:]:
        municipality = interview.seat.municipality
        municipality.settlement, municipality.population = "rural", 4_000
        municipality.save()
    for place, interview in enumerate(interviews):
        answer_interview(interview, {BUYING: (5, 5)} if place < 6 else {PLANNING: (5, 5)})
    return interviews[0].cycle


def test_agenda_page_secures_a_kind_that_was_asked_for(sign_in):
    cycle = make_two_kinds()
    client = sign_in(cycle)
    seen = draft_agenda(cycle, required_kinds=["rural"]).agenda.input_hash

    asked = text_of(page(client, "confirm", cycle.pk, require="rural"))
    press(client, "confirm", cycle.pk, require="rural", seen=seen)

    assert '<input type="hidden" name="require" value="rural">' in asked
    assert find_agenda(cycle).ballots["required_kinds"] == ["rural"]
    assert "Se aseguró un tema a las comunas de tipo «rural»." in text_of(
        page(client, "agenda", cycle.pk)
    )


def test_agenda_page_secures_no_kind_of_fewer_than_five(sign_in):
    cycle = make_two_kinds(rural=4)
    client = sign_in(cycle)

    press(client, "confirm", cycle.pk, require="rural")

    assert find_agenda(cycle).ballots["required_kinds"] == []
    assert 'value="rural"' not in text_of(page(client, "agenda", cycle.pk))


def test_agenda_page_covers_kinds_sizes_and_regions_with_the_line_told(sign_in):
    cycle = make_two_kinds()

    shown = text_of(page(sign_in(cycle), "agenda", cycle.pk))

    assert "Por tipo de comuna" in shown
    assert "Menos de 10.000" in shown
    assert "Por región" in shown
    assert "La garantía empieza en 25 % de los directores; bajo eso no la hay." in shown
    assert "Nadie queda sin un tema suyo." in shown


def test_agenda_page_draws_the_people_that_were_chosen(sign_in):
    cycle = make_two_kinds()
    client = sign_in(cycle)

    everybody = text_of(page(client, "agenda", cycle.pk))
    rural = text_of(page(client, "agenda", cycle.pk, kind="rural"))

    assert f"{BUYING}: 6 municipalidades" in everybody
    assert f"{BUYING}: " not in rural
    assert f"{PLANNING}: 5 municipalidades" in rural


def test_agenda_page_does_not_draw_fewer_than_five(sign_in):
    cycle = make_two_kinds(rural=4)

    shown = text_of(page(sign_in(cycle), "agenda", cycle.pk, kind="rural"))

    assert "Son menos de 5 entrevistas: no se muestran aparte." in shown
    assert "<circle" not in shown.partition("</form>")[2].partition("Quiénes tienen")[0]


def test_agenda_page_shows_each_threshold_and_what_it_changes(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5), PLANNING: (3, 4)})

    shown = text_of(page(sign_in(interview.cycle), "agenda", interview.cycle_id))

    assert f"Con cualquier umbral de 9 a 16 siguen en la agenda: {BUYING}." in shown
    assert shown.count(f"saldrían: «{PLANNING}»") == 4
    rules = 3
    assert shown.count("los temas serían los mismos") == 4 + rules


def test_another_measure_of_urgency_is_confirmed_with_a_reason(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (3, 3)})
    client = sign_in(interview.cycle)
    seen = draft_agenda(interview.cycle, approval=Approval("product", 9)).agenda.input_hash

    shown = text_of(page(client, "agenda", interview.cycle_id, rule="product-9"))
    refused = press(client, "confirm", interview.cycle_id, rule="product-9", seen=seen)
    press(
        client,
        "confirm",
        interview.cycle_id,
        rule="product-9",
        seen=seen,
        parameters_reason=" Nadie pone notas altas. ",
    )

    assert "multiplicadas, llegan a 9. No es lo usual" in shown
    assert (refused.status_code, "Escriba por qué cambia" in text_of(refused)) == (422, True)
    agenda = find_agenda(interview.cycle)
    assert (agenda.parameters_reason, agenda.ballots["approval"]) == (
        "Nadie pone notas altas.",
        {"mode": "product", "threshold": 9},
    )
    assert "No es lo usual: «Nadie pone notas altas.»" in text_of(
        page(client, "agenda", interview.cycle_id)
    )


def test_agenda_page_with_a_rule_that_is_not_known_takes_the_usual_one(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5)})

    shown = text_of(page(sign_in(interview.cycle), "agenda", interview.cycle_id, rule="sum"))

    assert "multiplicadas, llegan a 12." in shown
    assert "No es lo usual" not in shown


def test_ballots_go_through_the_command_and_give_the_same_agenda(sign_in, tmp_path):
    cycle = make_two_kinds()
    client = sign_in(cycle)
    press(client, "confirm", cycle.pk)
    agenda = find_agenda(cycle)
    path, out = tmp_path / "ballots.json", tmp_path / "agenda.json"

    path.write_bytes(page(client, "ballots", cycle.pk).content)
    call_command("agenda", "rank", str(path), out=out, stdout=StringIO())

    given = json.loads(out.read_text(encoding="utf-8"))
    assert given["input_hash"] == agenda.input_hash
    assert {name: agenda.result[name] for name in given} == given


def test_ballots_are_not_for_those_who_only_read(client):
    cycle = make_two_kinds()
    user = make_user(cycle.community.association)
    TeamMember.objects.create(community=cycle.community, user=user, role=TeamMember.Role.EXPERT)
    client.force_login(user)

    assert page(client, "agenda", cycle.pk).status_code == 200
    assert page(client, "ballots", cycle.pk).status_code == 404


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


def test_agenda_page_costs_the_same_for_one_interview_and_for_three(sign_in):
    interviews = make_interviews(3)
    client = sign_in(interviews[0].cycle)
    counts = []
    for interview in interviews:
        answer_interview(interview, {BUYING: (5, 5)})
        counts.append(count_queries(client, "agenda", interview.cycle_id))

    assert counts == [counts[0]] * 3


def test_themes_page_costs_the_same_for_one_theme_and_for_many(sign_in):
    cycle = make_interviews()[0].cycle
    client = sign_in(cycle)
    many = count_queries(client, "themes", cycle.pk)
    for theme in cycle.community.themes.all()[1:]:
        set_theme_active(theme=theme, active=False)

    assert count_queries(client, "themes", cycle.pk) == many
