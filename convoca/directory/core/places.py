"""The comuna of a whole sheet or file, read from its name."""

import re
from collections.abc import Set

from convoca.directory.core.comunas import ComunaIndex, ComunaMatch, Proposal
from convoca.directory.core.fold import fold_place, fold_text
from convoca.directory.core.messages import error, warning

MAX_WORDS = 12
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{2,5}$")


def match_sheet_name(name: str, index: ComunaIndex, *, wider: Set[str]) -> ComunaMatch | None:
    """Find the comuna that the name of a sheet is; None where it is none.

    wider are the folded names of regions and provinces: a comuna with the name of one of them is
    only proposed, for the sheet may be of the whole region.
    """
    found = index.find(name) if fold_place(name) else None
    if found is None or found.cut is None:
        return None
    return _soften(found.cut, name, index, wider, said="la hoja")


def match_file_name(filename: str, index: ComunaIndex, *, wider: Set[str]) -> ComunaMatch | None:
    """Find the one comuna that is written within the name of a file: "SECPLAN_nunoa_2026.xlsx".

    The longest run of words that is exactly a comuna counts, "san pedro de la paz" before
    "san pedro"; two comunas in different places of the name give None. Of names of over MAX_WORDS
    words, the first are looked at.
    """
    words = fold_text(_EXTENSION.sub("", filename).replace("_", " ")).split()[:MAX_WORDS]
    found: list[tuple[int, int, str]] = []
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            is_inside = any(a <= start and start + size <= b for a, b, _ in found)
            text = " ".join(words[start : start + size])
            if is_inside or text.isdigit():
                continue
            cut = index.find_exactly(text)
            if cut is not None:
                found.append((start, start + size, cut))
    if len({cut for _, _, cut in found}) != 1:
        return None
    start, end, cut = found[0]
    return _soften(cut, " ".join(words[start:end]), index, wider, said="el nombre del archivo")


def _soften(cut: str, text: str, index: ComunaIndex, wider: Set[str], *, said: str) -> ComunaMatch:
    name = index.name_of(cut)
    if fold_text(text) in wider:
        doubt = error(
            f"La comuna se tomaría de {said}, pero «{name}» es también una región o provincia. "
            "Elíjala usted."
        )
        proposal = Proposal(cut, name, 1.0, f"es lo que dice {said}")
        return ComunaMatch(None, (proposal,), (doubt,))
    taken = warning(f"No hay columna de comuna: {said} dice «{name}».")
    return ComunaMatch(cut, messages=(taken,))
