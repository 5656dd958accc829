"""The agenda of a cycle: the themes chosen, why, and what another rule would have done."""

from dataclasses import dataclass

from convoca.agenda.core.rule.ballots import Approval, Ballots, ballots_hash
from convoca.agenda.core.rule.certificate import Certificate, certify
from convoca.agenda.core.rule.electorate import build_electorate
from convoca.agenda.core.rule.equal_shares import choose_by_equal_shares
from convoca.agenda.core.rule.phragmen import Choice, order_by_phragmen
from convoca.agenda.core.rule.rankings import rank_by_approvals, rank_by_mean
from convoca.agenda.core.rule.required_kinds import (
    RequiredKind,
    report_required_kinds,
    require_kinds,
)
from convoca.agenda.core.rule.sensitivity import Sensitivity, try_thresholds


@dataclass(frozen=True)
class Rankings:
    """The other rules, beside the agenda. The first two order every theme they can."""

    mean: tuple[str, ...]
    approvals: tuple[str, ...]
    equal_shares: tuple[str, ...]


@dataclass(frozen=True)
class Agenda:
    """One agenda with everything that is shown beside it. The same ballots give the same agenda."""

    sessions: int
    approval: Approval
    required_kinds: tuple[RequiredKind, ...]
    input_hash: str
    chosen: tuple[Choice, ...]
    reserve: tuple[Choice, ...]
    certificate: Certificate
    rankings: Rankings
    sensitivity: Sensitivity

    @property
    def chosen_ids(self) -> tuple[str, ...]:
        return tuple(choice.theme_id for choice in self.chosen)

    @property
    def reserve_ids(self) -> tuple[str, ...]:
        return tuple(choice.theme_id for choice in self.reserve)


@dataclass(frozen=True)
class RankingChange:
    """What another ranking would put in the agenda and take out of it."""

    enters: tuple[str, ...]
    leaves: tuple[str, ...]


def make_agenda(ballots: Ballots) -> Agenda:
    """Apply the agenda rule to the ballots and measure the result.

    Returns:
        The first k themes as `chosen` (fewer when fewer are approved, none when nobody approves
        anything) and the rest in order as `reserve`.

    Source: docs/decisions/0003-agenda-rule.md.
    """
    electorate = build_electorate(ballots)
    choices = order_by_phragmen(electorate, restriction=require_kinds(ballots))
    chosen, reserve = choices[: ballots.sessions], choices[ballots.sessions :]
    chosen_ids = tuple(choice.theme_id for choice in chosen)
    return Agenda(
        sessions=ballots.sessions,
        approval=ballots.approval,
        required_kinds=report_required_kinds(ballots, chosen_ids),
        input_hash=ballots_hash(ballots),
        chosen=chosen,
        reserve=reserve,
        certificate=certify(ballots, chosen_ids),
        rankings=Rankings(
            mean=rank_by_mean(ballots),
            approvals=rank_by_approvals(electorate),
            equal_shares=choose_by_equal_shares(electorate, sessions=ballots.sessions),
        ),
        sensitivity=try_thresholds(ballots, chosen_ids),
    )


def compare_ranking(agenda: Agenda, ranking: tuple[str, ...]) -> RankingChange:
    """Say what the first k themes of another ranking add to the agenda and take from it."""
    others = ranking[: agenda.sessions]
    return RankingChange(
        enters=tuple(theme for theme in others if theme not in agenda.chosen_ids),
        leaves=tuple(theme for theme in agenda.chosen_ids if theme not in others),
    )
