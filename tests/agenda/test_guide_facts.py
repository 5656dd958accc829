from datetime import date, timedelta

import pytest

from convoca.agenda.core.interviews.guide import Known, Question, QuestionKind
from convoca.agenda.models import Answer, Interview
from convoca.agenda.queries.guides import suggested_value
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.directory.models import Tenure
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW, make_cycle

pytestmark = pytest.mark.django_db


def asked(known, kind=QuestionKind.LINE):
    return Question("unit_size", kind, "Perfil", "¿Qué?", prefill=known)


@pytest.fixture
def interview():
    return make_interviews()[0]


def test_suggested_value_of_a_question_without_one_is_nothing(interview):
    assert suggested_value(interview, asked(None)) is None


def test_suggested_value_tells_the_place_and_the_directorate(interview):
    told = [suggested_value(interview, asked(one)) for one in (Known.COMUNA, Known.DIRECTORATE)]

    assert told == [interview.seat.municipality.comuna_name, interview.seat.kind.name]


@pytest.mark.parametrize(
    ("from_on", "years"),
    [(date(2022, 1, 4), 5), (date(2022, 1, 5), 4), (date(2026, 6, 1), None)],
)
def test_suggested_value_counts_whole_years_and_no_short_time(interview, from_on, years):
    Tenure.objects.filter(person=interview.person).update(from_on=from_on)

    assert suggested_value(interview, asked(Known.YEARS, QuestionKind.INTEGER)) == years


def test_suggested_value_without_a_tenure_is_nothing(interview):
    Tenure.objects.all().delete()

    assert suggested_value(interview, asked(Known.YEARS, QuestionKind.INTEGER)) is None


def test_suggested_value_takes_what_the_same_person_answered_before(interview):
    before = Interview.objects.create(
        cycle=make_next_cycle(interview), seat=interview.seat, person=interview.person,
        guide=interview.guide, state=Interview.State.DONE, created_at=NOW, done_at=NOW,
    )  # fmt: skip
    Answer.objects.create(interview=before, question="unit_size", value="4-10", saved_at=NOW)

    assert suggested_value(interview, asked(Known.BEFORE)) == "4-10"

    before.withdrawn_at = NOW
    before.save()
    assert suggested_value(interview, asked(Known.BEFORE)) is None


def make_next_cycle(interview):
    cycle = interview.cycle
    Cycle.objects.filter(pk=cycle.pk).update(stage=Stage.CLOSED, closed_at=NOW)
    return make_cycle(cycle.community, now=NOW + timedelta(days=200))
