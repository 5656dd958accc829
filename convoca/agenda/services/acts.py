"""What somebody did to statements, and taking the last of it back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction

from convoca.agenda.errors import ActBuiltUponError, StatementBlindError, StatementChangedError
from convoca.agenda.models import (
    Code,
    Coding,
    CodingAct,
    Interview,
    Memo,
    Recoding,
    Statement,
)
from convoca.agenda.queries.statements import answer_text, is_in_blind_round
from convoca.agenda.services.codebook import lock_book, lock_books_of
from convoca.directory.models import User

Kind = CodingAct.Kind


def lock_statements(ids: Iterable[int]) -> list[Statement]:
    """Hold statements for this transaction alone, in the order of their place in the answer.

    Before them their codebook, as by who changes a code, and their interviews, as by who answers
    (`lock_interviews_of`): no code leaves the book meanwhile, and no answer is given anew.

    Raises StatementChangedError when one is not there any more.
    """
    wanted = list(ids)
    lock_interviews_of(wanted)
    rows = Statement.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("interview__cycle")
    found = list(rows.filter(pk__in=wanted, superseded_at__isnull=True).order_by("start", "pk"))
    if len(found) != len(set(wanted)):
        raise StatementChangedError(wanted)
    return found


def lock_interviews_of(statement_ids: Collection[int]) -> None:
    """Hold the interviews in which these were said: nothing said is taken out meanwhile.

    Their codebook first: so two who hold several interviews never wait for each other.
    """
    lock_books_of(statement_ids)
    said_in = Statement.objects.filter(pk__in=statement_ids).values("interview")
    interviews = Interview.objects.select_for_update(no_key=True).order_by("pk")
    list(interviews.filter(pk__in=said_in))


def refuse_blind(statements: Iterable[Statement]) -> None:
    """Raise StatementBlindError if one of these is in an open blind round."""
    for statement in statements:
        if is_in_blind_round(statement):
            raise StatementBlindError(statement.pk)


def begin_act(
    *, statement: Statement, kind: CodingAct.Kind, user: User | None, now: datetime
) -> CodingAct:
    """Write down that somebody begins to change this statement."""
    cycle = statement.interview.cycle
    return CodingAct.objects.create(
        community_id=cycle.community_id, cycle=cycle, kind=kind, by=user, at=now
    )


@transaction.atomic
def undo_act(*, act: CodingAct, now: datetime) -> CodingAct:
    """Take back all that one act did: codes, cuts, joins and looks are as they were before.

    What was marked as sensitive in between stays so, in whatever it comes back as.

    Raises ActBuiltUponError when it was undone before or later work hangs on it, and
    StatementChangedError when the answer was given anew meanwhile.
    """
    lock_book(act.community)
    act = CodingAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if act.undone_at is not None or act.event_id is not None:
        raise ActBuiltUponError(act.pk)
    _revive_statements(act, now)
    act.made_codings.filter(superseded_at__isnull=True).update(superseded_at=now)
    _revive_codings(act)
    act.done_recodings.update(done_at=None, done_by=None, done_in=None)
    act.undone_at = now
    act.save(update_fields=["undone_at"])
    return act


def _revive_statements(act: CodingAct, now: datetime) -> None:
    """Put back the statements that a cut or a join ended; without one, nothing is done here."""
    ended = list(act.ended_statements.order_by("start", "pk"))
    made_ids = list(act.made_statements.values_list("pk", flat=True))
    if not made_ids:
        _refuse_ended_codings(act)
        return
    made = lock_statements(made_ids)
    refuse_blind(made)
    _refuse_later_work(act, made)
    shift = made[0].start - ended[0].start
    answer = answer_text(made[0].interview, made[0].question)
    Recoding.objects.filter(statement__in=made).delete()
    Memo.objects.filter(statement__in=made).update(statement=ended[0])
    Statement.objects.filter(pk__in=made_ids).update(superseded_at=now)
    for one in ended:
        one.start, one.end, one.superseded_at = one.start + shift, one.end + shift, None
        if answer[one.start : one.end] != one.text:
            raise StatementChangedError(one.pk)
        one.ended_in = None
        one.is_sensitive = one.is_sensitive or any(part.is_sensitive for part in made)
        one.save(update_fields=["start", "end", "superseded_at", "ended_in", "is_sensitive"])


def _refuse_ended_codings(act: CodingAct) -> None:
    """Refuse when a code that the act gave was taken, merged or carried to a cut part since."""
    lock_statements(set(act.made_codings.values_list("statement", flat=True)))
    if act.made_codings.filter(superseded_at__isnull=False).exists():
        raise ActBuiltUponError(act.pk)


def _refuse_later_work(act: CodingAct, made: Sequence[Statement]) -> None:
    codings = Coding.objects.filter(statement__in=made)
    carried = set(act.made_codings.values_list("pk", flat=True))
    live = set(codings.filter(superseded_at__isnull=True).values_list("pk", flat=True))
    if carried != live:
        raise ActBuiltUponError(act.pk)


def _revive_codings(act: CodingAct) -> None:
    """Give back the codes that the act took; of a code that was merged since, the one it is now."""
    ended = act.ended_codings.select_related("code__merged_into")
    for coding in ended.filter(statement__superseded_at__isnull=True):
        code = now_of(coding.code)
        others = Coding.objects.filter(statement=coding.statement_id, superseded_at__isnull=True)
        if others.filter(code=code).exists():
            continue
        coding.code, coding.superseded_at, coding.ended_in = code, None, None
        coding.save(update_fields=["code", "superseded_at", "ended_in"])


def now_of(code: Code) -> Code:
    """Return the code that this one has become by merges; itself when it was not merged."""
    while code.merged_into is not None:
        code = code.merged_into
    return code
