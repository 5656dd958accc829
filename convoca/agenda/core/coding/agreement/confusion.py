"""Which codes two people give in each other's place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Codes = frozenset[str]


@dataclass(frozen=True)
class Confusion:
    """Two codes and on how many statements one person gave the one where the other gave the other.

    `codes` is sorted; an empty text stands for no code at all.
    """

    codes: tuple[str, str]
    count: int


def most_confused(pairs: Sequence[tuple[Codes, Codes]]) -> list[Confusion]:
    """Count the codes that only one gave against those that only the other gave, most often first.

    What both gave is agreed and left out. Where one gave nothing more, the other's codes are
    confused with "". Ties go by the codes. No pair gives [].
    """
    counted: Counter[tuple[str, str]] = Counter()
    for first, second in pairs:
        if first == second:
            continue
        for one in first - second or {""}:
            for two in second - first or {""}:
                low, high = sorted((one, two))
                counted[low, high] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Confusion(codes, count) for codes, count in ordered]
