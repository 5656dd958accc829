"""What was said, what of it is coded, and the codebook."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.guide import parse_guide
from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.models import Code, Coding, Guide, Interview, Statement, Theme
from convoca.agenda.queries.interviews import done_interviews
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Community, User
from convoca.foundation.errors import NotFoundError

LIVE = Coding.objects.filter(superseded_at__isnull=True)
QUOTES_A_THEME = 3


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
    """Return the statements without a code; those of one question follow each other."""
    coded = LIVE.filter(statement=OuterRef("pk"))
    return live_statements(cycle).filter(~Exists(coded)).order_by("question", "pk")


def coded_statements(cycle: Cycle, code: Code | None = None) -> QuerySet[Statement]:
    """Return the statements with a code (this one), the latest first; `live_codings` is a list."""
    coded = LIVE.filter(statement=OuterRef("pk"))
    if code is not None:
        coded = coded.filter(code=code)
    codings = Prefetch("codings", LIVE.select_related("code").order_by("pk"), "live_codings")
    return live_statements(cycle).filter(Exists(coded)).prefetch_related(codings).order_by("-pk")


def next_uncoded(cycle: Cycle, *, after: int) -> Statement | None:
    """Return the statement to code after this one; from the start when there is none after."""
    queue = uncoded_statements(cycle)
    last = Statement.objects.filter(interview__cycle=cycle, pk=after).first()
    if last is None:
        return queue.first()
    later = Q(question__gt=last.question) | Q(question=last.question, pk__gt=last.pk)
    return queue.filter(later).first() or queue.first()


def codebook(community: Community, cycle: Cycle) -> QuerySet[Code]:
    """List the codes of a community, most used first; `uses` counts statements of this cycle."""
    counted = Q(
        codings__superseded_at__isnull=True,
        codings__statement__superseded_at__isnull=True,
        codings__statement__interview__in=done_interviews(cycle),
    )
    codes = community.codes.select_related("theme")
    return codes.annotate(uses=Count("codings", filter=counted)).order_by("-uses", "name")


def get_visible_statement(
    user: User | AnonymousUser, cycle_id: int, statement_id: int
) -> Statement:
    """Return a statement of a cycle that this person may code, or raise NotFoundError."""
    cycle = get_visible_cycle(user, cycle_id, "code")
    statement = Statement.objects.filter(interview__cycle=cycle, pk=statement_id).first()
    if statement is None:
        raise NotFoundError(statement_id)
    return statement


def get_code(community: Community, code_id: int) -> Code:
    """Return a code of this community, or raise NotFoundError."""
    code = community.codes.filter(pk=code_id).first()
    if code is None:
        raise NotFoundError(code_id)
    return code


def question_labels(cycle: Cycle) -> dict[str, str]:
    """Return what was asked, by the id of the step, over the guides used in a cycle."""
    labels: dict[str, str] = {}
    for guide in Guide.objects.filter(interviews__cycle=cycle).distinct().order_by("version"):
        labels |= {one.id: one.label for one in parse_guide(guide.content).questions}
    for theme in Theme.objects.filter(community=cycle.community):
        labels[theme_step_id(theme.pk)] = theme.title
    return labels


def quotes_by_theme(cycle: Cycle, themes: Sequence[int]) -> dict[int, list[Quote]]:
    """Return up to three quotes behind each theme, only of those who may be quoted.

    A quote belongs to a theme by a code under it, or because it was said as its example.
    """
    sizes = _group_sizes(done_interviews(cycle))
    return {
        theme: [Quote(one.text, quote_source(one, sizes)) for one in _quotable(cycle, theme)]
        for theme in themes
    }


def _quotable(cycle: Cycle, theme: int) -> QuerySet[Statement]:
    under = LIVE.filter(statement=OuterRef("pk"), code__theme=theme)
    return (
        live_statements(cycle)
        .filter(interview__may_quote=True)
        .filter(Exists(under) | Q(question=theme_step_id(theme)))
        .select_related("interview__seat__municipality__region")
        .order_by("pk")[:QUOTES_A_THEME]
    )


def count_by_theme(cycle: Cycle) -> dict[int, int]:
    """Count the statements coded under each theme."""
    rows = live_statements(cycle).filter(codings__superseded_at__isnull=True)
    counted = rows.values("codings__code__theme").annotate(n=Count("pk", distinct=True))
    return {row["codings__code__theme"]: row["n"] for row in counted if row["codings__code__theme"]}


def quote_source(statement: Statement, sizes: Mapping[tuple[str, str], int]) -> str:
    """Say where a quote comes from, never so closely that fewer than five could have said it."""
    municipality = statement.interview.seat.municipality
    kind, region = municipality.settlement, municipality.region.short_name
    if not kind or sizes.get((kind, ""), 0) < SMALLEST_GROUP:
        return _("Dirección de una comuna")
    words = {"kind": municipality.get_settlement_display(), "region": region}
    if sizes.get((kind, region), 0) < SMALLEST_GROUP:
        return _("Dirección de una comuna %(kind)s") % words
    return _("Dirección de una comuna %(kind)s, %(region)s") % words


def _group_sizes(interviews: QuerySet[Interview]) -> dict[tuple[str, str], int]:
    sizes: dict[tuple[str, str], int] = defaultdict(int)
    for interview in interviews.select_related("seat__municipality__region"):
        municipality = interview.seat.municipality
        sizes[municipality.settlement, ""] += 1
        sizes[municipality.settlement, municipality.region.short_name] += 1
    return dict(sizes)
