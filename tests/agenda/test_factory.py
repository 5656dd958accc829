"""What tests write at once is what the steps of an interview write one by one."""

import pytest

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.services import save_answer
from tests.factories.agenda import make_interviews, rate, rate_all
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db


def rows_of(interview) -> list[list[tuple]]:
    answers = interview.answers.values_list("question", "value", "revision", "saved_at")
    ratings = interview.ratings.values_list("theme", "interest", "urgency", "saved_at")
    return [sorted(answers), sorted(ratings)]


def test_themes_rated_at_once_are_as_rated_one_by_one():
    by_step, at_once = make_interviews(2)
    for interview in (by_step, at_once):
        save_answer(interview=interview, question="consent", value="yes", now=NOW)
    themes = list(by_step.cycle.community.themes.filter(is_active=True))
    given = {theme.title: (5, 4) for theme in themes[:2]}

    for theme in themes:
        rate(by_step, theme, RatedTheme(*given.get(theme.title, (None, None))))
    rate_all(at_once, given)

    assert rows_of(at_once) == rows_of(by_step)
