"""Which words may be shown to anybody beyond those who code: one rule for the whole house."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from convoca.agenda.models import Interview, Statement
from convoca.cycles.models import Cycle

QUOTABLE = Q(
    superseded_at__isnull=True,
    is_sensitive=False,
    interview__state=Interview.State.DONE,
    interview__withdrawn_at__isnull=True,
    interview__may_quote=True,
)


def quotable_statements(cycle: Cycle) -> QuerySet[Statement]:
    """Return what may be quoted of a cycle: of interviews that count, of who allows it now.

    A statement that somebody marked as sensitive is never quoted. Who withdraws the consent
    leaves this list at once, and with it every page, file and mail that is made from it.
    """
    return Statement.objects.filter(QUOTABLE, interview__cycle=cycle)


def quotable_of(interviews: Collection[Interview]) -> QuerySet[Statement]:
    """Return what may be quoted of these interviews, of whatever cycle."""
    return Statement.objects.filter(QUOTABLE, interview__in=interviews)
