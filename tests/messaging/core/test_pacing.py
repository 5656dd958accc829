from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from convoca.messaging.core.pacing import domain_of, share_turns

NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def share(*domains: str, recent=None, most: int = 2) -> list[datetime]:
    waiting = list(enumerate(domains))
    return list(share_turns(waiting, recent=recent or {}, most=most, now=NOW).values())


def test_share_turns_lets_as_many_leave_as_may_and_the_next_a_minute_later():
    assert share("a", "a", "a", "a", "a") == [NOW, NOW, at(60), at(60), at(120)]


def test_share_turns_of_one_domain_does_not_hold_back_another():
    assert share("a", "b", "a", most=1) == [NOW, NOW, at(60)]


def test_share_turns_counts_what_left_within_the_minute():
    assert share("a", "a", recent={"a": [at(-70), at(-20)]}) == [NOW, at(40)]


def test_share_turns_does_not_count_what_a_wrong_clock_wrote():
    assert share("a", recent={"a": [at(5000), at(6000)]}) == [NOW]


def test_share_turns_of_nothing_is_nothing():
    assert share() == []


def test_share_turns_below_one_is_refused():
    with pytest.raises(ValueError, match="0"):
        share("a", most=0)


@given(
    some.lists(some.sampled_from("ab"), max_size=30),
    some.lists(some.integers(-59, 0), max_size=5),
    some.integers(1, 4),
)
def test_share_turns_never_lets_more_leave_in_any_minute(domains, before, most):
    recent = sorted(at(seconds) for seconds in before)[-most:]
    turns = share(*domains, recent={"a": recent}, most=most)

    moments = recent + [turn for turn, domain in zip(turns, domains, strict=True) if domain == "a"]
    for moment in moments:
        window = [each for each in moments if moment <= each < moment + timedelta(minutes=1)]
        assert len(window) <= most


@pytest.mark.parametrize(
    ("address", "domain"), [("Ana@Comuna.CL", "comuna.cl"), ("ana", ""), ("a@b@c.cl", "c.cl")]
)
def test_domain_of(address, domain):
    assert domain_of(address) == domain
