"""The Method of Equal Shares, shown beside the agenda rule to see what would change."""

from fractions import Fraction

from convoca.agenda.core.rule.electorate import Electorate, TieKey
from convoca.agenda.core.rule.phragmen import order_by_phragmen

_Offer = tuple[Fraction, TieKey, str]


def choose_by_equal_shares(electorate: Electorate, *, sessions: int) -> tuple[str, ...]:
    """Choose up to `sessions` themes, each paid by those who approve it from equal purses.

    Everyone begins with k / W per unit of weight (W the whole weight, k the sessions) and each
    theme costs 1. A theme is affordable at p when the sum over its approvers of
    w_i * min(purse_i, p) is 1; the affordable theme with the least p is taken and paid. When
    nothing is affordable the places left are filled by Phragmén, where the money still in hand
    is a negative load.

    Args:
        electorate: the blocs; no people or no approvals gives no themes.
        sessions: k, at least 1.

    Returns:
        Themes in the order taken. Ties go as in `order_by_phragmen`.

    Source: Peters, Skowron 2020, also for the completion.
    """
    total = electorate.total_weight
    if not total:
        return ()
    purses = _Purses(electorate, Fraction(sessions) / total)
    chosen: list[str] = []
    while offer := _best_offer(electorate, purses, chosen):
        price, _, theme = offer
        chosen.append(theme)
        purses.pay(theme, price)
    rest = order_by_phragmen(
        electorate,
        start_loads=[-purse for purse in purses.of_blocs],
        passed_over=chosen,
        limit=sessions - len(chosen),
    )
    return (*chosen, *(choice.theme_id for choice in rest))


class _Purses:
    """What each bloc has left per unit of weight; blocs with as much are on one level."""

    def __init__(self, electorate: Electorate, purse: Fraction) -> None:
        self._electorate = electorate
        self._level_purses = [purse]
        self._levels = [0] * len(electorate.blocs)

    @property
    def of_blocs(self) -> list[Fraction]:
        return [self._level_purses[level] for level in self._levels]

    def price(self, theme: str) -> Fraction | None:
        """Give the least p at which the approvers can pay 1 together, or None if they cannot."""
        cost, weight = Fraction(1), self._electorate.weight_of(self._electorate.support[theme])
        units = self._units_by_level(theme)
        for purse, level in sorted((self._level_purses[level], level) for level in units):
            if cost <= weight * purse:
                return cost / weight
            payers_weight = self._electorate.weight_of(units[level])
            cost -= payers_weight * purse
            weight -= payers_weight
        return None

    def pay(self, theme: str, price: Fraction) -> None:
        lower: dict[int, int] = {}
        for index, bloc in enumerate(self._electorate.blocs):
            if theme not in bloc.approvals:
                continue
            level = self._levels[index]
            if level not in lower:
                lower[level] = len(self._level_purses)
                purse = self._level_purses[level]
                self._level_purses.append(purse - min(purse, price))
            self._levels[index] = lower[level]

    def _units_by_level(self, theme: str) -> dict[int, int]:
        units: dict[int, int] = {}
        for level, bloc in zip(self._levels, self._electorate.blocs, strict=True):
            if theme in bloc.approvals:
                units[level] = units.get(level, 0) + bloc.units
        return units


def _best_offer(electorate: Electorate, purses: _Purses, chosen: list[str]) -> _Offer | None:
    offers: list[_Offer] = []
    for theme in electorate.approved_themes:
        if theme in chosen:
            continue
        price = purses.price(theme)
        if price is not None:
            offers.append((price, electorate.tie_key(theme), theme))
    return min(offers, default=None)
