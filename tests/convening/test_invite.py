"""Inviting, reminding, undoing."""

from datetime import timedelta

import pytest

from convoca.convening.errors import (
    CycleOverError,
    HolderMissingError,
    NobodyKnownError,
)
from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations, remindable
from convoca.convening.services import (
    InviteResult,
    UndoResult,
    carry_over_invitations,
    invite_seats,
    remind_unanswered,
    send_test,
    undo_invitations,
    undo_reminders,
    write_sample,
)
from convoca.directory.models import ContactPoint, PersonalLink, Tenure
from convoca.foundation.links import MARK, mark_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_invitation, make_invited_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_community,
    make_held_seats,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def mails(purpose: str, state: str = "queued") -> list[str]:
    found = Message.objects.filter(purpose=purpose, state=state)
    return sorted(found.values_list("to_address", flat=True))


def test_invite_seats_twice_invites_once():
    community = make_community()
    make_held_seats(community, 3)
    make_seat(community, make_municipality("Vacante", "V1"))
    cycle = make_cycle(community)

    results = [invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW) for _ in range(2)]

    assert results == [InviteResult(3, 0, 0), InviteResult(0, 0, 3)]
    assert mails("invitation") == [f"directora00{n}@comuna.cl" for n in range(3)]


def test_invite_seats_without_email_counts_who_must_be_called():
    community = make_community()
    seats = make_held_seats(community, 2)
    ContactPoint.objects.filter(channel="email", value="directora000@comuna.cl").delete()
    cycle = make_cycle(community)

    result = invite_seats(cycle=cycle, seat_ids=[seat.pk for seat in seats], user=None, now=NOW)

    assert (result, live_invitations(cycle).count()) == (InviteResult(2, 1, 0), 2)


def test_invite_seats_with_only_vacant_seats_is_refused():
    community = make_community()
    seat = make_seat(community)

    with pytest.raises(HolderMissingError):
        invite_seats(cycle=make_cycle(community), seat_ids=[seat.pk], user=None, now=NOW)


def test_invite_seats_of_closed_cycle_is_refused():
    cycle = make_cycle(make_community())
    cycle.closed_at = NOW
    cycle.save()

    with pytest.raises(CycleOverError):
        invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)


def test_invite_seats_of_another_community_invites_nobody():
    community = make_community()
    make_held_seats(community, 1)
    stranger = make_held_seats(make_community(community.association, kind="DOM"), 1)[0]
    cycle = make_cycle(community)

    with pytest.raises(HolderMissingError):
        invite_seats(cycle=cycle, seat_ids=[stranger.pk], user=None, now=NOW)

    assert live_invitations(cycle).count() == 0


def test_invitation_mail_names_person_comuna_benefits_and_holds_only_the_mark():
    invitation = make_invitation()

    message = Message.objects.get(purpose="invitation")
    link = PersonalLink.objects.get(person=invitation.person)
    told = [
        invitation.person.name,
        invitation.seat.municipality.comuna_name,
        "La municipalidad recibe pautas probadas por otras.",
        "La dirección resuelve dudas con sus pares.",
        "4\N{NO-BREAK SPACE}sesiones",
        "60 minutos",
        f"\n{mark_of(link.reference)}\n",
    ]

    assert [part for part in told if part not in message.body] == []
    assert MARK.findall(message.body) == [link.reference]


def test_invitation_mail_of_mass_act_waits_to_be_undone():
    make_invitation()

    assert Message.objects.get().next_try_at == NOW + timedelta(seconds=30)


def test_invitation_mail_after_the_deadline_welcomes_a_late_yes():
    community = make_community()
    seat = make_held_seats(community, 1)[0]
    cycle = make_cycle(community)

    late = cycle.answer_by + timedelta(days=1)
    invite_seats(cycle=cycle, seat_ids=[seat.pk], user=None, now=late)

    message = Message.objects.get()
    assert "su sí todavía es bienvenido" in message.body
    assert message.next_try_at == late


def test_remind_unanswered_twice_a_day_reminds_once():
    cycle = make_invited_cycle(2)
    answer(live_invitations(cycle)[0])

    counts = [
        remind_unanswered(cycle=cycle, user=None, now=LATER + timedelta(hours=hours))
        for hours in (0, 2, 24)
    ]

    invitation = live_invitations(cycle).get(answer="")
    assert (counts, invitation.reminders) == ([1, 0, 1], 2)
    assert mails("reminder") == ["directora001@comuna.cl"] * 2


def test_remindable_with_two_seats_of_one_person_takes_one_seat_a_day():
    cycle = make_invited_cycle(2)
    first, second = live_invitations(cycle)
    Invitation.objects.filter(pk=second.pk).update(person=first.person)
    Tenure.objects.filter(seat=second.seat).update(person=first.person)

    seats = []
    for days in range(2):
        moment = LATER + timedelta(days=days)
        seats += [each.seat_id for each in remindable(cycle, now=moment)]
        remind_unanswered(cycle=cycle, user=None, now=moment)

    assert seats == [first.seat_id, second.seat_id]


def test_reminder_that_waits_is_dropped_when_the_answer_comes():
    invitation = make_invitation()
    remind_unanswered(cycle=invitation.cycle, user=None, now=LATER)

    answer(invitation, now=LATER)

    assert (mails("reminder"), mails("reminder", "cancelled")) == ([], ["directora000@comuna.cl"])


def test_undo_invitations_takes_back_what_has_not_left_nor_been_answered():
    cycle = make_invited_cycle(3)
    left, answered, waiting = live_invitations(cycle)
    Message.objects.filter(to_address="directora000@comuna.cl").update(state="leased")
    answer(answered)

    result = undo_invitations(cycle=cycle, batch=NOW, now=NOW)

    assert result == UndoResult(undone=1, left=2)
    assert list(live_invitations(cycle)) == [left, answered]
    assert PersonalLink.objects.get(person=waiting.person).revoked_at == NOW
    assert mails("invitation", "cancelled") == ["directora002@comuna.cl"]


def test_undo_invitations_then_invite_again_sends_one_mail():
    cycle = make_invited_cycle(1)

    undo_invitations(cycle=cycle, batch=NOW, now=NOW)
    result = invite_seats(cycle=cycle, seat_ids=None, user=None, now=LATER)

    assert (result, len(mails("invitation"))) == (InviteResult(1, 0, 0), 1)


def test_undo_invitations_after_all_left_is_refused():
    cycle = make_invited_cycle(1)
    Message.objects.update(state="sent")

    with pytest.raises(UndoTooLateError):
        undo_invitations(cycle=cycle, batch=NOW, now=NOW)


def test_undo_reminders_lets_them_be_sent_again_the_same_day():
    cycle = make_invited_cycle(1)
    remind_unanswered(cycle=cycle, user=None, now=LATER)

    result = undo_reminders(cycle=cycle, batch=LATER)
    again = remind_unanswered(cycle=cycle, user=None, now=LATER + timedelta(minutes=1))

    assert (result, again, len(mails("reminder"))) == (UndoResult(1, 0), 1, 1)
    with pytest.raises(UndoTooLateError):
        undo_reminders(cycle=cycle, batch=LATER)


def test_undo_reminders_leaves_the_one_before_as_the_last():
    cycle = make_invited_cycle(1)
    remind_unanswered(cycle=cycle, user=None, now=LATER)
    Message.objects.filter(purpose="reminder").update(state="sent")
    next_day = LATER + timedelta(days=1)
    remind_unanswered(cycle=cycle, user=None, now=next_day)

    undo_reminders(cycle=cycle, batch=next_day)

    invitation = live_invitations(cycle).get()
    assert (invitation.reminded_at, invitation.reminders) == (LATER, 1)


def test_test_mail_goes_once_a_minute_to_who_asks_and_opens_nothing():
    cycle = make_invited_cycle(1)
    user = make_user(cycle.community.association)

    for seconds in (0, 20):
        send_test(cycle=cycle, user=user, now=NOW + timedelta(seconds=seconds))

    message = Message.objects.get(purpose="test")
    assert (message.to_address, MARK.findall(message.body)) == (user.email, [])
    assert message.subject.startswith("Prueba: Comuna 000")


def test_sample_without_known_people_is_refused():
    with pytest.raises(NobodyKnownError):
        write_sample(cycle=make_cycle(make_community()), now=NOW)


def test_carry_over_notes_each_unanswered_seat_once():
    cycle = make_invited_cycle(2)
    answered, silent = live_invitations(cycle)
    answer(answered, "no")
    cycle.closed_at = NOW
    cycle.save()
    following = make_cycle(cycle.community, now=LATER)

    counts = [
        carry_over_invitations(source_cycle=cycle, target_cycle=following, now=LATER)
        for _ in range(2)
    ]

    notes = following.attempts.values_list("seat", "result", "note", "by")
    assert counts == [1, 0]
    assert list(notes) == [(silent.seat_id, "call_later", "No respondió en el ciclo 1.", None)]
