"""Coding statements that say almost the same, because a person ticked them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from convoca.agenda.models import Code, CodingAct, Statement
from convoca.agenda.queries.suggestions import twins_of
from convoca.agenda.services.coding import code_statement
from convoca.agenda.services.settling import settle_suggestion
from convoca.directory.models import User


@transaction.atomic
def code_twins(
    *,
    statement: Statement,
    twin_ids: Collection[int],
    codes: Sequence[Code],
    user: User,
    now: datetime,
    act: CodingAct | None = None,
) -> list[Statement]:
    """Give the codes of a statement to those of its twins that a person ticked; return these.

    What is no twin of it, has a code by now, or may not be read, is passed over. With `act` they
    are undone together with the statement itself.

    Raises StatementChangedError or CodeRetiredError; then none of them is coded.
    """
    chosen = [one for one in twins_of(statement, user) if one.pk in set(twin_ids)]
    for twin in chosen:
        code_statement(statement=twin, codes=codes, user=user, now=now, act=act)
        settle_suggestion(statement=twin, user=user, now=now)
    return chosen
