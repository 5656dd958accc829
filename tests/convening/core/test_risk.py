"""Reasons in order, and a level that one can read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.bands import Band
from convoca.convening.core.risk import (
    Action,
    Level,
    Reason,
    ReasonKind,
    Risk,
    RiskFacts,
    risk_of,
    risk_order,
    suggest_action,
)
from tests.convening.core.records import rec

FACTS = st.builds(
    RiskFacts,
    record=st.text("pae-", max_size=6).map(rec),
    is_held=st.booleans(),
    has_new_holder=st.booleans(),
    is_reachable=st.booleans(),
    is_silent=st.booleans(),
    theme_left_out=st.booleans(),
    band_before=st.none() | st.sampled_from(Band),
)
K = ReasonKind


def kinds(risk: Risk) -> list[ReasonKind]:
    return [reason.kind for reason in risk.reasons]


@pytest.mark.parametrize(
    ("marks", "facts", "expected"),
    [
        ("pp", {}, Risk(Level.NONE)),
        ("", {}, Risk(Level.NONE)),
        ("pe", {}, Risk(Level.NONE)),
        ("pa", {}, Risk(Level.LOW, (Reason(K.MISSED, 1),))),
        ("paea", {}, Risk(Level.HIGH, (Reason(K.MISSED, 2),))),
        ("aa", {}, Risk(Level.HIGH, (Reason(K.NEVER_CAME, 2),))),
        ("pp", {"is_held": False}, Risk(Level.HIGH, (Reason(K.VACANT),))),
        ("pp", {"is_silent": True, "theme_left_out": True},
         Risk(Level.LOW, (Reason(K.SILENT), Reason(K.THEME_LEFT_OUT)))),
        ("pp", {"is_silent": True, "has_new_holder": True},
         Risk(Level.MEDIUM, (Reason(K.NEW_HOLDER), Reason(K.SILENT)))),
        ("pe", {"is_silent": True, "is_reachable": False},
         Risk(Level.LOW, (Reason(K.NOT_REACHED), Reason(K.SILENT)))),
        ("pa", {"theme_left_out": True},
         Risk(Level.MEDIUM, (Reason(K.MISSED, 1), Reason(K.THEME_LEFT_OUT)))),
        ("a", {"band_before": Band.HIGH},
         Risk(Level.MEDIUM, (Reason(K.NEVER_CAME, 1), Reason(K.CAME_LESS)))),
        ("p-", {"is_silent": True}, Risk(Level.LOW, (Reason(K.SILENT),))),
        ("paae", {"has_new_holder": True},
         Risk(Level.MEDIUM, (Reason(K.MISSED, 2), Reason(K.NEW_HOLDER)))),
    ],
)  # fmt: skip
def test_risk_tells_its_reasons_and_its_level(marks, facts, expected):
    assert risk_of(RiskFacts(rec(marks), **facts)) == expected


def test_risk_of_everything_at_once_tells_reasons_in_their_order():
    facts = RiskFacts(
        rec("paaa"),
        is_held=True,
        has_new_holder=True,
        is_reachable=False,
        is_silent=True,
        theme_left_out=True,
        band_before=Band.MEDIUM,
    )

    assert kinds(risk_of(facts)) == [
        K.MISSED, K.NEW_HOLDER, K.NOT_REACHED, K.SILENT, K.THEME_LEFT_OUT, K.CAME_LESS,
    ]  # fmt: skip


def test_vacant_seat_is_not_told_to_be_out_of_reach_or_newly_held():
    facts = RiskFacts(rec("p"), is_held=False, has_new_holder=True, is_reachable=False)

    assert kinds(risk_of(facts)) == [K.VACANT]


@pytest.mark.parametrize(
    ("marks", "before", "told"),
    [("paa", Band.HIGH, False), ("aa", Band.MEDIUM, True), ("aa", Band.LOW, False),
     ("ee", Band.HIGH, False), ("aa", None, False)],
)  # fmt: skip
def test_came_less_compares_with_a_cycle_of_coming_often(marks, before, told):
    facts = RiskFacts(rec(marks), band_before=before)

    assert (K.CAME_LESS in kinds(risk_of(facts))) is told


@given(FACTS)
def test_reasons_come_once_and_in_order(facts):
    found = kinds(risk_of(facts))

    assert found == [kind for kind in ReasonKind if kind in set(found)]


@given(FACTS)
def test_level_is_none_exactly_without_reasons(facts):
    risk = risk_of(facts)

    assert (risk.level is Level.NONE) == (risk.reasons == ())
    assert risk.alerts == (risk.level in {Level.HIGH, Level.MEDIUM})


@given(FACTS)
def test_an_excuse_never_raises_the_level(facts):
    levels = list(Level)
    excused = RiskFacts(**{**vars(facts), "record": rec_with_excuse(facts)})

    assert levels.index(risk_of(excused).level) >= levels.index(risk_of(facts).level)


def rec_with_excuse(facts):
    return type(facts.record)((*facts.record.marks, *rec("e").marks))


def test_order_puts_level_then_misses_then_reasons_then_who_came_more():
    seats = {
        "loyal": (Risk(Level.HIGH, (Reason(K.MISSED, 2),)), rec("ppaa")),
        "once": (Risk(Level.HIGH, (Reason(K.MISSED, 2),)), rec("paa")),
        "long": (Risk(Level.HIGH, (Reason(K.MISSED, 3),)), rec("paaa")),
        "calm": (Risk(Level.NONE), rec("p")),
        "medium": (Risk(Level.MEDIUM, (Reason(K.MISSED, 1), Reason(K.SILENT))), rec("pa")),
    }

    assert sorted(seats, key=lambda name: risk_order(*seats[name])) == [
        "long", "loyal", "once", "medium", "calm",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reasons", "action"),
    [
        ([], Action.CALL),
        ([K.MISSED], Action.CALL),
        ([K.VACANT, K.THEME_LEFT_OUT], Action.MAYOR),
        ([K.MISSED, K.THEME_LEFT_OUT], Action.THEME),
    ],
)
def test_action_follows_the_first_reason_that_has_one(reasons, action):
    assert suggest_action(Reason(kind) for kind in reasons) is action


@given(FACTS)
def test_seat_that_cools_on_the_board_is_among_the_most_pressing_alerts(facts):
    risk = risk_of(facts)

    assert risk.level is Level.HIGH or not facts.record.is_cooling
    assert risk.level is not Level.HIGH or facts.record.is_cooling or not facts.is_held
