"""How far the interviews have come, whether they still say something new, and who asked."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.interviewer_effects import (
    Difference,
    Effect,
    Made,
    active_minutes,
    interviewer_effects,
)
from convoca.agenda.core.interviews.saturation import Window, count_new_codes
from convoca.agenda.models import Answer, AnswerVersion, Code, Coding, Interview
from convoca.agenda.queries.appointments import with_news
from convoca.agenda.queries.interviews import InterviewRow, done_interviews, interview_rows
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, User
from convoca.directory.queries import community_seats

Key = TypeVar("Key", bound=Hashable)
ALONE = Interview.Mode.ALONE
NO_NAME = 0
"""Stands for an interviewer who was not noted; no row has this id."""


@dataclass(frozen=True)
class Progress:
    """How far one group of seats is; `seats` exist, `taking_part` of them are to be asked.

    done + declined + begun + agreed + waiting = taking_part.
    """

    name: str
    seats: int
    taking_part: int
    done: int
    declined: int
    begun: int
    agreed: int

    @property
    def waiting(self) -> int:
        """Return how many have neither begun nor an hour."""
        return self.taking_part - self.done - self.declined - self.begun - self.agreed


@dataclass(frozen=True)
class ProgressPage:
    """The progress of a cycle: in all, and by region, kind of comuna and interviewer."""

    whole: Progress
    regions: Sequence[Progress]
    settlements: Sequence[Progress]
    interviewers: Sequence[Progress]


@dataclass(frozen=True)
class EffectRow:
    """One interviewer by name, beside the others."""

    name: str
    effect: Effect


def progress_page(cycle: Cycle) -> ProgressPage:
    """Count the interviews over the offices that exist and over those that take part."""
    rows = with_news(cycle, interview_rows(cycle))
    offices = {seat.pk: seat for seat in _offices(cycle)}
    offices |= {row.seat_id: row.invitation.seat for row in rows}
    seats = list(offices.values())
    regions = {one.municipality.region.short_name: one.municipality.region for one in seats}
    in_order = sorted(regions, key=lambda name: (regions[name].position, name))
    return ProgressPage(
        whole=_count(_("Todas"), rows, len(seats)),
        regions=_group(rows, seats, _region_of, in_order),
        settlements=_group(rows, seats, _settlement_of, sorted(set(map(_settlement_of, seats)))),
        interviewers=_by_interviewer(rows),
    )


def saturation_of(cycle: Cycle) -> list[Window]:
    """Count the new codes per ten done interviews, in the order they were done.

    A code that was merged into another counts as that other.
    """
    interviews = done_interviews(cycle).order_by("done_at", "pk").values_list("pk", flat=True)
    successor = dict(
        Code.objects.filter(community=cycle.community, merged_into__isnull=False).values_list(
            "pk", "merged_into"
        )
    )
    live = Coding.objects.filter(
        superseded_at__isnull=True,
        statement__superseded_at__isnull=True,
        statement__interview__in=done_interviews(cycle),
    )
    codes: dict[int, set[int]] = defaultdict(set)
    for interview, code in live.values_list("statement__interview", "code"):
        codes[interview].add(_last(code, successor))
    return count_new_codes([codes[pk] for pk in interviews])


def effects_of(cycle: Cycle) -> list[EffectRow]:
    """Describe each interviewer beside the others, by name; those made alone are one, the last."""
    names = dict(User.objects.filter(interviews__cycle=cycle).values_list("pk", "name"))
    names[NO_NAME] = _("Sin nombre")
    rows = [
        EffectRow(_("Por su cuenta") if one.maker_id is None else names[one.maker_id], _round(one))
        for one in interviewer_effects(_list_made(cycle))
    ]
    return sorted(rows, key=lambda row: (row.effect.maker_id is None, row.name))


def _round(effect: Effect) -> Effect:
    """Round the differences to what is shown, so that none reads "-0,0" or is clear by a hair."""
    return replace(
        effect,
        interest_apart=_round_apart(effect.interest_apart),
        urgency_apart=_round_apart(effect.urgency_apart),
    )


def _round_apart(apart: Difference | None) -> Difference | None:
    if apart is None:
        return None
    value, low, high = (round(each, 1) + 0.0 for each in (apart.value, apart.low, apart.high))
    return Difference(value, low, high)


def _offices(cycle: Cycle) -> Iterable[Seat]:
    return community_seats(cycle.community).filter(
        existence=Seat.Existence.EXISTS, served_by__isnull=True
    )


def _count(name: str, rows: Iterable[InterviewRow], seats: int) -> Progress:
    states = Counter(_state(row) for row in rows)
    return Progress(
        name=name,
        seats=seats,
        taking_part=states.total(),
        done=states["done"],
        declined=states["declined"],
        begun=states["begun"],
        agreed=states["agreed"],
    )


def _state(row: InterviewRow) -> str:
    if row.is_done:
        return "done"
    if row.is_declined:
        return "declined"
    if row.is_started:
        return "begun"
    return "agreed" if row.appointment else "waiting"


def _group(
    rows: Sequence[InterviewRow],
    seats: Sequence[Seat],
    name_of: Callable[[Seat], str],
    names: Sequence[str],
) -> list[Progress]:
    counts = Counter(map(name_of, seats))
    sorted_rows = _sort(rows, lambda row: name_of(row.invitation.seat))
    return [_count(name, sorted_rows[name], counts[name]) for name in names]


def _by_interviewer(rows: Sequence[InterviewRow]) -> list[Progress]:
    """Count by who made it or has it; the denominator is what each has."""
    sorted_rows = _sort(rows, _maker_of)
    return [
        _count(name, each, len(each))
        for (_place, name, _id), each in sorted(sorted_rows.items(), key=lambda item: item[0])
    ]


def _maker_of(row: InterviewRow) -> tuple[int, str, int]:
    """Return a place in the list, a name and an id: nobody and alone come after the people."""
    interview = row.interview
    if interview and interview.mode == ALONE and not row.is_missing:
        return (2, _("Por su cuenta"), 0)
    if interview is None or interview.interviewer is None:
        return (1, _("Sin nadie"), 0)
    return (0, interview.interviewer.name, interview.interviewer.pk)


def _sort(
    rows: Iterable[InterviewRow], key_of: Callable[[InterviewRow], Key]
) -> dict[Key, list[InterviewRow]]:
    found: dict[Key, list[InterviewRow]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return found


def _region_of(seat: Seat) -> str:
    return seat.municipality.region.short_name


def _settlement_of(seat: Seat) -> str:
    return str(seat.municipality.get_settlement_display() or _("sin clasificar"))


def _last(code: int, successor: Mapping[int, int | None]) -> int:
    """Follow a code to the one that it was merged into in the end."""
    while (into := successor.get(code)) is not None:
        code = into
    return code


def _list_made(cycle: Cycle) -> list[Made]:
    """List the done interviews as the rule wants them, in a fixed number of queries."""
    done = done_interviews(cycle)
    means = {
        pk: (interest, urgency)
        for pk, interest, urgency in done.annotate(
            interest=Avg("ratings__interest"), urgency=Avg("ratings__urgency")
        ).values_list("pk", "interest", "urgency")
    }
    live = Q(statements__superseded_at__isnull=True)
    said = dict(done.annotate(said=Count("statements", filter=live)).values_list("pk", "said"))
    moments = _moments(cycle)
    return [
        Made(
            maker_id=None if mode == ALONE else maker or NO_NAME,
            statements=said[pk],
            minutes=active_minutes(moments[pk]),
            interest=means[pk][0],
            urgency=means[pk][1],
        )
        for pk, mode, maker in done.values_list("pk", "mode", "interviewer").order_by("pk")
    ]


def _moments(cycle: Cycle) -> dict[int, list[datetime]]:
    """Return, by interview, when something of it was saved."""
    done = done_interviews(cycle)
    moments: dict[int, list[datetime]] = defaultdict(list)
    for saved in (Answer.objects, AnswerVersion.objects):
        each = saved.filter(interview__in=done).values_list("interview", "saved_at")
        for interview, at in each:
            moments[interview].append(at)
    return moments
