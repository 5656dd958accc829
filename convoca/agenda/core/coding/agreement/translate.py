"""Codes given in a codebook of then, as the codebook of today has them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Codes = frozenset[str]


@dataclass(frozen=True)
class Translated:
    """Codes of today; `unclear` are those of then that have no one place in the book of today."""

    codes: Codes
    unclear: Codes


def translate_codes(
    codes: Codes, *, successors: Mapping[str, Collection[str]], usable: Collection[str]
) -> Translated:
    """Give each code its successor: itself, or the one that it was merged into.

    A code that was split (several successors), or that nobody may give today, is unclear: a person
    decides what it is now.

    Args:
        successors: the codes in the place of each that left the book; most are not in it.
        usable: the codes that may be given today.
    """
    today, unclear = set(), set()
    for code in codes:
        places = set(successors.get(code, [code]))
        if len(places) == 1 and places <= set(usable):
            today |= places
        else:
            unclear.add(code)
    return Translated(frozenset(today), frozenset(unclear))
