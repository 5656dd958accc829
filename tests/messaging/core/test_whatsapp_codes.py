"""What each code of VENDORS section 2.3 asks of us."""

import pytest

from convoca.messaging.core.whatsapp_codes import Act, act_for, slow_down_s

TABLE = [
    ((0, 190), Act.STOP_KEY),
    ((3, 10, 200, 250, 299), Act.STOP_RIGHTS),
    ((4, 80007, 130429), Act.SLOW_DOWN),
    ((131056,), Act.PERSON_LATER),
    ((131048,), Act.STOP_SPAM),
    ((131049, 130472), Act.NOT_CHOSEN),
    ((131050,), Act.OPTED_OUT),
    ((131026,), Act.UNREACHABLE),
    ((131047,), Act.WINDOW_CLOSED),
    ((131030,), Act.TEST_LIST),
    ((132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016), Act.TEMPLATE),
    ((131000, 131016, 135000), Act.TRY_AGAIN),
    ((131031, 368, 131042, 131064), Act.STOP_ACCOUNT),
    ((133010,), Act.STOP_RIGHTS),
    ((100, 131008, 999999, -1), Act.REFUSED),
]


@pytest.mark.parametrize(("code", "act"), [(code, act) for codes, act in TABLE for code in codes])
def test_act_for_each_known_code(code, act):
    assert act_for(code, status=400) == act


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (400, Act.REFUSED),
        (401, Act.STOP_KEY),
        (403, Act.STOP_RIGHTS),
        (429, Act.SLOW_DOWN),
        (500, Act.TRY_AGAIN),
        (503, Act.TRY_AGAIN),
        (0, Act.REFUSED),
    ],
)
def test_act_for_an_unknown_code_goes_by_the_status(status, act):
    assert act_for(777_777, status=status) == act


def test_slow_down_doubles_from_four_seconds_to_a_quarter_of_an_hour():
    waits = [slow_down_s(times) for times in (0, 1, 2, 7, 8, 1000)]

    assert waits == [4, 8, 16, 512, 900, 900]
