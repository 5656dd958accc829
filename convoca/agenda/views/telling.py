"""What the page of the agenda says, made of a draft or a confirmed agenda."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.core.rule.agenda_format import RULE_NAME
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Voter
from convoca.agenda.core.rule.words import (
    ThemeWords,
    explain_approval,
    explain_chosen,
    explain_left_out,
    explain_limit,
    explain_rankings,
    explain_rule,
    explain_sensitivity,
    percent_words,
)
from convoca.agenda.queries.ballots import DraftAgenda
from convoca.agenda.queries.statements import Quote
from convoca.ui.charts import Meter

LONG = 6
NUMBERS = [
    gettext_lazy("Ningún tema"),
    gettext_lazy("Un tema"),
    gettext_lazy("Dos temas"),
    gettext_lazy("Tres temas"),
    gettext_lazy("Cuatro temas"),
    gettext_lazy("Cinco temas"),
    gettext_lazy("Seis temas"),
    gettext_lazy("Siete temas"),
    gettext_lazy("Ocho temas"),
    gettext_lazy("Nueve temas"),
    gettext_lazy("Diez temas"),
]


@dataclass(frozen=True)
class Topic:
    """One theme of the agenda as the page tells it."""

    theme_id: int
    title: str
    explanation: str
    quotes: Sequence[Quote]
    statements: int


@dataclass(frozen=True)
class Coverage:
    """Who has a theme of theirs, by one way of grouping; small groups are only counted."""

    title: str
    meters: Sequence[Meter]
    hidden: int

    @property
    def is_long(self) -> bool:
        """Tell whether the page shows it only when it is asked for."""
        return len(self.meters) > LONG


@dataclass(frozen=True)
class RankingRow:
    """One rule beside ours: its first themes, and what would change, in words."""

    name: str
    themes: Sequence[str]
    change: str


def headline(draft: DraftAgenda) -> str:
    """Say how many themes, and how many directors have one of theirs."""
    count = len(draft.agenda.chosen)
    number = NUMBERS[count] if count < len(NUMBERS) else _("%(n)s temas") % {"n": count}
    return _("%(number)s; %(share)s de los directores tiene al menos uno suyo") % {
        "number": number,
        "share": percent_words(draft.covered_share),
    }


def describe(
    draft: DraftAgenda, quotes: dict[int, list[Quote]], counts: dict[int, int]
) -> dict[str, object]:
    """Return the words of the page, the same before and after confirming."""
    certificate = draft.agenda.certificate
    return {
        "headline": headline(draft),
        "empty_handed": empty_handed_words(draft),
        "topics": topics(draft, quotes, counts),
        "left_out": explain_left_out(draft.ballots, draft.agenda),
        "line": percent_words(certificate.line),
        "is_under_line": all(one.share < certificate.line for one in certificate.left_out),
        "limit": explain_limit(draft.ballots),
        "nobody": percent_words(certificate.nobody_share),
        "silent": percent_words(certificate.silent_share) if certificate.silent_share else "",
        "coverages": coverages(draft),
        "rankings": rankings(draft),
        "stay": [draft.titles[theme] for theme in draft.agenda.sensitivity.stay],
        "sensitivity": explain_sensitivity(draft.ballots, draft.agenda),
        "approval": explain_approval(draft.agenda.approval),
        "rule": explain_rule(draft.ballots),
        "rule_name": rule_words(draft.rule_name),
        "reserve": [(int(theme), draft.titles[theme]) for theme in draft.agenda.reserve_ids],
        "required": draft.agenda.required_kinds,
    }


def rule_words(name: str) -> str:
    """Name a rule; one that is not ours any more keeps the name it was stored with."""
    return _("Phragmén secuencial") if name == RULE_NAME else name


def empty_handed_words(draft: DraftAgenda) -> str:
    """Say how many people have no theme of theirs; a few are not counted one by one."""
    words = {"n": draft.empty_handed, "of": draft.interviewed, "few": SMALLEST_GROUP}
    if not draft.empty_handed:
        return _("Nadie queda sin un tema suyo.")
    if draft.empty_handed < SMALLEST_GROUP:
        return _("Menos de %(few)s de %(of)s quedan sin ninguno.") % words
    return _("%(n)s de %(of)s quedan sin ninguno.") % words


def topics(
    draft: DraftAgenda, quotes: dict[int, list[Quote]], counts: dict[int, int]
) -> list[Topic]:
    """Tell each chosen theme: who finds it urgent, and the words behind it."""
    told: Sequence[ThemeWords] = explain_chosen(draft.ballots, draft.agenda)
    return [
        Topic(
            theme_id=int(words.theme_id),
            title=words.title,
            explanation=words.explanation,
            quotes=quotes.get(int(words.theme_id), []),
            statements=counts.get(int(words.theme_id), 0),
        )
        for words in told
    ]


def coverages(draft: DraftAgenda) -> list[Coverage]:
    """Count, by kind of comuna, by its size and by region, who has a theme of theirs."""
    return [
        _coverage(draft, _("Por tipo de comuna"), lambda voter: voter.kind),
        _coverage(draft, _("Por habitantes"), lambda voter: voter.size),
        _coverage(draft, _("Por región"), lambda voter: voter.region),
    ]


def _coverage(draft: DraftAgenda, title: str, group_of: Callable[[Voter], str | None]) -> Coverage:
    chosen = set(draft.agenda.chosen_ids)
    people: dict[str, int] = defaultdict(int)
    covered: dict[str, int] = defaultdict(int)
    for voter in draft.ballots.voters:
        name = group_of(voter)
        if name is None:
            continue
        people[name] += 1
        covered[name] += bool(voter.approved_themes(draft.ballots.approval) & chosen)
    shown = [name for name, count in people.items() if count >= SMALLEST_GROUP]
    meters = [
        Meter(f"{name[:1].upper()}{name[1:]}", covered[name], people[name])
        for name in sorted(shown, key=_as_counted)
    ]
    return Coverage(title, meters, len(people) - len(shown))


def _as_counted(name: str) -> tuple[int, str]:
    """Order names by the number in them, then by the alphabet: sizes go from small to large."""
    digits = "".join(one for one in name.partition(" a ")[0] if one.isdecimal())
    return (0 if name.startswith("menos") else int(digits or 0), name)


def rankings(draft: DraftAgenda) -> list[RankingRow]:
    """Show what the mean, the approvals and Equal Shares would put in the agenda."""
    others = draft.agenda.rankings
    names = (
        _("Promedio de interés por urgencia"),
        _("Número de aprobaciones"),
        _("Partes iguales"),
    )
    themes = (others.mean, others.approvals, others.equal_shares)
    changes = list(explain_rankings(draft.ballots, draft.agenda))
    return [
        RankingRow(name, [draft.titles[one] for one in order[: draft.agenda.sessions]], change)
        for name, order, change in zip(names, themes, changes, strict=True)
    ]
