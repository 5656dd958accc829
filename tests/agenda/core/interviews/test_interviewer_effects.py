from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from convoca.agenda.core.interviews.interviewer_effects import (
    Difference,
    Effect,
    Made,
    active_minutes,
    interviewer_effects,
    student_point,
)

AT = datetime(2027, 1, 4, 13, tzinfo=UTC)
OWN, OTHERS = [4.0, 4.2, 4.4, 4.6, 4.8], [3.0, 3.5, 4.0, 3.5, 3.5, 3.0]


def made(maker, interests, **more):
    return [Made(maker, statements=4, interest=each, **more) for each in interests]


def test_interviewer_effects_without_interviews_is_empty():
    assert interviewer_effects([]) == []


def test_interviewer_effects_below_five_tells_only_how_many():
    assert interviewer_effects(made(1, OWN[:4])) == [Effect(1, 4)]


def test_interviewer_effects_puts_those_made_alone_last():
    each = [Made(None, 1), Made(7, 1), Made(2, 1)]

    assert [one.maker_id for one in interviewer_effects(each)] == [2, 7, None]


def test_interviewer_effects_compares_with_all_the_others():
    each = made(1, OWN) + made(2, OTHERS[:3]) + made(None, OTHERS[3:])

    first, second, _alone = interviewer_effects(each)

    assert (first.count, first.statements, first.minutes) == (5, 4.0, None)
    assert first.interest == pytest.approx(4.4)
    # By hand: d = 4.4 - 20.5/6; se^2 = 0.1/5 + 0.141667/6; 8.99 degrees of freedom, t = 2.262.
    apart = first.interest_apart
    ends = (apart.value, apart.low, apart.high)
    assert ends == pytest.approx((0.98333, 0.51083, 1.45584), abs=1e-3)
    assert second == Effect(2, 3)


def test_interviewer_effects_needs_five_others_for_a_difference():
    (own, _others) = interviewer_effects(made(1, OWN) + made(2, OTHERS[:4]))

    assert (own.is_shown, own.interest_apart) == (True, None)


def test_interviewer_effects_leaves_out_what_is_not_known():
    each = [replace(one, interest=None, minutes=20) for one in made(1, OWN)]
    each[0] = replace(each[0], minutes=80)

    (own,) = interviewer_effects(each)

    assert (own.minutes, own.interest, own.urgency) == (20, None, None)


def test_interviewer_effects_of_answers_that_are_all_equal_is_exact():
    own, _others = interviewer_effects(made(1, [4.0] * 5) + made(2, [3.0] * 5))

    assert own.interest_apart == Difference(1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("low", "high", "is_clear"), [(-0.1, 0.3, False), (0.1, 0.3, True), (-0.3, -0.1, True)]
)
def test_difference_is_clear_when_its_interval_leaves_zero_out(low, high, is_clear):
    assert Difference((low + high) / 2, low, high).is_clear is is_clear


@pytest.mark.parametrize(
    ("freedom", "point"), [(4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)]
)
def test_student_point_is_that_of_the_tables(freedom, point):
    assert student_point(freedom) == pytest.approx(point, abs=0.002)


@pytest.mark.parametrize(
    ("minutes", "active"), [([], None), ([0], None), ([0, 0], None), ([3, 0, 40, 45], 8.0)]
)
def test_active_minutes_leaves_pauses_out(minutes, active):
    assert active_minutes([AT + timedelta(minutes=each) for each in minutes]) == active
