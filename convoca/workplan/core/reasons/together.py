"""Why communities that each have a series have none together: the shared rows that bind."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TypeVar

from convoca.workplan.core.ground.hard_rules import Field, Ground, admit, lay_ground, licence_need
from convoca.workplan.core.ground.resources import Row
from convoca.workplan.core.ground.slots import WORKDAYS
from convoca.workplan.core.ground.values import value_matrix
from convoca.workplan.core.problem.model import Community, Expert, Facilitator, Licence, Problem
from convoca.workplan.core.reasons.conflicts import Conflict
from convoca.workplan.core.reasons.crowd import Crowd, Question, Seated, ask, fits, rows_of
from convoca.workplan.core.reasons.rules import replaced
from convoca.workplan.core.reasons.spanish import count_words, day_words, list_words, start_words

MOST_ENTRIES = 60_000
"""With more sessions times slots than these, only the rows with the highest prices are named."""
MOST_ROWS = 20
MOST_NAMED = 3
MORE_WEEKS = (1, 2, 3, 4, 6, 8)
MOST_LICENCES = 3
KINDS = ("expert", "expert_day", "expert_week", "person", "licence", "facilitator")
"""In the order in which one would rather not hear of them."""
RULE_OF = {"expert_day": "expert", "expert_week": "expert"}

Item = TypeVar("Item")


def conflicts_together(
    ground: Ground, fields: Sequence[Field], prices: Mapping[Row, int]
) -> list[Conflict]:
    """Name the communities and the shared rows that cannot be had together.

    A deletion filter: kinds of rows are left out one by one, for good where the communities
    still do not fit; then communities; then all the rows of one facilitator, expert or licence
    size; then single rows, if few are left.

    Args:
        ground, fields: communities that each have a series of their own.
        prices: of the rows at the bound that proves it; named when the filter proves nothing.
    """
    crowd = Crowd(ground, tuple(Seated(one.community, one.need, one.allowed) for one in fields))
    everybody = range(len(fields))
    if sum(int(one.allowed.sum()) for one in fields) > MOST_ENTRIES:
        return [_by_price(fields, prices)]
    refuted = _refutation(ask(crowd, everybody))
    if refuted is None:
        return [_by_price(fields, prices)]
    kinds = _kept(KINDS, lambda left: refuted(ask(crowd, everybody, lambda row: row.kind in left)))
    members = _kept(
        everybody, lambda left: refuted(ask(crowd, left, lambda row: row.kind in kinds))
    )
    rows = [row for row in rows_of(crowd, members) if row.kind in kinds]
    owners = _kept(
        sorted({row[:2] for row in rows}),
        lambda left: refuted(ask(crowd, members, lambda row: row[:2] in left)),
    )
    rows = [row for row in rows if row[:2] in owners]
    if len(rows) <= MOST_ROWS:
        rows = _kept(rows, lambda left: refuted(ask(crowd, members, lambda row: row in left)))
    return [_told(crowd, members, rows)]


def _refutation(question: Question) -> Callable[[Question], bool] | None:
    """Give the cheapest way to prove that this question has no answer; None if there is none."""
    if not question.in_parts():
        return lambda one: not one.in_parts()
    if question.in_whole_numbers() is False:
        return lambda one: not one.in_parts() or one.in_whole_numbers() is False
    return None


def _kept(values: Sequence[Item], is_refuted: Callable[[list[Item]], bool]) -> list[Item]:
    """Leave out one value after another, for good where it is proven that the rest fit no more."""
    kept = list(values)
    for one in values:
        rest = [each for each in kept if each != one]
        if is_refuted(rest):
            kept = rest
    return kept


def _told(crowd: Crowd, members: Sequence[int], rows: Sequence[Row]) -> Conflict:
    names = [f"«{crowd.seated[number].community.id}»" for number in members]
    by_owner: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_owner[row[:2]].append(row)
    bound = [_bound_words(crowd, of_one) for of_one in by_owner.values()]
    verb = "no caben juntas" if len(names) > 1 else "no cabe"
    what = f"{list_words(names)} {verb}: {'; '.join(bound)}."
    freed = list(_freed(crowd, list(by_owner))) or ["Agregue semanas u horas."]
    kind = rows[0].kind
    return Conflict(RULE_OF.get(kind, kind), " ".join([what, *freed]))


def _bound_words(crowd: Crowd, rows: Sequence[Row]) -> str:
    """Say who or what is asked for too often, and when if that is a short list."""
    if len(rows) > MOST_NAMED:
        return f"se disputan {_thing(crowd, rows[0])}"
    whens = list_words([_when(crowd, row) for row in rows])
    if len(rows) == 1:
        asked = crowd.limit(rows[0]) + 1
        return f"{whens} hay {count_words(asked, 'sesión', 'sesiones')} y {_supply(crowd, rows[0])}"
    return f"{whens} se disputan {_thing(crowd, rows[0])}"


def _supply(crowd: Crowd, row: Row) -> str:
    limit = crowd.limit(row)
    if row.kind == "licence":
        return f"{count_words(limit, 'licencia', 'licencias')} de {row.who}"
    return {
        "facilitator": f"una sola persona que facilita, «{row.who}»",
        "expert": f"una sola persona experta, «{row.who}»",
        "expert_day": f"«{row.who}», persona experta, puede {limit} por día",
        "expert_week": f"«{row.who}», persona experta, puede {limit} por semana",
        "person": "personas que están en ambas",
    }[row.kind]


def _thing(crowd: Crowd, row: Row) -> str:
    limit = crowd.limit(row)
    if row.kind == "licence":
        few = "la única licencia" if limit == 1 else f"las {limit} licencias"
        return f"{few} de {row.who}"
    return {
        "facilitator": f"a «{row.who}», quien facilita",
        "expert": f"a «{row.who}», persona experta",
        "expert_day": f"las sesiones por día de «{row.who}», persona experta",
        "expert_week": f"las sesiones por semana de «{row.who}», persona experta",
        "person": "a las personas que tienen en común",
    }[row.kind]


def _when(crowd: Crowd, row: Row) -> str:
    first = crowd.ground.problem.first_day
    if row.kind == "expert_week":
        return f"la semana del {day_words(first + timedelta(weeks=row.when))}"
    if row.kind == "expert_day":
        return f"el {day_words(first + timedelta(days=row.when))}"
    midnight = datetime.combine(first, time())
    return f"el {start_words(midnight + timedelta(hours=row.when))}"


def _freed(crowd: Crowd, owners: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Say which one more, and how many more weeks, make room for everybody; only what is sure."""
    problem = crowd.ground.problem
    told = set()
    for kind, who in owners:
        for words, eased in _one_more(problem, RULE_OF.get(kind, kind), who):
            if words not in told and fits(_seat(eased), range(len(crowd.seated))):
                told.add(words)
                yield words
                break
    for more in MORE_WEEKS:
        longer = replace(problem, weeks=problem.weeks + more)
        if fits(_seat(longer), range(len(crowd.seated))):
            yield f"Con {count_words(more, 'semana', 'semanas')} más hay lugar."
            break


def _one_more(problem: Problem, kind: str, who: str) -> Iterator[tuple[str, Problem]]:
    always = "y" * (WORKDAYS * len(problem.hours))
    if kind == "licence":
        for more in range(1, MOST_LICENCES + 1):
            extra = tuple(Licence(f" {number}", int(who)) for number in range(more))
            words = f"Con {count_words(more, 'licencia', 'licencias')} más de {who} hay lugar."
            yield words, replace(problem, licences=(*problem.licences, *extra))
    if kind == "expert":
        skills = next(one.skills for one in problem.experts if one.id == who)
        experts = (*problem.experts, Expert("", skills, always, (), 1, 7))
        words = f"Con otra persona con las habilidades de «{who}» hay lugar."
        yield words, replace(problem, experts=experts)
    if kind == "facilitator":
        facilitators = (*problem.facilitators, Facilitator("", always))
        for place, one in enumerate(problem.communities):
            if one.facilitator == who:
                moved = replaced(problem.communities, place, replace(one, facilitator=""))
                words = f"Si otra persona facilitara «{one.id}», habría lugar."
                yield words, replace(problem, facilitators=facilitators, communities=moved)


def _seat(problem: Problem) -> Crowd:
    ground = lay_ground(problem)
    return Crowd(ground, tuple(_seated(ground, one) for one in problem.communities))


def _seated(ground: Ground, community: Community) -> Seated:
    values = value_matrix(ground.problem, community, ground.slots)
    need = licence_need(ground, values.sum(axis=0))
    return Seated(community, need, admit(ground, community, need))


def _by_price(fields: Sequence[Field], prices: Mapping[Row, int]) -> Conflict:
    """Name the shared rows that cost most at the bound, the scarcest first; ties go by name."""
    scarce: Counter[tuple[str, str]] = Counter()
    for row, price in prices.items():
        scarce[RULE_OF.get(row.kind, row.kind), row.who] += price
    ranked = sorted(scarce.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMED]
    named = [_scarce(fields, kind, who) for (kind, who), _ in ranked]
    lines = ["Las comunidades no caben juntas: agregue semanas u horas.", *named]
    return Conflict(ranked[0][0][0] if ranked else "weeks", " ".join(lines))


def _scarce(fields: Sequence[Field], kind: str, who: str) -> str:
    if kind == "licence":
        return f"No alcanzan las licencias para {who} personas."
    if kind == "person":
        return f"Hay personas que participan en varias: {who}."
    if kind == "expert":
        return f"No alcanzan las horas o los límites de «{who}», persona experta."
    names = [f"«{one.community.id}»" for one in fields if one.community.facilitator == who]
    return f"No alcanzan las horas de «{who}», quien facilita {list_words(names)}."
