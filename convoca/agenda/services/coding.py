"""Giving codes to what was said, and taking them away."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.agenda.errors import CodeRetiredError, NothingCodedError, RecodingDoneError
from convoca.agenda.models import Code, Coding, CodingAct, Recoding, Statement
from convoca.agenda.services.acts import begin_act, lock_statements, now_of
from convoca.agenda.services.codebook import create_code, lock_book
from convoca.agenda.services.settling import settle_suggestion
from convoca.directory.models import Community, User

Kind = CodingAct.Kind


@transaction.atomic
def code_statement(
    *,
    statement: Statement,
    codes: Sequence[Code],
    user: User | None,
    now: datetime,
    act: CodingAct | None = None,
    kind: CodingAct.Kind = Kind.CODE,
) -> list[Coding]:
    """Give codes to a statement, beside those it has; return those that are new.

    Args:
        act: the act that this is part of, to be undone with it; None makes one of its own.

    Raises NothingCodedError, StatementChangedError when its answer was given anew, or
    CodeRetiredError; a code that was merged meanwhile is given as the one it is now.
    """
    if not codes:
        raise NothingCodedError(statement.pk)
    (locked,) = lock_statements([statement.pk])
    rows = Code.objects.select_related("merged_into").in_bulk([one.pk for one in codes])
    now_given = [_in_use(rows[one.pk]) for one in codes]
    live = locked.codings.filter(superseded_at__isnull=True)
    there = set(live.values_list("code_id", flat=True))
    fresh = [one for one in dict.fromkeys(now_given) if one.pk not in there]
    if fresh and act is None:
        act = begin_act(statement=locked, kind=kind, user=user, now=now)
    return [
        Coding.objects.create(statement=locked, code=code, by=user, at=now, made_in=act)
        for code in fresh
    ]


@transaction.atomic
def code_with_new(
    *,
    statement: Statement,
    code_ids: Collection[int],
    name: str,
    theme_id: int | None,
    user: User,
    now: datetime,
) -> list[Code]:
    """Give a statement codes of the codebook, and a new one where `name` is not blank.

    Return the codes given. All or nothing: when the statement takes none, none is made.

    Raises NameTakenError, and as `code_statement`.
    """
    community = statement.interview.cycle.community
    codes = list(community.codes.filter(pk__in=code_ids))
    if name.strip():
        theme = community.themes.filter(pk=theme_id).first() if theme_id else None
        made = create_code(
            community=community, name=name, definition="", theme=theme, user=user, now=now
        )
        codes.append(made)
    code_statement(statement=statement, codes=codes, user=user, now=now)
    settle_suggestion(statement=statement, user=user, now=now)
    return codes


@transaction.atomic
def set_statement_aside(*, statement: Statement, user: User | None, now: datetime) -> list[Coding]:
    """Code a statement that says nothing to code, so that it leaves the queue.

    Raises StatementChangedError, or CodeRetiredError when that code was taken out of use.
    """
    code = _empty_code(statement.interview.cycle.community, user, now)
    given = code_statement(statement=statement, codes=[code], user=user, now=now, kind=Kind.ASIDE)
    settle_suggestion(statement=statement, user=user, now=now)
    return given


@transaction.atomic
def uncode_statement(
    *, statement: Statement, code: Code, now: datetime, user: User | None = None
) -> int:
    """Take a code from a statement: the coding stays as history. Return how many were taken.

    None when somebody took it before, or made it part of another code meanwhile.
    """
    lock_book(statement.interview.cycle.community)
    live = Coding.objects.filter(statement=statement, code=code, superseded_at__isnull=True)
    if not live.exists():
        return 0
    act = begin_act(statement=statement, kind=Kind.UNCODE, user=user, now=now)
    return live.update(superseded_at=now, ended_in=act)


@transaction.atomic
def recode_statement(
    *, recoding: Recoding, codes: Sequence[Code], user: User | None, now: datetime
) -> list[Coding]:
    """Look anew at a statement whose code was split: the old code leaves, these come.

    No codes says that none of them fits. Return the codings that are new.

    Raises RecodingDoneError when somebody looked before, and as `code_statement`.
    """
    lock_book(recoding.event.community)
    locked = Recoding.objects.select_for_update(of=("self",)).get(pk=recoding.pk)
    if locked.done_at is not None:
        raise RecodingDoneError(recoding.pk)
    (statement,) = lock_statements([locked.statement_id])
    act = begin_act(statement=statement, kind=Kind.RECODE, user=user, now=now)
    old = statement.codings.filter(code=locked.event.code, superseded_at__isnull=True)
    old.update(superseded_at=now, ended_in=act)
    locked.done_at, locked.done_by, locked.done_in = now, user, act
    locked.save(update_fields=["done_at", "done_by", "done_in"])
    if not codes:
        return []
    return code_statement(statement=statement, codes=codes, user=user, now=now, act=act)


def _in_use(code: Code) -> Code:
    code = now_of(code)
    if not (code.is_active and code.is_codable):
        raise CodeRetiredError(code.name)
    return code


def _empty_code(community: Community, user: User | None, now: datetime) -> Code:
    name = _("Sin contenido")
    known = community.codes.filter(name=name).first()
    return known or create_code(
        community=community, name=name, definition="", theme=None, user=user, now=now
    )
