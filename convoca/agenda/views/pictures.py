"""What the page of the agenda shows, made of a draft or a confirmed agenda."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Ballots, Voter
from convoca.agenda.core.rule.words import (
    ThemeWords,
    explain_chosen,
    explain_left_out,
    explain_rankings,
    explain_rule,
    percent_words,
)
from convoca.agenda.queries.ballots import DraftAgenda
from convoca.agenda.queries.statements import Quote
from convoca.ui.charts import Axis, MatrixPicture, Meter, Theme, place_themes

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
    """Return the parts of the page that are the same before and after confirming."""
    certificate = draft.agenda.certificate
    return {
        "headline": headline(draft),
        "topics": topics(draft, quotes, counts),
        "left_out": explain_left_out(draft.ballots, draft.agenda),
        "line": percent_words(certificate.line),
        "is_under_line": all(one.share < certificate.line for one in certificate.left_out),
        "nobody": percent_words(certificate.nobody_share),
        "silent": percent_words(certificate.silent_share) if certificate.silent_share else "",
        "coverages": coverages(draft),
        "rankings": rankings(draft),
        "stay": [draft.titles[theme] for theme in draft.agenda.sensitivity.stay],
        "matrix": matrix(draft),
        "rule": explain_rule(draft.ballots),
        "reserve_titles": [draft.titles.get(theme, theme) for theme in draft.agenda.reserve_ids],
        "required": draft.agenda.required_kinds,
    }


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
    """Count, by kind of comuna and by region, who has at least one theme of theirs."""
    return [
        _coverage(draft, _("Por tipo de comuna"), lambda voter: voter.kind),
        _coverage(draft, _("Por región"), lambda voter: voter.region),
    ]


def _coverage(draft: DraftAgenda, title: str, group_of: Callable[[Voter], str]) -> Coverage:
    chosen = set(draft.agenda.chosen_ids)
    people: dict[str, int] = defaultdict(int)
    covered: dict[str, int] = defaultdict(int)
    for voter in draft.ballots.voters:
        people[group_of(voter)] += 1
        has_one = voter.approved_themes(draft.ballots.approval) & chosen
        covered[group_of(voter)] += bool(has_one)
    shown = [name for name, count in people.items() if count >= SMALLEST_GROUP]
    meters = [
        Meter(f"{name[:1].upper()}{name[1:]}", covered[name], people[name])
        for name in sorted(shown)
    ]
    return Coverage(title, meters, len(people) - len(shown))


def rankings(draft: DraftAgenda) -> list[RankingRow]:
    """Show what the mean, the approvals and Equal Shares would put in the agenda."""
    others = draft.agenda.rankings
    names = (
        _("Promedio de interés por urgencia"),
        _("Número de aprobaciones"),
        _("Partes iguales"),
    )
    themes = (others.mean, others.approvals, others.equal_shares)
    changes = explain_rankings(draft.ballots, draft.agenda)
    return [
        RankingRow(name, [draft.titles[one] for one in order[: draft.agenda.sessions]], change)
        for name, order, change in zip(names, themes, changes, strict=True)
    ]


def matrix(draft: DraftAgenda) -> MatrixPicture | None:
    """Draw the rated themes by interest and urgency; None when nobody rated any."""
    themes = [
        Theme(
            name=theme.title,
            interest=_mean(draft.ballots, theme.id, urgency=False),
            urgency=_mean(draft.ballots, theme.id, urgency=True),
            count=_approvers(draft.ballots, theme.id),
            chosen=theme.id in draft.agenda.chosen_ids,
            url=f"#tema-{theme.id}" if theme.id in draft.agenda.chosen_ids else "",
        )
        for theme in draft.ballots.themes
        if any(theme.id in voter.ratings for voter in draft.ballots.voters)
    ]
    if not themes:
        return None
    return place_themes(
        themes,
        key="matrix",
        title=_("Temas por interés y urgencia"),
        description=_(
            "Cada círculo es un tema; su tamaño, las municipalidades que lo marcan urgente."
        ),
        across=Axis(_("interés (promedio, 1 a 5)")),
        up=Axis(_("urgencia (promedio, 1 a 5)")),
    )


def _mean(ballots: Ballots, theme: str, *, urgency: bool) -> float:
    total = weight = Fraction(0)
    for voter in ballots.voters:
        rating = voter.ratings.get(theme)
        if rating is not None:
            total += voter.weight * (rating.urgency if urgency else rating.interest)
            weight += voter.weight
    return float(total / weight)


def _approvers(ballots: Ballots, theme: str) -> int:
    return sum(theme in voter.approved_themes(ballots.approval) for voter in ballots.voters)
