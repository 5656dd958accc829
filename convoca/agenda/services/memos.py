"""Thoughts of who codes, about a statement or a code."""

from datetime import datetime

from django.db import transaction

from convoca.agenda.errors import MemoNotYoursError, StatementChangedError
from convoca.agenda.models import Code, Memo, Statement
from convoca.agenda.services.acts import lock_interviews_of
from convoca.agenda.services.codebook import lock_book
from convoca.directory.models import Community, User


@transaction.atomic
def write_memo(
    *,
    community: Community,
    about: Statement | Code,
    text: str,
    user: User | None,
    now: datetime,
) -> Memo:
    """Keep a memo about a statement or a code. The same words by the same person stay one memo.

    Raises StatementChangedError when the words were taken out meanwhile.
    """
    lock_book(community)
    if isinstance(about, Statement):
        _hold(about)
    target = {"statement": about} if isinstance(about, Statement) else {"code": about}
    kept = Memo.objects.filter(by=user, text=text.strip(), deleted_at__isnull=True, **target)
    return kept.first() or Memo.objects.create(
        community=community, text=text.strip(), by=user, at=now, **target
    )


def _hold(statement: Statement) -> None:
    """Let the statement not be taken out until its memo is there, which keeps it as history."""
    lock_interviews_of([statement.pk])
    if not Statement.objects.filter(pk=statement.pk).exists():
        raise StatementChangedError(statement.pk)


@transaction.atomic
def drop_memo(*, memo: Memo, user: User, now: datetime) -> Memo:
    """Take one's own memo off the pages; its row stays. Done twice it is done once.

    Raises MemoNotYoursError.
    """
    if memo.by_id != user.pk:
        raise MemoNotYoursError(memo.pk)
    if memo.deleted_at is None:
        memo.deleted_at = now
        memo.save(update_fields=["deleted_at"])
    return memo
