from datetime import timedelta
from uuid import uuid4

import pytest

from convoca.agenda.core.interviews.values import Fault, RatedTheme
from convoca.agenda.core.interviews.versions import Place
from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.errors import (
    AnswerFaultError,
    GuideMovedError,
    StepUnknownError,
    VersionSettledError,
)
from convoca.agenda.models import Interview
from convoca.agenda.queries.guides import values_of
from convoca.agenda.queries.screen import Screen
from convoca.agenda.services.savings import Saving, keep_saving, settle_version
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
PHONE, LAPTOP = uuid4(), uuid4()
TITLE = "Licitaciones y compras"
PARTS = {"interest": None, "urgency": None, "example": ""}


@pytest.fixture
def interview():
    """An interview that was agreed to."""
    interview = make_interviews()[0]
    send(interview, "consent", "yes")
    return interview


def send(interview, question, value, *, pen=LAPTOP, base=0, age_s=0, now=NOW, **more):
    may_be_draft = more.pop("may_be_draft", True)
    client_id = more.pop("client_id", uuid4())
    saving = Saving(client_id, question, value, base, pen, age_s, may_be_draft=may_be_draft)
    return keep_saving(interview=interview, saving=saving, now=now, **more)


def answer_of(interview, question):
    return interview.answers.get(question=question).value


def sheet_of(interview, step_id):
    screen = Screen(interview)
    return screen.sheet(screen.all_steps.find(step_id))


def others_of(interview, step_id):
    return [one.text for one in sheet_of(interview, step_id).others]


def test_keep_saving_sent_twice_changes_nothing(interview):
    client_id = uuid4()

    kept = [send(interview, "problems", "Falta gente.", client_id=client_id) for _ in range(2)]

    assert [(one.place, one.revision) for one in kept] == [(Place.ON, 1)] * 2
    assert interview.versions.filter(question="problems").count() == 1


def test_keep_saving_of_a_page_writes_over_its_own_words_and_forgets_them(interview):
    for text in ("Falta", "Falta gente", "Falta gente."):
        send(interview, "problems", text)

    versions = interview.versions.filter(question="problems").values_list("value", flat=True)
    assert list(versions) == [None, None, "Falta gente."]
    assert answer_of(interview, "problems") == "Falta gente."


def test_keep_saving_of_two_devices_keeps_both_and_shows_the_newer(interview):
    send(interview, "problems", "Falta gente.", pen=PHONE)

    kept = send(interview, "problems", "Sobra papel.", pen=LAPTOP, now=NOW + timedelta(minutes=1))

    assert (kept.place, kept.revision) == (Place.OVER, 2)
    assert answer_of(interview, "problems") == "Sobra papel."
    assert others_of(interview, "problems") == ["Falta gente."]


def test_keep_saving_that_was_written_long_ago_stays_beside(interview):
    send(interview, "problems", "Sobra papel.", pen=LAPTOP)

    kept = send(interview, "problems", "Falta gente.", pen=PHONE, age_s=3600)
    again = send(interview, "problems", "Falta gente.", pen=PHONE, age_s=3600)

    assert (kept.place, kept.revision, again.place) == (Place.BESIDE, 1, Place.BESIDE)
    assert answer_of(interview, "problems") == "Sobra papel."


def test_keep_saving_over_what_a_form_saved_keeps_that_too(interview):
    user = make_coordinator(interview.cycle.community)
    keep_saving(
        interview=interview, saving=Saving(uuid4(), "problems", "Falta."), now=NOW, user=user
    )
    interview.versions.filter(question="problems").delete()

    send(interview, "problems", "Sobra papel.")

    (other,) = interview.versions.filter(beside_since__isnull=False)
    assert (other.value, other.saved_by) == ("Falta.", user)


def test_keep_saving_from_a_page_that_saw_the_answer_goes_on(interview):
    send(interview, "problems", "Falta gente.", pen=PHONE)

    kept = send(interview, "problems", "Nada.", pen=LAPTOP, base=1)

    assert (kept.place, others_of(interview, "problems")) == (Place.ON, [])


def test_keep_saving_of_half_a_rating_is_a_draft_until_it_is_whole(interview):
    step_id = theme_step_id(theme_named(interview.cycle, TITLE).pk)

    send(interview, step_id, {**PARTS, "example": "La RS."})
    half, counted = sheet_of(interview, step_id), step_id in values_of(interview)
    send(interview, step_id, {"interest": 4, "urgency": 5, "example": "La RS."})
    whole = sheet_of(interview, step_id)

    assert (half.value, half.revisions["answer"], counted) == (
        RatedTheme(example="La RS."), 1, False,
    )  # fmt: skip
    assert (whole.value, whole.revisions["answer"]) == (RatedTheme(4, 5, "La RS."), 2)
    assert Screen(interview).drafts == set()


def test_keep_saving_that_a_theme_does_not_apply_is_whole(interview):
    step_id = theme_step_id(theme_named(interview.cycle, TITLE).pk)

    send(interview, step_id, PARTS)
    send(interview, step_id, {**PARTS, "not_applicable": True})

    assert values_of(interview)[step_id] == RatedTheme()


def test_keep_saving_of_one_pick_too_many_keeps_the_picks_before(interview):
    picks = [theme.pk for theme in interview.cycle.community.themes.all()[:4]]

    send(interview, "favourites", picks[:3])
    send(interview, "favourites", picks)

    assert values_of(interview)["favourites"] == picks[:3]
    assert sheet_of(interview, "favourites").value == picks


def test_keep_saving_of_what_may_be_no_draft_raises(interview):
    picks = [theme.pk for theme in interview.cycle.community.themes.all()[:4]]

    with pytest.raises(AnswerFaultError) as caught:
        send(interview, "favourites", picks, may_be_draft=False)

    assert caught.value.fault is Fault.TOO_MANY


def test_keep_saving_from_a_page_of_another_guide_raises(interview):
    saving = Saving(uuid4(), "problems", "Falta gente.", guide=interview.guide.version + 1)

    with pytest.raises(GuideMovedError):
        keep_saving(interview=interview, saving=saving, now=NOW)

    assert not interview.answers.filter(question="problems").exists()


def test_keep_saving_of_notes_and_probes(interview):
    send(interview, "problems:note", " Apurada. ")
    send(interview, "problems:probes", ["¿Quién decide?"])

    assert answer_of(interview, "problems:note") == "Apurada."
    assert answer_of(interview, "problems:probes") == ["¿Quién decide?"]


@pytest.mark.parametrize(
    ("question", "value", "fault"),
    [
        ("consent", "perhaps", Fault.UNKNOWN),
        ("problems", "a" * 5001, Fault.TOO_LONG),
        ("problems:note", "a" * 5001, Fault.TOO_LONG),
        ("problems:probes", "¿Quién decide?", Fault.UNKNOWN),
        ("theme", {"interest": "4"}, Fault.UNKNOWN),
        ("theme", {"interest": 9, "urgency": 1}, Fault.UNKNOWN),
    ],
)
def test_keep_saving_of_what_is_no_answer_raises(interview, question, value, fault):
    step_id = theme_step_id(theme_named(interview.cycle, TITLE).pk)

    with pytest.raises(AnswerFaultError) as caught:
        send(interview, question.replace("theme", step_id), value)

    assert (caught.value.fault, interview.versions.exclude(question="consent").count()) == (
        fault, 0,
    )  # fmt: skip


@pytest.mark.parametrize("question", ["nothing", "problems:other"])
def test_keep_saving_of_what_is_not_asked_raises(interview, question):
    with pytest.raises(StepUnknownError):
        send(interview, question, "Sí.")


def test_keep_saving_in_a_done_interview_takes_what_was_said_anew():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Falta gente."})

    send(interview, "problems", "Sobra papel.", base=1)

    assert list(interview.statements.values_list("text", flat=True)) == ["Sobra papel."]


def two_versions(interview):
    send(interview, "problems", "Falta gente.", pen=PHONE)
    send(interview, "problems", "Sobra papel.", pen=LAPTOP)
    return interview.versions.get(beside_since__isnull=False)


@pytest.mark.parametrize(
    ("act", "stands"),
    [
        ("use", "Falta gente."),
        ("join", "Sobra papel.\n\nFalta gente."),
        ("leave", "Sobra papel."),
    ],
)
def test_settle_version_leaves_one_text_and_the_history_of_both(interview, act, stands):
    settle_version(version=two_versions(interview), act=act, now=NOW)

    kept = set(interview.versions.filter(question="problems").values_list("value", flat=True))
    assert (answer_of(interview, "problems"), others_of(interview, "problems")) == (stands, [])
    assert {"Falta gente.", "Sobra papel."} <= kept


def test_settle_version_twice_raises(interview):
    version = two_versions(interview)
    settle_version(version=version, act="leave", now=NOW)

    with pytest.raises(VersionSettledError):
        settle_version(version=version, act="use", now=NOW)

    assert answer_of(interview, "problems") == "Sobra papel."


def test_settle_version_of_a_rating_shows_its_numbers_and_joins_its_example(interview):
    theme = theme_named(interview.cycle, TITLE)
    step_id = theme_step_id(theme.pk)
    send(interview, step_id, {"interest": 4, "urgency": 5, "example": "La RS."}, pen=PHONE)
    send(interview, step_id, {**PARTS, "example": "No hay.", "not_applicable": True})
    shown = others_of(interview, step_id)

    version = interview.versions.get(beside_since__isnull=False)
    settle_version(version=version, act="join", now=NOW)

    assert shown == ["4 × 5\nLa RS."]
    assert values_of(Interview.objects.get())[step_id] == RatedTheme(example="No hay.\n\nLa RS.")
