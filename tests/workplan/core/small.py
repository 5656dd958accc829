"""Small problems for the tests of the planner, made from a seed, and a search by brute force."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product

from convoca.workplan.core.checking.calendar import step_fault
from convoca.workplan.core.checking.check import check_plan, recount
from convoca.workplan.core.problem.parsing import (
    Cadence,
    Community,
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Problem,
    Taken,
    Weights,
    problem_to_dict,
)

MONDAY = date(2027, 3, 29)  # the horizon holds the clock change of 3 and 4 April
HOURS = (9, 10, 15)
TOPICS = ("t0", "t1", "t2")
ZONES = ("America/Santiago", "America/Punta_Arenas", "Pacific/Easter")


def person(name="P0", **changes):
    facts = {"region": "Norte", "zone": "America/Santiago", "weekly": "y" * 15}
    return Participant(name, **{**facts, **changes})


def problem(**changes):
    """One community of one person, one session, everything free."""
    facts = {
        "zone": "America/Santiago",
        "first_day": MONDAY,
        "weeks": 2,
        "hours": HOURS,
        "licences": (Licence("L0", 100),),
        "facilitators": (Facilitator("F0", "y" * 15),),
        "experts": (Expert("E0", ("t0",), "y" * 15),),
        "communities": (community(),),
    }
    return Problem(**{**facts, **changes})


def community(name="C0", **changes):
    facts = {
        "facilitator": "F0",
        "topics": ("t0",),
        "gap_days": (1, 7),
        "participants": (person(),),
    }
    return Community(name, **{**facts, **changes})


def random_problem(seed, *, communities=1, sessions=2, weeks=2, session_min=60):
    """A problem small enough for brute force, in which every rule may bind."""
    draw = random.Random(seed)
    return problem(
        weeks=weeks,
        session_min=session_min,
        closed_days=frozenset({MONDAY + timedelta(days=draw.randrange(14))}),
        regional_closed={"Sur": frozenset({MONDAY + timedelta(days=1)})},
        licences=(Licence("L0", draw.choice((2, 4, 9))), Licence("L1", 9)),
        weights=Weights(1, 3, 2, draw.choice((0, 300, 2000)), draw.choice((0, 700))),
        facilitators=tuple(Facilitator(f"F{n}", _grid(draw, "yyn")) for n in range(2)),
        experts=tuple(
            Expert(f"E{n}", ("t0", f"t{n}"), _grid(draw, "yyn"), (), 1, draw.choice((1, 2)))
            for n in range(3)
        ),
        communities=tuple(
            community(
                f"C{n}",
                facilitator=f"F{n % 2}",
                topics=tuple(draw.choice(("t0", "t1", "t2", None)) for _ in range(sessions)),
                gap_days=draw.choice(((1, 7), (2, 5), (6, 8))),
                reach=draw.choice((1, 2)),
                previous=draw.choice((None, (None, _start(draw), None, None)[:sessions])),
                participants=tuple(_random_person(draw, number) for number in range(6)),
            )
            for n in range(communities)
        ),
    )


def random_rich_problem(seed, *, communities=1, sessions=2, weeks=5):
    """As `random_problem`, with cadences, long sessions, shared people and sessions of others."""
    draw = random.Random(f"rich {seed}")
    plain = random_problem(
        seed,
        communities=communities,
        sessions=sessions,
        weeks=weeks,
        session_min=draw.choice((60, 60, 90, 120)),
    )
    licences = tuple(replace(one, away=_absence(draw)) for one in plain.licences)
    return replace(
        plain,
        hours=draw.choice((HOURS, (9, 10, 11))),
        licences=(*licences, Licence("L2", draw.choice((2, 9)))),
        communities=tuple(_enriched(draw, one) for one in plain.communities),
        taken=tuple(_taken(draw) for _ in range(draw.randrange(4))),
    )


def _enriched(draw, one):
    cadence = draw.choice(
        (
            Cadence(),
            Cadence("days", draw.randrange(5)),
            Cadence("weekly"),
            Cadence("weekly", draw.randrange(5)),
            Cadence("fortnightly"),
            Cadence("monthly"),
            Cadence("monthly", draw.randrange(5)),
            Cadence("monthly", draw.randrange(5), draw.choice((1, 2))),
        )
    )
    people = tuple(
        replace(each, person=draw.choice((None, None, None, "X", "Y"))) for each in one.participants
    )
    return replace(
        one,
        cadence=cadence,
        participants=people,
        closed_days=frozenset({MONDAY + timedelta(days=draw.randrange(14))}),
        weights=draw.choice((None, Weights(2, 1, 1, 100, 50))),
        session_min=draw.choice((None, None, 60, 120)),
    )


def _taken(draw):
    return Taken(
        start=_start(draw) + timedelta(minutes=draw.choice((0, 0, 30))),
        session_min=draw.choice((30, 60, 90)),
        licence=draw.choice((None, "L0", "L1")),
        expert=draw.choice((None, "E0", "E1")),
        facilitator=draw.choice((None, "F0")),
        persons=draw.choice(((), ("X",), ("X", "Z"))),
    )


def _absence(draw):
    first = MONDAY + timedelta(days=draw.randrange(10))
    return draw.choice(((), ((first, first + timedelta(days=draw.randrange(5))),)))


def _grid(draw, letters):
    return "".join(draw.choice(letters) for _ in range(15))


def _start(draw):
    day = MONDAY + timedelta(days=draw.randrange(5))
    return datetime(day.year, day.month, day.day, draw.choice(HOURS))


def _random_person(draw, number):
    return person(
        f"P{number}",
        region=draw.choice(("Norte", "Sur")),
        zone=draw.choice(ZONES),
        weekly="" if draw.random() < 0.2 else _grid(draw, "yymnn"),
        away=draw.choice(((), ((MONDAY, MONDAY + timedelta(days=2)),))),
        council=draw.choice((None, Council(2, (1, 5), "am"))),
    )


def brute_force(asked):
    """Give the greatest value of any plan by the rules of the checker; None if there is none.

    Starts that break a rule by themselves are left out; then all plans, the best first.
    """
    raw = problem_to_dict(asked)
    ranked = [_ranked_patterns(raw, one) for one in raw["communities"]]
    joint = sorted(product(*ranked), key=lambda chosen: -sum(value for value, _ in chosen))
    for chosen in joint:
        sessions = [session for _, pattern in chosen for session in pattern]
        if _some_hands_fit(raw, sessions):
            return sum(value for value, _ in chosen)
    return None


def as_plan(raw, sessions):
    """Write sessions as an optimal plan with its true value."""
    terms = recount(raw, sessions)
    value = sum(sum(one.values()) for one in terms.values())
    return {
        "format": "convoca.plan/1",
        "status": "optimal",
        "value": value,
        "upper_bound": value,
        "seconds": 0,
        "sessions": sessions,
        "communities": {name: {"value": sum(t.values()), **t} for name, t in terms.items()},
    }


def _ranked_patterns(raw, one):
    alone = {**raw, "communities": [one]}
    starts = [_sound_starts(raw, one, number) for number in range(len(one["topics"]))]
    patterns = []
    for chosen in product(*starts):
        days = [date.fromisoformat(at[:10]) for at in chosen]
        if not any(step_fault(one, before, after) for before, after in pairwise(days)):
            sessions = [_session(one, number, at) for number, at in enumerate(chosen)]
            plan = as_plan(alone, [{**each, "licence": "L0"} for each in sessions])
            patterns.append((plan["value"], sessions))
    return patterns


def _sound_starts(raw, one, number):
    pinned = one["pinned"] and [one["pinned"][number]]
    single = {**one, "topics": [one["topics"][number]], "previous": None, "pinned": pinned}
    asked = {**raw, "communities": [single]}
    first = date.fromisoformat(raw["first_day"])
    days = [first + timedelta(days=day) for day in range(7 * raw["weeks"])]
    starts = [f"{day}T{hour:02d}:00" for day in days for hour in raw["hours"]]
    return [at for at in starts if _some_hands_fit(asked, [_session(single, 0, at)])]


def _session(one, number, at):
    return {"community": one["id"], "n": number, "start": at, "expert": None, "licence": None}


def _some_hands_fit(raw, sessions):
    topics = {one["id"]: one["topics"] for one in raw["communities"]}
    skilled = {topic: [e["id"] for e in raw["experts"] if topic in e["skills"]] for topic in TOPICS}
    experts = [skilled.get(topics[each["community"]][each["n"]], [None]) for each in sessions]
    licences = [[one["id"] for one in raw["licences"]]] * len(sessions)
    return any(
        not check_plan(raw, as_plan(raw, _with_hands(sessions, led, carried)))
        for carried in product(*licences)
        for led in product(*experts)
    )


def _with_hands(sessions, led, carried):
    return [
        {**each, "expert": expert, "licence": licence}
        for each, expert, licence in zip(sessions, led, carried, strict=True)
    ]
