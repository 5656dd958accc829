"""What leaves for other programs, and what a file of theirs would change here."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext as _

from convoca.agenda.core.coding.documents import Entry, write_codebook_document
from convoca.agenda.core.coding.refi.comparing import (
    CodeFate,
    ComparedCode,
    MatchedCoding,
    MissedCoding,
    OurStatement,
    Place,
    compare_codes,
    match_codings,
)
from convoca.agenda.core.coding.refi.reading import is_project, read_codebook, read_project
from convoca.agenda.core.coding.refi.values import (
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiSelection,
    RefiSource,
    RefiUser,
    describe,
    parts_of,
)
from convoca.agenda.models import Answer, CarriedFile, Code, Statement
from convoca.agenda.queries.codebook import in_tree, version_of
from convoca.agenda.queries.interviews import done_interviews
from convoca.agenda.queries.quotable import quotable_statements
from convoca.agenda.queries.statements import (
    LIVE,
    group_sizes,
    live_statements,
    outside_blind_rounds,
    question_labels,
    quote_source,
)
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.sheets import Sheet

SPACE = UUID("6d0f5a8e-3f0c-5c6b-9c39-1f6d8d1f7a52")
MASK = "▒"


@dataclass(frozen=True)
class ImportPlan:
    """What a file would change: codes, codings that fit, codings that do not."""

    codes: Sequence[ComparedCode]
    matched: Sequence[MatchedCoding]
    missed: Sequence[MissedCoding]
    is_project: bool

    def of_fate(self, fate: CodeFate) -> list[ComparedCode]:
        return [one for one in self.codes if one.fate == fate]

    @cached_property
    def does_something(self) -> bool:
        changing = {CodeFate.NEW, CodeFate.CHANGED}
        return bool(self.matched) or any(one.fate in changing for one in self.codes)

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of what would change, to refuse when it is not what somebody saw."""
        words = repr((self.codes, self.matched, len(self.missed)))
        return hashlib.sha256(words.encode()).hexdigest()


def lasting_guid(kind: str, *parts: object) -> str:
    """Return the guid of something that has no row of its own, always the same."""
    return str(uuid5(SPACE, ":".join([kind, *map(str, parts)])))


def active_codes(community: Community) -> list[Code]:
    """Return the codes in use, each before those under it."""
    codes = community.codes.filter(is_active=True).select_related("parent", "theme", "merged_into")
    return [one.code for one in in_tree(list(codes))]


def refi_code(code: Code) -> RefiCode:
    """Return a code as the exchange format has it."""
    return RefiCode(
        guid=str(code.guid),
        name=code.name,
        description=describe(code.definition, code.include, code.exclude, code.example),
        colour=code.colour,
        is_codable=code.is_codable,
        parent=str(code.parent.guid) if code.parent else None,
    )


def sendable_statements(cycle: Cycle) -> QuerySet[Statement]:
    """Return what may leave the house: may be quoted, and nobody is coding it blind.

    `live_codings` is a list; interview and municipality come along.
    """
    codings = Prefetch("codings", LIVE.select_related("code").order_by("pk"), "live_codings")
    statements = outside_blind_rounds(quotable_statements(cycle)).prefetch_related(codings)
    return statements.select_related("interview__seat__municipality__region").order_by(
        "interview", "question", "start"
    )


def refi_project(cycle: Cycle) -> RefiProject:
    """Return what was said and coded in a cycle, without a name of who said or who coded it.

    A source is an answer of who allows quoting; what is sensitive in it is covered, sign by sign,
    so that places stay what they are.
    """
    grouped: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for one in sendable_statements(cycle):
        grouped[one.interview_id, one.question].append(one)
    texts = _texts(cycle, {interview for interview, _question in grouped})
    names = _source_names(cycle, grouped)
    codes = [refi_code(one) for one in active_codes(cycle.community)]
    coders = _coders(one for group in grouped.values() for one in group)
    sources = [
        RefiSource(
            guid=lasting_guid("answer", *key),
            name=names[key],
            text=texts[key],
            selections=tuple(_selections(statements, coders, {one.guid for one in codes})),
        )
        for key, statements in grouped.items()
        if key in texts
    ]
    return RefiProject(
        name=f"{cycle.community} · {cycle}",
        codes=tuple(codes),
        users=tuple(coders.values()),
        sources=tuple(sorted(sources, key=lambda one: one.guid)),
    )


def _texts(cycle: Cycle, interviews: set[int]) -> dict[tuple[int, str], str]:
    answers = Answer.objects.filter(interview__in=interviews)
    texts = {
        (one.interview_id, one.question): one.value for one in answers if isinstance(one.value, str)
    }
    hidden = live_statements(cycle).filter(is_sensitive=True, interview__in=interviews)
    for one in hidden:
        text = texts.get((one.interview_id, one.question), "")
        covered = text[: one.start] + MASK * (one.end - one.start) + text[one.end :]
        texts[one.interview_id, one.question] = covered
    return texts


def _source_names(
    cycle: Cycle, grouped: dict[tuple[int, str], list[Statement]]
) -> dict[tuple[int, str], str]:
    labels, sizes = question_labels(cycle), group_sizes(done_interviews(cycle))
    numbers = pseudonyms({interview for interview, _question in grouped})
    return {
        (interview, question): " · ".join(
            [
                _("Entrevista %(number)s") % {"number": numbers[interview]},
                quote_source(statements[0], sizes),
                labels.get(question, question),
            ]
        )
        for (interview, question), statements in grouped.items()
    }


def pseudonyms(interviews: Iterable[int]) -> dict[int, int]:
    """Number interviews from 1 in an order that says nothing of who was asked first."""
    mixed = sorted(interviews, key=lambda one: lasting_guid("interview", one))
    return {interview: number for number, interview in enumerate(mixed, 1)}


def _coders(statements: Iterable[Statement]) -> dict[int, RefiUser]:
    given = {
        coding.by_id: lasting_guid("coder", coding.by_id)
        for one in statements
        for coding in one.live_codings  # type: ignore[attr-defined]  # prefetched by sendable_statements
        if coding.by_id
    }
    mixed = sorted(given.items(), key=lambda one: one[1])
    return {
        coder: RefiUser(guid, _("Persona %(number)s") % {"number": number})
        for number, (coder, guid) in enumerate(mixed, 1)
    }


def _selections(
    statements: Sequence[Statement], coders: dict[int, RefiUser], known: set[str]
) -> Iterable[RefiSelection]:
    for one in statements:
        codings = tuple(
            RefiCoding(
                guid=lasting_guid("coding", coding.pk),
                code=str(coding.code.guid),
                user=coders[coding.by_id].guid if coding.by_id else "",
                at=coding.at,
            )
            for coding in one.live_codings  # type: ignore[attr-defined]  # prefetched by sendable_statements
            if str(coding.code.guid) in known
        )
        if codings:
            yield RefiSelection(lasting_guid("statement", one.pk), one.start, one.end, codings)


def training_sheet(cycle: Cycle) -> Sheet:
    """Return the coded statements as `text,code`, a row a code: what `themes suggest` reads."""
    rows = [
        (one.text, coding.code.name)
        for one in sendable_statements(cycle)
        for coding in one.live_codings  # type: ignore[attr-defined]  # prefetched by sendable_statements
    ]
    return Sheet(_("Dichos con código"), ("text", "code"), rows)


def coded_sheet(cycle: Cycle) -> Sheet:
    """Return the statements that may be quoted with question, source and codes, a row each."""
    labels, sizes = question_labels(cycle), group_sizes(done_interviews(cycle))
    rows = [
        (
            one.text,
            ", ".join(coding.code.name for coding in one.live_codings),  # type: ignore[attr-defined]  # prefetched by sendable_statements
            labels.get(one.question, one.question),
            quote_source(one, sizes),
        )
        for one in sendable_statements(cycle)
    ]
    return Sheet(_("Dichos"), (_("Dicho"), _("Códigos"), _("Pregunta"), _("De dónde")), rows)


def codebook_document(community: Community) -> bytes:
    """Return the codebook as a document."""
    codes = community.codes.filter(is_active=True).select_related("parent", "theme", "merged_into")
    entries = [
        Entry(
            placed.code.name,
            placed.depth,
            [
                (_("Definición"), placed.code.definition),
                (_("Incluye"), placed.code.include),
                (_("No incluye"), placed.code.exclude),
                (_("Ejemplo"), placed.code.example),
                (_("Tema"), placed.code.theme.title if placed.code.theme else ""),
            ],
        )
        for placed in in_tree(list(codes))
    ]
    lead = _("%(community)s. Versión %(version)s, %(count)s códigos.") % {
        "community": community,
        "version": version_of(community),
        "count": len(entries),
    }
    return write_codebook_document(_("Libro de códigos"), lead, entries)


def plan_of(carried: CarriedFile) -> ImportPlan:
    """Return what a file would change now.

    Raises RefiFileError when it is no codebook or project.
    """
    content = bytes(carried.content)
    project = read_project(content) if is_project(content) else None
    theirs = project.codes if project else read_codebook(content)
    community = carried.cycle.community
    rows = list(community.codes.select_related("parent"))
    codes = compare_codes(
        [refi_code(one) for one in rows],
        [_tidied(one) for one in theirs],
        closed=[str(one.guid) for one in rows if not one.is_active],
    )
    usable = {str(one.guid) for one in rows if one.is_active and one.is_codable}
    changing = [one.code for one in codes if one.fate in {CodeFate.NEW, CodeFate.CHANGED}]
    usable -= {one.guid for one in changing if not one.is_codable}
    usable |= {one.guid for one in changing if one.is_codable}
    sources = project.sources if project else ()
    matched, missed = match_codings(sources, statements=_places(carried.cycle), codes=usable)
    return ImportPlan(codes, _fresh(carried.cycle, matched), missed, project is not None)


def _tidied(code: RefiCode) -> RefiCode:
    parts = parts_of(code.description)
    return RefiCode(
        code.guid, code.name, describe(**parts), code.colour, code.is_codable, code.parent
    )


def _places(cycle: Cycle) -> dict[Place, OurStatement]:
    return {
        (lasting_guid("answer", one.interview_id, one.question), one.start, one.end): OurStatement(
            one.pk, one.text
        )
        for one in outside_blind_rounds(live_statements(cycle))
    }


def _fresh(cycle: Cycle, matched: Sequence[MatchedCoding]) -> list[MatchedCoding]:
    """Leave out the codings that are here already."""
    there = LIVE.filter(statement__in=live_statements(cycle))
    known = {(one, str(guid)) for one, guid in there.values_list("statement", "code__guid")}
    return [one for one in matched if (one.statement, one.code) not in known]


def waiting_file(cycle: Cycle) -> CarriedFile | None:
    """Return the file that somebody brought and that nobody has put to use; None if none."""
    return cycle.carried_files.filter(applied_at__isnull=True).first()


def count_sendable(cycle: Cycle) -> tuple[int, int]:
    """Count the coded statements that may leave the house, of all coded ones."""
    coded = LIVE.filter(statement=OuterRef("pk"))
    every = live_statements(cycle).filter(Exists(coded)).count()
    return sendable_statements(cycle).filter(Exists(coded)).count(), every
