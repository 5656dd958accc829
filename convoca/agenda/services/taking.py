"""What is taken from the answers of an interview: each piece of an open answer, a statement."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from convoca.agenda.core.coding.cutting import cut_again
from convoca.agenda.core.coding.pieces import Piece
from convoca.agenda.core.interviews.guide import QuestionKind
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.walk import Walk
from convoca.agenda.models import Interview, Statement
from convoca.agenda.queries.guides import values_of, walk_of

OUT_OF_THE_WAY = 1_000_000  # past the end of any answer
SPOKEN = {QuestionKind.TEXT, QuestionKind.THEMES}


@dataclass(frozen=True)
class Said:
    """A piece of the answer to a step as it is now, and whether a person cut it so."""

    question: str
    piece: Piece
    is_cut_by_hand: bool

    def distance(self, row: Statement) -> tuple[bool, bool]:
        """Return how far a statement with the same words is from this piece; the least fits."""
        return row.is_cut_by_hand != self.is_cut_by_hand, row.start != self.piece.start


def take_statements(interview: Interview, now: datetime) -> None:
    """Make the statements of an interview those of its answers as they are now."""
    values = values_of(interview)
    said = _said(walk_of(interview, values), values)
    replace_statements(interview, said, now)


def _said(walk: Walk, values: dict[str, object]) -> dict[str, str]:
    """Return the words of the open answers, by step."""
    return {
        step.id: _words(values.get(step.id, ""))
        for step in walk.steps
        if step.question.kind in SPOKEN
    }


def _words(value: object) -> str:
    return value.example if isinstance(value, RatedTheme) else str(value)


def replace_statements(interview: Interview, said: Mapping[str, str], now: datetime) -> None:
    """Make the statements those of these answers (step: words); an empty mapping leaves none.

    The interview must be held, as `lock_interviews_of` does too: nobody cuts or joins meanwhile.

    The same words keep their row, their codes, and the way a person cut or joined them. What is
    gone stays as history if somebody worked on it or marked it as sensitive; in the place of what
    was sensitive, all that is new in that answer is so too, until a person says otherwise.
    """
    current = list(interview.statements.filter(superseded_at__isnull=True))
    kept, fresh = _match(current, _cut(current, said))
    gone = [one.pk for one in current if one.pk not in kept]
    worked_on = Q(codings__isnull=False) | Q(memos__isnull=False) | Q(blind_items__isnull=False)
    worked_on |= Q(is_sensitive=True)
    hushed = {one.question for one in current if one.pk in set(gone) and one.is_sensitive}
    worth = interview.statements.filter(worked_on, pk__in=gone).values("pk")
    interview.statements.filter(pk__in=worth).update(superseded_at=now)
    interview.statements.filter(pk__in=gone, superseded_at__isnull=True).delete()
    _move(kept, current)
    Statement.objects.bulk_create(
        Statement(
            interview=interview,
            question=one.question,
            text=one.piece.text,
            start=one.piece.start,
            end=one.piece.end,
            is_cut_by_hand=one.is_cut_by_hand,
            is_sensitive=one.question in hushed,
            created_at=now,
        )
        for one in fresh
    )


def _cut(current: list[Statement], said: Mapping[str, str]) -> list[Said]:
    by_hand: dict[str, list[Piece]] = defaultdict(list)
    for one in current:
        if one.is_cut_by_hand:
            by_hand[one.question].append(Piece(one.start, one.end, one.text))
    return [
        Said(question, piece, is_cut_by_hand)
        for question, words in said.items()
        for piece, is_cut_by_hand in cut_again(words, by_hand[question])
    ]


def _match(current: list[Statement], said: list[Said]) -> tuple[dict[int, Piece], list[Said]]:
    """Pair the statements that are there with the same words said now; the rest is fresh.

    Of several with the same words, the one at that place, or cut in that way, comes first.
    """
    there: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in current:
        there[one.question, one.text].append(one)
    kept: dict[int, Piece] = {}
    fresh: list[Said] = []
    for said_now in said:
        same = there[said_now.question, said_now.piece.text]
        if not same:
            fresh.append(said_now)
            continue
        best = min(same, key=said_now.distance)
        same.remove(best)
        kept[best.pk] = said_now.piece
    return kept, fresh


def _move(kept: dict[int, Piece], current: list[Statement]) -> None:
    """Write where the kept words stand now; first out of the way, so that no two places meet."""
    moved = [one for one in current if one.pk in kept and one.start != kept[one.pk].start]
    for far, one in enumerate(moved):
        one.start, one.end = OUT_OF_THE_WAY + far, OUT_OF_THE_WAY + far
    Statement.objects.bulk_update(moved, ["start", "end"])
    for one in moved:
        one.start, one.end = kept[one.pk].start, kept[one.pk].end
    Statement.objects.bulk_update(moved, ["start", "end"])
