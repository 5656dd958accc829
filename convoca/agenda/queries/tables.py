"""Two tables of what was said: codes by kind of municipality, and interviews by theme."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from convoca.agenda.core.coding.agreement.report import Measure, measure_ratings
from convoca.agenda.core.coding.tables import shown_counts
from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.models import Code, Interview, Statement, Theme, ThemeRating
from convoca.agenda.queries.exchange import pseudonyms, sendable_statements
from convoca.agenda.queries.interviews import done_interviews
from convoca.agenda.queries.statements import (
    LIVE,
    group_sizes,
    live_statements,
    outside_blind_rounds,
    place_source,
)
from convoca.cycles.models import Cycle
from convoca.directory.models import Settlement
from convoca.foundation.sheets import Cell, Sheet

UNKNOWN = ""


@dataclass(frozen=True)
class Group:
    """A kind of municipality and how many of it were interviewed."""

    key: str
    label: str
    interviewed: int


@dataclass(frozen=True)
class CodeRow:
    """A code and how many interviews of each group speak of it; None where it is too few."""

    code: Code
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class CodeTable:
    """How many of those interviewed speak of each code, by kind of municipality."""

    groups: Sequence[Group]
    rows: Sequence[CodeRow]
    interviewed: int


@dataclass(frozen=True)
class FrameworkRow:
    """One interview under a number instead of a name, and its words on each theme."""

    number: int
    source: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Framework:
    """What the interviews of a cycle say of each theme, only of those who allow quoting.

    `numbers` are those of the project file, whatever is filtered; `interviews` the ids that are
    shown, in the order of their numbers, which says nothing of who they are.
    """

    cycle: Cycle
    themes: Sequence[Theme]
    numbers: Mapping[int, int]
    interviews: Sequence[int]

    @cached_property
    def sizes(self) -> dict[tuple[str, str], int]:
        return group_sizes(done_interviews(self.cycle))

    def rows(self, interviews: Sequence[int]) -> list[FrameworkRow]:
        """Return a row an interview, in the order given."""
        words = self._words(interviews)
        asked = Interview.objects.select_related("seat__municipality__region").in_bulk(interviews)
        return [
            FrameworkRow(
                self.numbers[one],
                place_source(asked[one].seat.municipality, self.sizes),
                tuple(tuple(words[one, theme.pk]) for theme in self.themes),
            )
            for one in interviews
        ]

    def _words(self, interviews: Sequence[int]) -> Mapping[tuple[int, int], list[str]]:
        themes = {theme_step_id(one.pk): one.pk for one in self.themes}
        words: dict[tuple[int, int], list[str]] = defaultdict(list)
        for one in sendable_statements(self.cycle).filter(interview__in=interviews):
            for theme in sorted(_themes_of(one, themes)):
                words[one.interview_id, theme].append(one.text)
        return words


def _themes_of(statement: Statement, themes: Mapping[str, int]) -> set[int]:
    codings = statement.live_codings  # type: ignore[attr-defined]  # prefetched by sendable_statements
    coded = {coding.code.theme_id for coding in codings}
    example = themes.get(statement.question)
    return {one for one in (*coded, example) if one is not None}


def code_table(cycle: Cycle) -> CodeTable:
    """Count the interviews that speak of each code, by kind of municipality.

    Counts under five are hidden, and what would give them away.
    """
    interviews = done_interviews(cycle).values_list("pk", "seat__municipality__settlement")
    kinds = dict(interviews)
    heard = Counter(kinds.values())
    groups = [one for one in (*Settlement.values, UNKNOWN) if heard[one]]
    spoken = outside_blind_rounds(live_statements(cycle))
    pairs = LIVE.filter(statement__in=spoken).values_list("code", "statement__interview")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for code, interview in pairs.distinct():
        counts[str(code)][kinds[interview]] += 1
    codes = {str(one.pk): one for one in cycle.community.codes.select_related("theme")}
    return CodeTable(
        groups=[Group(one, _label(one), heard[one]) for one in groups],
        rows=[
            CodeRow(codes[row.key], row.cells, row.total)
            for row in shown_counts(counts, groups=groups, smallest=SMALLEST_GROUP)
        ],
        interviewed=len(kinds),
    )


def urgency_agreement(cycle: Cycle) -> Measure:
    """Measure how far those interviewed agree on which themes are urgent, over the themes."""
    rated: dict[int, dict[int, int | None]] = defaultdict(dict)
    ratings = ThemeRating.objects.filter(interview__in=done_interviews(cycle))
    for theme, person, urgency in ratings.order_by("theme").values_list(
        "theme", "interview", "urgency"
    ):
        rated[theme][person] = urgency
    return measure_ratings([list(one.values()) for one in rated.values()], seed=cycle.pk)


def code_sheet(cycle: Cycle) -> Sheet:
    """Return the table of codes as a sheet; what is hidden is an empty cell."""
    table = code_table(cycle)
    headings = [_("Código"), _("Tema"), *(group.label for group in table.groups), _("Todas")]
    asked = [one.interviewed for one in table.groups]
    rows: list[Sequence[Cell]] = [(_("Entrevistas"), "", *asked, table.interviewed)]
    rows += [
        (row.code.name, row.code.theme.title if row.code.theme else "", *row.cells, row.total)
        for row in table.rows
    ]
    return Sheet(_("Códigos por tipo de comuna"), headings, rows)


def framework(cycle: Cycle, *, kind: str = "", region: int = 0, theme: int = 0) -> Framework:
    """Return what the interviews say of each theme.

    Args:
        kind, region: only interviews of this kind of municipality, of this region; groups that
            `framework_choices` does not offer, under five, count as not asked for.
        theme: only this one; 0 is all of them.
    """
    kinds, regions = framework_choices(cycle)
    numbers = pseudonyms(_speaking_ids(cycle))
    interviews = done_interviews(cycle).filter(pk__in=numbers)
    if kind in dict(kinds):
        interviews = interviews.filter(seat__municipality__settlement=kind)
    elif region in dict(regions):
        interviews = interviews.filter(seat__municipality__region=region)
    themes = list(cycle.community.themes.filter(is_active=True))
    shown = [one for one in themes if theme in {0, one.pk}] or themes
    ids = sorted(interviews.values_list("pk", flat=True), key=numbers.__getitem__)
    return Framework(cycle, shown, numbers, ids)


def framework_choices(cycle: Cycle) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """Return the kinds of municipality and the regions with five interviews or more."""
    places = done_interviews(cycle).values_list(
        "seat__municipality__settlement",
        "seat__municipality__region",
        "seat__municipality__region__short_name",
        "seat__municipality__region__position",
    )
    kinds = Counter(kind for kind, *_region in places)
    regions = Counter((place, name, pk) for _kind, pk, name, place in places)
    return (
        [(key, str(label)) for key, label in Settlement.choices if kinds[key] >= SMALLEST_GROUP],
        [(pk, name) for (_place, name, pk), n in sorted(regions.items()) if n >= SMALLEST_GROUP],
    )


def framework_sheet(found: Framework) -> Sheet:
    """Return the whole framework as a sheet, the words of a cell a line each."""
    headings = [_("Entrevista"), _("De dónde"), *(theme.title for theme in found.themes)]
    rows = found.rows(found.interviews)
    return Sheet(
        _("Entrevistas por tema"),
        headings,
        [(row.number, row.source, *("\n".join(cell) for cell in row.cells)) for row in rows],
    )


def _speaking_ids(cycle: Cycle) -> set[int]:
    return set(sendable_statements(cycle).order_by().values_list("interview", flat=True))


def _label(kind: str) -> str:
    return str(dict(Settlement.choices).get(kind, _("sin dato")))
