"""Making two codes one, and parting them again with exactly what each had."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from convoca.agenda.core.coding.codebook import ChangeKind
from convoca.agenda.errors import MergeFaultError, UnmergeFaultError
from convoca.agenda.models import Code, CodeEvent, Coding, CodingAct, Statement
from convoca.agenda.services.codebook import Author, lock_book, record, refuse_parents

Kind = CodingAct.Kind
CARRIED = [Kind.CUT, Kind.JOIN]


@transaction.atomic
def merge_codes(*, code: Code, into: Code, author: Author) -> CodeEvent:
    """Make a code part of another: its codings end, with their trace, and are the other's now.

    A statement that had both keeps the other's coding alone.

    Raises MergeFaultError unless both are different codes in use of one book and the other may be
    given; CodeInUseError while codes in use stand under the first.
    """
    lock_book(code.community)
    code.refresh_from_db()
    into.refresh_from_db()
    fits = code.is_active and into.is_active and into.is_codable and code.pk != into.pk
    if not fits or code.community_id != into.community_id:
        raise MergeFaultError(code.pk)
    refuse_parents(code)
    code.is_active, code.merged_into = False, into
    code.save(update_fields=["is_active", "merged_into"])
    after = {"is_active": False, "merged_into": str(into.guid)}
    before = {"is_active": True, "merged_into": None}
    event = record(code, ChangeKind.MERGE, before, after, author=author)
    act = _act(event, Kind.MERGE)
    ended = list(_live(code))
    already = set(_live(into).values_list("statement", flat=True))
    _end(_live(code), act, author.now)
    _give(into, [one for one in ended if one.statement_id not in already], act)
    return event


@transaction.atomic
def unmerge_code(*, code: Code, author: Author) -> CodeEvent | None:
    """Part a code from the one it went into, and give it back the codings that it had.

    Each statement that had it gets it again, also one that was cut or joined since, unless
    somebody took the other code away meanwhile. The other code leaves the statements that had it
    by the merge alone. None when the code is not merged (any more).

    Raises UnmergeFaultError when the other is not in use itself.
    """
    lock_book(code.community)
    code = code.community.codes.select_related("merged_into").get(pk=code.pk)
    into = code.merged_into
    if into is None:
        return None
    if not into.is_active:
        raise UnmergeFaultError(into.name)
    merge = CodingAct.objects.filter(kind=Kind.MERGE, event__code=code).latest("pk")
    code.is_active, code.merged_into = True, None
    code.save(update_fields=["is_active", "merged_into"])
    before = {"is_active": False, "merged_into": str(into.guid)}
    after = {"is_active": True, "merged_into": None}
    event = record(code, ChangeKind.UNMERGE, before, after, author=author)
    _give_back(code, into, merge, _act(event, Kind.UNMERGE))
    return event


def _give_back(code: Code, into: Code, merge: CodingAct, act: CodingAct) -> None:
    had = {one.statement_id: one for one in merge.ended_codings.order_by("pk")}
    origins = _heirs(had)
    standing = list(_live(into).filter(statement__in=origins))
    _give(code, [_copy(had[origins[one.statement_id]], one.statement_id) for one in standing], act)
    made = set(merge.made_codings.values_list("statement", flat=True))
    own = Coding.objects.filter(code=into).exclude(made_in=merge).exclude(made_in__kind__in=CARRIED)
    still = own.filter(superseded_at__isnull=True).values_list("statement", flat=True)
    lent = set(_heirs(dict.fromkeys(made))) - set(_heirs(dict.fromkeys(still)))
    _end(_live(into).filter(statement__in=lent), act, act.at)


def _heirs(statements: dict[int, object] | dict[int, Coding]) -> dict[int, int]:
    """Return the statements and all that was cut or joined out of them, each with its origin."""
    origins = {one: one for one in statements}
    waiting = list(origins)
    while waiting:
        rows = Statement.objects.filter(
            made_in__kind__in=CARRIED, made_in__ended_statements__in=waiting
        ).values_list("pk", "made_in__ended_statements")
        fresh = {made: origins[old] for made, old in rows if old in origins and made not in origins}
        origins |= fresh
        waiting = list(fresh)
    return origins


def _act(event: CodeEvent, kind: CodingAct.Kind) -> CodingAct:
    return CodingAct.objects.create(
        community=event.community, event=event, kind=kind, by=event.by, at=event.at
    )


def _live(code: Code) -> QuerySet[Coding]:
    return Coding.objects.filter(code=code, superseded_at__isnull=True)


def _end(codings: QuerySet[Coding], act: CodingAct, now: datetime) -> None:
    codings.update(superseded_at=now, ended_in=act)


def _copy(coding: Coding, statement_id: int) -> Coding:
    return Coding(statement_id=statement_id, by_id=coding.by_id)


def _give(code: Code, codings: list[Coding], act: CodingAct) -> None:
    """Give a code to the statements of these codings, in the name of who coded them."""
    Coding.objects.bulk_create(
        Coding(statement_id=one.statement_id, code=code, by_id=one.by_id, at=act.at, made_in=act)
        for one in codings
    )
