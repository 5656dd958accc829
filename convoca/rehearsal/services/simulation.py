"""A whole simulation: communities one after the other, each through its cycles."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from convoca.cycles.core.stages import Stage
from convoca.directory.models import DirectorateKind
from convoca.foundation.models import Association
from convoca.foundation.queue import huey
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.dates import calendar_of
from convoca.rehearsal.services.act import Direction
from convoca.rehearsal.services.posts import PigeonHoles, loopback_post
from convoca.rehearsal.services.scene import (
    OpenedCommunity,
    build_scene,
    ensure_country,
    open_community,
    story_years,
)
from convoca.rehearsal.services.story import tell_cycle
from convoca.rehearsal.services.walker import Walker, ready_pages

WALKED = {"invitation": 10, "interview": 2, "availability": 2, "session-announce": 10}
"""How many of each act go through real pages: an interview alone is forty of them."""
FIRST_KIND = "SECPLAN"


@dataclass(frozen=True)
class Wanted:
    """What is to be simulated; `people` None takes all seats that exist.

    Without `care` nobody is reminded of sessions nor called for staying away. `until`
    CONVENING or SESSIONS stops the last cycle there. `outside` really sends the mails, through
    a mail server of this machine.
    """

    communities: int
    cycles: int
    seed: int
    people: int | None
    today: date
    care: bool = True
    until: Stage | None = None
    outside: bool = False


@dataclass(frozen=True)
class Told:
    """What came of it: where to look, and how it went."""

    association: Association
    communities: Sequence[OpenedCommunity]
    walked: dict[str, int]
    seconds: dict[str, float]


def simulate(wanted: Wanted, assumptions: Assumptions | None = None) -> Told:
    """Tell the story in this database, in an association of its own; nothing leaves the machine.

    Raises OutsideRefusedError when mails are to be sent and there is no server for that.
    """
    post = loopback_post(settings.EMAIL_SERVER) if wanted.outside else PigeonHoles()
    begins = calendar_of(1, cycles=wanted.cycles, today=wanted.today, zone=_zone())
    ensure_country(years=story_years(begins.begins_on, wanted.today))
    ready_pages()
    number = Association.objects.count() + 1
    team = build_scene(
        name=f"Asociación de ensayo {number}",
        short_name=f"Ensayo {number}",
        mark=f".{number}" if number > 1 else "",
    )
    given, walker = assumptions or Assumptions(), Walker(most=WALKED)
    direction = Direction(team, wanted.seed, given, walker, post, wanted.care)
    seconds: dict[str, float] = {}
    communities = []
    for kind in list_kinds(wanted.communities):
        since = time.monotonic()
        opened = open_community(
            team=team,
            kind=kind,
            seed=wanted.seed,
            people=wanted.people,
            assumptions=given,
            now=begins.at(-7),
        )
        seconds[_("%(kind)s puestos") % {"kind": kind.code}] = time.monotonic() - since
        seconds |= _tell_cycles(opened, direction, wanted)
        communities.append(opened)
    if not wanted.outside:
        # All was delivered at its moment of the story: the nudges have nothing left to wake.
        huey.storage.flush_queue()
    return Told(team.association, communities, dict(walker.walked), seconds)


def _tell_cycles(opened: OpenedCommunity, direction: Direction, wanted: Wanted) -> dict[str, float]:
    """Tell every cycle of a community; the last one on real pages too. Return seconds by cycle."""
    seconds = {}
    for number in range(1, wanted.cycles + 1):
        since = time.monotonic()
        is_last = number == wanted.cycles
        direction.walker.is_on = is_last
        tell_cycle(
            opened=opened,
            direction=direction,
            calendar=calendar_of(number, cycles=wanted.cycles, today=wanted.today, zone=_zone()),
            until=wanted.until if is_last else None,
        )
        took = time.monotonic() - since
        seconds[_("%(kind)s ciclo %(n)s") % {"kind": opened.kind, "n": number}] = took
    return seconds


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def list_kinds(count: int) -> list[DirectorateKind]:
    """List so many kinds of directorate, SECPLAN first, then in the order of the country's file."""
    kinds = sorted(
        DirectorateKind.objects.all(), key=lambda kind: (kind.code != FIRST_KIND, kind.position)
    )
    return kinds[:count]
