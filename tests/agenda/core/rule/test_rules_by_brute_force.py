"""The rules against others written apart, and their promises against every group there is."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.ballots import Approval, Ballots, Rating, Voter
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.equal_shares import choose_by_equal_shares
from convoca.agenda.core.rule.phragmen import order_by_phragmen
from tests.agenda.core.rule.builders import THEMES, approver, random_ballots, themes, weights
from tests.agenda.core.rule.plain import combined, plain_equal_shares, plain_phragmen

notes = st.builds(Rating, st.integers(1, 5), st.integers(1, 5))
rated = st.dictionaries(st.sampled_from(THEMES), notes)


@st.composite
def rated_ballots(draw) -> Ballots:
    """People who rated; many ties, because notes and weights are few."""
    answers = draw(st.lists(rated, min_size=1, max_size=7))
    voters = tuple(
        Voter(f"p{place}", weight=draw(weights), ratings=notes)
        for place, notes in enumerate(answers)
    )
    approval = Approval("product", draw(st.integers(6, 16)))
    return Ballots(themes(*THEMES), voters, draw(st.integers(1, 5)), approval)


@given(rated_ballots() | random_ballots())
def test_phragmen_is_the_plain_rule_to_the_last_fraction(ballots):
    choices = order_by_phragmen(build_electorate(ballots))

    assert [(one.theme_id, one.load) for one in choices] == plain_phragmen(ballots)


@given(rated_ballots() | random_ballots())
def test_equal_shares_is_the_plain_rule(ballots):
    expected, _paid = plain_equal_shares(ballots)

    assert list(choose_by_equal_shares(build_electorate(ballots), sessions=ballots.sessions)) == (
        expected
    )


def deserving_groups(ballots: Ballots):
    """Every group of l/k of the weight with l approved themes in common: (members, l)."""
    whole = ballots.total_weight
    for members in combined(ballots.voters):
        common = frozenset.intersection(*(one.approvals for one in members)) if members else ()
        weight = sum(one.weight for one in members)
        for deserved in range(1, len(common) + 1):
            if weight * ballots.sessions >= deserved * whole:
                yield members, deserved


small_ballots = st.builds(
    lambda marked, sessions: Ballots(
        themes(*THEMES),
        tuple(approver(f"p{place}", ids, weight) for place, (ids, weight) in enumerate(marked)),
        sessions,
    ),
    st.lists(st.tuples(st.frozensets(st.sampled_from(THEMES)), weights), min_size=1, max_size=6),
    st.integers(1, 4),
)


@given(small_ballots)
def test_phragmen_gives_every_group_together_what_it_deserves(ballots):
    """Proportional justified representation: l/k of the weight that agrees on l themes finds at
    least l chosen themes among those its members approve. With l = 1 nobody who deserves one
    theme is left with nothing.
    """
    chosen = set(make_agenda(ballots).chosen_ids)

    for members, deserved in deserving_groups(ballots):
        assert len(chosen & frozenset.union(*(one.approvals for one in members))) >= deserved


@given(small_ballots)
def test_equal_shares_gives_somebody_of_every_group_what_it_deserves(ballots):
    """Extended justified representation, which Phragmén does not promise."""
    chosen = set(choose_by_equal_shares(build_electorate(ballots), sessions=ballots.sessions))

    for members, deserved in deserving_groups(ballots):
        assert max(len(chosen & one.approvals) for one in members) >= deserved


@given(rated_ballots() | random_ballots())
def test_one_session_more_displaces_no_theme_and_shortens_the_reserve(ballots):
    agendas = [make_agenda(replace(ballots, sessions=k)) for k in range(1, len(THEMES) + 1)]

    whole = [(*one.chosen_ids, *one.reserve_ids) for one in agendas]
    assert whole == [whole[0]] * len(THEMES)
    assert [len(one.chosen) for one in agendas] == [
        min(k, len(whole[0])) for k in range(1, len(THEMES) + 1)
    ]


@given(rated_ballots(), weights)
def test_agenda_is_the_same_when_all_weights_grow(ballots, factor):
    heavier = tuple(replace(one, weight=one.weight * factor) for one in ballots.voters)

    grown, before = make_agenda(replace(ballots, voters=heavier)), make_agenda(ballots)

    assert (grown.chosen_ids, grown.reserve_ids) == (before.chosen_ids, before.reserve_ids)
    assert (grown.certificate, grown.rankings, grown.sensitivity) == (
        before.certificate,
        before.rankings,
        before.sensitivity,
    )


@given(rated_ballots(), st.integers(0, 6))
def test_agenda_of_a_clone_is_the_agenda_of_weight_two(ballots, place):
    one = ballots.voters[place % len(ballots.voters)]
    others = tuple(other for other in ballots.voters if other is not one)
    twin = replace(one, id="twin")

    cloned = make_agenda(replace(ballots, voters=(*others, one, twin)))
    heavy = make_agenda(replace(ballots, voters=(*others, replace(one, weight=2 * one.weight))))

    assert (cloned.chosen, cloned.reserve) == (heavy.chosen, heavy.reserve)
    assert (cloned.rankings, cloned.sensitivity) == (heavy.rankings, heavy.sensitivity)
    assert cloned.certificate.left_out == heavy.certificate.left_out
