"""What there is to learn from, and what waits for proposals: words of statements, nothing else."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from convoca.agenda.core.coding.suggesting.readiness import is_ready
from convoca.agenda.models import Coding, Interview, Likeness, Statement, SuggestionTraining
from convoca.agenda.queries.codebook import version_of
from convoca.agenda.queries.statements import LIVE, live_statements, outside_blind_rounds
from convoca.cycles.models import Cycle
from convoca.directory.models import Community

STALE = 10
"""From how many statements more or fewer with a code it is worth learning anew."""


@dataclass(frozen=True)
class Example:
    """A statement with one of its codes."""

    statement_id: int
    text: str
    guid: str


@dataclass(frozen=True)
class Progress:
    """How much is coded in a community: statements with a code, and codes in use."""

    statements: int
    codes: int

    @property
    def is_enough(self) -> bool:
        """Say whether proposals may begin."""
        return is_ready(self.statements, self.codes)


def codings_to_learn(community: Community) -> QuerySet[Coding]:
    """Return the codings that may be learnt from, of all cycles of a community.

    What was withdrawn, is sensitive, was said anew or waits in a blind round is not among them, nor
    are codes that are not in use any more.
    """
    statements = outside_blind_rounds(
        Statement.objects.filter(
            interview__cycle__community=community,
            interview__state=Interview.State.DONE,
            interview__withdrawn_at__isnull=True,
            superseded_at__isnull=True,
            is_sensitive=False,
        )
    )
    return LIVE.filter(
        statement__in=statements, code__is_active=True, code__is_codable=True
    ).order_by("pk")


def examples_to_learn(community: Community) -> list[Example]:
    """Return the words and codes to learn from, in the order in which they were coded."""
    rows = codings_to_learn(community).values_list("statement", "statement__text", "code__guid")
    return [Example(statement, text, str(guid)) for statement, text, guid in rows]


def progress_of(community: Community) -> Progress:
    """Count what there is to learn from."""
    rows = codings_to_learn(community).order_by()
    return Progress(
        rows.values("statement").distinct().count(), rows.values("code").distinct().count()
    )


def statements_to_place(cycle: Cycle) -> QuerySet[Statement]:
    """Return the statements of a cycle that are compared with each other, no sensitive ones."""
    return live_statements(cycle).filter(is_sensitive=False).order_by("pk")


def uncoded_ids(cycle: Cycle) -> set[int]:
    """Return the numbers of the statements that wait for a code."""
    coded = LIVE.filter(statement=OuterRef("pk"))
    waiting = statements_to_place(cycle).filter(~Exists(coded))
    return set(waiting.values_list("pk", flat=True))


def last_training(cycle: Cycle) -> SuggestionTraining | None:
    """Return what was learnt for a cycle the last time, if ever."""
    return SuggestionTraining.objects.filter(cycle=cycle).first()


def is_training_due(cycle: Cycle) -> bool:
    """Say whether it is worth learning anew: new statements, ten more codes given, another book."""
    known = Likeness.objects.filter(statement=OuterRef("pk"))
    if statements_to_place(cycle).filter(~Exists(known)).exists():
        return True
    last, progress = last_training(cycle), progress_of(cycle.community)
    if last is None:
        return progress.is_enough
    if abs(progress.statements - last.statements) >= STALE:
        return True
    has_begun = progress.is_enough and not last.model
    return has_begun or (
        progress.is_enough and last.codebook_version != version_of(cycle.community)
    )
