"""Communities that share people: a person is never asked to be in two sessions at an instant."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from convoca.workplan.core.problem.model import Community

Groups = Mapping[str, tuple[str, ...]]
"""For each community the groups it belongs to; of a group, one session may stand at an hour."""


def shared_groups(communities: Sequence[Community]) -> Groups:
    """Group the communities that share a person, each largest set once.

    A set that lies within another says nothing more and is left out. A group is named by its
    communities, in their order. Communities that share nobody are absent.
    """
    tables: dict[str, set[int]] = defaultdict(set)
    for number, community in enumerate(communities):
        for one in community.participants:
            if one.person is not None:
                tables[one.person].add(number)
    kept: list[frozenset[int]] = []
    for each in sorted({frozenset(one) for one in tables.values()}, key=_largest_first):
        if len(each) > 1 and not any(each <= larger for larger in kept):
            kept.append(each)
    groups: dict[str, list[str]] = defaultdict(list)
    for members in kept:
        names = [communities[number].id for number in sorted(members)]
        for name in names:
            groups[name].append(" + ".join(names))
    return {name: tuple(found) for name, found in groups.items()}


def _largest_first(group: frozenset[int]) -> tuple[int, list[int]]:
    return -len(group), sorted(group)
