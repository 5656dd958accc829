"""What somebody who codes may read, in which order, and which of it: the queue and the lists."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.models import Memo, Recoding, Statement
from convoca.agenda.queries.codebook import waiting_recodings
from convoca.agenda.queries.interviews import done_interviews
from convoca.agenda.queries.statements import (
    LIVE,
    answer_text,
    group_sizes,
    live_statements,
    outside_blind_rounds,
    quote_source,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Settlement, User
from convoca.directory.queries.access import may
from convoca.foundation.errors import NotFoundError
from convoca.foundation.numbers import read_id

Row = TypeVar("Row", str, tuple[int, int, str])
LAST = 2**31 - 1  # where a statement stands whose like nobody has looked for yet
MEMOS = Memo.objects.filter(deleted_at__isnull=True)


@dataclass(frozen=True)
class StatementFilter:
    """Which statements somebody wants to see; what is empty does not narrow."""

    question: str = ""
    region: int = 0
    kind: str = ""
    theme: int = 0
    code: int = 0
    words: str = ""
    state: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "StatementFilter":
        """Read the filters of an address; what is no filter is passed over."""
        return cls(
            question=_words(query, "question"),
            region=read_id(query.get("region")),
            kind=_words(query, "kind"),
            theme=read_id(query.get("theme")),
            code=read_id(query.get("code")),
            words=_words(query, "words"),
            state=_words(query, "state"),
        )

    @property
    def query(self) -> str:
        """Return the filters as they stand in an address, "" when there is none."""
        return urlencode({name: value for name, value in vars(self).items() if value})


def _words(query: Mapping[str, str], name: str) -> str:
    return query.get(name, "").replace("\x00", "").strip()  # PostgreSQL takes no NUL


@dataclass(frozen=True)
class Part:
    """A part of a whole answer as this person may read it; `statement` is empty between them."""

    text: str
    statement: Statement | None = None
    is_hidden: bool = False


def readable_statements(cycle: Cycle, user: User) -> QuerySet[Statement]:
    """Return what this person may read: sensitive ones only if they coordinate.

    What two people are coding blind is not here, for nobody.
    """
    statements = outside_blind_rounds(live_statements(cycle))
    if not may(user, "coordinate", cycle.community):
        statements = statements.filter(is_sensitive=False)
    return statements


def get_visible_statement(
    user: User | AnonymousUser, cycle_id: int, statement_id: int
) -> Statement:
    """Return a statement of a cycle that this person may code, or raise NotFoundError.

    One that was cut, joined or said anew meanwhile is found too: who acts on it is told so. Not by
    who does not coordinate, where something in that answer is sensitive now.
    """
    cycle = get_visible_cycle(user, cycle_id, "code")
    rows = Statement.objects.filter(interview__cycle=cycle, interview__withdrawn_at__isnull=True)
    if not (isinstance(user, User) and may(user, "coordinate", cycle.community)):
        hushed = Statement.objects.filter(
            interview=OuterRef("interview"),
            question=OuterRef("question"),
            superseded_at__isnull=True,
            is_sensitive=True,
        )
        rows = rows.filter(Q(superseded_at__isnull=True) | ~Exists(hushed), is_sensitive=False)
    whole = rows.select_related(
        "interview__cycle__community__association", "interview__seat__municipality__region"
    )
    statement = outside_blind_rounds(whole).filter(pk=statement_id).first()
    if statement is None:
        raise NotFoundError(statement_id)
    return statement


def coding_queue(
    cycle: Cycle, user: User, wanted: StatementFilter = StatementFilter()
) -> QuerySet[Statement]:
    """Return what waits for a code, in the order of reading: its like, its question, its age."""
    coded = LIVE.filter(statement=OuterRef("pk"))
    waiting = narrowed(cycle, user, wanted).filter(~Exists(coded))
    return in_reading_order(waiting)


def in_reading_order(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Order statements so that those alike follow each other; what nobody placed comes last."""
    far = Coalesce(F("place"), Value(LAST), output_field=IntegerField())
    return statements.annotate(far=far).order_by("far", "question", "pk")


def next_in(queue: QuerySet[Statement], after: int) -> Statement | None:
    """Return the statement of a queue that follows this one; the first when there is none after."""
    last = Statement.objects.filter(pk=after).first()
    if last is None:
        return queue.first()
    return queue.filter(_later(last)).first() or queue.first()


def before_in(queue: QuerySet[Statement], statement: Statement) -> Statement | None:
    """Return the statement of a queue just before this one; None at its beginning."""
    return queue.exclude(_later(statement)).exclude(pk=statement.pk).last()


def _later(last: Statement) -> Q:
    far = LAST if last.place is None else last.place
    same = Q(far=far, question__gt=last.question) | Q(
        far=far, question=last.question, pk__gt=last.pk
    )
    return Q(far__gt=far) | same


def narrowed(cycle: Cycle, user: User, wanted: StatementFilter) -> QuerySet[Statement]:
    """Return what this person may read and wants to see.

    Who does not coordinate cannot narrow by place to fewer than five interviews: nothing comes.
    """
    statements = readable_statements(cycle, user)
    if _is_too_narrow(cycle, user, wanted):
        return statements.none()
    if wanted.question:
        statements = statements.filter(question=wanted.question)
    if wanted.region:
        statements = statements.filter(interview__seat__municipality__region=wanted.region)
    if wanted.kind:
        statements = statements.filter(interview__seat__municipality__settlement=wanted.kind)
    if wanted.words:
        statements = statements.filter(text__icontains=wanted.words)
    if wanted.theme:
        under = LIVE.filter(statement=OuterRef("pk"), code__theme=wanted.theme)
        statements = statements.filter(Exists(under) | Q(question=theme_step_id(wanted.theme)))
    if wanted.code:
        statements = statements.filter(
            Exists(LIVE.filter(statement=OuterRef("pk"), code=wanted.code))
        )
    return _in_state(statements, wanted.state)


def _in_state(statements: QuerySet[Statement], state: str) -> QuerySet[Statement]:
    has_code = Exists(LIVE.filter(statement=OuterRef("pk")))
    if state == "coded":
        return statements.filter(has_code)
    if state == "uncoded":
        return statements.filter(~has_code)
    if state == "memo":
        return statements.filter(Exists(MEMOS.filter(statement=OuterRef("pk"))))
    if state == "sensitive":
        return statements.filter(is_sensitive=True)
    return statements


def _is_too_narrow(cycle: Cycle, user: User, wanted: StatementFilter) -> bool:
    if not (wanted.region or wanted.kind) or may(user, "coordinate", cycle.community):
        return False
    interviews = done_interviews(cycle)
    if wanted.region:
        interviews = interviews.filter(seat__municipality__region=wanted.region)
    if wanted.kind:
        interviews = interviews.filter(seat__municipality__settlement=wanted.kind)
    return interviews.count() < SMALLEST_GROUP


def with_codes(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """Fetch with each statement its codes (`live_codings`, a list) and its memos (`live_memos`)."""
    codings = Prefetch("codings", LIVE.select_related("code").order_by("pk"), "live_codings")
    memos = Prefetch("memos", MEMOS.select_related("by").order_by("pk"), "live_memos")
    return statements.select_related("interview__seat__municipality__region").prefetch_related(
        codings, memos
    )


def region_choices(cycle: Cycle, user: User) -> list[tuple[int, str]]:
    """Return the regions somebody may narrow by, from north to south."""
    rows = done_interviews(cycle).values_list(
        "seat__municipality__region__position",
        "seat__municipality__region",
        "seat__municipality__region__short_name",
    )
    return [(pk, name) for _north, pk, name in _numerous(rows, cycle, user)]


def kind_choices(cycle: Cycle, user: User) -> list[tuple[str, str]]:
    """Return the kinds of municipality somebody may narrow by."""
    rows = done_interviews(cycle).values_list("seat__municipality__settlement", flat=True)
    return [(kind, str(Settlement(kind).label)) for kind in _numerous(rows, cycle, user) if kind]


def _numerous(rows: Iterable[Row], cycle: Cycle, user: User) -> list[Row]:
    fewest = 1 if may(user, "coordinate", cycle.community) else SMALLEST_GROUP
    return sorted(row for row, count in Counter(rows).items() if count >= fewest)


def answer_parts(statement: Statement, user: User) -> list[Part]:
    """Return the whole answer that a statement is part of, part by part, as this person may read.

    What is sensitive is hidden from who does not coordinate.
    """
    rows = statement.interview.statements.filter(
        question=statement.question, superseded_at__isnull=True
    )
    readable = may(user, "coordinate", statement.interview.cycle.community)
    answer = answer_text(statement.interview, statement.question)
    return _parts(answer, list(rows.order_by("start")), readable=readable)


def interview_answers(statement: Statement, user: User) -> list[tuple[str, list[Part]]]:
    """Return every open answer of the interview of a statement: its step, and its parts."""
    interview = statement.interview
    readable = may(user, "coordinate", interview.cycle.community)
    said: dict[str, list[Statement]] = defaultdict(list)
    for one in interview.statements.filter(superseded_at__isnull=True).order_by(
        "question", "start"
    ):
        said[one.question].append(one)
    answers = dict(interview.answers.filter(question__in=said).values_list("question", "value"))
    return [
        (question, _parts(str(answers.get(question, "")), rows, readable=readable))
        for question, rows in said.items()
    ]


def _parts(answer: str, rows: list[Statement], *, readable: bool) -> list[Part]:
    parts: list[Part] = []
    place = 0
    for one in rows:
        hidden = one.is_sensitive and not readable
        parts += [Part(answer[place : one.start]), Part("" if hidden else one.text, one, hidden)]
        place = one.end
    parts.append(Part(answer[place:]))
    return [part for part in parts if part.text or part.is_hidden]


def neighbours_of(statement: Statement) -> tuple[Statement | None, Statement | None]:
    """Return the statements just before and just after this one in its answer."""
    beside = statement.interview.statements.filter(
        question=statement.question, superseded_at__isnull=True
    )
    before = beside.filter(end__lte=statement.start).order_by("-start").first()
    return before, beside.filter(start__gte=statement.end).order_by("start").first()


def source_of(statement: Statement) -> str:
    """Say where a statement comes from, without its name or comuna."""
    return quote_source(statement, group_sizes(done_interviews(statement.interview.cycle)))


def get_visible_memo(user: User | AnonymousUser, cycle_id: int, memo_id: int) -> Memo:
    """Return a memo about what this person may read in a cycle's community, or raise NotFoundError.

    One that was taken off already is found too.
    """
    cycle = get_visible_cycle(user, cycle_id, "code")
    memos = Memo.objects.filter(community=cycle.community, pk=memo_id)
    if not may(cast("User", user), "coordinate", cycle.community):
        memos = memos.exclude(statement__is_sensitive=True)
    memo = memos.first()
    if memo is None:
        raise NotFoundError(memo_id)
    return memo


def visible_recodings(cycle: Cycle, user: User) -> QuerySet[Recoding]:
    """Return the statements that wait for a new look and that this person may read."""
    statements = readable_statements(cycle, user)
    return waiting_recodings(cycle).filter(statement__in=statements)


def get_visible_recoding(user: User | AnonymousUser, cycle_id: int, recoding_id: int) -> Recoding:
    """Return a look that was owed in a cycle, done or not, or raise NotFoundError."""
    cycle = get_visible_cycle(user, cycle_id, "code")
    statements = readable_statements(cycle, cast("User", user))
    rows = Recoding.objects.filter(pk=recoding_id, statement__in=statements)
    recoding = rows.select_related("event__code", "event__community", "statement").first()
    if recoding is None:
        raise NotFoundError(recoding_id)
    return recoding
