"""The two rules written again as plainly as can be, person by person, to compare with."""

from fractions import Fraction
from itertools import chain, combinations

from convoca.agenda.core.rule.ballots import Ballots


def backers(ballots: Ballots, theme: str):
    return [one for one in ballots.voters if theme in one.approved_themes(ballots.approval)]


def tie(ballots: Ballots, theme: str):
    """Order tied themes: more approving weight, higher mean urgency, listed first."""
    rated = [one for one in ballots.voters if theme in one.ratings]
    weight = sum(one.weight for one in rated)
    urgency = sum(one.weight * one.ratings[theme].urgency for one in rated)
    listed = [one.id for one in ballots.themes]
    return (
        -sum(one.weight for one in backers(ballots, theme)),
        -(urgency / weight) if weight else 0,
        listed.index(theme),
    )


def plain_phragmen(ballots: Ballots, *, loads=None, without=(), limit=None):
    """Give (theme, load) in order, from the formula alone."""
    loads = dict(loads or dict.fromkeys((one.id for one in ballots.voters), Fraction(0)))
    left = [one.id for one in ballots.themes if one.id not in without and backers(ballots, one.id)]
    order = []
    while left and len(order) != limit:
        costs = {}
        for theme in left:
            of_theme = backers(ballots, theme)
            carried = sum(one.weight * loads[one.id] for one in of_theme)
            costs[theme] = (1 + carried) / sum(one.weight for one in of_theme)
        theme = min(left, key=lambda one: (costs[one], tie(ballots, one)))
        loads |= {one.id: costs[theme] for one in backers(ballots, theme)}
        order.append((theme, costs[theme]))
        left.remove(theme)
    return order


def plain_equal_shares(ballots: Ballots):
    """Give the themes paid from equal purses, then those of the completion."""
    whole = sum(one.weight for one in ballots.voters)
    purses = {one.id: Fraction(ballots.sessions) / whole for one in ballots.voters}
    chosen = []
    while offers := plain_offers(ballots, purses, chosen):
        price, _tie, theme = min(offers)
        for one in backers(ballots, theme):
            purses[one.id] -= min(purses[one.id], price)
        chosen.append(theme)
    paid = len(chosen)
    rest = plain_phragmen(
        ballots,
        loads={one: -purse for one, purse in purses.items()},
        without=chosen,
        limit=ballots.sessions - paid,
    )
    return [*chosen, *(theme for theme, _load in rest)], paid


def plain_offers(ballots: Ballots, purses, chosen):
    offers = []
    for theme in (one.id for one in ballots.themes if one.id not in chosen):
        of_theme = backers(ballots, theme)
        if sum(one.weight * purses[one.id] for one in of_theme) < 1:
            continue
        offers.append((plain_price(of_theme, purses), tie(ballots, theme), theme))
    return offers


def plain_price(of_theme, purses) -> Fraction:
    """Try every split into those who give all they have and those who give the price."""
    prices = []
    for poor in combined(of_theme):
        rich = [one for one in of_theme if one not in poor]
        if not rich:
            continue
        given = sum(one.weight * purses[one.id] for one in poor)
        price = (1 - given) / sum(one.weight for one in rich)
        if all(purses[one.id] <= price for one in poor) and all(
            purses[one.id] >= price for one in rich
        ):
            prices.append(price)
    return min(prices)


def combined(things):
    """Give every group of these things, the empty one first."""
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))
