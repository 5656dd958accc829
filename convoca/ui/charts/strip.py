"""The attendance strip: a row a seat, a mark a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.charts.states import Presence
from convoca.ui.formats import format_share

PITCH = 18


@dataclass(frozen=True)
class StripMark:
    """One mark as drawn, its centre `x` in pixels; `words` says session and presence."""

    presence: Presence
    session: str
    x: int

    @property
    def words(self) -> str:
        """Return what the mark says: "Sesión 1: Vino"."""
        return f"{self.session}: {self.presence.words}"


@dataclass(frozen=True)
class StripRow:
    """One seat's presences, in the order of the sessions; `url` is the page of the seat."""

    label: str
    presences: Sequence[Presence]
    url: str = ""

    @property
    def share(self) -> str:
        """Return the sessions attended of those held, which leaves out the coming ones."""
        held = [presence for presence in self.presences if presence is not Presence.COMING]
        return format_share(held.count(Presence.PRESENT), len(held))


@dataclass(frozen=True)
class DrawnRow:
    """One row as drawn."""

    row: StripRow
    marks: list[StripMark]
    width: int


@dataclass(frozen=True)
class AttendanceStrip:
    """Who came to which session. `key` is unique in the page.

    Raises ValueError: a row has more or fewer presences than there are sessions.
    """

    key: str
    title: str
    description: str
    sessions: Sequence[str]
    rows: Sequence[StripRow]

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the sessions."""
        for row in self.rows:
            if len(row.presences) != len(self.sessions):
                raise ValueError(f"{row.label}: {len(row.presences)} of {len(self.sessions)}")

    @property
    def drawn(self) -> list[DrawnRow]:
        """Return the rows with their marks, in their order."""
        width = PITCH * len(self.sessions)
        return [DrawnRow(row, self._marks(row), width) for row in self.rows]

    @property
    def legend(self) -> list[Presence]:
        """Return the presences that appear, in the order of the legend."""
        shown = {presence for row in self.rows for presence in row.presences}
        return [presence for presence in Presence if presence in shown]

    def _marks(self, row: StripRow) -> list[StripMark]:
        return [
            StripMark(presence, session, PITCH * index + PITCH // 2)
            for index, (session, presence) in enumerate(
                zip(self.sessions, row.presences, strict=True)
            )
        ]
