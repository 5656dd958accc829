"""Instances of the planner, made from a seed: the shape of the real ones, invented people."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from convoca.workplan.core.problem.model import (
    Away,
    Community,
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
)

HOURS = tuple(range(9, 18))
WEEKS = 13
STARTS = (
    (date(2027, 8, 2), frozenset({date(2027, 9, 17), date(2027, 10, 11)})),
    (date(2027, 3, 1), frozenset({date(2027, 3, 26), date(2027, 5, 21)})),
)
# offices by region, north to south: sixteen regions of very unequal size, 345 in all
REGIONS = (4, 7, 9, 9, 15, 38, 52, 33, 30, 21, 33, 32, 12, 30, 10, 10)
ZONES = {0: "Pacific/Easter", 14: "America/Coyhaique", 15: "America/Punta_Arenas"}
UNANSWERED, FREE_HALF = 0.2, 0.55


@dataclass(frozen=True)
class Shape:
    """What an instance is like: how many of each, the capacities of the licences, the minutes."""

    communities: int
    people: int
    experts: int
    facilitators: int
    capacities: tuple[int, ...]
    minutes: int = 60


INSTANCES = {
    "1 × 345": Shape(1, 345, 12, 1, (300, 300, 100)),
    "6 × 120": Shape(6, 120, 6, 2, (300, 100)),
    "20 × 345": Shape(20, 345, 12, 6, (300, 300, 100)),
    "20 × 345 de 90 min": Shape(20, 345, 12, 6, (300, 300, 100), minutes=90),
    "200 × 345": Shape(200, 345, 120, 60, (300,) * 24 + (100,) * 6),
}


def make_problem(shape, seed):
    """Make a random problem with the shape of the real ones: regions, zones, councils.

    Odd seeds begin in March, even ones in August: the clocks change in April and in September.
    """
    draw = random.Random(seed)  # noqa: S311 # nothing secret
    first_day, closed = STARTS[seed % 2]
    experts, facilitators = shape.experts, shape.facilitators
    topics = [f"t{number}" for number in range(experts)]
    return Problem(
        zone="America/Santiago",
        first_day=first_day,
        weeks=WEEKS,
        hours=HOURS,
        licences=tuple(Licence(f"L{n}", size) for n, size in enumerate(shape.capacities)),
        facilitators=tuple(Facilitator(f"F{n}", grid(draw, 0.8)) for n in range(facilitators)),
        experts=tuple(
            Expert(
                id=f"E{n}",
                skills=tuple(sorted({topics[n], *draw.sample(topics, 3)})),
                weekly=blocks(draw),
                away=away(draw, 0.5, first_day),
            )
            for n in range(experts)
        ),
        communities=tuple(
            Community(
                id=f"C{n}",
                facilitator=f"F{n % facilitators}",
                topics=tuple(draw.choices(topics, k=4)),
                gap_days=((10, 18), (17, 25), (24, 32))[n % 3],
                participants=make_people(draw, shape.people, first_day),
            )
            for n in range(shape.communities)
        ),
        closed_days=closed,
        session_min=shape.minutes,
    )


def make_people(draw, size, first_day):
    """Draw people over the regions; one in five has not answered."""
    region_of = [number for number, count in enumerate(REGIONS) for _ in range(count)]
    liking = [draw.uniform(0.15, 0.55) for _ in range(5 * len(HOURS))]
    return tuple(
        Participant(
            id=f"P{number}",
            region=f"R{region_of[number]}",
            zone=ZONES.get(region_of[number], "America/Santiago"),
            weekly="" if draw.random() < UNANSWERED else answer(draw, liking),
            away=away(draw, 0.3, first_day),
            council=Council(draw.randrange(5), (1, 2, 3), draw.choice(("am", "pm"))),
        )
        for number in sorted(draw.sample(range(len(region_of)), size))
    )


def answer(draw, liking):
    """Draw a weekly grid: a general eagerness, and the liking of each hour."""
    eager = draw.uniform(0.5, 1.5)
    letters = ((draw.random(), min(1.0, like * eager)) for like in liking)
    return "".join("y" if x < p else "m" if x < p + 0.12 else "n" for x, p in letters)


def grid(draw, share):
    """Draw a weekly grid hour by hour."""
    return "".join("y" if draw.random() < share else "n" for _ in range(5 * len(HOURS)))


def blocks(draw):
    """Draw a weekly grid by half days, with a free hour for lunch."""
    halves = ["y" if draw.random() < FREE_HALF else "n" for _ in range(10)]
    return "".join(f"{am * 4}n{pm * 4}" for am, pm in zip(halves[::2], halves[1::2], strict=True))


def away(draw, share, first_day) -> tuple[Away, ...]:
    """Draw at most one absence."""
    if draw.random() >= share:
        return ()
    first = first_day + timedelta(days=draw.randrange(7 * WEEKS - 14))
    return ((first, first + timedelta(days=draw.randrange(3, 15))),)
