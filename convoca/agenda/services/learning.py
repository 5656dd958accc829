"""Learning from what was coded and proposing codes for the rest: outside any transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from convoca.agenda.core.coding.suggesting.blind_tenth import is_in_blind_tenth
from convoca.agenda.core.coding.suggesting.judges import Vectors
from convoca.agenda.core.coding.suggesting.likeness import condense, nearest, reading_order, twins
from convoca.agenda.core.coding.suggesting.meaning import is_meaning_known
from convoca.agenda.core.coding.suggesting.model import NAMES, Model, Proposal, learn
from convoca.agenda.core.coding.suggesting.readiness import is_ready
from convoca.agenda.core.coding.suggesting.scores import Rates
from convoca.agenda.models import Likeness, Statement, Suggestion, SuggestionTraining
from convoca.agenda.queries.codebook import version_of
from convoca.agenda.queries.training import (
    Example,
    examples_to_learn,
    statements_to_place,
    uncoded_ids,
)
from convoca.agenda.services.sentence_vectors import Tell, keep_vectors
from convoca.cycles.models import Cycle

EXAMPLES = 2
A_BATCH = 500
STEPS = 3
NOT_TESTED = Rates(0, 0.0, 0.0)
Row = dict[str, Any]
"""A proposal as the rows keep it: JSON, hence Any."""


@dataclass(frozen=True)
class Alike:
    """The statements of a cycle side by side: all lists have the same order."""

    ids: Sequence[int]
    order: Sequence[int]
    near: Sequence[Sequence[int]]
    same: Sequence[Sequence[int]]


@dataclass(frozen=True)
class Learnt:
    """What one round of learning brings, before it is written."""

    alike: Alike
    codebook_version: int
    statements: int
    codes: int
    usual: str
    model: str
    rates: Rates
    proposals: Mapping[int, list[Row]]


def learn_cycle(*, cycle: Cycle, tell: Tell) -> Learnt:
    """Compare the statements of a cycle, and learn from all that its community has coded.

    Nothing is proposed before enough is coded. Only words are read: not who said them. `tell`
    hears how far it is, and may end it.
    """
    version = version_of(cycle.community)
    examples = examples_to_learn(cycle.community)
    said = list(statements_to_place(cycle).values_list("pk", "text"))
    texts = [text for _pk, text in said]
    vectors, meanings = _vectors_of(cycle, [*texts, *(one.text for one in examples)], tell)
    tell(1, STEPS)
    alike = _compare(said, vectors[: len(said)])
    tell(2, STEPS)
    uses = Counter(one.guid for one in examples)
    count = len({one.statement_id for one in examples})
    if not is_ready(count, len(uses)):
        return Learnt(alike, version, count, len(uses), "", "", NOT_TESTED, {})
    known = None if meanings is None else meanings[len(said) :]
    model = learn([one.text for one in examples], [one.guid for one in examples], known)
    proposals = _propose(cycle, model, said, examples, vectors, meanings)
    tell(STEPS, STEPS)
    usual = min(uses, key=lambda guid: (-uses[guid], guid))
    name = NAMES[model.level]
    return Learnt(alike, version, count, len(uses), usual, name, model.rates, proposals)


def record(cycle: Cycle, learnt: Learnt) -> None:
    """Write what was learnt; what was decided meanwhile stays as it was decided."""
    _record_likeness(learnt.alike)
    of_cycle = Suggestion.objects.filter(statement__interview__cycle=cycle)
    of_cycle.filter(decided_at__isnull=True).delete()
    now, key, waiting = timezone.now(), blind_key(), uncoded_ids(cycle)
    rows = [
        Suggestion(
            statement_id=pk,
            proposals=proposals,
            usual=learnt.usual,
            model=learnt.model,
            codebook_version=learnt.codebook_version,
            is_blind=is_in_blind_tenth(pk, key),
            made_at=now,
        )
        for pk, proposals in learnt.proposals.items()
        if pk in waiting
    ]
    Suggestion.objects.bulk_create(rows, batch_size=A_BATCH)
    SuggestionTraining.objects.update_or_create(
        cycle=cycle,
        defaults={
            "model": learnt.model,
            "codebook_version": learnt.codebook_version,
            "statements": learnt.statements,
            "codes": learnt.codes,
            "tested": learnt.rates.tested,
            "first_share": learnt.rates.first,
            "three_share": learnt.rates.three,
            "made_at": now,
        },
    )


def _compare(said: Sequence[tuple[int, str]], vectors: Vectors) -> Alike:
    near = nearest(vectors)
    same = twins([text for _pk, text in said], near)
    return Alike([pk for pk, _text in said], reading_order(vectors), near, same)


def blind_key() -> bytes:
    """Return the secret by which the blind tenth is drawn."""
    return sha256(b"convoca.agenda.blind_tenth" + settings.SECRET_KEY.encode()).digest()


def _vectors_of(cycle: Cycle, texts: Sequence[str], tell: Tell) -> tuple[Vectors, Vectors | None]:
    """Return vectors to compare texts by, and their meanings where these can be read."""
    if not is_meaning_known():
        return condense(texts), None
    meanings = keep_vectors(community=cycle.community, texts=texts, tell=tell)
    return meanings, meanings


def _propose(
    cycle: Cycle,
    model: Model,
    said: Sequence[tuple[int, str]],
    examples: Sequence[Example],
    vectors: Vectors,
    meanings: Vectors | None,
) -> dict[int, list[Row]]:
    waiting = uncoded_ids(cycle)
    places = [place for place, (pk, _text) in enumerate(said) if pk in waiting]
    texts = [said[place][1] for place in places]
    found = model.propose(texts, None if meanings is None else meanings[places])
    reasons = model.reasons(texts, [[one.code for one in best] for best in found])
    shown = _Shown({pk: place for place, (pk, _text) in enumerate(said)}, examples, vectors)
    return {
        said[place][0]: [
            _as_row(one, words, shown.beside(place, one.code))
            for one, words in zip(best, told, strict=True)
        ]
        for place, best, told in zip(places, found, reasons, strict=True)
    }


class _Shown:
    """Which coded statements of the cycle stand beside a proposal: the most like it."""

    def __init__(
        self, places: Mapping[int, int], examples: Sequence[Example], vectors: Vectors
    ) -> None:
        self._vectors = vectors
        self._by_code: dict[str, list[tuple[int, int]]] = {}
        for one in examples:
            if one.statement_id in places:
                place = places[one.statement_id]
                self._by_code.setdefault(one.guid, []).append((place, one.statement_id))

    def beside(self, place: int, guid: str) -> list[int]:
        """Return the numbers of up to two statements with this code, the most alike first."""
        of_code = self._by_code.get(guid, [])
        if not of_code:
            return []
        alike = self._vectors[[one for one, _pk in of_code]] @ self._vectors[place]
        best = np.argsort(-alike, kind="stable")[:EXAMPLES]
        return [of_code[one][1] for one in best]


def _as_row(one: Proposal, words: Sequence[str], examples: Sequence[int]) -> Row:
    return {"code": one.code, "score": round(one.score, 4), "words": words, "examples": examples}


def _record_likeness(alike: Alike) -> None:
    there = {row.pk: row for row in Statement.objects.filter(pk__in=alike.ids).only("pk", "place")}
    Likeness.objects.filter(statement__in=alike.ids).delete()
    Likeness.objects.bulk_create(
        [
            Likeness(
                statement_id=pk,
                nearest=[alike.ids[other] for other in near],
                twins=[alike.ids[other] for other in same],
            )
            for pk, near, same in zip(alike.ids, alike.near, alike.same, strict=True)
            if pk in there
        ],
        batch_size=A_BATCH,
    )
    moved = []
    for place, index in enumerate(alike.order, start=1):
        row = there.get(alike.ids[index])
        if row is not None and row.place != place:
            row.place = place
            moved.append(row)
    Statement.objects.bulk_update(moved, ["place"], batch_size=A_BATCH)
