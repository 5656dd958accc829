"""What stands between us and an answer."""

from datetime import date

import pytest

from convoca.convening.core.hurdles import Hurdle, Silence, hurdle_of

TODAY = date(2027, 2, 1)
READY = {"is_held": True, "is_invited": True, "has_email": True}


@pytest.mark.parametrize(
    ("silence", "hurdle"),
    [
        (Silence(False, False, False, False, False), Hurdle.NO_HOLDER),
        (Silence(True, False, True, False, False), Hurdle.NOT_INVITED),
        (Silence(True, True, False, True, True), Hurdle.NO_EMAIL),
        (Silence(**READY, mail_left=False, has_mail_trouble=True), Hurdle.MAIL_TROUBLE),
        (Silence(**READY, mail_left=False, has_mail_trouble=False), Hurdle.MAIL_WAITING),
        (Silence(**READY, mail_left=True, has_mail_trouble=False), Hurdle.NO_ANSWER),
    ],
)
def test_hurdle_is_the_first_thing_to_deal_with(silence, hurdle):
    assert hurdle_of(silence, today=TODAY) is hurdle


@pytest.mark.parametrize(
    ("next_on", "hurdle"),
    [
        (date(2027, 1, 31), Hurdle.CALL_DUE),
        (TODAY, Hurdle.CALL_DUE),
        (date(2027, 2, 2), Hurdle.NO_HOLDER),
    ],
)
def test_promised_call_comes_first_from_its_day_on(next_on, hurdle):
    silence = Silence(False, False, False, False, False, next_on=next_on)

    assert hurdle_of(silence, today=TODAY) is hurdle
