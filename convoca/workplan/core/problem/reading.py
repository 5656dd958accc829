"""Read untrusted values: each fault becomes a sentence, and a harmless value stands in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from convoca.workplan.core.problem.model import Away, Problem

MOST_SENTENCES = 50
MOST_TEXT = 200
MOST_ITEMS = 100_000
WORKDAYS = 5
HOURS_A_DAY = 24
YEARS = range(1970, 2201)
"""Years that zone data covers."""
SOME_MONDAY = date(2001, 1, 1)

Raw = Mapping[str, Any]  # Any: what comes from a file may be of any type until it is read
Item = TypeVar("Item")
MISSING = object()


class Reader:
    """Collects what is wrong while a problem is read; `width` is the number of hours."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.width = 0

    def fault(self, where: str, says: str) -> None:
        """Note one fault; after the first fifty they are no longer noted."""
        if len(self.sentences) < MOST_SENTENCES:
            self.sentences.append(f"{where}: {says}")

    def whole(
        self, raw: Raw, key: str, where: str, least: int, most: int, *, default: int | None = None
    ) -> int:
        """Read a whole number within limits."""
        value = raw.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(_at(where, key), f"escriba un número entero de {least} a {most}.")
            return least
        return value

    def text(self, raw: Raw, key: str, where: str) -> str:
        """Read a text that is not empty."""
        return self.phrase(raw.get(key), _at(where, key))

    def phrase(self, value: object, place: str) -> str:
        """Read a text of letters that can be printed, not empty."""
        if isinstance(value, str) and 0 < len(value) <= MOST_TEXT and value.isprintable():
            return value
        self.fault(place, f"escriba un texto de 1 a {MOST_TEXT} letras.")
        return ""

    def items(self, raw: Raw, key: str, where: str, *, default: object = MISSING) -> Sequence[Any]:
        """Read a list; its items are read by the caller."""
        value = raw.get(key, default)
        if not isinstance(value, (list, tuple)) or len(value) > MOST_ITEMS:
            self.fault(_at(where, key), "escriba una lista entre corchetes.")
            return ()
        return value

    def mapping(self, raw: Raw, key: str, where: str) -> Raw:
        """Read an object; one that is absent is empty."""
        value = raw.get(key, {})
        if not isinstance(value, Mapping):
            self.fault(_at(where, key), "escriba un objeto entre llaves.")
            return {}
        return value

    def each(
        self,
        raw: Raw,
        key: str,
        where: str,
        read: Callable[["Reader", Raw, str], Item],
        *,
        least: int = 1,
    ) -> tuple[Item, ...]:
        """Read a list of objects, each with an id of its own."""
        values = self.objects(raw, key, where)
        if len(values) < least:
            self.fault(_at(where, key), "falta al menos un elemento.")
        result, seen = [], set()
        for place, value in values:
            name = self.text(value, "id", place)
            if name in seen:
                self.fault(place, f"el id «{name}» está repetido; use uno distinto.")
            seen.add(name)
            result.append(read(self, value, place))
        return tuple(result)

    def objects(
        self, raw: Raw, key: str, where: str, *, default: object = MISSING
    ) -> list[tuple[str, Raw]]:
        """Read a list of objects: each with its place in the file."""
        found = []
        for number, value in enumerate(self.items(raw, key, where, default=default)):
            place = f"{_at(where, key)}[{number}]"
            if isinstance(value, Mapping):
                found.append((place, value))
            else:
                self.fault(place, "escriba un objeto entre llaves.")
        return found

    def maybe_text(self, raw: Raw, key: str, where: str) -> str | None:
        """Read a text that may be absent or null."""
        return None if raw.get(key) is None else self.text(raw, key, where)

    def maybe_whole(self, raw: Raw, key: str, where: str, least: int, most: int) -> int | None:
        """Read a whole number within limits that may be absent or null."""
        return None if raw.get(key) is None else self.whole(raw, key, where, least, most)

    def day(self, value: object, where: str) -> date:
        """Read a date written as 2027-03-09."""
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(where, "escriba una fecha como 2027-03-09.")
            return SOME_MONDAY

    def monday(self, raw: Raw) -> date:
        """Read the first day, which must be a Monday."""
        first = self.day(raw.get("first_day"), "first_day")
        if first.weekday() != 0 or first.year not in YEARS:
            self.fault("first_day", "el primer día debe ser un lunes entre 1970 y 2200.")
            return SOME_MONDAY
        return first

    def days(self, raw: Raw, key: str, where: str) -> frozenset[date]:
        """Read a list of dates."""
        place = _at(where, key)
        return frozenset(self.day(one, place) for one in self.items(raw, key, where, default=()))

    def regional_days(self, raw: Raw) -> dict[str, frozenset[date]]:
        """Read the closed days of each region."""
        key = "regional_closed"
        by_region = self.mapping(raw, key, "")
        return {str(region): self.days(by_region, region, key) for region in by_region}

    def hours(self, raw: Raw) -> tuple[int, ...]:
        """Read the start hours: whole, 0 to 23, growing."""
        values = tuple(self.items(raw, "hours", ""))
        whole = all(isinstance(one, int) and not isinstance(one, bool) for one in values)
        if not whole or not values or list(values) != sorted(set(values) & set(range(HOURS_A_DAY))):
            self.fault("hours", "escriba horas enteras de 0 a 23, de menor a mayor, sin repetir.")
            return (9,)
        self.width = len(values)
        return values

    def zone(self, raw: Raw, where: str) -> str:
        """Read a time zone by its name."""
        name = self.text(raw, "zone", where)
        try:
            ZoneInfo(name)
        except (OSError, ValueError, KeyError):
            self.fault(_at(where, "zone"), f"no existe la zona horaria «{name[:60]}».")
            return "UTC"
        return name

    def weekly(self, raw: Raw, where: str, letters: str, *, empty: bool = False) -> str:
        """Read a weekly grid: five days by hours, in the letters given."""
        value, size = raw.get("weekly"), WORKDAYS * self.width
        if empty and value == "":
            return ""
        if size == 0:  # the hours could not be read, and that has been said
            return ""
        if not isinstance(value, str) or len(value) != size or set(value) - set(letters):
            self.fault(
                _at(where, "weekly"), f"escriba {size} letras, cada una de «{', '.join(letters)}»."
            )
            return letters[-1] * size
        return value

    def away(self, raw: Raw, where: str) -> tuple[Away, ...]:
        """Read absences: pairs of first and last day."""
        place, result = _at(where, "away"), []
        for pair in self.items(raw, "away", where, default=()):
            if not isinstance(pair, (list, tuple)) or len(pair) != 2:  # noqa: PLR2004 # first and last
                self.fault(place, "cada ausencia es un par: primer y último día.")
                continue
            first, last = (self.day(one, place) for one in pair)
            if last < first:
                self.fault(place, "el último día de una ausencia no puede ser antes del primero.")
            result.append((first, last))
        return tuple(result)

    def starts(
        self, raw: Raw, key: str, where: str, size: int
    ) -> tuple[datetime | None, ...] | None:
        """Read local wall times such as 2027-03-09T10:00, one (or null) for each session."""
        if raw.get(key) is None:
            return None
        values, place = self.items(raw, key, where), _at(where, key)
        if len(values) != size:
            self.fault(place, f"escriba {size} horarios, uno por sesión, o null.")
        return tuple(None if one is None else self.start(one, place) for one in values)

    def start(self, value: object, place: str) -> datetime | None:
        """Read a local wall time; a fault gives None."""
        try:
            start = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            start = None
        if start is None or start.tzinfo is not None or start.year not in YEARS:
            self.fault(place, "escriba la hora local como 2027-03-09T10:00, sin zona horaria.")
            return None
        return start

    def check_references(self, problem: Problem) -> None:
        """Note facilitators, experts and licences that are named and not listed."""
        known = {
            "facilitator": {one.id for one in problem.facilitators},
            "expert": {one.id for one in problem.experts},
            "licence": {one.id for one in problem.licences},
        }
        for number, community in enumerate(problem.communities):
            if community.facilitator not in known["facilitator"]:
                self._unlisted(f"communities[{number}]", "facilitator", community.facilitator)
        for number, taken in enumerate(problem.taken):
            for role, listed in known.items():
                name = getattr(taken, role)
                if name is not None and name not in listed:
                    self._unlisted(f"taken[{number}]", role, name)

    def _unlisted(self, where: str, role: str, name: str) -> None:
        self.fault(f"{where}.{role}", f"«{name}» no está en la lista {role}s.")


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
