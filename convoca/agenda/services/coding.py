"""Coding what was said, and the codebook."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convoca.agenda.errors import NameTakenError, NothingCodedError, StatementChangedError
from convoca.agenda.models import Code, Coding, Statement, Theme
from convoca.directory.models import Community, User


@transaction.atomic
def create_code(
    *,
    community: Community,
    name: str,
    definition: str,
    theme: Theme | None,
    user: User,
    now: datetime,
) -> Code:
    """Add a code to the codebook.

    Raises NameTakenError.
    """
    code = Code(
        community=community,
        name=name.strip(),
        definition=definition,
        theme=theme,
        created_at=now,
        created_by=user,
    )
    return _save_code(code)


@transaction.atomic
def edit_code(*, code: Code, name: str, definition: str, theme: Theme | None, active: bool) -> Code:
    """Rename, redefine, move under a theme, or retire a code; what it coded stays coded.

    Raises NameTakenError.
    """
    code.name, code.definition, code.theme, code.is_active = name.strip(), definition, theme, active
    return _save_code(code)


def _save_code(code: Code) -> Code:
    try:
        with transaction.atomic():
            code.save()
    except IntegrityError as error:
        raise NameTakenError(code.name) from error
    return code


@transaction.atomic
def code_statement(
    *, statement: Statement, codes: Sequence[Code], user: User | None, now: datetime
) -> list[Coding]:
    """Give codes to a statement, beside those it has; return those that are new.

    Raises NothingCodedError, or StatementChangedError when its answer was given anew.
    """
    if not codes:
        raise NothingCodedError(statement.pk)
    locked = Statement.objects.select_for_update().get(pk=statement.pk)
    if locked.superseded_at is not None:
        raise StatementChangedError(statement.pk)
    live = locked.codings.filter(superseded_at__isnull=True)
    there = set(live.values_list("code_id", flat=True))
    return [
        Coding.objects.create(statement=locked, code=code, by=user, at=now)
        for code in dict.fromkeys(codes)
        if code.pk not in there
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
    return codes


@transaction.atomic
def set_statement_aside(*, statement: Statement, user: User, now: datetime) -> list[Coding]:
    """Code a statement that says nothing to code, so that it leaves the queue.

    Raises StatementChangedError.
    """
    code, _is_new = Code.objects.get_or_create(
        community=statement.interview.cycle.community,
        name=_("Sin contenido"),
        defaults={"created_at": now, "created_by": user},
    )
    return code_statement(statement=statement, codes=[code], user=user, now=now)


@transaction.atomic
def uncode_statement(*, statement: Statement, code: Code, now: datetime) -> int:
    """Take a code from a statement: the coding stays as history. Return how many were taken."""
    live = Coding.objects.filter(statement=statement, code=code, superseded_at__isnull=True)
    return live.update(superseded_at=now)
