"""Writing the codebook: each change of a code and its event, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from convoca.agenda.core.coding.codebook import (
    ChangeKind,
    described,
    differences,
    stands_under,
)
from convoca.agenda.errors import (
    CodeCircleError,
    CodeInUseError,
    CodeMovedError,
    NameTakenError,
    SplitFaultError,
)
from convoca.agenda.models import Code, CodeEvent, Coding, Recoding, Statement, Theme
from convoca.agenda.queries.codebook import last_change, state_of, version_of
from convoca.directory.models import Community, User

FEWEST_PARTS = 2


@dataclass(frozen=True)
class CodeInput:
    """What a code says, as a person wrote it."""

    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    theme: Theme | None = None
    parent: Code | None = None
    colour: str = ""
    is_codable: bool = True


@dataclass(frozen=True)
class Author:
    """Who changes the book, when, and why."""

    user: User | None
    now: datetime
    reason: str = ""


@transaction.atomic
def create_code(
    *,
    community: Community,
    name: str,
    definition: str,
    theme: Theme | None,
    user: User | None,
    now: datetime,
) -> Code:
    """Add a code that has a name, a definition and a theme.

    Raises NameTakenError.
    """
    given = CodeInput(name, definition, theme=theme)
    return add_code(community=community, given=given, author=Author(user, now))


@transaction.atomic
def add_code(
    *, community: Community, given: CodeInput, author: Author, guid: UUID | None = None
) -> Code:
    """Add a code to the codebook. A guid comes along when the code was born in another book.

    Raises NameTakenError.
    """
    lock_book(community)
    code = Code(
        community=community,
        guid=guid or uuid4(),
        created_at=author.now,
        created_by=author.user,
    )
    _save(code, given)
    record(code, ChangeKind.CREATE, {}, described(state_of(code)), author=author)
    return code


@transaction.atomic
def edit_code(*, code: Code, given: CodeInput, author: Author, seen: int | None = None) -> Code:
    """Rename, redefine or move a code; what it coded stays coded. The same again changes nothing.

    Args:
        seen: the number of the last change of this code that the person saw; None does not ask.

    Raises CodeMovedError when somebody changed the code since, NameTakenError or CodeCircleError.
    """
    lock_book(code.community)
    locked = code.community.codes.select_related("parent", "theme", "merged_into").get(pk=code.pk)
    if seen is not None and last_change(locked) != seen:
        raise CodeMovedError(code.pk)
    _check_place(locked, given.parent)
    before = state_of(locked)
    _save(locked, given)
    for kind, old, new in differences(before, state_of(locked)):
        record(locked, kind, old, new, author=author)
    return locked


@transaction.atomic
def retire_code(*, code: Code, author: Author) -> Code:
    """Take a code out of use; what it coded stays coded and counted. Done twice it is done once.

    Raises CodeInUseError while codes in use stand under it.
    """
    lock_book(code.community)
    code.refresh_from_db()
    if code.is_active:
        refuse_parents(code)
        _switch(code, ChangeKind.RETIRE, author, active=False)
    return code


@transaction.atomic
def restore_code(*, code: Code, author: Author) -> Code:
    """Bring a retired or split code back into use; its statements need no new look any more.

    A merged one comes back by `unmerge_code`, and stays as it is here.
    """
    lock_book(code.community)
    code.refresh_from_db()
    if not code.is_active and code.merged_into_id is None:
        _switch(code, ChangeKind.RESTORE, author, active=True)
        waiting = Recoding.objects.filter(event__code=code, done_at__isnull=True)
        waiting.update(done_at=author.now, done_by=author.user)
    return code


@transaction.atomic
def split_code(*, code: Code, parts: Sequence[CodeInput], author: Author) -> CodeEvent:
    """Divide a code into new ones, which stand where it stood and under its theme.

    The old code is offered no more; each statement that has it waits for a new look, and counts
    under the old code until somebody gave it (`recode_statement`).

    Raises SplitFaultError, NameTakenError, or CodeInUseError while codes in use stand under it.
    """
    lock_book(code.community)
    code = code.community.codes.select_related("parent", "theme").get(pk=code.pk)
    names = {part.name.strip().casefold() for part in parts}
    if not code.is_active or len(names) < max(FEWEST_PARTS, len(parts)) or "" in names:
        raise SplitFaultError(code.pk)
    refuse_parents(code)
    made = [
        add_code(
            community=code.community,
            given=CodeInput(
                part.name, part.definition, theme=code.theme, parent=code.parent, colour=code.colour
            ),
            author=author,
        )
        for part in parts
    ]
    into = [str(one.guid) for one in made]
    event = _switch(code, ChangeKind.SPLIT, author, active=False, more={"into": into})
    live = Coding.objects.filter(code=code, superseded_at__isnull=True)
    Recoding.objects.bulk_create(
        Recoding(event=event, statement_id=statement)
        for statement in live.order_by("statement").values_list("statement", flat=True)
    )
    return event


def lock_book(community: Community) -> None:
    """Hold the book of a community for this transaction alone: its changes are counted.

    Always before statements and acts; who changes a code and who gives one come one by one.
    """
    Community.objects.select_for_update(of=("self",), no_key=True).get(pk=community.pk)


def lock_books_of(statement_ids: Collection[int]) -> None:
    """Hold the books that these statements are coded with, as `lock_book` does."""
    statements = Statement.objects.filter(pk__in=statement_ids)
    books = Community.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(books.filter(pk__in=statements.values("interview__cycle__community")))


def refuse_parents(code: Code) -> None:
    """Raise CodeInUseError if codes in use stand under this one."""
    if code.children.filter(is_active=True).exists():
        raise CodeInUseError(code.pk)


def record(
    code: Code,
    kind: ChangeKind,
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    author: Author,
) -> CodeEvent:
    """Write down a change of a code whose book is held; return it with its number."""
    return CodeEvent.objects.create(
        community=code.community,
        number=version_of(code.community) + 1,
        kind=kind,
        code=code,
        before=before,
        after=after,
        reason=author.reason.strip(),
        by=author.user,
        at=author.now,
    )


def _switch(
    code: Code,
    kind: ChangeKind,
    author: Author,
    *,
    active: bool,
    more: Mapping[str, object] | None = None,
) -> CodeEvent:
    code.is_active = active
    code.save(update_fields=["is_active"])
    after = {"is_active": active, **(more or {})}
    return record(code, kind, {"is_active": not active}, after, author=author)


def _check_place(code: Code, parent: Code | None) -> None:
    if parent is None:
        return
    rows = code.community.codes.values_list("guid", "parent__guid")
    parents = {str(guid): str(above) if above else None for guid, above in rows}
    if stands_under(str(parent.guid), str(code.guid), parents):
        raise CodeCircleError(code.pk)


def _save(code: Code, given: CodeInput) -> None:
    code.name = given.name.strip()
    code.definition, code.include = given.definition, given.include
    code.exclude, code.example = given.exclude, given.example
    code.theme, code.parent = given.theme, given.parent
    code.colour, code.is_codable = given.colour, given.is_codable
    try:
        with transaction.atomic():
            code.save()
    except IntegrityError as error:
        raise NameTakenError(code.name) from error
