"""Confirming the agenda of a cycle, and carrying its reserve into the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from convoca.agenda.core.rule.agenda_format import agenda_to_dict
from convoca.agenda.core.rule.ballots import Approval, ballots_to_dict
from convoca.agenda.core.rule.certificate import certify
from convoca.agenda.errors import (
    AgendaConfirmedError,
    AgendaMovedError,
    ChoiceFaultError,
    NobodyInterviewedError,
    NothingUrgentError,
    ParametersReasonMissingError,
    ReasonMissingError,
)
from convoca.agenda.models import Agenda, AgendaTopic
from convoca.agenda.queries.agendas import reserve_themes
from convoca.agenda.queries.ballots import DraftAgenda, draft_agenda
from convoca.agenda.queries.codebook import version_of
from convoca.agenda.queries.statements import count_by_theme
from convoca.agenda.services.guides import ensure_themes, put_themes_first
from convoca.cycles.models import Cycle
from convoca.directory.models import User


@dataclass(frozen=True)
class Measure:
    """When a rating counts as urgent, and why it is not as usual."""

    approval: Approval = field(default_factory=Approval)
    reason: str = ""

    @property
    def is_usual(self) -> bool:
        return self.approval == Approval()


@transaction.atomic
def confirm_agenda(
    *,
    cycle: Cycle,
    chosen: Sequence[int] | None,
    reason: str,
    user: User | None,
    now: datetime,
    required_kinds: Sequence[str] = (),
    seen_hash: str | None = None,
    measure: Measure | None = None,
) -> Agenda:
    """Confirm the agenda: what the rule gives, or other themes in an order with a reason.

    Args:
        chosen: theme ids by session; None takes what the rule gives.
        reason: why others were chosen; needed only when they differ from the rule's.
        required_kinds: kinds of municipality that get at least one theme of theirs.
        seen_hash: the hash of the ballots that the person saw, to refuse when they changed.
        measure: when a rating counts as urgent, and why if it is not the usual; None is the usual.

    Raises AgendaConfirmedError, AgendaMovedError, NobodyInterviewedError, NothingUrgentError,
    ChoiceFaultError, ReasonMissingError or ParametersReasonMissingError.
    """
    cycle = (
        Cycle.objects.select_for_update(of=("self",)).select_related("community").get(pk=cycle.pk)
    )
    if Agenda.objects.filter(cycle=cycle).exists():
        raise AgendaConfirmedError(cycle.pk)
    measure = measure or Measure()
    draft = draft_agenda(cycle, required_kinds=required_kinds, approval=measure.approval)
    if not draft.ballots.voters:
        raise NobodyInterviewedError(cycle.pk)
    if seen_hash is not None and seen_hash != draft.agenda.input_hash:
        raise AgendaMovedError(cycle.pk)
    themes = _checked(draft, chosen, reason)
    if not measure.is_usual and not measure.reason.strip():
        raise ParametersReasonMissingError(cycle.pk)
    agenda = Agenda.objects.create(
        cycle=cycle,
        ballots=ballots_to_dict(draft.ballots),
        result=_result(cycle, draft, themes),
        input_hash=draft.agenda.input_hash,
        override_reason="" if themes == draft.chosen_theme_ids else reason.strip(),
        parameters_reason="" if measure.is_usual else measure.reason.strip(),
        codebook_version=version_of(cycle.community),
        confirmed_at=now,
        confirmed_by=user,
    )
    AgendaTopic.objects.bulk_create(_topics(agenda, draft, themes))
    return agenda


def _checked(draft: DraftAgenda, chosen: Sequence[int] | None, reason: str) -> list[int]:
    if chosen is None:
        if not draft.agenda.chosen:
            raise NothingUrgentError
        return draft.chosen_theme_ids
    most = draft.ballots.sessions
    known = {int(theme.id) for theme in draft.ballots.themes}
    if not 1 <= len(chosen) <= most or len(set(chosen)) != len(chosen) or not set(chosen) <= known:
        raise ChoiceFaultError(most)
    if list(chosen) != draft.chosen_theme_ids and not reason.strip():
        raise ReasonMissingError
    return list(chosen)


def _result(cycle: Cycle, draft: DraftAgenda, themes: list[int]) -> dict[str, object]:
    """Write everything that the page tells, so that it tells the same a year later."""
    result = agenda_to_dict(draft.agenda)
    result["unheard_kinds"] = list(draft.unheard_kinds)
    result["statements"] = {str(theme): n for theme, n in count_by_theme(cycle).items()}
    if themes != draft.chosen_theme_ids:
        chosen = tuple(str(theme) for theme in themes)
        share = certify(draft.ballots, chosen).nobody_share
        result["override"] = {"chosen": list(chosen), "nobody_share": float(share)}
    return result


def _topics(agenda: Agenda, draft: DraftAgenda, themes: list[int]) -> list[AgendaTopic]:
    ordered = [*draft.chosen_theme_ids, *draft.reserve_theme_ids]
    reserve = [theme for theme in ordered if theme not in themes]
    return [
        AgendaTopic(agenda=agenda, theme_id=theme, position=position, in_reserve=in_reserve)
        for in_reserve, part in ((False, themes), (True, reserve))
        for position, theme in enumerate(part, 1)
    ]


@transaction.atomic
def carry_over(*, source_cycle: Cycle, target_cycle: Cycle) -> int:
    """Put the themes left in reserve first in the list of the next cycle; return how many.

    Nothing else goes along: what is urgent is asked anew. Done twice it changes nothing.
    """
    community = target_cycle.community
    ensure_themes(community=community)
    reserve = [theme.pk for theme, _place in reserve_themes(source_cycle) if theme.is_active]
    put_themes_first(community=community, theme_ids=reserve)
    return len(reserve)
