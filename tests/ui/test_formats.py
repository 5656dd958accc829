"""Numbers, dates and hours as a person reads them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.ui.formats import (
    format_day,
    format_hour,
    format_number,
    format_percent,
    format_share,
    format_short_day,
    zone_name,
)

SANTIAGO = ZoneInfo("America/Santiago")
NAMES = {"America/Santiago": "hora de Chile continental"}
MOMENT = datetime(2027, 3, 9, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(0, 0, "0"), (345, 0, "345"), (1234, 0, "1.234"), (-1234567.25, 2, "-1.234.567,25")],
)
def test_number_has_thousands_and_decimals_apart(value, decimals, text):
    assert format_number(value, decimals=decimals) == text


def test_number_follows_other_separators():
    assert format_number(1234.5, decimals=1, separators=",.") == "1,234.5"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 40, "0 %"),
        (12, 40, "30 %"),
        (1, 8, "13 %"),
        (1, 345, "menos de 1 %"),
        (344, 345, "más de 99 %"),
        (345, 345, "100 %"),
        (13, 12, "108 %"),
        (0, 0, ""),
    ],
)
def test_percent_rounds_and_keeps_its_ends_honest(part, whole, text):
    assert format_percent(part, whole) == text.replace(" %", "\N{NO-BREAK SPACE}%")


@given(whole=st.integers(1, 10**6), data=st.data())
def test_percent_is_nothing_or_everything_only_when_it_is(whole, data):
    part = data.draw(st.integers(0, whole))

    text = format_percent(part, whole).replace("\N{NO-BREAK SPACE}", " ")

    assert (text == "0 %") is (part == 0)
    assert (text == "100 %") is (part == whole)


def test_percent_below_zero_is_refused():
    with pytest.raises(ValueError, match="-1 in 40"):
        format_percent(-1, 40)


def test_share_always_says_its_denominator():
    assert format_share(1012, 1345) == "1.012 de 1.345 · 75\N{NO-BREAK SPACE}%"
    assert format_share(0, 0) == "0 de 0"


def test_day_has_its_year_only_when_it_is_another_year():
    day = date(2027, 3, 9)

    assert format_day(day, today=date(2027, 1, 1)) == "martes 9 de marzo"
    assert format_day(day, today=date(2026, 12, 31)) == "martes 9 de marzo de 2027"
    assert format_short_day(day) == "mar 9 mar"


def test_hour_is_the_readers_and_names_the_zone():
    assert format_hour(MOMENT, zone=SANTIAGO, names=NAMES) == "10:05 (hora de Chile continental)"


def test_hour_without_zone_is_refused():
    with pytest.raises(ValueError, match="has no zone"):
        format_hour(datetime(2027, 3, 9, 13, 0), zone=SANTIAGO, names=NAMES)


def test_zone_without_a_name_reads_as_its_city():
    assert zone_name(ZoneInfo("America/Punta_Arenas"), NAMES) == "hora de Punta Arenas"
