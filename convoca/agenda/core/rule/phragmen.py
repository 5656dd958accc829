"""The agenda rule: sequential Phragmén with weights, in exact fractions."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from math import lcm

from convoca.agenda.core.rule.electorate import Electorate

# Given the themes chosen so far, the themes the next one may be taken from.
Restriction = Callable[[tuple[str, ...]], Collection[str]]


@dataclass(frozen=True)
class Choice:
    """A theme in its place, and the load of its approvers once they have paid for it."""

    theme_id: str
    load: Fraction


def order_by_phragmen(
    electorate: Electorate,
    *,
    start_loads: Sequence[Fraction] | None = None,
    passed_over: Collection[str] = (),
    restriction: Restriction | None = None,
    limit: int | None = None,
) -> tuple[Choice, ...]:
    """Order every approved theme, so that each group gets its part early.

    Each theme costs 1, shared by those who approve it. The load if theme c is taken is
    s(c) = (1 + sum of w_i * x_i) / (sum of w_i), over its approvers i with weight w_i and load
    x_i (per unit of weight). The theme with the least s goes next and its approvers' load
    becomes s. The first k are the agenda, the rest the reserve: the rule never looks ahead.

    Args:
        electorate: the blocs; with no people or no approvals nothing is ordered.
        start_loads: load of each bloc before the first theme, 0 by default; a negative load is
            money still in hand.
        passed_over: themes that are not to be ordered.
        restriction: narrows a round to some themes; when none of them is left, all are open.
        limit: stop after so many themes; None orders all of them.

    Returns:
        One choice per theme that somebody approves. Ties go by more approving weight, then
        higher mean urgency, then the theme listed first.

    Source: Phragmén 1894; Brill, Freeman, Janson, Lackner 2017; docs/decisions/0003-agenda-rule.md.
    """
    loads = _Loads(electorate, start_loads)
    left = [theme for theme in electorate.approved_themes if theme not in passed_over]
    choices: list[Choice] = []
    while left and len(choices) != limit:
        open_themes: list[str] = []
        if restriction is not None:
            allowed = restriction(tuple(choice.theme_id for choice in choices))
            open_themes = [theme for theme in left if theme in allowed]
        theme = loads.cheapest(open_themes or left)
        choices.append(Choice(theme, loads.take(theme)))
        left.remove(theme)
    return tuple(choices)


class _Loads:
    """The loads of the blocs, and for each theme the sum of w_i * x_i kept up to date.

    All are whole numbers over one denominator, `_whole`, that grows with each theme taken:
    reducing fractions round by round took most of the time. Blocs of one load are on one level
    and move together.
    """

    def __init__(self, electorate: Electorate, start_loads: Sequence[Fraction] | None) -> None:
        self._electorate = electorate
        starts = start_loads or [Fraction(0)] * len(electorate.blocs)
        self._whole = lcm(*(load.denominator for load in starts))
        loads = sorted(set(starts))
        self._level_loads = [int(load * self._whole) for load in loads]
        places = {load: place for place, load in enumerate(loads)}
        self._levels = [places[load] for load in starts]
        # in units of 1/scale of weight times 1/whole of load
        self._carried = dict.fromkeys(electorate.themes, 0)
        for level, blocs in self._by_level(range(len(starts))).items():
            self._add(blocs, self._level_loads[level])

    def cheapest(self, themes: Sequence[str]) -> str:
        """Give the theme with the least load if it is taken; ties go by the key of ties."""
        return min(themes, key=cmp_to_key(self._compare))

    def _compare(self, first: str, second: str) -> int:
        support = self._electorate.support
        ahead = self._cost(first) * support[second] - self._cost(second) * support[first]
        if ahead:
            return 1 if ahead > 0 else -1
        keys = self._electorate.tie_key(first), self._electorate.tie_key(second)
        return 1 if keys[0] > keys[1] else -1

    def _cost(self, theme: str) -> int:
        """Give 1 + sum of w_i * x_i, as so many parts of 1/(scale * whole)."""
        return self._electorate.scale * self._whole + self._carried[theme]

    def take(self, theme: str) -> Fraction:
        """Make the approvers pay for a theme, and give their new load."""
        new_load, support = self._cost(theme), self._electorate.support[theme]
        self._whole *= support
        self._level_loads = [load * support for load in self._level_loads]
        self._carried = {other: carried * support for other, carried in self._carried.items()}
        blocs = self._electorate.blocs
        supporters = [index for index, bloc in enumerate(blocs) if theme in bloc.approvals]
        for level, group in self._by_level(supporters).items():
            self._add(group, new_load - self._level_loads[level])
        for index in supporters:
            self._levels[index] = len(self._level_loads)
        self._level_loads.append(new_load)
        return Fraction(new_load, self._whole)

    def _add(self, blocs: Iterable[int], added: int) -> None:
        moved: dict[str, int] = {}
        for index in blocs:
            bloc = self._electorate.blocs[index]
            for theme in bloc.approvals:
                moved[theme] = moved.get(theme, 0) + bloc.units
        for theme, units in moved.items():
            self._carried[theme] += added * units

    def _by_level(self, blocs: Iterable[int]) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = {}
        for index in blocs:
            groups.setdefault(self._levels[index], []).append(index)
        return groups
