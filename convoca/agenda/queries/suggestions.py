"""What the machine proposes for a statement, what is like it, and how well it proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef

from convoca.agenda.core.coding.suggesting.hit_rate import Decision, HitRate, count_hits
from convoca.agenda.core.coding.suggesting.readiness import count_needed
from convoca.agenda.models import Code, Likeness, Statement, Suggestion
from convoca.agenda.queries.statements import LIVE
from convoca.agenda.queries.training import Progress, progress_of
from convoca.agenda.queries.workspace import readable_statements, with_codes
from convoca.cycles.models import Cycle
from convoca.directory.models import User


@dataclass(frozen=True)
class ProposedCode:
    """A code that is proposed: the words that speak most for it, and coded statements like it."""

    code: Code
    words: Sequence[str]
    examples: Sequence[Statement]


@dataclass(frozen=True)
class SuggestionCard:
    """What stands beside a statement to code; `is_blind` says that proposals are kept back."""

    proposed: Sequence[ProposedCode]
    twins: Sequence[Statement]
    alike: Sequence[Statement]
    is_blind: bool

    @property
    def is_empty(self) -> bool:
        return not (self.proposed or self.twins or self.alike)


def suggestions_for(statement: Statement, user: User) -> SuggestionCard | None:
    """Return what stands beside a statement for this person; None where there is nothing.

    Beside one of the blind tenth neither proposals stand nor statements with their codes, so that
    nothing sways. Only what this person may read is here, and only codes that are in use.
    """
    found = Suggestion.objects.filter(statement=statement, decided_at__isnull=True).first()
    is_blind = found is not None and found.is_blind
    rows: Sequence[Mapping[str, Any]] = [] if found is None or is_blind else found.proposals
    likeness = Likeness.objects.filter(statement=statement).first() or Likeness()
    codes = _codes_of(statement.interview.cycle, [row["code"] for row in rows])
    near: list[int] = [] if is_blind else likeness.nearest
    wanted = {*near, *likeness.twins, *(pk for row in rows for pk in row["examples"])}
    texts = _readable(statement.interview.cycle, user, wanted)
    proposed: dict[int, ProposedCode] = {}
    for row in rows:
        code = codes.get(row["code"])
        if code is not None:
            examples = [texts[pk] for pk in row["examples"] if pk in texts]
            proposed.setdefault(code.pk, ProposedCode(code, row["words"], examples))
    twins = [texts[pk] for pk in likeness.twins if pk in texts and not _codes(texts[pk])]
    alike = [texts[pk] for pk in near if pk in texts and _codes(texts[pk])]
    card = SuggestionCard(list(proposed.values()), twins, alike, is_blind)
    return None if card.is_empty else card


def twins_of(statement: Statement, user: User) -> list[Statement]:
    """Return the statements that say almost the same and have no code yet, of those readable."""
    likeness = Likeness.objects.filter(statement=statement).first()
    if likeness is None:
        return []
    coded = LIVE.filter(statement=OuterRef("pk"))
    rows = readable_statements(statement.interview.cycle, user).filter(~Exists(coded))
    return list(rows.filter(pk__in=likeness.twins).order_by("pk"))


def _readable(cycle: Cycle, user: User, ids: set[int]) -> dict[int, Statement]:
    if not ids:
        return {}
    rows = with_codes(readable_statements(cycle, user).filter(pk__in=ids))
    return {row.pk: row for row in rows}


def _codes(statement: Statement) -> Sequence[object]:
    codings: Sequence[object] = statement.live_codings  # type: ignore[attr-defined]  # by with_codes
    return codings


def _codes_of(cycle: Cycle, guids: Sequence[str]) -> dict[str, Code]:
    """Return the codes in use by the guid that was proposed: what was merged is what it became."""
    if not guids:
        return {}
    rows = {str(row.guid): row for row in cycle.community.codes.select_related("theme")}
    by_id = {row.pk: row for row in rows.values()}
    found: dict[str, Code] = {}
    for guid in guids:
        row = rows.get(guid)
        while row is not None and row.merged_into_id is not None:
            row = by_id.get(row.merged_into_id)
        if row is not None and row.is_active and row.is_codable:
            found[guid] = row
    return found


def hit_rate_of(cycle: Cycle) -> HitRate:
    """Count how often people chose what was proposed: the last decision about each statement."""
    rows = Suggestion.objects.filter(
        statement__interview__cycle=cycle,
        statement__interview__withdrawn_at__isnull=True,
        decided_at__isnull=False,
    )
    last = rows.values("statement").annotate(last=Max("pk")).values("last")
    return count_hits(
        [
            Decision(
                tuple(proposal["code"] for proposal in row.proposals),
                row.usual,
                frozenset(row.chosen),
                row.is_blind,
            )
            for row in rows.filter(pk__in=last)
        ]
    )


def missing_to_begin(progress: Progress) -> int:
    """Return how many statements with a code are missing before codes are proposed."""
    return max(0, count_needed(progress.codes) - progress.statements)


def progress_in(cycle: Cycle) -> Progress:
    """Count what there is to learn from for this cycle: all cycles of its community."""
    return progress_of(cycle.community)
