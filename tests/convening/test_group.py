"""The WhatsApp group."""

from datetime import timedelta

import pytest

from convoca.convening.errors import (
    GroupLinkMissingError,
    GroupLinkRefusedError,
    GroupTooEarlyError,
)
from convoca.convening.models import GroupLink
from convoca.convening.queries import (
    accepted_invitations,
    current_group_link,
    list_group_candidates,
    list_group_members,
)
from convoca.convening.services import (
    GroupState,
    give_group_link,
    mark_group_member,
    set_group_link,
)
from convoca.cycles.models import Cycle
from convoca.messaging.models import Message
from tests.factories.convening import make_accepted_cycle, mark_presences
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
URL = "https://chat.whatsapp.com/Abc123Abc123Abc123Abcd"
OTHER = "https://chat.whatsapp.com/Xyz123Xyz123Xyz123Xyzd"
LATER = NOW + timedelta(days=60)


@pytest.fixture
def cycle() -> Cycle:
    """A cycle of two accepted seats after the first session, to which one came."""
    made = make_accepted_cycle(2)
    came, missed = accepted_invitations(made)
    mark_presences(made, came.seat, "p")
    mark_presences(made, missed.seat, "a")
    return made


def test_set_group_link_rotates_the_one_before(cycle):
    for url in (URL, URL + "?mode=a", OTHER):
        set_group_link(community=cycle.community, url=url, now=LATER)

    links = GroupLink.objects.order_by("pk").values_list("url", "retired_at")
    assert list(links) == [(URL, LATER), (OTHER, None)]
    assert current_group_link(cycle.community).url == OTHER


def test_set_group_link_that_is_none_is_refused(cycle):
    with pytest.raises(GroupLinkRefusedError):
        set_group_link(community=cycle.community, url="https://example.cl", now=LATER)


def test_give_group_link_twice_reaches_who_came_once(cycle):
    set_group_link(community=cycle.community, url=URL, now=LATER)
    candidates = list_group_candidates(cycle)

    given = [give_group_link(cycle=cycle, invitations=candidates, now=LATER) for _ in range(2)]

    message = Message.objects.get(purpose="group")
    assert (given, list_group_candidates(cycle)) == ([1, 0], [])
    assert (message.to_address, URL in message.body) == ("directora000@comuna.cl", True)


def test_give_group_link_before_first_session_is_refused():
    cycle = make_accepted_cycle(1)
    set_group_link(community=cycle.community, url=URL, now=LATER)

    with pytest.raises(GroupTooEarlyError):
        give_group_link(cycle=cycle, invitations=accepted_invitations(cycle), now=LATER)


def test_give_group_link_without_link_is_refused(cycle):
    with pytest.raises(GroupLinkMissingError):
        give_group_link(cycle=cycle, invitations=[], now=LATER)


def test_group_member_joins_leaves_and_is_corrected(cycle):
    set_group_link(community=cycle.community, url=URL, now=LATER)
    give_group_link(cycle=cycle, invitations=list_group_candidates(cycle), now=LATER)
    member = list_group_members(cycle.community).get()

    seen = []
    for state in (GroupState.JOINED, GroupState.LEFT, GroupState.JOINED, GroupState.GIVEN):
        member = mark_group_member(membership=member, state=state, now=LATER)
        seen.append((member.joined_at is not None, member.left_at is not None))

    assert seen == [(True, False), (True, True), (True, False), (False, False)]
