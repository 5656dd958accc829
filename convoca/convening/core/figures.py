"""The figures of a cycle, each with its denominator: coverage, funnel, attendance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import SeatFacts


@dataclass(frozen=True)
class Coverage:
    """Seats that take part, of those that exist; the rest of the seats apart.

    `served` are those among the existing that the office of another municipality serves.
    """

    participating: int
    existing: int
    unknown: int
    absent: int
    served: int = 0


def coverage(seats: Iterable[SeatFacts], *, has_begun: bool) -> Coverage:
    """Count the seats that take part, of those that exist.

    Once a session was held (`has_begun`), participating = existing seats with at least one
    attendance, whatever they answered; before, existing seats that accepted. Seats that do
    not exist or that nobody is sure of are counted apart and never in the denominator.

    Coverage counts municipalities. A seat that another one serves stays in the denominator of
    its own region, and takes part when the serving seat does, or did so itself. Left out, a
    region whose small municipalities share an office would weigh less; never covered, sharing
    would look like absence. What people do (funnel, bands, sessions) counts the office once:
    two municipalities behind one person are one invitation, one answer, one chair.

    Args:
        seats: all seats of the kind; empty gives zeros.
    """
    known = list(seats)
    existing = [seat for seat in known if seat.existence == "exists"]
    return Coverage(
        participating=sum(_takes_part(seat, has_begun=has_begun) for seat in existing),
        existing=len(existing),
        unknown=sum(seat.existence == "unknown" for seat in known),
        absent=sum(seat.existence == "does_not" for seat in known),
        served=sum(seat.served_by is not None for seat in existing),
    )


def _takes_part(seat: SeatFacts, *, has_begun: bool) -> bool:
    if seat.served_by is not None and _takes_part(seat.served_by, has_begun=has_begun):
        return True
    return seat.presences.attended > 0 if has_begun else seat.is_accepted


@dataclass(frozen=True)
class FunnelCounts:
    """How many seats got how far; the first count is the denominator of all.

    What this room cannot know comes from the rooms above: None until they fill it in.
    """

    seats: int
    identified: int
    reached: int
    answered: int
    accepted: int
    attended_once: int
    attended_twice: int
    in_group: int
    interviewed: int | None = None
    gave_availability: int | None = None

    def with_rooms_above(self, *, interviewed: int, gave_availability: int) -> "FunnelCounts":
        """Return the funnel with what the interviews and the plan know."""
        return replace(self, interviewed=interviewed, gave_availability=gave_availability)

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Return the known steps in their order, each by the name of its field."""
        order = (
            ("seats", self.seats),
            ("identified", self.identified),
            ("reached", self.reached),
            ("answered", self.answered),
            ("accepted", self.accepted),
            ("interviewed", self.interviewed),
            ("gave_availability", self.gave_availability),
            ("attended_once", self.attended_once),
            ("attended_twice", self.attended_twice),
            ("in_group", self.in_group),
        )
        return [(name, count) for name, count in order if count is not None]


@dataclass(frozen=True)
class Reach:
    """One seat on its way through the funnel."""

    facts: SeatFacts
    was_reached: bool = False
    is_in_group: bool = False


def funnel(seats: Iterable[Reach]) -> FunnelCounts:
    """Count how many offices got how far: seats that exist and that no other seat serves.

    seats: those; identified: a known person holds it; reached: something of ours arrived
    (a mail left, a call was answered, or there is an answer); answered: any answer;
    accepted: takes part or sends somebody; attended once, twice: at least so many sessions;
    in the group: joined and did not leave. Each step counts by its own fact, so a seat that
    came without answering is in `attended_once` and not in `answered`.

    Args:
        seats: all seats of the kind; those that do not exist for sure, or are served, are
            left out.
    """
    existing = [seat for seat in seats if seat.facts.is_office]
    facts = [seat.facts for seat in existing]
    answered = [bool(fact.is_invited and fact.answer) for fact in facts]
    return FunnelCounts(
        seats=len(existing),
        identified=sum(fact.is_held for fact in facts),
        reached=sum(
            seat.was_reached or has_answered
            for seat, has_answered in zip(existing, answered, strict=True)
        ),
        answered=sum(answered),
        accepted=sum(fact.is_accepted for fact in facts),
        attended_once=sum(fact.presences.attended >= 1 for fact in facts),
        attended_twice=sum(fact.presences.attended >= 2 for fact in facts),  # noqa: PLR2004 - the step's own name
        in_group=sum(seat.is_in_group for seat in existing),
    )


@dataclass(frozen=True)
class SessionFigures:
    """Who came to one session: present of accepted, and of all offices (`members`)."""

    number: int
    present: int
    excused: int
    absent: int
    accepted: int
    members: int


def session_figures(
    seats: Iterable[Presences], *, number: int, accepted: int, members: int
) -> SessionFigures:
    """Count the presences of one session over seats; excused is not absent.

    Whether a person was there long enough (half of the minutes, a setting) was decided by
    who took the attendance.
    """
    marks = [presences.marks.get(number) for presences in seats]
    return SessionFigures(
        number=number,
        present=marks.count(Presence.PRESENT),
        excused=marks.count(Presence.EXCUSED),
        absent=marks.count(Presence.ABSENT),
        accepted=accepted,
        members=members,
    )
