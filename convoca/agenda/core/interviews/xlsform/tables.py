"""The sheets of a form as lines with named cells, and its lists of choices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convoca.agenda.core.interviews.xlsform.faults import FaultKind, FormFault
from convoca.agenda.core.interviews.xlsform.values import CHOICES, NumberedRow
from convoca.directory.core.text import clean_text

TRUE_WORDS = {"yes", "true", "true()", "sí", "si", "1", "x", "verdadero"}
LONGEST_LABEL, LONGEST_LINE = 300, 1000


@dataclass(frozen=True)
class Line:
    """One line of a sheet; a cell that is not there is ""."""

    number: int
    cells: Mapping[str, str]

    def get(self, *names: str) -> str:
        """Return the first cell of these columns that says something, without blanks around."""
        return next((said for name in names if (said := self.cells.get(name, "").strip())), "")

    def text(self, name: str) -> str:
        """Return a cell, or its first translation, in one line."""
        return clean_text(self.get(*self._said_as(name)))

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a cell, or of its first translation, that say something."""
        said = (clean_text(line) for line in self.get(*self._said_as(name)).splitlines())
        return tuple(line for line in said if line)

    def is_true(self, name: str) -> bool:
        """Say whether a cell says yes."""
        return self.get(name).lower() in TRUE_WORDS

    def _said_as(self, name: str) -> list[str]:
        return [name, *(one for one in self.cells if one.startswith(f"{name}::"))]


@dataclass(frozen=True)
class Choice:
    """One line of the sheet of choices."""

    line: int
    name: str
    label: str


def read_lines(rows: Sequence[NumberedRow]) -> Iterator[Line]:
    """Give the lines under the headings; a heading counts whatever its capitals and blanks."""
    if not rows:
        return
    headings = ["_".join(cell.lower().split()) for cell in rows[0][1]]
    for number, cells in rows[1:]:
        yield Line(number, dict(zip(headings, cells, strict=False)))


def read_choices(rows: Sequence[NumberedRow]) -> tuple[dict[str, list[Choice]], list[FormFault]]:
    """Return the lists of choices by their names, and what is wrong in them."""
    lists: dict[str, list[Choice]] = {}
    faults: list[FormFault] = []
    for line in read_lines(rows):
        name, label = line.get("name", "value"), line.text("label")
        choices = lists.setdefault(line.get("list_name"), [])
        if not name:
            faults.append(FormFault(CHOICES, line.number, FaultKind.NO_NAME))
        elif any(one.name == name for one in choices):
            faults.append(FormFault(CHOICES, line.number, FaultKind.TWICE, name))
        elif kind := find_text_fault(label):
            faults.append(FormFault(CHOICES, line.number, kind, name))
        else:
            choices.append(Choice(line.number, name, label))
    return lists, faults


def find_text_fault(label: str) -> FaultKind | None:
    """Say what is wrong with a text that must be there; None when it can be shown as it is."""
    if not label:
        return FaultKind.NO_LABEL
    if len(label) > LONGEST_LABEL:
        return FaultKind.TOO_LONG
    return FaultKind.REFERENCE if "${" in label else None
