"""Whether what was done helped: every alert of a community, with what its seat did afterwards."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from convoca.convening.core.bands import Band
from convoca.convening.core.effect import NEXT_SESSIONS, Case, Effect, effect_of, outcome
from convoca.convening.core.presence import Presence
from convoca.convening.models import AttendanceMark, ContactAttempt
from convoca.cycles.models import Cycle
from convoca.retention.models import Alert, CareTask
from convoca.retention.queries.records import HeldSession, list_held_sessions


@dataclass(frozen=True)
class Comparison:
    """The effect of any action and of each kind, by one way of having come."""

    whole: Effect
    by_kind: Mapping[CareTask.Kind, Effect]


@dataclass(frozen=True)
class EffectBook:
    """Whether seats came to both of the next two sessions, and to at least one; the rest unused.

    waiting: two sessions were not held since the alert. late: first contacted after the
    session that followed the alert. unknown: only excuses, or no mark, in both sessions.
    """

    both: Comparison
    once: Comparison
    waiting: int
    late: int
    unknown: int

    @property
    def told(self) -> int:
        """Return the alerts that were compared."""
        return self.both.whole.contacted.whole + self.both.whole.alone.whole


@dataclass(frozen=True)
class _Followed:
    """One alert with the next sessions, their marks, and when somebody did something."""

    alert: Alert
    sessions: Sequence[HeldSession]
    marks: Sequence[Presence | None]
    done: Sequence[tuple[datetime, CareTask.Kind]]
    spoken: Sequence[datetime]

    @property
    def first_done(self) -> datetime | None:
        """Return when something was first done for the seat, by a task or by talking to it."""
        return min([*(at for at, _kind in self.done), *self.spoken], default=None)

    @property
    def kinds_in_time(self) -> frozenset[CareTask.Kind]:
        """Return what was done by a task between the alert and the next session."""
        return frozenset(kind for at, kind in self.done if at < self.sessions[0].starts_at)


def read_effects(cycle: Cycle) -> EffectBook:
    """Compare all alerts of the community of a cycle, in a fixed number of queries.

    Contacted: a task was done, or somebody spoke with the seat, after the alert and before the
    next session. Left alone: neither before the second session after it. What lies
    between is left out, for such a seat was alone in one session and not in the other.
    """
    followed = _follow(cycle)
    waiting = [one for one in followed if len(one.sessions) < NEXT_SESSIONS]
    ready = [one for one in followed if len(one.sessions) == NEXT_SESSIONS]
    late = [one for one in ready if _is_contacted(one) is None]
    compared = [one for one in ready if _is_contacted(one) is not None]
    known = [(one, came) for one in compared if (came := outcome(one.marks)) is not None]
    return EffectBook(
        both=_compare([(one, _case(one, came=came.both)) for one, came in known]),
        once=_compare([(one, _case(one, came=came.once)) for one, came in known]),
        waiting=len(waiting),
        late=len(late),
        unknown=len(compared) - len(known),
    )


def _compare(cases: Sequence[tuple[_Followed, Case]]) -> Comparison:
    alone = [case for _one, case in cases if not case.is_contacted]
    return Comparison(
        whole=effect_of(case for _one, case in cases),
        by_kind={
            kind: effect_of([*(case for one, case in cases if kind in one.kinds_in_time), *alone])
            for kind in CareTask.Kind
        },
    )


def _follow(cycle: Cycle) -> list[_Followed]:
    community = cycle.community_id
    sessions = list_held_sessions(cycle)
    marks = {
        (row[0], row[1], row[2]): Presence(row[3])
        for row in AttendanceMark.objects.filter(cycle__community=community).values_list(
            "cycle_id", "seat_id", "number", "presence"
        )
    }
    spoken: dict[int, list[datetime]] = {}
    attempts = ContactAttempt.objects.filter(
        cycle__community=community, result__in=list(ContactAttempt.SPOKEN)
    )
    for seat_id, at in attempts.values_list("seat_id", "at"):
        spoken.setdefault(seat_id, []).append(at)
    alerts = Alert.objects.filter(cycle__community=community).prefetch_related("tasks")
    return [_followed(alert, sessions, marks, spoken) for alert in alerts]


def _followed(
    alert: Alert,
    sessions: Sequence[HeldSession],
    marks: Mapping[tuple[int, int, int], Presence],
    spoken: Mapping[int, Sequence[datetime]],
) -> _Followed:
    place = next(
        (
            index
            for index, one in enumerate(sessions)
            if (one.cycle_id, one.number) == (alert.cycle_id, alert.after_number)
        ),
        None,
    )
    if place is None:  # its session was undone since: count from the day of the alert
        place = bisect_right([one.starts_at for one in sessions], alert.opened_at) - 1
    following = sessions[place + 1 : place + 1 + NEXT_SESSIONS]
    return _Followed(
        alert=alert,
        sessions=following,
        marks=[marks.get((one.cycle_id, alert.seat_id, one.number)) for one in following],
        done=[
            (task.done_at, CareTask.Kind(task.kind)) for task in alert.tasks.all() if task.done_at
        ],
        spoken=[at for at in spoken.get(alert.seat_id, ()) if at >= alert.opened_at],
    )


def _is_contacted(one: _Followed) -> bool | None:
    """Say whether the seat was contacted in time, or left alone; None in between."""
    first = one.first_done
    if first is None or first >= one.sessions[1].starts_at:
        return False
    return True if first < one.sessions[0].starts_at else None


def _case(one: _Followed, *, came: bool) -> Case:
    return Case(
        band=Band(one.alert.band),
        reasons=len(one.alert.reasons),
        is_contacted=bool(_is_contacted(one)),
        came=came,
    )
