from datetime import timedelta
from itertools import pairwise

import pytest

from convoca.agenda.core.interviews.saturation import Window
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.models import Interview
from convoca.agenda.queries.progress import (
    Progress,
    effects_of,
    progress_page,
    saturation_of,
)
from convoca.agenda.services import assign_interview, code_statement, create_code, save_answer
from convoca.agenda.views.saturation import draw_saturation
from convoca.directory.models import Municipality
from tests.factories.agenda import answer_interview, make_interviews, rate, theme_named
from tests.factories.cycles import NOW
from tests.factories.directory import make_municipality, make_seat
from tests.factories.interviewing import agree, make_interviewer

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


def answer_by(interview, user, rating=(4, 4), *, now=NOW):
    """Make an interview by somebody, who answers the first question two minutes before the end."""
    save_answer(interview=interview, question="consent", value="yes", now=now, user=user)
    before = now - timedelta(minutes=2)
    save_answer(interview=interview, question="first", value="", now=before, user=user)
    Interview.objects.filter(pk=interview.pk).update(interviewer=user)
    return answer_interview(interview, {BUYING: rating}, now=now)


def test_progress_page_counts_over_what_exists_and_what_takes_part():
    done, declined, begun, agreed, waiting = make_interviews(5)
    cycle, emilio = done.cycle, make_interviewer(done.cycle)
    make_seat(cycle.community, make_municipality("Arica", "15101", "Arica"))
    answer_by(done, emilio)
    save_answer(interview=declined, question="consent", value="no", now=NOW)
    save_answer(interview=begun, question="consent", value="yes", now=NOW)
    agree(agreed, emilio)
    Municipality.objects.filter(pk=waiting.seat.municipality_id).update(settlement="rural")

    found = progress_page(cycle)

    assert found.whole == Progress("Todas", 6, 5, done=1, declined=1, begun=1, agreed=1)
    assert found.whole.waiting == 1
    assert found.regions == [
        Progress("Metropolitana", 5, 5, done=1, declined=1, begun=1, agreed=1),
        Progress("Arica", 1, 0, done=0, declined=0, begun=0, agreed=0),
    ]
    assert [(one.name, one.seats, one.taking_part) for one in found.settlements] == [
        ("rural", 1, 1),
        ("urbana", 5, 4),
    ]
    assert [(one.name, one.taking_part, one.done) for one in found.interviewers] == [
        ("Emilio", 2, 1),
        ("Sin nadie", 2, 0),
        ("Por su cuenta", 1, 0),
    ]


def test_saturation_counts_codes_in_the_order_interviews_were_done():
    second, first = make_interviews(2)
    for place, interview in enumerate((first, second)):
        answer_interview(
            interview, texts={"problems": "Falta gente."}, now=NOW + timedelta(days=place)
        )
    code_first_statement(first, "Personal")
    code_first_statement(second, "Personal", "Plazos")

    assert saturation_of(first.cycle) == [Window(1, 2, new=2, known=2, uncoded=0, is_whole=False)]


def test_saturation_counts_a_merged_code_as_the_one_it_became():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Falta gente."})
    code_first_statement(interview, "Personal", "Gente")
    codes = interview.cycle.community.codes
    codes.filter(name="Gente").update(merged_into=codes.get(name="Personal"))

    assert [one.new for one in saturation_of(interview.cycle)] == [1]


def test_saturation_of_interviews_without_a_code_says_how_many_wait():
    for interview in make_interviews(2):
        answer_interview(interview)

    assert saturation_of(interview.cycle)[0].uncoded == 2


def code_first_statement(interview, *names):
    community = interview.cycle.community
    codes = [
        community.codes.filter(name=name).first()
        or create_code(
            community=community, name=name, definition="", theme=None, user=None, now=NOW
        )
        for name in names
    ]
    statement = interview.statements.earliest("pk")
    code_statement(statement=statement, codes=codes, user=None, now=NOW)


def test_draw_saturation_of_nothing_is_none():
    assert draw_saturation([]) is None


def test_draw_saturation_says_what_the_last_ten_brought_and_what_waits():
    windows = [Window(1, 10, 8, 8, 0, True), Window(11, 20, 1, 9, 0, True)]
    last = Window(21, 24, 4, 13, 3, False)

    picture = draw_saturation([*windows, last])

    assert picture.description == (
        "Las últimas diez completas trajeron 1 código nuevo. "
        "3 entrevistas aún no tienen ningún código: la cuenta puede subir."
    )
    assert [one.height for one in picture.columns] == [156, 20, 78]
    assert [one.label for one in picture.columns] == ["10", "20", "24"]


def test_draw_saturation_of_many_windows_labels_as_many_as_fit():
    windows = [Window(10 * n + 1, 10 * n + 10, 1, n, 0, True) for n in range(35)]

    picture = draw_saturation(windows)

    labels = [one.middle for one in picture.columns if one.label]
    assert min(b - a for a, b in pairwise(labels)) >= 34


def rated_by(interview, user, rating):
    """Make an interview of two minutes in which one theme is rated."""
    before = NOW - timedelta(minutes=2)
    save_answer(interview=interview, question="consent", value="yes", now=before, user=user)
    rate(interview, theme_named(interview.cycle, BUYING), RatedTheme(*rating))
    done = {"state": Interview.State.DONE, "done_at": NOW, "interviewer": user}
    Interview.objects.filter(pk=interview.pk).update(**done)


def test_effects_compare_who_asked_with_all_the_others():
    interviews = make_interviews(10)
    cycle, emilio = interviews[0].cycle, make_interviewer(interviews[0].cycle)
    for interview in interviews[:5]:
        rated_by(interview, emilio, (5, 4))
    for interview in interviews[5:]:
        rated_by(interview, None, (3, 4))

    own, alone = effects_of(cycle)

    assert (own.name, own.effect.count, own.effect.minutes) == ("Emilio", 5, 2.0)
    assert (own.effect.interest_apart.value, own.effect.urgency_apart.value) == (2.0, 0.0)
    assert (alone.name, alone.effect.maker_id, alone.effect.interest) == ("Por su cuenta", None, 3)


def test_effects_of_less_than_five_tell_only_how_many():
    interview = make_interviews()[0]
    answer_by(interview, make_interviewer(interview.cycle))

    (row,) = effects_of(interview.cycle)

    assert (row.name, row.effect.count, row.effect.is_shown) == ("Emilio", 1, False)


def test_effects_of_a_cycle_without_interviews_is_empty():
    assert effects_of(make_interviews()[0].cycle) == []


def test_progress_of_a_free_interview_is_nobodys():
    interview = make_interviews()[0]
    assign_interview(cycle=interview.cycle, seat_id=interview.seat_id, interviewer=None, now=NOW)

    assert [one.name for one in progress_page(interview.cycle).interviewers] == ["Sin nadie"]
