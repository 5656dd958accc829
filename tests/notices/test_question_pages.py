"""The staff's pages of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.directory.models import ContactPoint
from convoca.notices.models import Question
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_held_seats
from tests.factories.notices import make_answered, make_question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff")]
REPLY = {"text": "Firma el concejo.", "audience": "community", "known": 0}


def address(name, cycle, *args):
    return reverse(f"notices:{name}", args=[cycle.pk, *args])


def text_of(response):
    return " ".join(response.content.decode().split())


def read(client, name, cycle, *args, query=""):
    response = client.get(address(name, cycle, *args) + query)
    assert response.status_code == 200
    return text_of(response)


def press(client, name, cycle, question, **given):
    return client.post(address(name, cycle, question.pk), given, follow=True)


def test_list_counts_and_shows_what_waits_the_oldest_first(client, cycle):
    make_question(cycle, "¿Primera?")
    make_question(cycle, "¿Segunda?", place=1)
    make_answered(cycle, "¿Respondida?")

    page = read(client, "questions", cycle)

    assert "2 preguntas por responder" in page
    assert page.index("¿Primera?") < page.index("¿Segunda?")
    assert "¿Respondida?" not in page


def test_list_of_settled_questions_says_how_each_ended(client, cycle):
    make_answered(cycle, "¿Respondida?")

    page = read(client, "questions", cycle, query="?que=listas")

    assert ("¿Respondida?" in page, "toda la comunidad" in page) == (True, True)


@pytest.mark.parametrize("query", ["", "?que=listas"])
def test_list_without_questions_says_so(client, cycle, query):
    page = read(client, "questions", cycle, query=query)

    assert ("aparecerá aquí" in page, "Todavía no se ha respondido" in page) == (
        not query,
        bool(query),
    )


def test_list_asks_as_much_for_one_question_as_for_three(client, cycle):
    asked = []
    for texts in (["¿Primera?"], ["¿Segunda?", "¿Tercera?"]):
        for text in texts:
            make_question(cycle, text, place=1)
        with CaptureQueriesContext(connection) as queries:
            page = read(client, "questions", cycle)
        asked.append(len(queries))

    assert [page.count(text) for text in ("¿Primera?", "¿Segunda?", "¿Tercera?")] == [1, 1, 1]
    assert asked[0] == asked[1]


def test_question_is_answered_once_and_who_asked_hears_of_it(client, cycle):
    question = make_question(cycle)
    before = read(client, "question", cycle, question.pk)

    done = [press(client, "answer", cycle, question, **REPLY) for _press in range(2)]

    assert "Su nombre no se mostrará a los demás." in before
    assert "A Directora 000 le llega por correo." in text_of(done[0])
    assert [each.status_code for each in done] == [200, 200]
    assert list(question.answers.values_list("text", flat=True)) == ["Firma el concejo."]


def test_answer_to_who_has_no_address_asks_to_tell_them(client, cycle):
    question = make_question(cycle)
    ContactPoint.objects.all().delete()

    page = text_of(press(client, "answer", cycle, question, **REPLY))

    assert "Directora 000 no tiene correo: cuéntele usted." in page


def test_corrected_answer_shows_the_earlier_wording(client, cycle):
    question = make_answered(cycle)

    press(client, "answer", cycle, question, **(REPLY | {"known": 1}))

    page = read(client, "question", cycle, question.pk)
    assert page.index("Firma el concejo.") < page.index("Versión anterior")
    assert page.index("Versión anterior") < page.index("Firma la alcaldesa.")


def test_answer_written_meanwhile_by_another_shows_both(client, cycle):
    question = make_answered(cycle)

    response = press(client, "answer", cycle, question, **REPLY)

    page = text_of(response)
    shown = [words in page for words in ("Firma la alcaldesa.", "Firma el concejo.")]
    assert (response.status_code, shown) == (409, [True, True])
    assert 'name="known" value="1"' in page


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("answer", {"text": "", "audience": "asker", "known": 0}, "Escriba la respuesta."),
        ("answer", {"text": "Sí", "known": 0}, "Elija quiénes verán la respuesta."),
        ("merge", {}, "Elija la pregunta que ya tiene la respuesta."),
        ("merge", {"into": "99999"}, "Elija una pregunta de la lista."),
        ("aside", {"reason": ""}, "Escriba el motivo"),
        ("aside", {"reason": "x" * 301}, "menos de 300 letras"),
    ],
)
def test_act_with_a_fault_changes_nothing_and_says_what_to_do(client, cycle, name, given, said):
    make_answered(cycle, "¿Otra?", place=1)
    question = make_question(cycle)

    response = press(client, name, cycle, question, **given)

    question.refresh_from_db()
    assert (response.status_code, question.state) == (422, "open")
    assert said in text_of(response)


def test_question_is_sent_to_an_answer_that_is_there(client, cycle):
    answered = make_answered(cycle)
    question = make_question(cycle, "¿Y el convenio?", place=1)

    press(client, "merge", cycle, question, into=answered.pk)

    page = read(client, "question", cycle, question.pk)
    question.refresh_from_db()
    assert question.merged_into == answered
    assert ("Ya respondida en otra pregunta" in page, "Firma la alcaldesa." in page) == (True,) * 2


def test_question_is_set_aside_with_a_reason(client, cycle):
    question = make_question(cycle)

    press(client, "aside", cycle, question, reason="Es de otra dirección.")

    page = read(client, "question", cycle, question.pk)
    assert "Dejada aparte: Es de otra dirección." in page


@pytest.mark.parametrize(
    ("name", "given"), [("aside", {"reason": "No."}), ("merge", {"into": "1"})]
)
def test_question_settled_meanwhile_is_not_settled_again(client, cycle, name, given):
    question = make_answered(cycle)

    response = press(client, name, cycle, question, **given)

    question.refresh_from_db()
    assert (response.status_code in {409, 422}, question.state) == (True, "answered")


def test_answer_to_a_merged_question_is_refused_in_words(client, cycle):
    answered = make_answered(cycle)
    question = make_question(cycle, "¿Y el convenio?", place=1)
    press(client, "merge", cycle, question, into=answered.pk)

    response = press(client, "answer", cycle, question, **REPLY)

    assert (response.status_code, "ya respondida en otra" in text_of(response)) == (409, True)


def test_question_of_another_community_is_absent(client, cycle):
    other = make_cycle(make_community(cycle.community.association, kind="DOM"))
    seat = make_held_seats(other.community, 1)[0]
    question = Question.objects.create(
        community=other.community,
        person=seat.tenures.get().person,
        seat=seat,
        text="Ajena",
        asked_at=NOW,
    )

    assert client.get(address("question", cycle, question.pk)).status_code == 404
    assert client.get(address("question", other, question.pk)).status_code == 404
