import pytest
from django.urls import reverse

from convoca.agenda.models import Guide, Interview
from convoca.agenda.queries.guides import base_guide
from convoca.directory.models import TeamMember
from tests.agenda.drafts import begin
from tests.agenda.pages import count_queries, page, text_of
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_interviews()[0].cycle


@pytest.fixture
def desk(sign_in, cycle):
    return sign_in(cycle)


def test_guide_page_lists_the_questions_and_says_what_uses_them(desk, cycle):
    shown = text_of(page(desk, "guide", cycle.pk))

    assert "La pauta tiene 13 preguntas" in shown
    assert "Nadie ha empezado una entrevista con ella." in shown
    assert all(question.label in shown for question in base_guide().questions)


def test_guide_page_of_a_community_without_one_shows_the_product_s_own(sign_in):
    cycle = make_cycle(make_community())

    shown = text_of(page(sign_in(cycle), "guide", cycle.pk))

    assert "Es la que trae Convoca." in shown
    assert Guide.objects.count() == 0


def test_guide_page_for_an_interviewer_has_nothing_to_change(desk, cycle):
    user = make_user(cycle.community.association, "entrevista@ejemplo.cl")
    role = TeamMember.Role.INTERVIEWER
    TeamMember.objects.create(community=cycle.community, user=user, role=role)
    desk.force_login(user)

    shown = text_of(page(desk, "guide", cycle.pk))

    assert ("Cambiar la pauta" in shown, "Probar" in shown) == (False, True)
    assert page(desk, "guide_draft", cycle.pk).status_code == 404


def test_guide_pages_of_another_association_are_absent(desk, cycle):
    begin(desk, cycle)
    desk.force_login(make_user(make_association("OTRA"), "otra@ejemplo.cl", administrator=True))

    routes = ("guide", "guide_draft", "guide_use", "guide_import", "guide_kinds")

    statuses = {route: page(desk, route, cycle.pk).status_code for route in routes}
    assert statuses == dict.fromkeys(routes, 404)
    assert page(desk, "guide_version", cycle.pk, 1).status_code == 404


def test_guide_page_asks_the_database_the_same_for_any_number_of_versions(desk, cycle):
    first = Guide.objects.get()

    def count_with(versions):
        for number in range(2, versions + 1):
            Guide.objects.create(
                community=cycle.community, version=number, content=first.content, created_at=NOW
            )
        return count_queries(desk, "guide", cycle.pk)

    assert count_with(1) == count_with(3)


def test_version_page_shows_what_it_asked(desk, cycle):
    shown = text_of(page(desk, "guide_version", cycle.pk, 1))

    assert "¿Cuál es la causa?" in shown
    assert page(desk, "guide_version", cycle.pk, 9).status_code == 404


def test_trial_walks_as_a_director_does_and_saves_nothing(desk, cycle):
    url = reverse("agenda:guide_trial", args=[cycle.pk, 1])
    first = text_of(desk.get(url))

    second = desk.post(url, {"step": "consent", "value": "yes", "answers": "{}"})

    assert "¿Quiere responder esta entrevista?" in first
    assert "¿Podemos citar sus palabras" in text_of(second)
    assert Interview.objects.get().answers.count() == 0


def test_trial_after_a_no_ends(desk, cycle):
    url = reverse("agenda:guide_trial", args=[cycle.pk, 1])

    shown = text_of(desk.post(url, {"step": "consent", "value": "no", "answers": "{}"}))

    assert "Aquí termina la entrevista" in shown


def test_trial_goes_back_to_what_was_answered(desk, cycle):
    url = reverse("agenda:guide_trial", args=[cycle.pk, 1])
    answers = '{"consent": "yes", "problems": "Falta gente."}'

    shown = text_of(desk.post(url, {"step": "problems", "back": "1", "answers": answers}))

    assert "Falta gente.</textarea>" in shown


@pytest.mark.parametrize("answers", ["", "[1]", "{", '{"theme-1": {"themes": [9]}}', "[" * 9999])
def test_trial_with_answers_that_nobody_wrote_begins_anew(desk, cycle, answers):
    url = reverse("agenda:guide_trial", args=[cycle.pk, 1])

    response = desk.post(url, {"step": "", "answers": answers})

    assert "¿Quiere responder esta entrevista?" in text_of(response)
