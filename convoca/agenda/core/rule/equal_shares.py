"""The Method of Equal Shares, shown beside the agenda rule to see what would change."""

from fractions import Fraction

from convoca.agenda.core.rule.electorate import Electorate
from convoca.agenda.core.rule.phragmen import order_by_phragmen

_Offer = tuple[Fraction, tuple[Fraction, Fraction, int], str]


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
    purses = [Fraction(sessions) / total] * len(electorate.blocs)
    chosen: list[str] = []
    while offer := _best_offer(electorate, purses, chosen):
        price, _, theme = offer
        chosen.append(theme)
        for index, bloc in enumerate(electorate.blocs):
            if theme in bloc.approvals:
                purses[index] -= min(purses[index], price)
    rest = order_by_phragmen(
        electorate,
        start_loads=[-purse for purse in purses],
        passed_over=chosen,
        limit=sessions - len(chosen),
    )
    return (*chosen, *(choice.theme_id for choice in rest))


def _best_offer(electorate: Electorate, purses: list[Fraction], chosen: list[str]) -> _Offer | None:
    offers: list[_Offer] = []
    for theme in electorate.approved_themes:
        if theme in chosen:
            continue
        price = _price(electorate, purses, theme)
        if price is not None:
            offers.append((price, electorate.tie_key(theme), theme))
    return min(offers, default=None)


def _price(electorate: Electorate, purses: list[Fraction], theme: str) -> Fraction | None:
    """Give the least p at which the approvers can pay 1 together, or None if they cannot."""
    payers = sorted(
        (purse, bloc.weight)
        for purse, bloc in zip(purses, electorate.blocs, strict=True)
        if theme in bloc.approvals
    )
    cost, weight = Fraction(1), electorate.supporters_weight[theme]
    for purse, payer_weight in payers:
        if cost <= weight * purse:
            return cost / weight
        cost -= payer_weight * purse
        weight -= payer_weight
    return None
