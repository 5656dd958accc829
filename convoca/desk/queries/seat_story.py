"""What a seat promised, and what its municipality did so far, for who holds it next."""

from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.convening.models import AttendanceMark
from convoca.convening.services import Story
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat
from convoca.meetings.models import Commitment, Session
from convoca.ui.formats import format_day

MOST_LINES = 12


def list_promises(seat: Seat) -> list[Commitment]:
    """List what a seat promised: open first, the first due before; then the settled ones."""
    promises = list(
        Commitment.objects.filter(seat=seat)
        .select_related("session__cycle")
        .order_by("due_on", "-pk")
    )
    return sorted(promises, key=lambda one: one.state != Commitment.State.OPEN)


def story_of(cycle: Cycle, seat: Seat) -> Story:
    """Return what a municipality did and promised in a community, for who holds the seat now.

    The latest sessions it came to, the newest first, and its open commitments. Not who it was.
    """
    came = AttendanceMark.objects.filter(seat=seat, presence=AttendanceMark.Presence.PRESENT)
    pairs = set(came.values_list("cycle", "number"))
    sessions = Session.objects.filter(cycle__community=cycle.community_id).order_by("-starts_at")
    attended = [one for one in sessions if (one.cycle_id, one.number) in pairs][:MOST_LINES]
    promised = list_promises(seat)
    still = [
        one
        for one in promised
        if one.state == Commitment.State.OPEN
        and one.session.cycle.community_id == cycle.community_id
    ]
    return Story(
        attended=[_session_line(one) for one in attended],
        promised=[_promise_line(one) for one in still[:MOST_LINES]],
    )


def _session_line(session: Session) -> str:
    day = format_day(timezone.localtime(session.starts_at).date(), today=timezone.localdate())
    words = {"n": session.number, "topic": session.topic, "day": day}
    return _("Sesión %(n)s, %(day)s: %(topic)s") % words


def _promise_line(promise: Commitment) -> str:
    text = " ".join(promise.text.split())
    if promise.due_on is None:
        return text
    return _("%(text)s (para el %(day)s)") % {
        "text": text,
        "day": format_day(promise.due_on, today=timezone.localdate()),
    }
