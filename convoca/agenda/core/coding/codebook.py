"""A codebook as the sum of its changes: folded, it is the book at any version."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

Value = str | int | bool | None


class ChangeKind(StrEnum):
    """What happened to a code."""

    CREATE = "create"
    RENAME = "rename"
    REDEFINE = "redefine"
    MOVE = "move"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    RETIRE = "retire"
    RESTORE = "restore"


@dataclass(frozen=True)
class CodeState:
    """One code at one version. `parent` and `merged_into` are guids, `theme` a theme's id."""

    guid: str
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    parent: str | None = None
    theme: int | None = None
    colour: str = ""
    is_codable: bool = True
    is_active: bool = True
    merged_into: str | None = None


@dataclass(frozen=True)
class Change:
    """One change of one code: the fields that changed, as they were and as they became.

    The change SPLIT has one more name in `after`: "into", the guids of the codes it became.
    """

    number: int
    kind: ChangeKind
    guid: str
    before: Mapping[str, Value]
    after: Mapping[str, object]


FIELDS = frozenset(CodeState.__dataclass_fields__) - {"guid"}
OWN_FIELDS = {
    ChangeKind.RENAME: ("name",),
    ChangeKind.REDEFINE: ("definition", "include", "exclude", "example", "colour", "is_codable"),
    ChangeKind.MOVE: ("parent", "theme"),
}


def fold(changes: Sequence[Change], *, version: int | None = None) -> dict[str, CodeState]:
    """Return the book that the changes make: by guid, in the order in which codes were created.

    Args:
        changes: of one codebook, in any order; they are applied by number.
        version: the number of the last change that counts; None counts all, 0 gives {}.

    Raises:
        ValueError: a code is changed before it is created, or created twice.
    """
    book: dict[str, CodeState] = {}
    for change in sorted(changes, key=lambda one: one.number):
        if version is not None and change.number > version:
            break
        fields = {name: value for name, value in change.after.items() if name in FIELDS}
        if (change.kind is ChangeKind.CREATE) == (change.guid in book):
            raise ValueError(f"change {change.number}: {change.kind} of {change.guid}")
        known = book.get(change.guid) or CodeState(change.guid, "")
        book[change.guid] = replace(known, **fields)  # type: ignore[arg-type]  # names are FIELDS
    return book


def differences(
    before: CodeState, after: CodeState
) -> Iterator[tuple[ChangeKind, dict[str, Value], dict[str, Value]]]:
    """Yield what an edit changed, a kind each: first the name, then the words, then the place.

    Each is (kind, the fields as they were, the fields as they are); no difference yields nothing.
    """
    old, new = asdict(before), asdict(after)
    for kind, names in OWN_FIELDS.items():
        moved = [name for name in names if old[name] != new[name]]
        if moved:
            yield kind, {name: old[name] for name in moved}, {name: new[name] for name in moved}


def described(state: CodeState) -> dict[str, Value]:
    """Return the fields of a new code that say something: what its CREATE change holds."""
    plain = asdict(CodeState(state.guid, ""))
    return {name: value for name, value in asdict(state).items() if value != plain[name]}


def successors(changes: Sequence[Change]) -> dict[str, tuple[str, ...]]:
    """Return, for each code that a merge or a split took out of use, the codes in its place.

    A merge has one successor, a split several; chains are followed to codes in use, and a code
    that was separated or restored since is not there. Sorted, each once.
    """
    direct: dict[str, tuple[str, ...]] = {}
    for change in sorted(changes, key=lambda one: one.number):
        if change.kind is ChangeKind.MERGE:
            direct[change.guid] = (str(change.after["merged_into"]),)
        elif change.kind is ChangeKind.SPLIT:
            into = change.after.get("into")
            direct[change.guid] = tuple(map(str, into)) if isinstance(into, list | tuple) else ()
        elif change.kind in {ChangeKind.UNMERGE, ChangeKind.RESTORE}:
            direct.pop(change.guid, None)
    return {guid: tuple(sorted(_ends(guid, direct))) for guid in direct}


def _ends(guid: str, direct: Mapping[str, tuple[str, ...]]) -> set[str]:
    ends, seen, waiting = set(), {guid}, list(direct[guid])
    while waiting:
        one = waiting.pop()
        if one in direct and one not in seen:
            waiting += direct[one]
        elif one not in direct:
            ends.add(one)
        seen.add(one)
    return ends


def stands_under(guid: str, above: str, parents: Mapping[str, str | None]) -> bool:
    """Say whether a code is `above` itself or stands somewhere under it.

    A book that is already a circle ends the search, and the answer is what was found so far.
    """
    seen: set[str] = set()
    place: str | None = guid
    while place is not None and place not in seen:
        if place == above:
            return True
        seen.add(place)
        place = parents.get(place)
    return False


def in_tree_order(states: Collection[CodeState]) -> list[tuple[CodeState, int]]:
    """Lay out codes as a tree: each under its parent, brothers by name; with its depth from 0.

    A code whose parent is not among them stands at the top, and no code is lost to a circle.
    """
    known = {one.guid for one in states}
    under: dict[str | None, list[CodeState]] = defaultdict(list)
    for one in sorted(states, key=lambda one: (one.name.casefold(), one.guid)):
        under[one.parent if one.parent in known else None].append(one)
    laid: list[tuple[CodeState, int]] = []
    placed: set[str] = set()
    tops = [*under[None], *sorted(states, key=lambda one: (one.name.casefold(), one.guid))]
    for top in tops:
        waiting = [] if top.guid in placed else [(top, 0)]
        while waiting:
            one, depth = waiting.pop()
            placed.add(one.guid)
            laid.append((one, depth))
            below = [child for child in under[one.guid] if child.guid not in placed]
            waiting += [(child, depth + 1) for child in reversed(below)]
    return laid
