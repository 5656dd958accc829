"""One cycle of one community as the story sees it: its people, its calendar, its chances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random

from django.utils import timezone

from convoca.agenda.models import AgendaTopic, Theme
from convoca.agenda.queries.guides import list_themes
from convoca.convening.models import AttendanceMark
from convoca.cycles.models import Cycle
from convoca.cycles.queries import previous_cycle
from convoca.directory.models import Person, Seat
from convoca.messaging.channels import Channel
from convoca.messaging.services import deliver_due
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import stream
from convoca.rehearsal.core.dates import CycleCalendar
from convoca.rehearsal.core.diary import CycleDiary
from convoca.rehearsal.core.opinions import (
    Opinion,
    draw_level,
    draw_opinion,
    draw_region_shift,
    lean_of,
)
from convoca.rehearsal.core.temperament import Mood, Temperament, draw_temperament
from convoca.rehearsal.services.posts import Witness
from convoca.rehearsal.services.scene import Team
from convoca.rehearsal.services.walker import Walker

TREATED = 0.8
"""How many points a theme presses less once a cycle has treated it."""


@dataclass(frozen=True)
class Direction:
    """How a story is told, in all its cycles: by whom, by which chances, by which ways out.

    With `care` the team reminds of the sessions and calls who drifts away. `post` takes the mails.
    """

    team: Team
    seed: int
    assumptions: Assumptions
    walker: Walker
    post: Channel
    care: bool = True


@dataclass(frozen=True)
class Act:
    """What every stage of the story needs. Nothing in it is drawn from ids of rows."""

    cycle: Cycle
    calendar: CycleCalendar
    mood: Mood
    diary: CycleDiary
    direction: Direction

    @property
    def team(self) -> Team:
        """Return the staff."""
        return self.direction.team

    @property
    def assumptions(self) -> Assumptions:
        """Return the numbers behind the story."""
        return self.direction.assumptions

    @property
    def walker(self) -> Walker:
        """Return who goes through the pages."""
        return self.direction.walker

    def chance(self, *names: object) -> Random:
        """Return the generator of one decision in this cycle."""
        kind = self.cycle.community.kind.code
        return stream(self.direction.seed, kind, self.cycle.number, *names)

    def temperament(self, seat: Seat, person: Person) -> Temperament:
        """Return how somebody takes to the community, the same in every cycle."""
        kind = self.cycle.community.kind.code
        return draw_temperament(
            stream(self.direction.seed, kind, "temperament", key_of(seat, person)), self.assumptions
        )

    def opinions(self, seat: Seat, person: Person) -> Mapping[str, Opinion]:
        """Return how somebody sees each theme in this cycle, by title."""
        municipality = seat.municipality
        found = {}
        for theme in self.themes:
            place = self._general("region", municipality.region.code, theme.title)
            level = draw_level(self._general("level", theme.title)) + draw_region_shift(place)
            level += lean_of(theme.title, municipality.settlement)
            level -= TREATED if theme.pk in self._treated else 0.0
            chance = self.chance("opinion", key_of(seat, person), theme.title)
            found[theme.title] = draw_opinion(chance, level)
        return found

    @cached_property
    def themes(self) -> list[Theme]:
        """Return the themes that are asked for."""
        return list_themes(self.cycle.community)

    @cached_property
    def loyal(self) -> frozenset[int]:
        """Return the seats that came to the cycle before."""
        before = previous_cycle(self.cycle)
        marks = AttendanceMark.objects.filter(
            cycle=before, presence=AttendanceMark.Presence.PRESENT
        )
        return frozenset(marks.values_list("seat", flat=True)) if before else frozenset()

    @cached_property
    def _treated(self) -> frozenset[int]:
        before = previous_cycle(self.cycle)
        topics = AgendaTopic.objects.filter(agenda__cycle=before, in_reserve=False)
        return frozenset(topics.values_list("theme", flat=True)) if before else frozenset()

    def _general(self, *names: object) -> Random:
        return stream(self.direction.seed, self.cycle.community.kind.code, *names)

    def deliver(self, moment: datetime) -> int:
        """Let the mails leave that are due at a moment of the story; none leaves this machine."""
        return deliver_due(channel=self._post, clock=lambda: moment)

    def deliver_now(self) -> int:
        """Let leave what directors caused on real pages, at the real moment."""
        return deliver_due(channel=self._post, clock=timezone.now)

    @property
    def _post(self) -> Witness:
        return Witness(self.direction.post, self.diary)


def code_of(seat: Seat) -> str:
    """Return the name of a seat in the diary of its community."""
    return seat.municipality.code


def key_of(seat: Seat, person: Person) -> str:
    """Return the name of somebody in a seat, the same in every database."""
    return f"{code_of(seat)}:{person.name}"
