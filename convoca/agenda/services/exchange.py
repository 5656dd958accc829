"""Bringing a codebook or a project of another program: looked at first, then put to use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from convoca.agenda.core.coding.refi.comparing import CodeFate, ComparedCode
from convoca.agenda.core.coding.refi.values import RefiFileError, parts_of
from convoca.agenda.errors import CarriedFileDoneError, CarriedFileFaultError, CarriedFileMovedError
from convoca.agenda.models import CarriedFile, Code, Statement
from convoca.agenda.queries.exchange import ImportPlan, plan_of
from convoca.agenda.services.codebook import Author, CodeInput, add_code, edit_code
from convoca.agenda.services.coding import code_statement
from convoca.cycles.models import Cycle
from convoca.directory.models import User

LONGEST_FILE_NAME = 120


@dataclass(frozen=True)
class Brought:
    """What came of a file: how many codes were made and changed, and codings given."""

    made: int
    changed: int
    codings: int


@transaction.atomic
def carry_file(
    *, cycle: Cycle, name: str, content: bytes, user: User | None, now: datetime
) -> CarriedFile:
    """Keep a file that can be read, in the place of the one that waited before.

    Raises CarriedFileFaultError when it is no codebook or project.
    """
    cycle.carried_files.filter(applied_at__isnull=True).delete()
    carried = CarriedFile.objects.create(
        cycle=cycle, name=name[-LONGEST_FILE_NAME:], content=content, by=user, at=now
    )
    read_plan(carried)
    return carried


def read_plan(carried: CarriedFile) -> ImportPlan:
    """Return what a file would change now.

    Raises CarriedFileFaultError when it is no codebook or project.
    """
    try:
        return plan_of(carried)
    except RefiFileError as error:
        raise CarriedFileFaultError(error.fault, error.where) from error


@transaction.atomic
def apply_file(*, carried: CarriedFile, seen: str, user: User, now: datetime) -> Brought:
    """Put a file to use: its new codes, its changes, the codings that fit; conflicts stay out.

    Args:
        seen: the fingerprint of the plan that the person looked at.

    Raises CarriedFileDoneError when somebody did so before, CarriedFileMovedError when the book
    changed since, and as the services of codes and codings.
    """
    carried = (
        CarriedFile.objects.select_for_update(of=("self",))
        .select_related("cycle__community__association")
        .get(pk=carried.pk)
    )
    if carried.applied_at is not None:
        raise CarriedFileDoneError(carried.pk)
    plan = read_plan(carried)
    if plan.fingerprint != seen:
        raise CarriedFileMovedError(carried.pk)
    author = Author(user, now, carried.name)
    for one in plan.of_fate(CodeFate.NEW):
        _make(carried, one, author)
    for one in plan.of_fate(CodeFate.CHANGED):
        _change(carried, one, author)
    given = _give(carried, plan, user, now)
    carried.applied_at, carried.content = now, b""
    carried.save(update_fields=["applied_at", "content"])
    made, changed = (len(plan.of_fate(fate)) for fate in (CodeFate.NEW, CodeFate.CHANGED))
    return Brought(made, changed, given)


@transaction.atomic
def drop_file(*, carried: CarriedFile) -> None:
    """Forget a file that waits; one that was put to use stays known."""
    CarriedFile.objects.filter(pk=carried.pk, applied_at__isnull=True).delete()


def _make(carried: CarriedFile, one: ComparedCode, author: Author) -> None:
    add_code(
        community=carried.cycle.community,
        given=_input(carried, one, None),
        author=author,
        guid=UUID(one.code.guid),
    )


def _change(carried: CarriedFile, one: ComparedCode, author: Author) -> None:
    code = carried.cycle.community.codes.select_related("theme").get(guid=one.code.guid)
    edit_code(code=code, given=_input(carried, one, code), author=author)


def _input(carried: CarriedFile, one: ComparedCode, code: Code | None) -> CodeInput:
    parent = None
    if one.code.parent:
        parent = carried.cycle.community.codes.get(guid=one.code.parent)
    return CodeInput(
        name=one.code.name,
        **parts_of(one.code.description),
        theme=code.theme if code else None,
        parent=parent,
        colour=one.code.colour,
        is_codable=one.code.is_codable,
    )


def _give(carried: CarriedFile, plan: ImportPlan, user: User, now: datetime) -> int:
    codes = {str(one.guid): one for one in carried.cycle.community.codes.all()}
    by_statement: dict[int, list[Code]] = {}
    for one in plan.matched:
        by_statement.setdefault(one.statement, []).append(codes[one.code])
    statements = Statement.objects.in_bulk(by_statement)
    return sum(
        len(code_statement(statement=statements[pk], codes=given, user=user, now=now))
        for pk, given in by_statement.items()
    )
