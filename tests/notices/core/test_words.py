"""Occasions, counts and the text for the group."""

import pytest

from convoca.notices.core.group_text import write_group_text
from convoca.notices.core.occasions import community_occasion, community_of
from convoca.notices.core.reach import Reach, count_reach


def test_community_of_its_own_occasion_comes_back():
    assert community_of(community_occasion(12)) == 12


@pytest.mark.parametrize("occasion", ["cycle:12", "12", "community:", "community:x", ""])
def test_community_of_another_occasion_is_none_that_exists(occasion):
    assert community_of(occasion) == 0


def test_reach_of_a_notice_adds_up_to_its_people():
    states = {"sent": 4, "queued": 2, "leased": 1, "failed": 1, "uncertain": 1}

    reach = count_reach(people=12, without_email=2, states=states)

    assert reach == Reach(12, 4, 3, 1, 1, 2, stopped=1)


def test_reach_without_messages_is_all_without_address():
    assert count_reach(people=3, without_email=3, states={}) == Reach(3, 0, 0, 0, 0, 3, 0)


def test_group_text_is_title_text_link_and_sender_apart():
    written = write_group_text(
        title="Ley *nueva*", text="Rige ya.\n", link="https://a.cl/1", sender="AMUCH"
    )

    assert written == "*Ley nueva*\n\nRige ya.\n\nhttps://a.cl/1\n\nAMUCH"


def test_group_text_without_link_leaves_no_gap():
    assert write_group_text(title="Ley", text="Ya.", link="", sender="A") == "*Ley*\n\nYa.\n\nA"
