"""A status never goes back."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.messaging.core.whatsapp_statuses import later_state

RANK = {"uncertain": 0, "sent": 1, "delivered": 2, "read": 3}
STATUSES = ["sent", "delivered", "read", "failed", "deleted"]


@pytest.mark.parametrize(
    ("state", "status", "later"),
    [
        ("uncertain", "sent", "sent"),
        ("uncertain", "failed", "failed"),
        ("sent", "sent", None),
        ("sent", "delivered", "delivered"),
        ("sent", "failed", "failed"),
        ("delivered", "sent", None),
        ("delivered", "failed", None),
        ("read", "delivered", None),
        ("failed", "read", None),
        ("sent", "deleted", None),
    ],
)
def test_later_state(state, status, later):
    assert later_state(state, status) == later


@given(st.lists(st.sampled_from([each for each in STATUSES if each != "failed"]), max_size=5))
def test_any_order_of_statuses_ends_in_the_same_state(statuses):
    ends = set()
    for order in itertools.permutations(statuses):
        state = "uncertain"
        for status in order:
            state = later_state(state, status) or state
        ends.add(state)

    best = max((each for each in statuses if each in RANK), key=RANK.get, default="uncertain")
    assert ends == {best}
