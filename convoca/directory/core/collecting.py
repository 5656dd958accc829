"""Which rows of a roster are kept to be looked at: all of any real roster, few of a huge file."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from convoca.directory.core.messages import error
from convoca.directory.core.repeats import what_it_says
from convoca.directory.core.roster_row import RosterRow

MOST_OF_ONE_SEAT = 10
MOST_ERRORS = 1_000
MOST_OF_OTHER_KINDS = 200


@dataclass(frozen=True, slots=True)
class Collected:
    """The rows kept, in the order of the file, and how many were only counted.

    read counts the filled rows of the file. left_out, by status: "conflict", more rows of a seat
    that MOST_OF_ONE_SEAT rows claim already; "error", beyond MOST_ERRORS; of other kinds, beyond
    MOST_OF_OTHER_KINDS, count as errors too. None of them could be loaded without a decision.
    """

    rows: tuple[RosterRow, ...] = ()
    read: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


class Collector:
    """Takes rows one by one and keeps what a person can look at; memory stays bounded.

    Exact for what may be loaded: a seat that any two rows of the file claim differently shows two
    rows that differ. kind is the code of the directorate of this roster, and of rows that name
    none.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._kept: dict[int, RosterRow] = {}
        self._of_seat: dict[str, list[int]] = defaultdict(list)
        self._seen: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self.read = 0

    def add(self, row: RosterRow) -> None:
        """Take one row."""
        self.read += 1
        if row.kind is None:
            row = replace(row, kind=self._kind)
        if row.kind != self._kind:
            self._keep_some(_refuse_other_kind(row, self._kind), "others", MOST_OF_OTHER_KINDS)
        elif row.cut is None:
            self._keep_some(row, "errors", MOST_ERRORS)
        else:
            self._keep_of_seat(row, row.cut)

    def finish(self) -> Collected:
        """Give what was kept."""
        rows = tuple(self._kept[place] for place in sorted(self._kept))
        return Collected(rows, self.read, dict(self._left_out))

    def _keep_some(self, row: RosterRow, group: str, most: int) -> None:
        self._seen[group] += 1
        if self._seen[group] <= most:
            self._kept[self.read] = row
        else:
            self._left_out["error"] += 1

    def _keep_of_seat(self, row: RosterRow, cut: str) -> None:
        places = self._of_seat[cut]
        if len(places) < MOST_OF_ONE_SEAT:
            places.append(self.read)
            self._kept[self.read] = row
            return
        self._left_out["conflict"] += 1
        says = {what_it_says(self._kept[place]) for place in places}
        if says == {what_it_says(self._kept[places[0]])} and what_it_says(row) not in says:
            del self._kept[places.pop()]
            places.append(self.read)
            self._kept[self.read] = row


def collect_rows(rows: Iterable[RosterRow], kind: str) -> Collected:
    """Take all rows at once; see Collector."""
    collector = Collector(kind)
    for row in rows:
        collector.add(row)
    return collector.finish()


def _refuse_other_kind(row: RosterRow, kind: str) -> RosterRow:
    """Turn a row of another kind of directorate into an error: this roster is of one kind."""
    said = error(f"La fila es de {row.kind} y esta nómina es de {kind}; no se carga.")
    return row.with_message(said)
