"""Cycles in which some seats drift away, made with the services that make the real ones."""

from datetime import UTC, datetime, timedelta

from convoca.agenda.models import Agenda, AgendaTopic, Theme
from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.convening.services import invite_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, User
from convoca.meetings.models import Session
from convoca.retention.models import Alert, CareTask
from convoca.retention.services import assign_task, open_alerts
from tests.factories.convening import answer, mark_presences
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_held_seats
from tests.factories.meetings import make_session
from tests.support.kept import kept

FIRST = datetime(2027, 3, 9, 13, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def session_start(number: int, first: datetime = FIRST) -> datetime:
    """Return when session `number` begins: every two weeks."""
    return first + (number - 1) * FORTNIGHT


def hold_sessions(cycle: Cycle, count: int, *, first: datetime = FIRST) -> None:
    """Make sessions that were held, numbered from 1; those there are already stay."""
    for number in range(cycle.sessions.count() + 1, count + 1):
        wall = f"{session_start(number, first):%Y-%m-%d}T10:00"
        make_session(cycle, number, wall=wall, state=Session.State.HELD)


@kept
def make_followed_cycle(*presences: str, first: datetime = FIRST, kind: str = "SECPLAN") -> Cycle:
    """Make a cycle with one seat for each text of presences ("paa"), and its sessions held."""
    cycle = _accepted(kind, len(presences))
    follow(cycle, *presences, first=first)
    return cycle


def _accepted(kind: str, seats: int) -> Cycle:
    """Make a cycle whose seats all take part, in an association of its own."""
    community = make_community(make_association(kind), kind)
    make_held_seats(community, seats)
    cycle = make_cycle(community)
    accept_all(cycle)
    return cycle


def accept_all(cycle: Cycle, *, now: datetime = NOW) -> None:
    """Invite every seat of a cycle, and let all accept."""
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=now)
    for invitation in live_invitations(cycle):
        answer(invitation, now=now)


def choose_theme(cycle: Cycle, title: str) -> None:
    """Make the agenda of a cycle out of one theme."""
    agenda = Agenda.objects.create(
        cycle=cycle, ballots={}, result={}, input_hash="0" * 64, confirmed_at=NOW
    )
    theme = Theme.objects.get(community=cycle.community, title=title)
    AgendaTopic.objects.create(agenda=agenda, theme=theme, position=1)


def follow(cycle: Cycle, *presences: str, first: datetime = FIRST) -> None:
    """Mark the sessions of the seats of a cycle, from the first seat on, and hold them."""
    for seat, letters in zip(seats_of_cycle(cycle), presences, strict=False):
        mark_presences(cycle, seat, letters)
    hold_sessions(cycle, max(map(len, presences), default=0), first=first)


def next_cycle(cycle: Cycle, *presences: str, first: datetime = FIRST + 8 * FORTNIGHT) -> Cycle:
    """Close a cycle and follow the same seats through the next one."""
    cycle.closed_at = first - FORTNIGHT
    cycle.save(update_fields=["closed_at"])
    after = make_cycle(cycle.community, now=first - FORTNIGHT)
    accept_all(after, now=first - FORTNIGHT)
    follow(after, *presences, first=first)
    return after


def seats_of_cycle(cycle: Cycle) -> list[Seat]:
    return [invitation.seat for invitation in accepted_invitations(cycle)]


@kept
def make_alert(presences: str = "paa") -> Alert:
    """Make a cycle of one seat that drifts away, and return its alert."""
    cycle = make_followed_cycle(presences)
    open_alerts(cycle=cycle, now=after_session(len(presences)))
    return Alert.objects.get()


def after_session(number: int, first: datetime = FIRST) -> datetime:
    return session_start(number, first) + timedelta(hours=2)


def make_task(alert: Alert, owner: User, kind: str = CareTask.Kind.CALL, **more) -> CareTask:
    now = more.pop("now", after_session(alert.after_number))
    values = {"due_on": (now + timedelta(days=2)).date(), "user": owner, "now": now}
    return assign_task(alert=alert, kind=kind, owner=owner, **(values | more))
