"""Inviting and reminding: mass acts, once however often the button is pressed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.errors import HolderMissingError, LeftInPeaceError
from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations, remindable
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.mails import Mail, Story, send_mails
from convoca.convening.services.reminders import count_reminders
from convoca.convening.services.withdrawal import withdraw_changed_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, Tenure, User
from convoca.directory.queries import community_seats, opted_out_among
from convoca.messaging.services import UNDO_TIME

logger = logging.getLogger(__name__)
INVITATION, REMINDER, WELCOME = "invitation", "reminder", "welcome"


@dataclass(frozen=True)
class InviteResult:
    """What inviting did: how many were invited, of them without e-mail, and who was before."""

    invited: int
    without_email: int
    already: int


@transaction.atomic
def invite_seats(
    *,
    cycle: Cycle,
    seat_ids: Sequence[int] | None,
    user: User | None,
    now: datetime,
    story: Story | None = None,
) -> InviteResult:
    """Invite the holders of seats that were not invited yet; of all seats where none is named.

    Who has no e-mail is invited too, so that an answer by telephone has its place. The mails
    of a mass act wait, so that it can be undone; `created_at` names its batch. With a `story`
    the mail welcomes the successor in one seat, and tells what was done there before.

    Who asked not to be contacted is left out.

    Raises CycleOverError; HolderMissingError when the seats that were named are all vacant,
    LeftInPeaceError when all who hold them asked not to be contacted.
    """
    cycle = lock_open_cycle(cycle)
    withdraw_changed_seats(cycle=cycle, now=now)
    tenures, already = _to_invite(cycle, seat_ids)
    if seat_ids and not tenures and not already:
        raise HolderMissingError(seat_ids)
    Invitation.objects.bulk_create(
        Invitation(cycle=cycle, seat=tenure.seat, person=tenure.person, created_at=now)
        for tenure in tenures
    )
    invited = live_invitations(cycle).filter(seat__in=[each.seat_id for each in tenures])
    template, extra = (WELCOME, {"story": story}) if story else (INVITATION, {})
    mails = [Mail(each, each.person, invitation_occasion(each.pk), "1", extra) for each in invited]
    not_before = now + UNDO_TIME if seat_ids is None or len(seat_ids) > 1 else None
    sent = send_mails(template, mails, cycle=cycle, now=now, not_before=not_before)
    logger.info("user %s invited %s seats to cycle %s", user and user.pk, len(tenures), cycle.pk)
    return InviteResult(len(tenures), len(tenures) - len(sent), already)


@transaction.atomic
def remind_unanswered(*, cycle: Cycle, user: User | None, now: datetime) -> int:
    """Remind those who have not answered; return how many mails wait to leave.

    At most one reminder a person and day (see `queries.remindable`); `reminded_at` names
    the batch, whose mails wait to be undone.

    Raises CycleOverError.
    """
    cycle = lock_open_cycle(cycle)
    withdraw_changed_seats(cycle=cycle, now=now)
    chosen = remindable(cycle, now=now)
    count_reminders(invitation_ids=[each.pk for each in chosen], now=now)
    stamp = f"{now:%Y%m%d%H%M%S%f}"
    mails = [Mail(each, each.person, reminder_occasion(each.pk), stamp) for each in chosen]
    send_mails(REMINDER, mails, cycle=cycle, now=now, not_before=now + UNDO_TIME)
    logger.info("user %s reminded %s of cycle %s", user and user.pk, len(chosen), cycle.pk)
    return len(chosen)


def _to_invite(cycle: Cycle, seat_ids: Sequence[int] | None) -> tuple[list[Tenure], int]:
    """Return the tenures to invite, and how many of the seats meant were invited before."""
    seats = community_seats(cycle.community)
    if seat_ids is not None:
        seats = seats.filter(pk__in=seat_ids)
    invited = set(live_invitations(cycle).values_list("seat", flat=True))
    meant: list[Seat] = list(seats)
    tenures = Tenure.objects.filter(
        seat__in=[seat.pk for seat in meant if seat.pk not in invited], to_on__isnull=True
    )
    found = list(tenures.select_related("person", "seat"))
    spared = opted_out_among([tenure.person_id for tenure in found])
    if seat_ids and found and all(tenure.person_id in spared for tenure in found):
        raise LeftInPeaceError(seat_ids)
    asked = [tenure for tenure in found if tenure.person_id not in spared]
    return asked, sum(seat.pk in invited for seat in meant)
