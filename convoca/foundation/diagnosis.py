"""What `convoca doctor` finds: each room says what it knows how to look at."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class Level(StrEnum):
    """How it is: trouble stops something that people count on, a warning does not yet."""

    FINE = "fine"
    WARNING = "warning"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Diagnosis:
    """One thing that was looked at: how it is, and what to do about it (empty where it is fine)."""

    about: str
    level: Level
    sentence: str
    advice: str = ""


Check = Callable[[], Iterable[Diagnosis]]
_checks: list[tuple[Callable[[], str], Check]] = []


def looks_at(about: Callable[[], str]) -> Callable[[Check], Check]:
    """Register a check of a room's `doctor.py`; `about` gives its heading."""

    def register(check: Check) -> Check:
        _checks.append((about, check))
        return check

    return register


def examine(checks: Iterable[tuple[Callable[[], str], Check]] | None = None) -> list[Diagnosis]:
    """Look at everything, in the order of the rooms; a check that breaks is trouble itself."""
    found: list[Diagnosis] = []
    for about, check in _checks if checks is None else checks:
        try:
            found.extend(check())
        except Exception as error:  # a door: one broken part must not hide the others
            logger.debug("a check broke", exc_info=True)
            found.append(
                Diagnosis(
                    about(),
                    Level.TROUBLE,
                    _("No se pudo comprobar (%(name)s).") % {"name": type(error).__name__},
                    _("Mire el registro del equipo y repita «convoca doctor»."),
                )
            )
    return found
