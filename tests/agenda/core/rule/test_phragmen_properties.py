from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.equal_shares import choose_by_equal_shares
from convoca.agenda.core.rule.phragmen import order_by_phragmen
from tests.agenda.core.rule.builders import THEMES, random_ballots, weights

TOLERANCE = 1e-9


def order(ballots):
    return order_by_phragmen(build_electorate(ballots))


def assert_no_deserving_group_has_nothing(ballots: Ballots, chosen) -> None:
    """Whoever shares a theme and is left with nothing weighs less than 1/k of everybody."""
    for theme in THEMES:
        empty_handed = sum(
            voter.weight
            for voter in ballots.voters
            if theme in voter.approvals and not voter.approvals & set(chosen)
        )
        assert empty_handed * ballots.sessions < ballots.total_weight


@given(random_ballots(weight=st.just(1)))
def test_phragmen_leaves_no_group_of_one_kth_with_nothing_when_all_weigh_the_same(ballots):
    chosen = [choice.theme_id for choice in order(ballots)[: ballots.sessions]]

    assert_no_deserving_group_has_nothing(ballots, chosen)


@given(random_ballots())
def test_phragmen_leaves_no_group_of_one_kth_with_nothing_when_weights_differ(ballots):
    chosen = [choice.theme_id for choice in order(ballots)[: ballots.sessions]]

    assert_no_deserving_group_has_nothing(ballots, chosen)


@given(random_ballots())
def test_equal_shares_leaves_no_group_of_one_kth_with_nothing(ballots):
    chosen = choose_by_equal_shares(build_electorate(ballots), sessions=ballots.sessions)

    assert_no_deserving_group_has_nothing(ballots, chosen)


@given(random_ballots(), st.randoms())
def test_phragmen_order_is_the_same_when_people_are_shuffled(ballots, random):
    shuffled = list(ballots.voters)
    random.shuffle(shuffled)

    assert order(replace(ballots, voters=tuple(shuffled))) == order(ballots)


@given(random_ballots(), weights)
def test_phragmen_order_is_the_same_and_loads_shrink_when_all_weights_grow(ballots, factor):
    heavier = tuple(replace(voter, weight=voter.weight * factor) for voter in ballots.voters)

    grown = order(replace(ballots, voters=heavier))

    expected = [(choice.theme_id, choice.load / factor) for choice in order(ballots)]
    assert [(choice.theme_id, choice.load) for choice in grown] == expected


@given(random_ballots())
def test_phragmen_orders_exactly_the_approved_themes_with_loads_that_never_fall(ballots):
    choices = order(ballots)

    approved = set().union(*(voter.approvals for voter in ballots.voters))
    loads = [choice.load for choice in choices]
    assert sorted(choice.theme_id for choice in choices) == sorted(approved)
    assert loads == sorted(loads)


@given(random_ballots())
def test_phragmen_weight_two_equals_two_people(ballots):
    doubled = tuple(replace(voter, weight=2 * voter.weight) for voter in ballots.voters)
    twins = tuple(replace(voter, id=f"{voter.id}-twin") for voter in ballots.voters)

    assert order(replace(ballots, voters=doubled)) == order(
        replace(ballots, voters=ballots.voters + twins)
    )


@given(random_ballots())
def test_phragmen_agrees_with_a_money_clock(ballots):
    """Another reading of the rule: each unit of weight earns 1 a unit of time.

    A theme is bought the moment its approvers hold 1 together, and they lose all they hold.
    The clock follows the choices and checks each was affordable, and none before it.
    """
    purses = {voter.id: 0.0 for voter in ballots.voters}
    clock, bought = 0.0, set()
    for choice in order(ballots):
        waits = {
            theme: wait(ballots, purses, theme)
            for theme in THEMES
            if theme not in bought and any(theme in voter.approvals for voter in ballots.voters)
        }
        soonest = min(waits.values())
        assert waits[choice.theme_id] == pytest.approx(soonest, abs=TOLERANCE)
        clock += waits[choice.theme_id]
        assert clock == pytest.approx(float(choice.load), abs=TOLERANCE)
        for voter in ballots.voters:
            earned = purses[voter.id] + float(voter.weight) * waits[choice.theme_id]
            purses[voter.id] = 0.0 if choice.theme_id in voter.approvals else earned
        bought.add(choice.theme_id)


def wait(ballots, purses, theme) -> float:
    approvers = [voter for voter in ballots.voters if theme in voter.approvals]
    held = sum(purses[voter.id] for voter in approvers)
    return (1 - held) / float(sum((voter.weight for voter in approvers), Fraction(0)))
