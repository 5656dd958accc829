"""On which days something repeats: as dateutil has it, with a limit."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.asking.busy.recurrence import Purse, days_of, read_rule

FIRST, LAST = date(2027, 3, 1), date(2027, 5, 30)
LISTS = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": st.integers(1, 5).map(str),
        "COUNT": st.integers(1, 60).map(str),
        "BYDAY": st.sampled_from(["MO", "TU,TH", "SA,SU", "MO,TU,WE,TH,FR"]),
        "BYMONTHDAY": st.sampled_from(["1", "-1", "15,31", "-5,28"]),
        "BYMONTH": st.sampled_from(["3", "4,5", "1,12"]),
        "WKST": st.sampled_from(["SU", "MO"]),
    },
)


@given(
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    parts=LISTS,
    nth=st.sampled_from(["", "BYDAY=1MO,-1FR", "BYDAY=2TU"]),
    place=st.sampled_from(["", "BYSETPOS=1", "BYSETPOS=-1"]),
    start=st.dates(date(2025, 1, 1), date(2027, 5, 1)),
)
def test_days_of_a_rule_are_those_of_dateutil(freq, parts, nth, place, start):
    named = {"FREQ": freq, **parts}
    if nth and freq in {"MONTHLY", "YEARLY"}:
        named |= dict([nth.split("=")])
        named.pop("BYMONTHDAY", None)  # where both never meet, dateutil walks to the year 9999
    if place and {"BYDAY", "BYMONTHDAY", "BYMONTH"} & {*named}:
        named |= dict([place.split("=")])
    text = ";".join(f"{name}={value}" for name, value in named.items())

    assert ours(text, start) == theirs(text, start)


def test_rules_that_had_their_count_cost_nothing():
    for text in ("FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20"):
        days = days_of(read_rule(text), date(2025, 1, 6), first=FIRST, last=LAST, purse=Purse(0))

        assert list(days) == []


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=1",
        "FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=-1;WKST=SU",
        "FREQ=YEARLY;BYDAY=13MO,-34WE",
        "FREQ=YEARLY;BYDAY=MO,FR;BYSETPOS=20,-40",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=40",
    ],
)
def test_days_of_rare_rules_are_those_of_dateutil(text):
    start = date(2025, 1, 6)

    assert ours(text, start) == theirs(text, start)


def ours(text: str, start: date) -> list[date]:
    return list(days_of(read_rule(text), start, first=FIRST, last=LAST, purse=Purse()))


def theirs(text: str, start: date) -> list[date]:
    rule = rrulestr(text, dtstart=datetime(start.year, start.month, start.day))
    found = rule.between(datetime(2027, 3, 1), datetime(2027, 5, 30), inc=True)
    return [one.date() for one in found]
