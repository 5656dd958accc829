"""The week of an expert or a facilitator, in the hours of the association."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy

from convoca.foundation.errors import NotFoundError
from convoca.portal.weeks import Week
from convoca.workplan.core.problem.grid import NO, YES
from convoca.workplan.core.problem.model import Away
from convoca.workplan.models import Expert, Facilitator, PoolLink
from convoca.workplan.services import (
    add_own_absence,
    drop_own_absence,
    save_own_days,
)

WINDOW = timedelta(days=180)
"""How far ahead days away are asked for: no plan is made for later."""

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class PoolWeek(Week):
    """The week of who leads or runs sessions: it may always change, for the dates to come."""

    person: Expert | Facilitator

    states: ClassVar[Sequence[str]] = (YES, NO)
    asks_council: ClassVar[bool] = False
    hours_words: ClassVar["_StrPromise"] = gettext_lazy(
        "Las horas son las de la asociación: %(zone)s."
    )
    until_words: ClassVar["_StrPromise"] = gettext_lazy("Puede cambiarlo cuando quiera.")
    thanks_words: ClassVar["_StrPromise"] = gettext_lazy(
        "Con esto elegimos las fechas de las sesiones. Le avisaremos por correo las suyas."
    )

    def save_days(
        self, days: Mapping[int, str], *, absences: Sequence[Away] = (), now: datetime
    ) -> str:
        return save_own_days(person=self.person, days=days, absences=absences, now=now).weekly

    def add_absence(self, absence: Away, *, now: datetime) -> None:
        add_own_absence(person=self.person, absence=absence)

    def drop_absence(self, absence: Away, *, now: datetime) -> None:
        drop_own_absence(person=self.person, absence=absence)

    def confirm(self, *, now: datetime) -> None:
        save_own_days(person=self.person, days={}, now=now)


def pool_week_of(link: PoolLink) -> PoolWeek:
    """Return the week that the link of an expert or a facilitator asks for.

    Raises NotFoundError for one who was put aside.
    """
    person = link.person
    if not person.is_active:
        raise NotFoundError(person.pk)
    association = person.association
    today = timezone.localdate(timezone=ZoneInfo(association.zone))
    return PoolWeek(
        link=link,
        who=person.name,
        association=association,
        zone=association.zone,
        window=(today, today + WINDOW),
        is_open=True,
        weekly=person.said_week,
        absences=person.absences,
        person=person,
    )
