"""Days of tasks."""

from datetime import date

import pytest

from convoca.retention.forms.tasks import usual_day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2027, 3, 8), date(2027, 3, 10)),  # Monday to Wednesday
        (date(2027, 3, 11), date(2027, 3, 15)),  # Thursday to Monday: not on a Saturday
        (date(2027, 3, 12), date(2027, 3, 15)),
    ],
)
def test_usual_day_is_in_two_days_and_not_on_a_weekend(today, day):
    assert usual_day(today) == day
