import pytest

from convoca.meetings.core.presence import was_present


def test_was_present_from_exactly_half_of_the_minutes_on():
    assert [was_present(minutes, 60) for minutes in (0, 29, 30, 31, 90)] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_was_present_with_another_share_moves_the_border():
    assert [was_present(minutes, 45, share=0.8) for minutes in (35, 36)] == [False, True]


@pytest.mark.parametrize(
    ("minutes", "duration", "share"), [(-1, 60, 0.5), (1, 0, 0.5), (1, 60, 0), (1, 60, 1.1)]
)
def test_was_present_outside_its_ranges_is_refused(minutes, duration, share):
    with pytest.raises(ValueError):
        was_present(minutes, duration, share=share)
