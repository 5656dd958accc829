"""What a person decides about the rows of a roster, applied to them."""

from collections import abc
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.messages import note
from convoca.directory.core.roster_row import RosterRow


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided so far, by the keys of rows.

    comunas: {as written: code}. taken: conflicts whose person takes the seat (or leaves it vacant).
    skipped: rows that are not loaded, and fields that stay as they are: "7", "7/email".
    """

    comunas: abc.Mapping[str, str]
    taken: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()

    def after(
        self, shown: Iterable[str], taken: Iterable[str], skipped: Iterable[str]
    ) -> "Decisions":
        """Add what a page decided: of what it showed, only what it says now counts."""
        gone = frozenset(shown)
        return Decisions(
            self.comunas,
            taken=self.taken - gone | frozenset(taken),
            skipped=self.skipped - gone | frozenset(skipped),
        )


def settle_comunas(
    rows: Iterable[RosterRow], chosen: abc.Mapping[str, str], index: ComunaIndex
) -> list[RosterRow]:
    """Give doubtful rows the comuna a person chose for what is written there.

    What was said about the comuna gives way to a note of who chose it; other errors stay.
    """
    return [
        _settle(row, chosen[row.place], index) if row.cut is None and row.place in chosen else row
        for row in rows
    ]


def _settle(row: RosterRow, cut: str, index: ComunaIndex) -> RosterRow:
    said = note(f"«{row.place[:80]}» es «{index.name_of(cut)}»: lo eligió una persona.")
    others = tuple(message for message in row.messages if message.about != "comuna")
    return replace(row, cut=cut, proposals=(), messages=(*others, said))


def clear_proposals(rows: abc.Sequence[RosterRow]) -> dict[str, str]:
    """Choose the likeliest comuna of doubtful spellings where nothing else speaks against it.

    Left for a person to look at: a spelling with two comunas equally likely, and one whose
    likeliest comuna stands in another row for certain: this row may then be of another comuna
    ("Peumco" beside "Peumo" is Pemuco).

    Args:
        rows: of the whole file; empty gives {}.

    Returns:
        {as written: code}; what is written alike is the same comuna.
    """
    certain = {row.cut for row in rows if row.cut is not None}
    return {
        row.place: row.proposals[0].cut
        for row in rows
        if row.proposals and row.proposals[0].cut not in certain and not _is_tied(row)
    }


def _is_tied(row: RosterRow) -> bool:
    return len(row.proposals) > 1 and row.proposals[0].score == row.proposals[1].score


def rows_to_load(rows: Iterable[ComparedRow], decisions: Decisions) -> list[ComparedRow]:
    """Choose the rows that loading writes, each with the changes that were not skipped.

    New and changed rows unless skipped; conflicts only where taken; never errors or equal rows. A
    changed row whose changes are all skipped is left out.
    """
    chosen: list[ComparedRow] = []
    for each in rows:
        key = each.row.key
        is_wanted = key in decisions.taken if each.status == "conflict" else True
        if each.status in {"error", "same"} or key in decisions.skipped or not is_wanted:
            continue
        kept = _without_skipped(each, decisions.skipped) if each.status == "changed" else each
        if kept.status != "changed" or kept.changes:
            chosen.append(kept)
    return chosen


def _without_skipped(each: ComparedRow, skipped: Set[str]) -> ComparedRow:
    kept = (one for one in each.changes if f"{each.row.key}/{one.field}" not in skipped)
    return replace(each, changes=tuple(kept))


def find_seat_taken_twice(
    rows: Iterable[ComparedRow], seat_of: abc.Mapping[str, int]
) -> tuple[RosterRow, RosterRow] | None:
    """Find two rows to load that claim one seat; None where every seat has one row at most.

    seat_of is {code of a comuna: its seat}; one municipality may administer two comunas.
    """
    first: dict[int, RosterRow] = {}
    for each in rows:
        earlier = first.setdefault(seat_of[each.row.cut or ""], each.row)
        if earlier is not each.row:
            return earlier, each.row
    return None
