import pytest
from django.urls import reverse

from convoca.agenda.core.interviews.guide import fingerprint
from convoca.agenda.models import Guide, Interview
from convoca.agenda.queries.guides import base_guide, find_draft, read_guide
from convoca.agenda.services import prepare_interviews, save_answer
from convoca.agenda.services.guide_drafts import begin_draft, edit_draft
from tests.agenda.drafts import begin, changed, draft_of
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_interviews()[0].cycle


@pytest.fixture
def desk(sign_in, cycle):
    return sign_in(cycle)


def test_draft_begins_from_the_version_in_use_and_once(desk, cycle):
    begun = begin(desk, cycle)

    press(desk, "guide_draft", cycle.pk)

    assert begun == base_guide()
    assert Guide.objects.filter(is_draft=True).count() == 1


def test_draft_page_without_a_draft_goes_to_the_guide(desk, cycle):
    response = page(desk, "guide_draft", cycle.pk)

    assert response.url == reverse("agenda:guide", args=[cycle.pk])


def test_needed_question_is_not_removed_and_says_why(desk, cycle):
    begin(desk, cycle)

    response = desk.post(
        reverse("agenda:guide_remove", args=[cycle.pk]), {"question": "may_quote"}, follow=True
    )

    assert "sin ese permiso no se muestra lo que alguien dijo" in text_of(response)
    assert draft_of(cycle) == base_guide()


def test_move_pressed_twice_moves_once(desk, cycle):
    guide = begin(desk, cycle)
    place = [one.id for one in guide.questions].index("first")

    for _press in range(2):
        press(desk, "guide_move", cycle.pk, question="first", place=place, way="up")

    asked = [one.id for one in draft_of(cycle).questions]
    assert asked[place - 1 : place + 1] == ["first", "problems"]


def test_section_is_added_named_and_removed(desk, cycle):
    begin(desk, cycle)

    press(desk, "guide_section", cycle.pk, "nueva", title="Agua")
    press(desk, "guide_section", cycle.pk, "agua", title="Agua y riego")
    named = draft_of(cycle).find_section("agua").title
    press(desk, "guide_remove", cycle.pk, section="agua")

    assert (named, draft_of(cycle)) == ("Agua y riego", base_guide())


def test_section_with_a_title_that_is_taken_says_so_and_keeps_it(desk, cycle):
    begin(desk, cycle)

    response = press(desk, "guide_section", cycle.pk, "nueva", title="Los temas")

    assert response.status_code == 409
    assert "Ya hay una sección «Los temas»" in text_of(response)
    assert 'value="Los temas"' in text_of(response)


def test_use_page_says_what_changes_and_puts_it_to_use(desk, cycle):
    seen = changed(desk, cycle)

    asked = text_of(page(desk, "guide_use", cycle.pk))
    press(desk, "guide_use", cycle.pk, seen=seen, changes="Una pregunta más clara")

    assert "1 entrevista por empezar la usará." in asked
    assert "¿Qué le pesa?" in asked
    assert "Una pregunta más clara" in text_of(page(desk, "guide", cycle.pk))
    assert Interview.objects.get().guide.version == 2


def test_use_page_of_a_draft_that_moved_says_so_and_keeps_the_line(desk, cycle):
    seen = changed(desk, cycle)
    changed(desk, cycle, label="Otra cosa")

    response = press(desk, "guide_use", cycle.pk, seen=seen, changes="Más clara")

    assert response.status_code == 409
    assert "El borrador cambió mientras tanto" in text_of(response)
    assert 'value="Más clara"' in text_of(response)
    assert Interview.objects.get().guide.version == 1


def test_put_to_use_is_undone_while_nobody_began(desk, cycle):
    seen = changed(desk, cycle)
    press(desk, "guide_use", cycle.pk, seen=seen, changes="Más clara")

    shown = text_of(page(desk, "guide", cycle.pk))
    press(desk, "guide_take_back", cycle.pk, version=2)

    assert "todavía puede volver a la anterior" in shown
    assert Interview.objects.get().guide.version == 1
    assert draft_of(cycle).find("problems").label == "¿Qué le pesa?"


def test_put_to_use_is_not_undone_once_somebody_began(desk, cycle):
    seen = changed(desk, cycle)
    press(desk, "guide_use", cycle.pk, seen=seen, changes="Más clara")
    save_answer(interview=Interview.objects.get(), question="consent", value="yes", now=NOW)

    url = reverse("agenda:guide_take_back", args=[cycle.pk])
    response = desk.post(url, {"version": 2}, follow=True)

    assert "Ya no se puede deshacer" in text_of(response)
    assert Interview.objects.get().guide.version == 2


def test_discard_of_a_draft_that_moved_is_refused(desk, cycle):
    seen = changed(desk, cycle)
    changed(desk, cycle, label="Otra cosa")

    url = reverse("agenda:guide_discard", args=[cycle.pk])
    refused = text_of(desk.post(url, {"seen": seen}, follow=True))
    press(desk, "guide_discard", cycle.pk, seen=fingerprint(draft_of(cycle)))

    assert "El borrador cambió mientras tanto" in refused
    assert find_draft(cycle.community) is None


def test_interview_made_after_the_change_takes_the_new_version(desk, cycle):
    seen = changed(desk, cycle)
    press(desk, "guide_use", cycle.pk, seen=seen, changes="Más clara")
    Interview.objects.all().delete()

    prepare_interviews(cycle=cycle, now=NOW)

    assert Interview.objects.get().guide.version == 2


def test_draft_from_an_old_guide_gets_what_is_needed(cycle):
    version = Guide.objects.get()
    for part in version.content["sections"]:
        part["questions"] = [one for one in part["questions"] if one["id"] != "may_record"]
    version.save()
    user = make_user(cycle.community.association)

    draft = begin_draft(community=cycle.community, user=user, now=NOW)

    assert read_guide(draft) == base_guide()
    assert (
        edit_draft(community=cycle.community, edit=lambda guide: guide, user=user, now=NOW).content
        == draft.content
    )


def test_put_to_use_of_what_is_in_use_already_says_so(desk, cycle):
    seen = fingerprint(begin(desk, cycle))

    response = press(desk, "guide_use", cycle.pk, seen=seen, changes="Nada")

    assert "El borrador es igual a la pauta en uso." in text_of(response)
    assert Guide.objects.filter(is_draft=True).count() == 1


def test_put_to_use_leaves_out_a_section_that_asks_nothing(desk, cycle):
    changed(desk, cycle)
    press(desk, "guide_section", cycle.pk, "nueva", title="Agua")

    press(
        desk, "guide_use", cycle.pk, seen=fingerprint(draft_of(cycle)), changes="Más clara"
    )  # fmt: skip

    assert read_guide(Interview.objects.get().guide).find_section("agua") is None


def test_interview_begun_keeps_the_version_it_was_begun_with(desk, cycle):
    save_answer(interview=Interview.objects.get(), question="consent", value="yes", now=NOW)

    press(desk, "guide_use", cycle.pk, seen=changed(desk, cycle), changes="Más clara")

    assert Interview.objects.get().guide.version == 1


def test_take_back_with_a_draft_waiting_says_what_to_do(desk, cycle):
    press(desk, "guide_use", cycle.pk, seen=changed(desk, cycle), changes="Más clara")
    begin(desk, cycle)

    url = reverse("agenda:guide_take_back", args=[cycle.pk])
    response = desk.post(url, {"version": 2}, follow=True)

    assert "Hay un borrador." in text_of(response)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [(1, "Ya no se puede deshacer"), (7, "El borrador cambió mientras tanto")],
)
def test_take_back_of_the_first_or_of_another_version_is_refused(desk, cycle, version, sentence):
    url = reverse("agenda:guide_take_back", args=[cycle.pk])

    response = desk.post(url, {"version": version}, follow=True)

    assert sentence in text_of(response)


@pytest.mark.parametrize("route", ["guide_move", "guide_remove", "guide_discard"])
def test_change_without_a_draft_says_that_there_is_none(desk, cycle, route):
    url = reverse(f"agenda:{route}", args=[cycle.pk])

    response = desk.post(url, {"question": "problems", "section": "perfil"}, follow=True)

    assert "Ya no hay borrador" in text_of(response)


def test_section_moves_below_the_next(desk, cycle):
    begin(desk, cycle)

    press(desk, "guide_move", cycle.pk, section="perfil", way="down")

    sections = [section.id for section in draft_of(cycle).sections]
    assert sections == ["inicio", "preguntas", "perfil", "temas", "cierre"]
