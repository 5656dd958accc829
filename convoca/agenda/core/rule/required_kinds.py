"""The coordinator's constraint: a theme that most of a kind of municipality find urgent."""

from collections.abc import Mapping
from dataclasses import dataclass

from convoca.agenda.core.rule.ballots import Ballots
from convoca.agenda.core.rule.phragmen import Restriction


@dataclass(frozen=True)
class RequiredKind:
    """One kind asked for, the themes most of it find urgent, and those of them chosen."""

    kind: str
    fitting: tuple[str, ...]
    met_by: tuple[str, ...]


def fitting_themes(ballots: Ballots, kind: str) -> tuple[str, ...]:
    """Give the themes approved by more than half of the weight of a kind, in listed order."""
    members = [voter for voter in ballots.voters if voter.kind == kind]
    support = {theme.id: 0 for theme in ballots.themes}
    for voter in members:
        for theme in voter.approved_themes(ballots.approval):
            support[theme] += ballots.units_of(voter)
    total = sum(ballots.units_of(voter) for voter in members)
    return tuple(theme for theme, units in support.items() if 2 * units > total)


def require_kinds(ballots: Ballots) -> Restriction | None:
    """Build the restriction that makes room for the required kinds, as late as it can.

    With r places left, u kinds not met yet and able to be, the next theme must meet at least
    u - (r - 1) of them, or as many as any theme left does: the rule runs free while there is room.
    A kind with no fitting theme asks for nothing. After the last place nothing is restricted.

    Returns None when no kind is required.
    """
    wanted = {kind: fitting_themes(ballots, kind) for kind in ballots.required_kinds}
    wanted = {kind: themes for kind, themes in wanted.items() if themes}
    if not wanted:
        return None

    def restriction(chosen: tuple[str, ...]) -> frozenset[str]:
        unmet = [themes for themes in wanted.values() if not set(themes) & set(chosen)]
        places_left = ballots.sessions - len(chosen)
        needed = len(unmet) - (places_left - 1)
        if needed <= 0 or places_left <= 0:
            return frozenset(theme.id for theme in ballots.themes)
        return _themes_that_meet(needed, unmet)

    return restriction


def _themes_that_meet(needed: int, unmet: list[tuple[str, ...]]) -> frozenset[str]:
    met: dict[str, int] = {}
    for themes in unmet:
        for theme in themes:
            met[theme] = met.get(theme, 0) + 1
    enough = min(needed, max(met.values()))
    return frozenset(theme for theme, count in met.items() if count >= enough)


def report_required_kinds(ballots: Ballots, chosen: tuple[str, ...]) -> tuple[RequiredKind, ...]:
    """Say for each required kind, in alphabetical order, what fits it and what was chosen."""
    reports: Mapping[str, tuple[str, ...]] = {
        kind: fitting_themes(ballots, kind) for kind in sorted(ballots.required_kinds)
    }
    return tuple(
        RequiredKind(kind, fitting, tuple(theme for theme in chosen if theme in fitting))
        for kind, fitting in reports.items()
    )
