"""Everything the page of one session shows, read once."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.meetings.core.run_of_show import run_of_show
from convoca.meetings.models import Attendance, Commitment, Session
from convoca.meetings.queries.guests import (
    Guest,
    farewell_occasion,
    leave_out_told,
    list_accepted,
    list_guests,
    occasion_of,
)
from convoca.meetings.queries.sessions import (
    WallClock,
    ZoneReading,
    list_zone_readings,
    read_clock,
)
from convoca.messaging.models import Message

Presence = Attendance.Presence


@dataclass(frozen=True)
class MailCount:
    """How many messages of one purpose are in one state."""

    purpose: str
    state: str
    count: int


@dataclass(frozen=True)
class Overview:
    """One session as its page shows it; `seats` is the denominator of who came."""

    session: Session
    seats: int
    guests: list[Guest]
    untold: list[Guest]
    without_email: list[Guest]
    presences: dict[str, int]
    zones: list[ZoneReading]
    clock: WallClock
    run: list[str]
    mails: list[MailCount]
    commitments: list[Commitment]

    @property
    def told(self) -> int:
        """Return how many people were told of the session as it is now."""
        return len(self.guests) - len(self.untold) - len(self.without_email)

    @property
    def recorded(self) -> int:
        """Return for how many seats something is recorded."""
        return sum(self.presences.values())

    def has_begun(self, now: datetime) -> bool:
        """Say whether its hour has come."""
        return self.session.starts_at <= now


def read_overview(session: Session) -> Overview:
    """Read a session with all that its page shows."""
    accepted = list_accepted(session.cycle)
    presences = _presences(session)
    is_held = session.state == Session.State.HELD
    guests = list_guests(session.cycle, accepted)
    reachable = [guest for guest in guests if guest.email]
    return Overview(
        session=session,
        seats=sum(presences.values()) if is_held else len(accepted),
        guests=guests,
        untold=leave_out_told(session, reachable),
        without_email=[guest for guest in guests if not guest.email],
        presences=presences,
        zones=list_zone_readings(session, accepted),
        clock=read_clock(session),
        run=_run(session),
        mails=_mails(session),
        commitments=list(
            session.commitments.select_related("seat__municipality").order_by("created_at", "pk")
        ),
    )


def sessions_to_tell(cycle: Cycle, *, now: datetime) -> list[Session]:
    """List the sessions to come that somebody with an address was not told of as they are."""
    reachable = [guest for guest in list_guests(cycle) if guest.email]
    states = [Session.State.PLANNED, Session.State.ANNOUNCED]
    coming = Session.objects.filter(cycle=cycle, state__in=states, starts_at__gt=now)
    sessions = coming.select_related("cycle__community__association", "cycle__community__kind")
    return [session for session in sessions if leave_out_told(session, reachable)]


def _presences(session: Session) -> dict[str, int]:
    counted = session.attendances.values("presence").annotate(n=Count("pk"))
    counts = {row["presence"]: row["n"] for row in counted}
    return {presence.value: counts.get(presence.value, 0) for presence in Presence}


def _run(session: Session) -> list[str]:
    last = max(session.cycle.community.session_count, session.number)
    return run_of_show(session.number, last, topic=session.topic, expert=session.expert_name)


PURPOSES = {
    "session-announce": _("Aviso"),
    "session-change": _("Cambio"),
    "session-cancel": _("Cancelación"),
    "session-farewell": _("Salida del calendario"),
    "session-remind": _("Recordatorio"),
    "session-minutes": _("Acta"),
}


def _mails(session: Session) -> list[MailCount]:
    counted = (
        Message.objects.filter(occasion__in=[occasion_of(session), farewell_occasion(session)])
        .values("purpose", "state")
        .annotate(n=Count("pk"))
        .order_by("purpose", "state")
    )
    return [
        MailCount(
            purpose=str(PURPOSES.get(row["purpose"], row["purpose"])),
            state=str(Message.State(row["state"]).label),
            count=row["n"],
        )
        for row in counted
    ]
