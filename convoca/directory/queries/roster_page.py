"""What the page of a roster shows: the rows of one list, and how many each list has."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.deciding import clear_proposals
from convoca.directory.queries.rosters import RosterPreview

LISTS: dict[str, tuple[Promise, frozenset[str]]] = {
    "decidir": (_("Por decidir"), frozenset({"error", "conflict"})),
    "nuevas": (_("Nuevas"), frozenset({"new"})),
    "cambian": (_("Cambian"), frozenset({"changed"})),
    "iguales": (_("Iguales"), frozenset({"same"})),
}


@dataclass(frozen=True)
class RosterList:
    """One list of rows with its name and how many rows of the file belong to it."""

    value: str
    words: str | Promise
    count: int


@dataclass(frozen=True)
class RosterPage:
    """The preview with one of its lists chosen, and what one press can decide in it."""

    preview: RosterPreview
    lists: Sequence[RosterList]
    chosen: str
    rows: Sequence[ComparedRow]

    @property
    def has_proposals(self) -> bool:
        """Tell whether the comuna of a row that waits for one can be taken as proposed."""
        clear = clear_proposals([each.row for each in self.preview.rows])
        return any(each.row.place in clear for each in self.rows if each.row.proposals)

    @property
    def has_replacements(self) -> bool:
        """Tell whether a conflict is with today's holder alone, not with another row."""
        return any(each.status == "conflict" and not each.row.rivals for each in self.rows)


def roster_page(preview: RosterPreview, wanted: str) -> RosterPage:
    """Choose the list that is wanted; else the first with rows."""
    lists = [
        RosterList(value, words, sum(preview.counts[status] for status in statuses))
        for value, (words, statuses) in LISTS.items()
    ]
    first = next((each.value for each in lists if each.count), "decidir")
    chosen = wanted if wanted in LISTS else first
    rows = [row for row in preview.rows if row.status in LISTS[chosen][1]]
    return RosterPage(preview, lists, chosen, rows)
