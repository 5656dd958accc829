import pytest
from django.urls import reverse

from convoca.agenda.queries.guides import base_guide
from tests.agenda.drafts import begin, changed, draft_of, question_data, save
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import make_interviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_interviews()[0].cycle


@pytest.fixture
def desk(sign_in, cycle):
    return sign_in(cycle)


def test_question_page_saves_its_words(desk, cycle):
    question = begin(desk, cycle).find("problems")

    response = save(desk, cycle, "problems", **question_data(question, label="¿Qué le pesa?"))

    assert response.url == reverse("agenda:guide_draft", args=[cycle.pk])
    assert draft_of(cycle).find("problems").label == "¿Qué le pesa?"


def test_question_page_that_somebody_changed_meanwhile_keeps_both_texts(desk, cycle):
    question = begin(desk, cycle).find("problems")
    save(desk, cycle, "problems", **question_data(question, label="La primera"))

    refused = save(desk, cycle, "problems", **question_data(question, label="La segunda"))

    shown = text_of(refused)
    assert refused.status_code == 409
    assert ("La primera" in shown, "La segunda</textarea>" in shown) == (True, True)
    assert "Otra persona cambió esta pregunta" in shown


def test_question_saved_again_after_the_warning_is_written_over(desk, cycle):
    question = begin(desk, cycle).find("problems")
    save(desk, cycle, "problems", **question_data(question, label="La primera"))
    refused = save(desk, cycle, "problems", **question_data(question, label="La segunda"))

    again = question_data(question, label="La segunda") | {"seen": refused.context["seen"]}
    save(desk, cycle, "problems", **again)

    assert draft_of(cycle).find("problems").label == "La segunda"


def test_question_removed_meanwhile_is_kept_by_saving_again(desk, cycle):
    question = begin(desk, cycle).find("practice")
    press(desk, "guide_remove", cycle.pk, question="practice")
    lost = question_data(question, label="¿Qué funcionó?", kind="text", section="preguntas")

    refused = save(desk, cycle, "practice", **lost)
    save(desk, cycle, "practice", **lost | {"seen": refused.context["seen"]})

    assert "Otra persona quitó esta pregunta" in text_of(refused)
    assert draft_of(cycle).find("practice").label == "¿Qué funcionó?"


def test_question_saved_after_the_draft_was_put_to_use_says_so_and_keeps_the_words(desk, cycle):
    seen = changed(desk, cycle)
    question = draft_of(cycle).find("problems")
    press(desk, "guide_use", cycle.pk, seen=seen, changes="Más clara")

    refused = save(desk, cycle, "problems", **question_data(question, label="Otra cosa"))
    begin(desk, cycle)
    save(desk, cycle, "problems", **question_data(question, label="Otra cosa"))

    shown = text_of(refused)
    assert refused.status_code == 409
    assert ("Ya no hay borrador" in shown, "Otra cosa</textarea>" in shown) == (True, True)
    assert draft_of(cycle).find("problems").label == "Otra cosa"


def test_new_question_is_added_once_however_often_it_is_pressed(desk, cycle):
    begin(desk, cycle)
    data = {
        "kind": "integer", "section": "perfil", "seen": "", "label": "¿Cuántos vehículos?",
        "lowest": "0", "highest": "500",
    }  # fmt: skip

    save(desk, cycle, "q_1", **data)
    save(desk, cycle, "q_1", **data)

    asked = [one for one in draft_of(cycle).questions if one.id == "q_1"]
    assert [(one.section, one.lowest, one.highest) for one in asked] == [("Su dirección", 0, 500)]


def test_new_question_asked_of_some_keeps_its_condition(desk, cycle):
    begin(desk, cycle)

    save(
        desk, cycle, "q_2", kind="text", section="cierre", seen="", label="¿Y cómo se reparten?",
        asked_way="is_not", asked_if=["unit_size:1-3", "unit_size:4-10"],
    )  # fmt: skip

    condition = draft_of(cycle).find("q_2").only_if
    assert (condition.question, condition.values, condition.is_not) == (
        "unit_size",
        ("1-3", "4-10"),
        True,
    )
    assert "no respondió «De 1 a 3» o «De 4 a 10»" in text_of(page(desk, "guide_draft", cycle.pk))


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("choice", {"options": "Una"}, "Escriba entre 2 y 40 opciones"),
        ("choice", {"options": "Una\nUna"}, "Hay una opción repetida"),
        ("integer", {"lowest": "9", "highest": "1"}, "El mayor no puede ser menos que el menor"),
        ("text", {"label": "Hola ${nombre}"}, "Escriba el texto sin «${»"),
        ("text", {"asked_if": ["unit_size:1-3", "years:0-1"]}, "de una sola pregunta"),
    ],
)
def test_question_page_with_something_wrong_says_it_and_keeps_the_rest(
    desk, cycle, kind, data, sentence
):
    begin(desk, cycle)
    whole = {"kind": kind, "section": "perfil", "seen": "", "label": "Mi pregunta", **data}

    response = save(desk, cycle, "q_3", **whole)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert str(whole["label"]) in text_of(response)
    assert draft_of(cycle) == base_guide()


def test_kinds_page_offers_every_kind_but_the_themes(desk, cycle):
    shown = text_of(page(desk, "guide_kinds", cycle.pk, section="cierre"))

    kinds = ("yes_no", "choice", "text", "line", "integer", "pick_themes")
    assert all(f"kind={kind}&" in shown for kind in kinds)
    assert "kind=themes&" not in shown


def test_question_page_of_what_is_not_there_goes_to_the_draft(desk, cycle):
    begin(desk, cycle)

    response = page(desk, "guide_question", cycle.pk, "nada")

    assert response.url == reverse("agenda:guide_draft", args=[cycle.pk])


def test_needed_question_keeps_its_kind_and_takes_other_words(desk, cycle):
    question = begin(desk, cycle).find("may_quote")

    save(
        desk, cycle, "may_quote", yes="Sí, cítenme", no="Mejor no",
        **question_data(question, label="¿Podemos citarle?"),
    )  # fmt: skip

    saved = draft_of(cycle).find("may_quote")
    assert (saved.label, [one.label for one in saved.options], saved.is_required) == (
        "¿Podemos citarle?",
        ["Sí, cítenme", "Mejor no"],
        True,
    )


def test_themes_question_takes_other_words_for_its_scales(desk, cycle):
    question = begin(desk, cycle).find("themes")
    ends = {
        f"{name}_{end}": f"{name} {end}"
        for name in ("interest", "urgency")
        for end in ("low", "high")
    }

    save(
        desk, cycle, "themes", interest="¿Interesa?", urgency="¿Urge?", example="Un caso",
        **ends, **question_data(question),
    )  # fmt: skip

    saved = draft_of(cycle).find("themes")
    assert (saved.interest.label, saved.urgency.high, saved.example) == (
        "¿Interesa?",
        "urgency high",
        "Un caso",
    )


def test_picked_themes_and_options_are_saved(desk, cycle):
    favourites = begin(desk, cycle).find("favourites")
    years = draft_of(cycle).find("years")

    save(desk, cycle, "favourites", most="5", **question_data(favourites))
    words = question_data(years) | {"options": "Poco\nMucho", "prefill": "years_in_office"}
    save(desk, cycle, "years", **words)

    asked = draft_of(cycle)
    assert asked.find("favourites").most == 5
    assert [one.value for one in asked.find("years").options] == ["poco", "mucho"]
