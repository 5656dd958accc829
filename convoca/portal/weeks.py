"""Whose hours a personal link asks for, what is kept of them, and how it is kept.

The pages of availability work on a `Week`; who stands behind it, they do not know.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy

from convoca.directory.models import Link
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import IF_NEED, NO, WORKDAYS, YES, split_week
from convoca.workplan.core.problem.model import Away, Council
from convoca.workplan.errors import AvailabilityClosedError
from convoca.workplan.queries import zone_words
from convoca.workplan.queries.availability import KnownAnswer
from convoca.workplan.queries.zones import other_clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Week(ABC):
    """What was answered by a link until now, and the acts that change it.

    Each act keeps its part at once; it raises AvailabilityClosedError where nothing may change
    any more, AbsenceFaultError for absences that cannot be.
    """

    link: Link
    who: str
    association: Association
    zone: str
    window: tuple[date, date]
    is_open: bool
    weekly: str = ""
    absences: tuple[Away, ...] = ()
    council: Council | None = None
    council_known: Council | None = None
    is_carried: bool = False
    known: KnownAnswer | None = None

    states: ClassVar[Sequence[str]] = (YES, IF_NEED, NO)
    asks_council: ClassVar[bool] = True
    hours_words: ClassVar["_StrPromise"] = gettext_lazy("Las horas son las de su comuna: %(zone)s.")
    until_words: ClassVar["_StrPromise"] = gettext_lazy(
        "Puede cambiarlo hasta que se confirmen las fechas."
    )
    thanks_words: ClassVar["_StrPromise"] = gettext_lazy(
        "Con las respuestas de todas las personas elegimos las fechas y se las avisamos por correo."
    )

    @property
    def days(self) -> list[str]:
        return split_week(self.weekly)

    @property
    def steps(self) -> int:
        """Count the pages from Monday to the end."""
        return WORKDAYS + 1 + self.asks_council

    @property
    def clock_words(self) -> str:
        """Say whose hours are asked, and how the other clock differs in the weeks of the plan."""
        first, last = self.window
        return zone_words(
            own=self.zone,
            association=self.association.zone,
            first=first,
            last=last,
            said=str(self.hours_words),
        )

    def other_clock(self, hour: int) -> str:
        """Say what the association's clock shows at an own hour; nothing where it is the same."""
        first, last = self.window
        return other_clock(
            hour, own=self.zone, association=self.association.zone, first=first, last=last
        )

    def require_open(self) -> None:
        """Raise AvailabilityClosedError where nothing may change any more."""
        if not self.is_open:
            raise AvailabilityClosedError(self.link.reference)

    @abstractmethod
    def save_days(
        self, days: Mapping[int, str], *, absences: Sequence[Away] = (), now: datetime
    ) -> str:
        """Keep the letters of some days and add absences; return the whole week."""

    @abstractmethod
    def add_absence(self, absence: Away, *, now: datetime) -> None:
        """Add days away."""

    @abstractmethod
    def drop_absence(self, absence: Away, *, now: datetime) -> None:
        """Take days away back."""

    def save_council(self, council: Council | None, *, now: datetime) -> None:
        """Keep the half day of the council, where it is asked."""
        raise NotImplementedError

    def adopt(self, answer: KnownAnswer, *, now: datetime) -> None:
        """Keep what was answered for another seat, where that is offered."""
        raise NotImplementedError

    @abstractmethod
    def confirm(self, *, now: datetime) -> None:
        """Say that what was answered before is still so."""
