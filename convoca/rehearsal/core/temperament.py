"""How somebody in a seat takes to the community, and what becomes of it in one cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import draw_between

SURE = 0.97
"""Nobody comes for certain."""


@dataclass(frozen=True)
class Temperament:
    """What stays with a person over cycles. The first four are ranks, 0 to 1: low ones act.

    `attendance` is the chance to come to a session without any care, 0 to 1.
    """

    answer: float
    acceptance: float
    interview: float
    availability: float
    attendance: float


@dataclass(frozen=True)
class Mood:
    """The shares of one cycle of one community, drawn once.

    `curve` is the cumulative share that has answered after each contact.
    """

    curve: tuple[float, ...]
    acceptance: float
    interview: float
    availability: float
    reminder_points: float
    urgent_theme_points: float
    turnover_month: float
    call_points: float


def draw_temperament(random: Random, assumptions: Assumptions) -> Temperament:
    """Draw the temperament of one person."""
    return Temperament(
        answer=random.random(),
        acceptance=random.random(),
        interview=random.random(),
        availability=random.random(),
        attendance=random.betavariate(assumptions.attendance_alpha, assumptions.attendance_beta),
    )


def draw_mood(random: Random, assumptions: Assumptions) -> Mood:
    """Draw the shares of one cycle, each between its limits."""
    ceiling = draw_between(random, assumptions.answer_ceiling)
    return Mood(
        curve=scale_curve(assumptions.answer_curve, ceiling),
        acceptance=draw_between(random, assumptions.acceptance),
        interview=draw_between(random, assumptions.interview),
        availability=draw_between(random, assumptions.availability),
        reminder_points=draw_between(random, assumptions.reminder_points),
        urgent_theme_points=draw_between(random, assumptions.urgent_theme_points),
        turnover_month=draw_between(random, assumptions.turnover_month),
        call_points=draw_between(random, assumptions.call_points),
    )


def scale_curve(curve: Sequence[float], ceiling: float) -> tuple[float, ...]:
    """Scale a cumulative curve so that its last share is the ceiling.

    share(k) = curve(k) / curve(last) * ceiling, all in [0, 1]; it never falls when the curve
    does not. An empty curve gives an empty one.

    Raises:
        ValueError: the last share is 0, so there is no shape to scale.
    """
    if curve and not curve[-1]:
        raise ValueError("a curve that nobody answers has no shape")
    return tuple(share / curve[-1] * ceiling for share in curve)


def answering_contact(rank: float, curve: Sequence[float]) -> int | None:
    """Return at which contact somebody answers, from 1; None for who never does.

    The first k with rank < share(k). A rank below 0 answers at the first.
    """
    return next((contact for contact, share in enumerate(curve, 1) if rank < share), None)


def attendance_chance(
    temperament: Temperament, mood: Mood, *, reminded: bool, called: bool, cares: bool
) -> float:
    """Return the chance to come to one session, 0 to 0.97.

    chance = attendance + reminder_points (if reminded) + call_points (if they drifted away and
    answered a call) + urgent_theme_points (if the session is about a theme that is urgent to
    this person). The first two are the care of the team.
    """
    chance = temperament.attendance
    chance += mood.reminder_points if reminded else 0.0
    chance += mood.call_points if called else 0.0
    chance += mood.urgent_theme_points if cares else 0.0
    return min(chance, SURE)
