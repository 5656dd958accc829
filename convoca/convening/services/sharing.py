"""One office for two municipalities: agreed, ended, or said not to be so."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.errors import (
    SeatAnsweredError,
    SeatServedError,
    SeatServesError,
    ServingMissingError,
)
from convoca.convening.models import Invitation
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.notes import add_note
from convoca.convening.services.withdrawal import close_doors, withdraw_changed_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, Tenure, User
from convoca.directory.queries import current_holder
from convoca.foundation.models import Association


@transaction.atomic
def share_seat(*, cycle: Cycle, seat: Seat, serving: Seat, user: User, now: datetime) -> Seat:
    """Let the office of one municipality do the work of another one too; both get a note.

    Who held the seat leaves it today: the links for it stop opening, what waits for it is
    cancelled, its invitation is taken back. What it did before stays its own. The same again
    changes nothing.

    Raises CycleOverError; ServingMissingError, SeatServedError or SeatServesError where it would
    serve without being there, or make a chain; SeatAnsweredError when the seat accepted and the
    serving one did not.
    """
    cycle = _lock_offices(cycle)
    seat, serving = _lock(seat), _lock(serving)
    if seat.served_by_id == serving.pk:
        return seat
    _refuse_what_cannot_be(cycle, seat, serving)
    today = _today(cycle, now)
    _leave(seat, today=today, now=now)
    seat.existence, seat.is_apart = Seat.Existence.EXISTS, False
    seat.served_by, seat.served_since = serving, today
    seat.save(update_fields=["existence", "is_apart", "served_by", "served_since"])
    withdraw_changed_seats(now=now)
    words = {"seat": seat, "serving": serving, "user": user}
    _note(_("A %(seat)s la atiende %(serving)s. Anotó %(user)s.") % words, seat, serving, now=now)
    return seat


@transaction.atomic
def end_sharing(*, cycle: Cycle, seat: Seat, user: User, now: datetime) -> Seat:
    """Let a seat be an office of its own again; both get a note. Again changes nothing.

    Who left it by the sharing holds it again: on the same day whoever it was, so that nothing
    is lost by a wrong press; later only who still holds the serving seat. It is then ready to be
    invited; nothing is sent by this.

    Raises CycleOverError.
    """
    cycle = _lock_offices(cycle)
    seat = _lock(seat)
    serving, since = seat.served_by, seat.served_since
    if serving is None or since is None:
        return seat
    seat.served_by, seat.served_since = None, None
    seat.save(update_fields=["served_by", "served_since"])
    _come_back(seat, serving, since=since, today=_today(cycle, now))
    words = {"seat": seat, "serving": serving, "user": user}
    told = _("A %(seat)s ya no la atiende %(serving)s. Anotó %(user)s.") % words
    _note(told, seat, serving, now=now)
    return seat


@transaction.atomic
def keep_apart(*, seat: Seat) -> Seat:
    """Remember that a seat is an office of its own, though one person holds another as well.

    Raises SeatServedError when it was agreed meanwhile that another serves it.
    """
    seat = _lock(seat)
    if seat.served_by is not None:
        raise SeatServedError(seat.place, seat.served_by.place)
    seat.is_apart = True
    seat.save(update_fields=["is_apart"])
    return seat


def _lock_offices(cycle: Cycle) -> Cycle:
    """Return the open cycle, held with its association: nobody else shares or loads a roster."""
    held = lock_open_cycle(cycle)
    Association.objects.select_for_update(no_key=True).get(pk=held.community.association_id)
    return held


def _lock(seat: Seat) -> Seat:
    """Return the seat as it is now: held first and read afterwards, as `lock_invitations` does."""
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    return Seat.objects.select_related(
        "association", "kind", "municipality", "served_by__kind", "served_by__municipality"
    ).get(pk=seat.pk)


def _refuse_what_cannot_be(cycle: Cycle, seat: Seat, serving: Seat) -> None:
    if serving.existence != Seat.Existence.EXISTS or serving.pk == seat.pk:
        raise ServingMissingError(serving.pk)
    if serving.served_by is not None:
        raise SeatServedError(serving.place, serving.served_by.place)
    if seat.serves.exists():
        raise SeatServesError(seat.pk)
    live = Invitation.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
    accepting = live.filter(answer__in=[Invitation.Answer.YES, Invitation.Answer.DEPUTY])
    if accepting.filter(seat=seat).exists() and not accepting.filter(seat=serving).exists():
        raise SeatAnsweredError(seat.municipality.comuna_name, serving.municipality.comuna_name)


def _leave(seat: Seat, *, today: date, now: datetime) -> None:
    for tenure in seat.tenures.filter(to_on__isnull=True).select_related("person"):
        tenure.to_on = max(today, tenure.from_on)
        tenure.save(update_fields=["to_on"])
        close_doors([(tenure.person, seat)], now=now)


def _come_back(seat: Seat, serving: Seat, *, since: date, today: date) -> None:
    left: Tenure | None = seat.tenures.filter(to_on__gte=since).order_by("-to_on", "-pk").first()
    holder = current_holder(serving)
    still_there = holder is not None and left is not None and left.person_id == holder.person_id
    if left is not None and (still_there or since == today):
        left.to_on = None
        left.save(update_fields=["to_on"])


def _note(text: str, *seats: Seat, now: datetime) -> None:
    for seat in seats:
        add_note(seat=seat, text=text, user=None, now=now)


def _today(cycle: Cycle, now: datetime) -> date:
    return now.astimezone(ZoneInfo(cycle.community.association.zone)).date()
