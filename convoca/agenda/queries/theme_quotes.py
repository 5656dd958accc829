"""Everything that was said about a theme and may be quoted."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.models import Coding, Statement, Theme
from convoca.agenda.queries.interviews import done_interviews
from convoca.agenda.queries.quotable import quotable_statements
from convoca.agenda.queries.statements import Quote, group_sizes, quote_source
from convoca.cycles.models import Cycle
from convoca.foundation.errors import NotFoundError

QUOTES_A_THEME = 3


def get_theme(cycle: Cycle, theme_id: int) -> Theme:
    """Return a theme of the community of a cycle, retired ones too, or raise NotFoundError."""
    theme = Theme.objects.filter(community=cycle.community_id, pk=theme_id).first()
    if theme is None:
        raise NotFoundError(theme_id)
    return theme


def theme_quotes(cycle: Cycle, theme_id: int, *, at: datetime | None = None) -> QuerySet[Statement]:
    """Return what was said about a theme, as far as consent reaches now, the first said first.

    Words belong to a theme by a code under it, or because they were said as its example.

    Args:
        at: with the codes that stood at that moment; None takes those of now.
    """
    codings = Coding.objects.filter(statement=OuterRef("pk"), code__theme=theme_id)
    stands = Q(superseded_at__isnull=True)
    if at is not None:
        stands = Q(at__lte=at) & (stands | Q(superseded_at__gt=at))
    return (
        quotable_statements(cycle)
        .filter(Exists(codings.filter(stands)) | Q(question=theme_step_id(theme_id)))
        .select_related("interview__seat__municipality__region")
        .order_by("pk")
    )


def quotes_behind(
    cycle: Cycle, theme_ids: Sequence[int], *, at: datetime | None = None
) -> dict[int, list[Quote]]:
    """Return up to three quotes behind each theme; `at` as in `theme_quotes`."""
    sizes = group_sizes(done_interviews(cycle))
    return {
        theme_id: [
            Quote(one.text, quote_source(one, sizes))
            for one in theme_quotes(cycle, theme_id, at=at)[:QUOTES_A_THEME]
        ]
        for theme_id in theme_ids
    }
