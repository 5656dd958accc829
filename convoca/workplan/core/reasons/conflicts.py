"""Why there is no plan: the smallest set of rules in conflict, in words, and what would free it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convoca.workplan.core.problem.model import Community, Problem
from convoca.workplan.core.reasons.easing import CADENCE_WORDS, easings, gap_words, weekday_words
from convoca.workplan.core.reasons.feasible import Expected, count_series, expect
from convoca.workplan.core.reasons.rules import (
    Rule,
    alone,
    leave_out,
    rules_of,
    spare_weeks,
    window_of,
)
from convoca.workplan.core.reasons.spanish import count_words, list_words, start_words

MOST_CONFLICTS = 4
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot be kept together, while any of them left out would leave a series.

    rule: what it is most about, for a link: gap, closed_days, hours, topic, expert, facilitator,
    licence, pin, taken, person or weeks. rules are empty when several communities or none are
    meant. sentence: the rules in words, and what would free the series.
    """

    rule: str
    sentence: str
    community: str = ""
    rules: tuple[Rule, ...] = ()


NOT_FOUND = Conflict(
    "", "No se halló un plan ni se demostró que no lo haya. Dé más segundos o más horas."
)


def conflicts_alone(problem: Problem, numbers: Sequence[int]) -> list[Conflict]:
    """Say why each of these communities has no series even with everything shared to itself.

    numbers: places of the communities. Topics that nobody can lead are told once for all.
    """
    lone = [alone(problem, problem.communities[number]) for number in numbers]
    found = _unled(lone)
    for one in lone:
        found += find_conflicts(one)
    return found


def find_conflicts(problem: Problem) -> list[Conflict]:
    """Find sets of rules in conflict of the only community of a problem, one after another.

    A set is found by a deletion filter: each rule in turn is left out, for good where there is
    still no series. Its rules are then set aside and the rest is looked at again, up to four
    times. Topics that nobody has the skill for are set aside from the start.
    """
    window = window_of(problem)
    if window.first >= window.last:
        return [_no_days(problem)]
    expected = expect(problem, problem.weeks + spare_weeks(problem) + 1)

    def is_free(left_out: Sequence[Rule]) -> bool:
        return count_series(leave_out(problem, left_out), expected) > 0

    rules = rules_of(problem)
    aside = [Rule("expert", number) for number in _unskilled(problem)]
    sets: list[tuple[Rule, ...]] = []
    while len(sets) < MOST_CONFLICTS and not is_free(aside):
        least = _least_set([rule for rule in rules if rule not in aside], aside, is_free)
        sets.append(least)
        aside += least
    sets.sort(key=lambda least: min(rule.session for rule in least))
    return [_told(problem, least, aside, expected) for least in sets]


def _least_set(
    rules: Sequence[Rule], aside: Sequence[Rule], is_free: Callable[[Sequence[Rule]], bool]
) -> tuple[Rule, ...]:
    """Leave out one rule after another, for good where that frees nothing; what is left binds."""
    kept = list(rules)
    gone = list(aside)
    for rule in rules:
        if not is_free([*gone, rule]):
            kept.remove(rule)
            gone.append(rule)
    return tuple(kept)


def _told(
    problem: Problem, least: tuple[Rule, ...], aside: Sequence[Rule], expected: Expected
) -> Conflict:
    community = problem.communities[0]
    others = leave_out(problem, [rule for rule in aside if rule not in least])
    end = "" if set(aside) <= set(least) else ", una vez resuelto lo demás"
    eased = {rule: f"{words}{end}." for rule in least if (words := _eased(others, rule, expected))}
    rules = list_words(list(dict.fromkeys(_rule_words(problem, rule, least) for rule in least)))
    what = f"Comunidad «{community.id}»: no hay fechas para {_sessions(community)} con {rules}."
    about = {"weekday": "gap", "limits": "expert"}
    first = max(eased or least, key=_rank).kind
    return Conflict(
        rule=about.get(first, first),
        sentence=" ".join([what, *(eased.values() or ["Cambie una de esas condiciones."])]),
        community=community.id,
        rules=least,
    )


def _rank(rule: Rule) -> int:
    """Put first what one most likely changes; of equals, the first session."""
    order = ("limits", "hours", "weeks", "closed_days", "taken", "licence", "gap", "weekday")
    return order.index(rule.kind) if rule.kind in order else len(order)


def _eased(problem: Problem, rule: Rule, expected: Expected) -> str:
    """Say the smallest easing of one rule that leaves a series, and how many; or nothing."""
    for easing in easings(problem, rule, expected):
        count = count_series(easing.problem, expected)
        if count:
            would = ", habría" if easing.words.startswith("Si ") else " hay"
            return f"{easing.words}{would} {_series(problem, count)}"
    return ""


def _series(problem: Problem, count: int) -> str:
    one = "fecha posible" if len(problem.communities[0].topics) == 1 else "serie posible"
    many = one.replace("fecha", "fechas").replace("serie", "series").replace("ible", "ibles")
    return f"más de 1.000 {many}" if count > MOST_COUNTED else count_words(count, one, many)


def _sessions(community: Community) -> str:
    count = len(community.topics)
    return "la sesión" if count == 1 else f"las {count} sesiones"


def _rule_words(problem: Problem, rule: Rule, least: Sequence[Rule]) -> str:
    """Name a rule as a condition that may be changed; one topic of several sessions once."""
    community = problem.communities[0]
    cadence = community.cadence
    if rule.kind == "gap":
        if cadence.kind != "days":
            return CADENCE_WORDS[cadence.kind]
        return f"{gap_words(community.gap_days)} entre sesiones"
    if rule.kind == "weekday":
        assert cadence.weekday is not None
        return f"sesiones solo {weekday_words(cadence.weekday, cadence.nth)}"
    if rule.kind == "expert":
        topic = community.topics[rule.session]
        numbers = [
            str(one.session + 1)
            for one in least
            if one.kind == "expert" and community.topics[one.session] == topic
        ]
        word = "sesión" if len(numbers) == 1 else "sesiones"
        who = f"quienes tienen la habilidad «{topic}» ({word} {list_words(numbers)})"
        return f"las horas de {who}"
    if rule.kind == "pin":
        assert community.pinned is not None
        pin = community.pinned[rule.session]
        assert pin is not None
        return f"la sesión {rule.session + 1} fija el {start_words(pin)}"
    return _general_words(problem, rule)


def _general_words(problem: Problem, rule: Rule) -> str:
    community = problem.communities[0]
    window = window_of(problem)
    weeks = -(-(window.last - window.first).days // 7)
    largest = max(one.capacity for one in problem.licences)
    minutes = 60 * problem.span_of(community)
    return {
        "weeks": count_words(weeks, "semana", "semanas"),
        "closed_days": "los días sin sesiones",
        "facilitator": f"las horas de «{community.facilitator}», quien facilita",
        "licence": f"las licencias que hay (la mayor, para {largest} personas)",
        "taken": "las sesiones ya fijadas de otras comunidades",
        "limits": "los límites de sesiones de las personas expertas",
        "hours": f"{minutes} minutos por sesión",
    }[rule.kind]


def _no_days(problem: Problem) -> Conflict:
    name = problem.communities[0].id
    sentence = (
        f"Comunidad «{name}»: no queda ningún día hábil. "
        "Revise el primer día, las semanas y los días sin sesiones."
    )
    return Conflict("closed_days", sentence, name)


def _unskilled(problem: Problem) -> list[int]:
    skills = {skill for one in problem.experts for skill in one.skills}
    topics = problem.communities[0].topics
    return [n for n, topic in enumerate(topics) if topic is not None and topic not in skills]


def _unled(problems: Sequence[Problem]) -> list[Conflict]:
    """Tell the topics that nobody has the skill for, and who asks for them."""
    askers: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        community = problem.communities[0]
        wanted: dict[str, list[str]] = defaultdict(list)
        for number in _unskilled(problem):
            wanted[str(community.topics[number])].append(str(number + 1))
        for topic, numbers in wanted.items():
            word = "sesión" if len(numbers) == 1 else "sesiones"
            askers[topic].append(f"«{community.id}» ({word} {list_words(numbers)})")
    return [
        Conflict("topic", _unled_words(topic, asked, problems)) for topic, asked in askers.items()
    ]


def _unled_words(topic: str, asked: Sequence[str], problems: Sequence[Problem]) -> str:
    ask = "pide" if len(asked) == 1 else "piden"
    return (
        f"Nadie tiene la habilidad «{topic}», que {ask} {list_words(asked)}. "
        "Agregue una persona experta que la tenga, o cambie el tema."
    )
