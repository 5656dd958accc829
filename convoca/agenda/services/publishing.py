"""Letting anybody read the confirmed agenda, and no longer."""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from convoca.agenda.errors import AgendaUnconfirmedError
from convoca.agenda.models import Agenda, AgendaQuote
from convoca.agenda.queries.published import candidate_quotes
from convoca.agenda.services.acts import lock_interviews_of
from convoca.cycles.models import Cycle
from convoca.directory.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def publish_agenda(
    *,
    cycle: Cycle,
    quotes: Collection[tuple[int, int]],
    user: User | None,
    now: datetime,
    is_public: bool = True,
) -> Agenda:
    """Publish the agenda of a cycle with the quotes that somebody has read and chosen.

    Args:
        quotes: pairs of theme and statement; those that may not be quoted (any more) are left out.
        is_public: False keeps the choice of quotes for the sheet, and publishes nothing.

    Published before, it keeps its day. Raises AgendaUnconfirmedError.
    """
    agenda = _lock(cycle)
    lock_interviews_of([statement for _theme, statement in quotes])
    _choose(agenda, quotes, user=user, now=now)
    if is_public and agenda.published_at is None:
        agenda.published_at, agenda.published_by = now, user
        agenda.save(update_fields=["published_at", "published_by"])
        logger.info("user %s published the agenda of cycle %s", user and user.pk, cycle.pk)
    return agenda


@transaction.atomic
def unpublish_agenda(*, cycle: Cycle, user: User | None) -> Agenda:
    """Take the page of an agenda away from the public; its quotes stay chosen.

    Raises AgendaUnconfirmedError.
    """
    agenda = _lock(cycle)
    if agenda.published_at is not None:
        agenda.published_at = agenda.published_by = None
        agenda.save(update_fields=["published_at", "published_by"])
        logger.info("user %s took back the agenda of cycle %s", user and user.pk, cycle.pk)
    return agenda


def _lock(cycle: Cycle) -> Agenda:
    agendas = Agenda.objects.select_for_update(of=("self",)).select_related("cycle__community")
    agenda = agendas.filter(cycle=cycle).first()
    if agenda is None:
        raise AgendaUnconfirmedError(cycle.pk)
    return agenda


def _choose(
    agenda: Agenda, quotes: Collection[tuple[int, int]], *, user: User | None, now: datetime
) -> None:
    """Make these the chosen quotes; one that was chosen before keeps who chose it."""
    offered = {
        (theme, statement.pk)
        for theme, statements in candidate_quotes(agenda).items()
        for statement in statements
    }
    wanted = offered.intersection(quotes)
    there = {(one.theme_id, one.statement_id): one.pk for one in agenda.quotes.all()}
    agenda.quotes.exclude(pk__in=[there[pair] for pair in wanted & there.keys()]).delete()
    AgendaQuote.objects.bulk_create(
        AgendaQuote(
            agenda=agenda, theme_id=theme, statement_id=statement, chosen_at=now, chosen_by=user
        )
        for theme, statement in sorted(wanted - there.keys())
    )
