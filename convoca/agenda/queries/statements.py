"""What was said, what of it is coded, and the words behind a theme."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.guide import parse_guide
from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.models import (
    BlindItem,
    BlindRound,
    Coding,
    Guide,
    Interview,
    Statement,
    Theme,
)
from convoca.agenda.queries.interviews import done_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Municipality

LIVE = Coding.objects.filter(superseded_at__isnull=True)


@dataclass(frozen=True)
class Quote:
    """Words that may be shown, and who said them without saying who."""

    text: str
    source: str


def live_statements(cycle: Cycle) -> QuerySet[Statement]:
    """Return what was said in the done interviews of a cycle and still stands."""
    return Statement.objects.filter(
        interview__in=done_interviews(cycle), superseded_at__isnull=True
    )


def uncoded_statements(cycle: Cycle) -> QuerySet[Statement]:
    """Return the statements without a code; those of one question follow each other.

    What two people are coding blind waits for them, and is not here.
    """
    coded = LIVE.filter(statement=OuterRef("pk"))
    statements = outside_blind_rounds(live_statements(cycle))
    return statements.filter(~Exists(coded)).order_by("question", "pk")


def outside_blind_rounds(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Leave out what is in an open blind round: neither coded nor read by others until then."""
    blind = BlindItem.objects.filter(
        statement=OuterRef("pk"), round__state__in=BlindRound.OPEN_STATES
    )
    return statements.filter(~Exists(blind))


def is_in_blind_round(statement: Statement) -> bool:
    """Say whether two people are coding this statement blind now."""
    return statement.blind_items.filter(round__state__in=BlindRound.OPEN_STATES).exists()


def answer_text(interview: Interview, question: str) -> str:
    """Return the words of the open answer to a step, "" when there are none."""
    answer = interview.answers.filter(question=question).first()
    return str(answer.value) if answer else ""


def question_labels(cycle: Cycle) -> dict[str, str]:
    """Return what was asked, by the id of the step, over the guides used in a cycle."""
    labels: dict[str, str] = {}
    for guide in Guide.objects.filter(interviews__cycle=cycle).distinct().order_by("version"):
        labels |= {one.id: one.label for one in parse_guide(guide.content).questions}
    for theme in Theme.objects.filter(community=cycle.community):
        labels[theme_step_id(theme.pk)] = theme.title
    return labels


def count_by_theme(cycle: Cycle) -> dict[int, int]:
    """Count the statements coded under each theme."""
    rows = live_statements(cycle).filter(codings__superseded_at__isnull=True)
    counted = rows.values("codings__code__theme").annotate(n=Count("pk", distinct=True))
    return {row["codings__code__theme"]: row["n"] for row in counted if row["codings__code__theme"]}


def quote_source(statement: Statement, sizes: Mapping[tuple[str, str], int]) -> str:
    """Say where a quote comes from, never so closely that fewer than five could have said it."""
    return place_source(statement.interview.seat.municipality, sizes)


def place_source(municipality: Municipality, sizes: Mapping[tuple[str, str], int]) -> str:
    """Say what kind of municipality speaks, and its region where five or more are like it."""
    kind, region = municipality.settlement, municipality.region.short_name
    if not kind or sizes.get((kind, ""), 0) < SMALLEST_GROUP:
        return _("Dirección de una comuna")
    words = {"kind": municipality.get_settlement_display(), "region": region}
    if sizes.get((kind, region), 0) < SMALLEST_GROUP:
        return _("Dirección de una comuna %(kind)s") % words
    return _("Dirección de una comuna %(kind)s, %(region)s") % words


def group_sizes(interviews: QuerySet[Interview]) -> dict[tuple[str, str], int]:
    """Count the interviews by kind of municipality, and by kind and region; "" is any region."""
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for interview in interviews.select_related("seat__municipality__region"):
        municipality = interview.seat.municipality
        sizes[municipality.settlement, ""] += 1
        sizes[municipality.settlement, municipality.region.short_name] += 1
    return dict(sizes)
