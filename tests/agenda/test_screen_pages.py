import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.agenda.models import Interview
from convoca.agenda.queries.screen import Screen
from convoca.agenda.services import save_answer
from convoca.agenda.services.savings import Saving, keep_saving
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_association, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview():
    """An interview that was agreed to, alone."""
    interview = make_interviews()[0]
    save_answer(interview=interview, question="consent", value="yes", now=NOW)
    return interview


@pytest.fixture
def signed_in(sign_in, interview):
    """The browser of the coordinator."""
    return sign_in(interview.cycle)


def change(question, value, **more):
    return {
        "client_id": str(uuid4()), "pen": str(uuid4()), "question": question, "value": value,
        "base": 0, "age_s": 0, "guide": 1, **more,
    }  # fmt: skip


def send(client, interview, body):
    path = reverse("agenda:save", args=[interview.cycle_id, interview.pk])
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(path, text, content_type="application/json")


def write_apart(interview, *texts, question="problems"):
    for text in texts:
        saving = Saving(uuid4(), question, text, base=0, pen=uuid4())
        keep_saving(interview=interview, saving=saving, now=timezone.now())


def test_save_keeps_a_change_and_tells_what_is_answered(signed_in, interview):
    answer = send(signed_in, interview, change("problems", "Falta gente."))

    told = answer.json()
    states = told.pop("states")
    assert told == {
        "place": "on", "revision": 1, "answered": 2, "of": len(Screen(interview).walk.steps),
    }  # fmt: skip
    assert (states["problems"], states["first"]) == ("answered", "open")
    assert interview.answers.get(question="problems").saved_by is not None


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "[" * 50_000, '"a"', change("problems", "a" * 70_000),
     change("problems", "Sí.", client_id="x"), change("problems", "Sí.", age_s="nan"),
     change("problems", "Sí.", base=-1)],
)  # fmt: skip
def test_save_of_what_cannot_be_read_says_so_and_keeps_nothing(signed_in, interview, body):
    answer = send(signed_in, interview, body)

    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert not interview.answers.filter(question="problems").exists()


@pytest.mark.parametrize(
    ("question", "value", "words"),
    [
        ("nothing", "Sí.", "ya no está en la entrevista"),
        ("unit_size", "mil", "no está entre las opciones"),
        ("problems", {"a": 1}, "no está entre las opciones"),
        ("problems", None, "no está entre las opciones"),
    ],
)
def test_save_of_what_is_no_answer_is_refused_in_a_sentence(
    signed_in, interview, question, value, words
):
    answer = send(signed_in, interview, change(question, value))

    assert (answer.status_code, words in answer.json()["error"]) == (409, True)


def test_save_by_strangers_keeps_nothing(client, interview):
    nobody = send(client, interview, change("problems", "Ajeno."))
    client.force_login(make_user(make_association("OTRA"), administrator=True))
    stranger = send(client, interview, change("problems", "Ajeno."))

    assert (nobody.status_code, stranger.status_code) == (302, 404)
    assert not interview.answers.filter(question="problems").exists()


def test_sheets_bring_every_question_once_also_those_not_asked_yet(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)

    shown = page(client, "sheets", interview.cycle_id, interview.pk).content.decode()

    steps = [step.id for step in Screen(interview).all_steps.steps]
    assert [shown.count(f'class="sheet" data-step="{step}"') for step in steps] == [1] * len(steps)
    assert len(Screen(interview).walk.steps) == 1


def test_screen_shows_what_the_director_answered_alone_and_what_waits(signed_in, interview):
    save_answer(interview=interview, question="problems", value="Falta gente.", now=NOW)
    save_answer(interview=interview, question="years", value="", now=NOW)

    shown = text_of(page(signed_in, "step", interview.cycle_id, interview.pk, "problems"))

    assert "respondió 3 preguntas por su cuenta" in shown
    assert "lo respondió por su cuenta: lunes 4 de enero" in shown
    assert "Falta gente.</textarea>" in shown.replace("> ", ">")
    states = {
        entry.step.id: entry.state
        for section in Screen(interview).sections()
        for entry in section.entries
    }
    assert [states[one] for one in ("consent", "problems", "years", "first")] == [
        "answered", "answered", "passed", "open",
    ]  # fmt: skip


def test_form_over_what_another_page_wrote_stays_and_shows_both(signed_in, interview):
    write_apart(interview, "Falta gente.")
    where = (interview.cycle_id, interview.pk, "problems")

    answer = press(signed_in, "step", *where, value="Sobra papel.", answer_base="0")
    shown = text_of(signed_in.get(answer.url))

    assert answer.url == reverse("agenda:step", args=where)
    assert "Otro equipo escribió aquí a la vez. Quedaron las dos." in shown
    assert "Falta gente.</blockquote>" in shown
    assert "Sobra papel.</textarea>" in shown


def test_form_pressed_twice_is_one_saving(signed_in, interview):
    where = (interview.cycle_id, interview.pk, "problems")
    data = {"value": "Falta gente.", "client_id": str(uuid4()), "answer_base": "0"}

    answers = [press(signed_in, "step", *where, **data).url for _ in range(2)]

    assert answers == [reverse("agenda:step", args=[*where[:2], "first"])] * 2
    assert interview.versions.filter(question="problems").count() == 1


def test_settle_joins_both_texts_and_a_second_press_changes_nothing(signed_in, interview):
    write_apart(interview, "Falta gente.", "Sobra papel.")
    version = interview.versions.get(beside_since__isnull=False)
    where = (interview.cycle_id, interview.pk, version.pk)

    done = press(signed_in, "settle", *where, join="1")
    first = text_of(signed_in.get(done.url))
    press(signed_in, "settle", *where, use="1")
    second = text_of(signed_in.get(done.url))

    assert interview.answers.get(question="problems").value == "Sobra papel.\n\nFalta gente."
    assert "Quedó una sola versión." in first
    assert "Alguien ya eligió entre las dos versiones." in second


def test_settle_of_another_interview_is_absent(signed_in, interview):
    write_apart(interview, "Falta gente.", "Sobra papel.")
    version = interview.versions.get(beside_since__isnull=False)
    other = Interview.objects.get(pk=interview.pk)
    other.pk, other.seat = None, make_interviews()[0].seat
    other.save()

    answer = press(signed_in, "settle", interview.cycle_id, other.pk, version.pk, use="1")

    assert answer.status_code == 404
    assert interview.answers.get(question="problems").value == "Sobra papel."


def test_summary_names_the_questions_with_two_texts(sign_in):
    interview = answer_interview(make_interviews()[0])
    write_apart(interview, "Falta gente.", "Sobra papel.")

    shown = text_of(page(sign_in(interview.cycle), "interview", interview.cycle_id, interview.pk))

    assert "Dos equipos escribieron a la vez" in shown
    assert "dos versiones" in shown


def test_screen_asks_the_database_the_same_for_any_number_of_texts(signed_in, interview):
    where = ("step", interview.cycle_id, interview.pk, "problems")
    counts = []
    for texts in (("Uno.", "Dos."), ("Tres.", "Cuatro.")):
        write_apart(interview, *texts)
        counts.append(count_queries(signed_in, *where))

    assert interview.versions.filter(beside_since__isnull=False).count() == 3
    assert counts[0] == counts[1]
