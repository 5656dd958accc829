"""Cutting a statement in parts, joining two of one answer, and marking one as sensitive."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from convoca.agenda.core.coding.cutting import cut, join
from convoca.agenda.core.coding.pieces import Piece
from convoca.agenda.errors import CutFaultError, NoNeighbourError, StatementChangedError
from convoca.agenda.models import Coding, CodingAct, Memo, Recoding, Statement
from convoca.agenda.queries.statements import answer_text
from convoca.agenda.queries.workspace import neighbours_of
from convoca.agenda.services.acts import begin_act, lock_statements, refuse_blind
from convoca.directory.models import User

Kind = CodingAct.Kind


@transaction.atomic
def cut_statement(
    *, statement: Statement, places: Collection[int], user: User | None, now: datetime
) -> list[Statement]:
    """Cut a statement at places of its text (code points from its beginning), and return its parts.

    Each part keeps the codes of the whole; the memos go to the first one. The whole stays as
    history.

    Raises CutFaultError, StatementChangedError or StatementBlindError.
    """
    (whole,) = lock_statements([statement.pk])
    refuse_blind([whole])
    _check_words([whole])
    try:
        parts = cut(Piece(whole.start, whole.end, whole.text), places)
    except ValueError as error:
        raise CutFaultError(statement.pk) from error
    act = begin_act(statement=whole, kind=Kind.CUT, user=user, now=now)
    return _replace([whole], parts, act)


@transaction.atomic
def join_statements(*, statement: Statement, user: User | None, now: datetime) -> Statement:
    """Join a statement with the next one of its answer; it has the codes and memos of both.

    Raises NoNeighbourError, StatementChangedError or StatementBlindError.
    """
    _before, second = neighbours_of(statement)
    if second is None:
        raise NoNeighbourError(statement.pk)
    both = lock_statements([statement.pk, second.pk])
    refuse_blind(both)
    answer = _check_words(both)
    first, last = (Piece(one.start, one.end, one.text) for one in both)
    act = begin_act(statement=both[0], kind=Kind.JOIN, user=user, now=now)
    (joined,) = _replace(both, [join(answer, first, last)], act)
    return joined


@transaction.atomic
def mark_sensitive(*, statement: Statement, is_sensitive: bool) -> Statement:
    """Keep a statement from experts and from every quote, or let them have it again.

    Raises StatementChangedError.
    """
    (locked,) = lock_statements([statement.pk])
    locked.is_sensitive = is_sensitive
    locked.save(update_fields=["is_sensitive"])
    return locked


def _check_words(statements: Sequence[Statement]) -> str:
    """Return the answer, if these statements stand in it as they say."""
    first = statements[0]
    answer = answer_text(first.interview, first.question)
    if any(answer[one.start : one.end] != one.text for one in statements):
        raise StatementChangedError(first.pk)
    return answer


def _replace(old: Sequence[Statement], parts: Sequence[Piece], act: CodingAct) -> list[Statement]:
    """Put parts in the place of statements, with their codes, memos and looks that are owed."""
    first = old[0]
    Statement.objects.filter(pk__in=[one.pk for one in old]).update(
        superseded_at=act.at, ended_in=act
    )
    made = [
        Statement.objects.create(
            interview=first.interview,
            question=first.question,
            text=part.text,
            start=part.start,
            end=part.end,
            is_cut_by_hand=True,
            is_sensitive=any(one.is_sensitive for one in old),
            place=first.place,
            made_in=act,
            created_at=act.at,
        )
        for part in parts
    ]
    _carry_codings(old, made, act)
    owed = Recoding.objects.filter(statement__in=old, done_at__isnull=True)
    events = owed.order_by("event").values_list("event", flat=True).distinct()
    Recoding.objects.bulk_create(
        Recoding(event_id=event, statement=one) for event in events for one in made
    )
    Memo.objects.filter(statement__in=old).update(statement=made[0])
    return made


def _carry_codings(old: Sequence[Statement], made: Sequence[Statement], act: CodingAct) -> None:
    live = Coding.objects.filter(statement__in=old, superseded_at__isnull=True).order_by("pk")
    by_code = {one.code_id: one for one in reversed(live)}
    Coding.objects.bulk_create(
        Coding(statement=one, code_id=code, by_id=coding.by_id, at=coding.at, made_in=act)
        for one in made
        for code, coding in sorted(by_code.items(), key=lambda item: item[1].pk)
    )
