from datetime import UTC, datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from convoca.agenda.core.interviews.hours import instants_of


@pytest.mark.parametrize(
    ("wall", "zone", "instants"),
    [
        # An ordinary day: Santiago is three hours behind in summer, Easter five.
        (datetime(2027, 1, 5, 10), "America/Santiago", [datetime(2027, 1, 5, 13, tzinfo=UTC)]),
        (datetime(2027, 1, 5, 10), "Pacific/Easter", [datetime(2027, 1, 5, 15, tzinfo=UTC)]),
        # Punta Arenas does not change clocks.
        (
            datetime(2027, 9, 5, 0, 30),
            "America/Punta_Arenas",
            [datetime(2027, 9, 5, 3, 30, tzinfo=UTC)],
        ),
        # The clock jumps from 0:00 to 1:00.
        (datetime(2027, 9, 5, 0, 30), "America/Santiago", []),
        # The clock goes back from 24:00 to 23:00.
        (
            datetime(2027, 4, 3, 23, 30),
            "America/Santiago",
            [datetime(2027, 4, 4, 2, 30, tzinfo=UTC), datetime(2027, 4, 4, 3, 30, tzinfo=UTC)],
        ),
    ],
)
def test_instants_of_a_wall_time(wall, zone, instants):
    assert list(instants_of(wall, zone)) == instants


def test_instants_of_a_time_that_has_a_zone_is_refused():
    with pytest.raises(ValueError, match="no zone"):
        instants_of(datetime(2027, 1, 5, 10, tzinfo=UTC), "America/Santiago")


def test_instants_of_a_zone_that_is_not_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        instants_of(datetime(2027, 1, 5, 10), "America/Ninguna")
