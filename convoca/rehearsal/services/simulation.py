"""A whole simulation: communities one after the other, each through its cycles."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from convoca.directory.models import Community, DirectorateKind
from convoca.foundation.models import Association
from convoca.foundation.queue import huey
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.dates import calendar_of
from convoca.rehearsal.services.scene import (
    Team,
    build_scene,
    ensure_country,
    open_community,
    story_years,
)
from convoca.rehearsal.services.story import tell_cycle
from convoca.rehearsal.services.walker import Walker, ready_pages

WALKED = {"invitation": 10, "interview": 5, "availability": 5, "session-announce": 10}
"""How many of each act go through real pages: an interview alone is forty of them."""
FIRST_KIND = "SECPLAN"


@dataclass(frozen=True)
class Wanted:
    """What is to be simulated; `people` None takes all seats that exist."""

    communities: int
    cycles: int
    seed: int
    people: int | None
    today: date


@dataclass(frozen=True)
class Told:
    """What came of it: where to look, and how it went."""

    association: Association
    communities: Sequence[Community]
    walked: dict[str, int]
    seconds: dict[str, float]


def simulate(wanted: Wanted, assumptions: Assumptions | None = None) -> Told:
    """Tell the story in this database, in an association of its own; nothing leaves the machine."""
    given = assumptions or Assumptions()
    begins = calendar_of(1, cycles=wanted.cycles, today=wanted.today, zone=_zone())
    ensure_country(years=story_years(begins.begins_on, wanted.today))
    ready_pages()
    number = Association.objects.count() + 1
    team = build_scene(
        name=f"Asociación de ensayo {number}",
        short_name=f"Ensayo {number}",
        mark=f".{number}" if number > 1 else "",
    )
    walker = Walker(most=WALKED)
    seconds: dict[str, float] = {}
    communities = []
    for kind in list_kinds(wanted.communities):
        since = time.monotonic()
        community = open_community(
            team=team,
            kind=kind,
            seed=wanted.seed,
            people=wanted.people,
            assumptions=given,
            now=begins.at(-7),
        )
        seconds[f"{kind.code} puestos"] = time.monotonic() - since
        seconds |= _tell_cycles(community, team, wanted, given, walker)
        communities.append(community)
    # Everything was delivered at its moment of the story: the nudges have nothing left to wake.
    huey.storage.flush_queue()
    return Told(team.association, communities, dict(walker.walked), seconds)


def _tell_cycles(
    community: Community, team: Team, wanted: Wanted, assumptions: Assumptions, walker: Walker
) -> dict[str, float]:
    """Tell every cycle of a community; the last one on real pages too. Return seconds by cycle."""
    seconds = {}
    for number in range(1, wanted.cycles + 1):
        since = time.monotonic()
        walker.is_on = number == wanted.cycles
        tell_cycle(
            community=community,
            team=team,
            calendar=calendar_of(number, cycles=wanted.cycles, today=wanted.today, zone=_zone()),
            seed=wanted.seed,
            assumptions=assumptions,
            walker=walker,
        )
        seconds[f"{community.kind.code} ciclo {number}"] = time.monotonic() - since
    return seconds


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def list_kinds(count: int) -> list[DirectorateKind]:
    """List so many kinds of directorate, SECPLAN first, then in the order of the country's file."""
    kinds = sorted(
        DirectorateKind.objects.all(), key=lambda kind: (kind.code != FIRST_KIND, kind.position)
    )
    return kinds[:count]
