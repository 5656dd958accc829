"""The WhatsApp group."""

from datetime import timedelta

import pytest

from convoca.convening.core.group_roll import GroupRoll
from convoca.convening.errors import (
    GroupLinkMissingError,
    GroupLinkRefusedError,
    GroupTooEarlyError,
)
from convoca.convening.models import GroupLink, GroupMembership
from convoca.convening.queries import (
    accepted_invitations,
    current_group_link,
    group_roll,
    list_group_candidates,
    list_group_members,
    list_group_renewals,
)
from convoca.convening.services import (
    GroupState,
    Mark,
    UndoResult,
    give_group_link,
    mark_group_member,
    record_attendance_marks,
    renew_group_link,
    replace_holder,
    set_group_link,
    undo_group_link,
)
from convoca.cycles.models import Cycle
from convoca.messaging.core.house_templates import GROUP
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_accepted_cycle, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.factories.whatsapp import reach_by_whatsapp

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


def test_group_member_joins_leaves_is_removed_and_is_corrected(cycle):
    give(cycle)
    member = list_group_members(cycle.community).get()

    seen = []
    for state in ("joined", "left", "joined", "removed", "joined", "given"):
        member = mark_group_member(membership=member, state=GroupState(state), now=LATER)
        seen.append((member.state, member.joined_at is not None))

    assert seen == [
        ("joined", True),
        ("left", True),
        ("joined", True),
        ("removed", True),
        ("joined", True),
        ("given", False),
    ]


def give(cycle: Cycle, *, now=LATER) -> GroupMembership:
    """Give the link to who came, and return what was noted."""
    set_group_link(community=cycle.community, url=URL, now=now)
    give_group_link(cycle=cycle, invitations=list_group_candidates(cycle), now=now)
    return list_group_members(cycle.community).get()


def moments_of(cycle: Cycle) -> list[tuple[object, object]]:
    return list(list_group_members(cycle.community).values_list("given_at", "renewed_at"))


def test_group_link_is_given_although_session_1_was_cancelled():
    cycle = make_accepted_cycle(1)
    [invitation] = accepted_invitations(cycle)
    marks = [Mark(invitation.seat_id, invitation.person_id, "present")]
    record_attendance_marks(cycle=cycle, number=2, marks=marks)

    give(cycle)

    assert moments_of(cycle) == [(LATER, None)]


def test_renew_group_link_reaches_once_who_had_the_one_before(cycle):
    give(cycle)
    Message.objects.update(state="sent")
    rotated = LATER + timedelta(days=1)
    before = list_group_renewals(cycle)
    set_group_link(community=cycle.community, url=OTHER, now=rotated)

    counts = [renew_group_link(cycle=cycle, now=rotated) for _ in range(2)]

    mail = Message.objects.get(purpose="group", state="queued")
    assert (before, counts, moments_of(cycle)) == ([], [1, 0], [(LATER, rotated)])
    assert (mail.to_address, OTHER in mail.body) == ("directora000@comuna.cl", True)
    assert "el anterior ya no sirve" in mail.body


@pytest.mark.parametrize("state", [GroupState.LEFT, GroupState.REMOVED])
def test_renew_group_link_leaves_who_is_gone(cycle, state):
    mark_group_member(membership=give(cycle), state=state, now=LATER)
    rotated = LATER + timedelta(days=1)
    set_group_link(community=cycle.community, url=OTHER, now=rotated)

    assert renew_group_link(cycle=cycle, now=rotated) == 0


def test_undo_group_link_leaves_everything_as_before(cycle):
    give(cycle)

    result = undo_group_link(cycle=cycle, batch=LATER)

    assert (result, moments_of(cycle)) == (UndoResult(1, 0), [])
    assert give(cycle, now=LATER + timedelta(hours=1)).state == "given"


def test_undo_of_a_renewal_keeps_the_first_giving(cycle):
    give(cycle)
    Message.objects.update(state="sent")
    rotated = LATER + timedelta(days=1)
    set_group_link(community=cycle.community, url=OTHER, now=rotated)
    renew_group_link(cycle=cycle, now=rotated)

    result = undo_group_link(cycle=cycle, batch=rotated)

    assert (result, moments_of(cycle)) == (UndoResult(1, 0), [(LATER, None)])


def test_undo_group_link_after_the_mail_left_is_too_late(cycle):
    give(cycle)
    Message.objects.filter(purpose="group").update(state="sent")

    with pytest.raises(UndoTooLateError):
        undo_group_link(cycle=cycle, batch=LATER)

    assert moments_of(cycle) == [(LATER, None)]


def test_group_mail_stopped_by_a_no_does_not_count_as_given(cycle):
    member = give(cycle)

    answer(accepted_invitations(cycle).get(seat=member.seat_id), "no")

    assert moments_of(cycle) == []
    assert Message.objects.get(purpose="group").state == "cancelled"


def test_group_mail_stopped_by_a_new_holder_does_not_count_as_given(cycle):
    member = give(cycle)

    replace_holder(
        seat=member.seat,
        name="Nora Nueva",
        email="",
        phone="",
        role="titular",
        user=make_user(cycle.community.association),
        now=LATER,
        cycle=cycle,
    )

    assert moments_of(cycle) == []


def test_group_roll_counts_who_takes_part_and_who_is_apart(cycle):
    member = give(cycle)
    mark_group_member(membership=member, state=GroupState.JOINED, now=LATER)
    before, _pairs = group_roll(cycle)

    answer(accepted_invitations(cycle).get(seat=member.seat_id), "no")

    after, _pairs = group_roll(cycle)
    assert before == GroupRoll(2, 1, 0, 1, 0, 0, 0)
    assert after == GroupRoll(1, 1, 0, 0, 0, 0, 1)


def test_give_group_link_goes_by_whatsapp_to_who_agreed_without_a_mail_address(cycle, settings):
    came = accepted_invitations(cycle)[0]
    phone = reach_by_whatsapp(settings, came.participant, GROUP)
    came.participant.contacts.filter(channel="email").delete()
    set_group_link(community=cycle.community, url=URL, now=LATER)

    give_group_link(cycle=cycle, invitations=[came], now=LATER)

    [sent] = Message.objects.filter(purpose="group")
    assert (sent.channel, sent.to_address, sent.parameters[3]) == ("whatsapp", phone, URL)
