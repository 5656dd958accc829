"""The interviewer at the screen: a bad line, closed tabs, two devices, keys; no word is lost."""

import pytest

from convoca.agenda.models import AnswerVersion, Recording
from convoca.agenda.queries.screen import Screen
from convoca.agenda.services import save_answer
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.journeys.cast import CUT, SENT, WAITING, Interviewer
from tests.support.browser import axe_violations

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
MICROPHONE = """navigator.mediaDevices.getUserMedia = async () => {
    const sound = new AudioContext(), tone = sound.createOscillator();
    const heard = sound.createMediaStreamDestination();
    tone.connect(heard);
    tone.start();
    await sound.resume();
    return heard.stream;
}"""


@pytest.fixture
def interview(one_database):
    """An interview that was agreed to, with a coordinator who makes it."""
    interview = make_interviews(now=NOW)[0]
    make_coordinator(interview.cycle.community)
    save_answer(interview=interview, question="consent", value="yes", now=NOW)
    return interview


@pytest.fixture
def sit(interview, site, page_factory, settings):
    """Sits somebody down at a new browser."""
    settings.BASE_URL = site
    user = interview.cycle.community.team.get().user

    def open_browser(**more):
        person = Interviewer(page_factory(**more), site)
        person.enter(user)
        return person

    return open_browser


def answers_of(interview):
    return dict(interview.answers.exclude(question="consent").values_list("question", "value"))


def test_three_answers_on_a_cut_line_survive_a_closed_tab_and_arrive_once(sit, interview):
    carla = sit(phone=False, allowed=CUT).begin(interview)
    carla.cut()
    for text in ("Falta gente.", "La rendición.", "Una planilla."):
        carla.write(text)
        carla.next()
    carla.wait_for(WAITING)
    context = carla.page.context
    carla.page.close()
    before = answers_of(interview)

    carla.page = context.new_page()
    carla.cut(is_cut=False)
    carla.begin(interview, "expectations")
    carla.wait_for(SENT)

    assert before == {}
    assert answers_of(interview) == {
        "problems": "Falta gente.", "first": "La rendición.", "practice": "Una planilla.",
    }  # fmt: skip
    assert AnswerVersion.objects.count() == 3


def test_two_devices_on_one_answer_lose_no_word(sit, interview):
    laptop, phone = sit(phone=False).begin(interview), sit(phone=True).begin(interview)
    laptop.write("Falta gente en la dirección.")
    laptop.wait_for(SENT)

    phone.write("La rendición se hace tres veces.")
    phone.page.get_by_text("Otra versión").wait_for()
    shown = phone.page.locator(".other blockquote").inner_text()
    phone.page.get_by_role("button", name="Juntar las dos").click()
    phone.page.get_by_text("Quedó una sola versión.").wait_for()

    assert shown == "Falta gente en la dirección."
    assert answers_of(interview) == {
        "problems": "La rendición se hace tres veces.\n\nFalta gente en la dirección."
    }


def test_keys_walk_from_question_to_question(sit, interview):
    carla = sit(phone=False).begin(interview, "unit_size")
    keyboard = carla.page.keyboard

    keyboard.press("2")
    keyboard.press("Alt+ArrowRight")
    keyboard.press("3")
    keyboard.press("Alt+ArrowRight")
    keyboard.press("t")
    keyboard.type("Falta 1 abogado?")
    keyboard.press("Control+Enter")
    keyboard.press("Alt+ArrowLeft")
    keyboard.press("n")
    keyboard.type("Con apuro.")
    carla.wait_for(SENT)

    assert carla.question().startswith("¿Cuáles son los principales problemas")
    assert answers_of(interview) == {
        "unit_size": "4-10", "years": "4-8",
        "problems": "Falta 1 abogado?", "problems:note": "Con apuro.",
    }  # fmt: skip


def test_keys_rate_a_theme_and_pass_one_that_does_not_apply(sit, interview):
    first, second = [step for step in Screen(interview).all_steps.steps if step.theme][:2]
    carla = sit(phone=False).begin(interview, first.id)

    for key in ("4", "5", "Alt+ArrowRight", "0"):
        carla.page.keyboard.press(key)
    carla.wait_for(SENT)

    assert set(interview.ratings.values_list("theme", "interest", "urgency")) == {
        (first.theme.id, 4, 5), (second.theme.id, None, None),
    }  # fmt: skip


def test_recording_in_the_page_marks_each_question_and_is_heard(sit, interview, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    carla = sit(phone=False)
    carla.page.add_init_script(MICROPHONE)
    carla.begin(interview, "may_record")

    carla.page.keyboard.press("1")
    carla.next()
    carla.page.get_by_role("button", name="Grabar", exact=True).click()
    carla.page.locator("#recording", has_text="Grabando").wait_for()
    carla.page.wait_for_selector("#interview[data-ready]")
    carla.page.keyboard.press("1")
    carla.next()
    carla.page.get_by_role("button", name="Terminar de grabar").click()
    carla.page.locator("#recording", has_text="Audio guardado").wait_for()
    carla.open("agenda:recordings", interview.cycle_id, interview.pk)
    carla.page.wait_for_function("document.querySelector('audio').readyState > 0")

    recording = Recording.objects.get()
    assert (recording.content_type, recording.size_bytes > 0) == ("audio/webm", True)
    assert [mark.question for mark in recording.marks.all()] == ["may_quote", "unit_size"]
    assert axe_violations(carla.page) == []


def test_session_that_ended_keeps_what_is_written_until_sign_in(sit, interview, settings):
    carla = sit(phone=False).begin(interview)
    cookies = carla.page.context.cookies()
    carla.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    carla.write("Falta gente.")
    carla.page.get_by_text("Su sesión terminó").wait_for()
    before = answers_of(interview)
    carla.page.context.add_cookies(cookies)
    carla.page.reload()
    carla.wait_for(SENT)

    assert (before, answers_of(interview)) == ({}, {"problems": "Falta gente."})


def test_interview_without_javascript_goes_on_page_by_page(sit, interview):
    carla = sit(phone=True, javascript=False)
    carla.open("agenda:step", interview.cycle_id, interview.pk, "problems")

    carla.write("Falta gente.")
    carla.next()

    assert carla.question().startswith("Si pudiera resolver uno solo")
    assert answers_of(interview) == {"problems": "Falta gente."}
