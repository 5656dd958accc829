"""What a bound rests on, kept with the plan, so that it can be worked out again without a search.

For any prices >= 0 of the shared rows, no plan is worth more than the sum of price * limit plus
what each community can gain at these prices; and that is at most the bound of its multipliers
(see `relax.py`), which is one longest path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convoca.workplan.core.ground.case import build_case, group_by_region
from convoca.workplan.core.ground.hard_rules import lay_ground, survey
from convoca.workplan.core.ground.needs import Needs
from convoca.workplan.core.ground.resources import Resources, Row
from convoca.workplan.core.problem.model import Community, Problem
from convoca.workplan.core.search.many import Proof
from convoca.workplan.core.search.path import prepare_steps
from convoca.workplan.core.search.relax import Multipliers, bounded_path

Plain = Mapping[str, Any]  # Any: values as JSON writes them


def certificate_of(problem: Problem, proof: Proof, resources: Resources) -> dict[str, Any]:
    """Write down a proof in plain values.

    prices: [kind, who, when, price, limit] of each row with a price. communities: for each its
    bound by search, its bound by the multipliers alone (relaxed), theta for each participant in
    their order, and mu for each region. alone: the bound of each with everything to itself.
    relaxed: the bound on every plan that `relaxed_bound` finds again. visited: beginnings of
    series that all the searches looked at.
    """
    rows = sorted(proof.prices.items())
    return {
        "prices": [[*row, price, resources.limit(row)] for row, price in rows],
        "communities": {
            one.id: _community(one, bound, relaxed, multipliers)
            for one, bound, relaxed, multipliers in zip(
                problem.communities, proof.bounds, proof.relaxed, proof.multipliers, strict=True
            )
        },
        "alone": {
            one.id: round(bound)
            for one, bound in zip(problem.communities, proof.alone, strict=True)
        },
        "relaxed": sum(proof.relaxed) + sum(p * resources.limit(row) for row, p in rows),
        "visited": proof.visited,
    }


def relaxed_bound(problem: Problem, certificate: Plain) -> float:
    """Work out again, from a certificate and the problem alone, what no plan exceeds.

    A price below 0 counts as 0, multipliers are cut to their range: whatever the certificate
    says, the result is a bound; a poor one if the certificate is poor.

    Raises:
        KeyError: a community or a region is missing.
    """
    resources = Resources(lay_ground(problem))
    prices = {
        Row(kind, who, when): max(int(price), 0)
        for kind, who, when, price, _ in certificate["prices"]
    }
    total = float(sum(price * resources.limit(row) for row, price in prices.items()))
    for community in problem.communities:
        field = survey(resources.ground, community)
        case = build_case(resources.ground, field)
        if not len(case.slot):
            return -np.inf
        paid = Needs(resources, field, case.slot).prices(prices)
        multipliers = _multipliers(community, certificate["communities"][community.id])
        steps = prepare_steps(replace(case, offer=case.offer - paid))
        total += bounded_path(steps, multipliers)[0]
    return total


def _community(
    community: Community, bound: float, relaxed: float, multipliers: Multipliers
) -> dict[str, Any]:
    order, names = _grouped(community)
    theta = np.empty(len(order))
    theta[order] = multipliers.theta
    return {
        "bound": bound,
        "relaxed": relaxed,
        "theta": theta.tolist(),
        "mu": dict(zip(names, multipliers.mu.tolist(), strict=True)),
    }


def _multipliers(community: Community, told: Plain) -> Multipliers:
    order, names = _grouped(community)
    theta = np.clip(np.array(told["theta"], dtype=np.float64)[order], 0.0, 1.0)
    mu = np.maximum(np.array([told["mu"][name] for name in names], dtype=np.float64), 0.0)
    return Multipliers(theta, mu / mu.sum() if mu.sum() else np.full(len(mu), 1 / len(mu)))


def _grouped(community: Community) -> tuple[Sequence[int], list[str]]:
    regions = [one.region for one in community.participants]
    return group_by_region(regions)[0].tolist(), sorted(set(regions))
