"""The agenda rule: sequential Phragmén with weights, in exact fractions."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
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
        theme = min(open_themes or left, key=loads.place)
        choices.append(Choice(theme, loads.take(theme)))
        left.remove(theme)
    return tuple(choices)


class _Loads:
    """The loads of the blocs, and for each theme the sum of w_i * x_i kept up to date.

    Weights are whole numbers of 1/scale here and blocs of one load move together: a sum over
    thousands of fractions was a hundred times slower.
    """

    def __init__(self, electorate: Electorate, start_loads: Sequence[Fraction] | None) -> None:
        self._electorate = electorate
        self._scale = lcm(*(bloc.weight.denominator for bloc in electorate.blocs))
        self._weights = [int(bloc.weight * self._scale) for bloc in electorate.blocs]
        self._loads = [Fraction(0)] * len(electorate.blocs)
        self._carried = dict.fromkeys(electorate.themes, Fraction(0))
        for load, blocs in _group(range(len(electorate.blocs)), start_loads or self._loads):
            self._move(blocs, load, load)

    def load_if_taken(self, theme: str) -> Fraction:
        return (1 + self._carried[theme]) / self._electorate.supporters_weight[theme]

    def place(self, theme: str) -> tuple[Fraction, tuple[Fraction, Fraction, int]]:
        return (self.load_if_taken(theme), self._electorate.tie_key(theme))

    def take(self, theme: str) -> Fraction:
        new_load = self.load_if_taken(theme)
        blocs = self._electorate.blocs
        supporters = [index for index, bloc in enumerate(blocs) if theme in bloc.approvals]
        for load, group in _group(supporters, self._loads):
            self._move(group, new_load, new_load - load)
        return new_load

    def _move(self, group: Iterable[int], new_load: Fraction, added: Fraction) -> None:
        moved: dict[str, int] = {}
        for index in group:
            self._loads[index] = new_load
            for theme in self._electorate.blocs[index].approvals:
                moved[theme] = moved.get(theme, 0) + self._weights[index]
        for theme, weight in moved.items():
            self._carried[theme] += added * Fraction(weight, self._scale)


def _group(
    indexes: Iterable[int], loads: Sequence[Fraction]
) -> Iterable[tuple[Fraction, list[int]]]:
    groups: dict[Fraction, list[int]] = {}
    for index in indexes:
        groups.setdefault(loads[index], []).append(index)
    return groups.items()
