"""The week of who takes part for a seat, in the hours of the comuna."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Seat
from convoca.portal.weeks import Week
from convoca.workplan.core.problem.model import Away, Council
from convoca.workplan.queries import availability_of, get_participation, is_open, plan_window
from convoca.workplan.queries.availability import KnownAnswer, known_answer, known_council
from convoca.workplan.services import (
    add_absence,
    confirm_carried,
    drop_absence,
    save_availability,
    save_council,
    save_days,
)


class _Party(TypedDict):
    """Who answers, as every service takes it."""

    cycle: Cycle
    seat: Seat
    person: Person


@dataclass(frozen=True, kw_only=True)
class SeatWeek(Week):
    """The week of who takes part for a seat, in the zone of its municipality."""

    invitation: Invitation

    def save_days(
        self, days: Mapping[int, str], *, absences: Sequence[Away] = (), now: datetime
    ) -> str:
        return save_days(**self._party, days=days, absences=absences, now=now).weekly

    def add_absence(self, absence: Away, *, now: datetime) -> None:
        add_absence(**self._party, absence=absence, now=now)

    def drop_absence(self, absence: Away, *, now: datetime) -> None:
        drop_absence(**self._party, absence=absence, now=now)

    def save_council(self, council: Council | None, *, now: datetime) -> None:
        save_council(**self._party, council=council, now=now)

    def adopt(self, answer: KnownAnswer, *, now: datetime) -> None:
        save_availability(
            **self._party,
            weekly=answer.weekly,
            away=answer.absences,
            council=answer.council,
            now=now,
        )

    def confirm(self, *, now: datetime) -> None:
        confirm_carried(**self._party, now=now)

    @property
    def _party(self) -> _Party:
        invitation = self.invitation
        return {
            "cycle": invitation.cycle,
            "seat": invitation.seat,
            "person": invitation.participant,
        }


def seat_week_of(link: PersonalLink) -> SeatWeek:
    """Return the week that a link asks for.

    Raises NotTakingPartError when nobody takes part for its seat, or somebody else does.
    """
    cycle_id = int(link.occasion.rpartition(":")[2])
    invitation = get_participation(
        cycle_id=cycle_id, seat_id=link.seat_id, person_id=link.person_id
    )
    seat, kept = invitation.seat, availability_of(invitation)
    return SeatWeek(
        link=link,
        who=f"{link.person.name} · {seat}",
        association=invitation.cycle.community.association,
        zone=seat.municipality.zone,
        window=plan_window(invitation.cycle),
        is_open=is_open(invitation.cycle),
        weekly=kept.weekly if kept else "",
        absences=kept.absences if kept else (),
        council=kept.council if kept else None,
        council_known=known_council(person=link.person, municipality=seat.municipality),
        is_carried=kept is not None and kept.is_carried,
        known=known_answer(invitation) if kept is None else None,
        invitation=invitation,
    )
