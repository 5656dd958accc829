"""The row of links under the headline, where a section has several pages."""

from collections.abc import Set as AbstractSet

from django.urls import ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from convoca.directory.queries.access import Doing
from convoca.ui.frames import RailItem

Tab = tuple[str, Promise, Doing]

INTERVIEWS: list[Tab] = [
    ("agenda:interviews", gettext_lazy("Lista"), "interview"),
    ("agenda:interview_day", gettext_lazy("Mi día"), "interview"),
    ("agenda:progress", gettext_lazy("Avance"), "interview"),
    ("agenda:guide", gettext_lazy("Pauta"), "interview"),
    ("agenda:themes", gettext_lazy("Temas de la lista"), "coordinate"),
    ("agenda:interviewers", gettext_lazy("Quién entrevista"), "coordinate"),
]
CODING: list[Tab] = [
    ("agenda:statements", gettext_lazy("Codificar"), "code"),
    ("agenda:coded", gettext_lazy("Lista"), "code"),
    ("agenda:codebook", gettext_lazy("Libro de códigos"), "code"),
    ("agenda:code_table", gettext_lazy("Por tipo de comuna"), "code"),
    ("agenda:framework", gettext_lazy("Por tema"), "code"),
    ("agenda:suggesting", gettext_lazy("Propuestas"), "code"),
    ("agenda:blind_rounds", gettext_lazy("A ciegas"), "code"),
    ("agenda:exchange", gettext_lazy("Llevar y traer"), "coordinate"),
]
DATES: list[Tab] = [
    ("workplan:plan", gettext_lazy("Fechas"), "read"),
    ("workplan:experts", gettext_lazy("Quién lleva las sesiones"), "read"),
]
TOGETHER: list[Tab] = [
    ("workplan:country", gettext_lazy("Fechas de todas"), "coordinate"),
    ("workplan:country_calendar", gettext_lazy("Calendario"), "coordinate"),
    ("workplan:pool", gettext_lazy("Quiénes y con qué"), "coordinate"),
    ("workplan:closings", gettext_lazy("Días sin sesiones"), "coordinate"),
]
ROWS = (INTERVIEWS, CODING, DATES, TOGETHER)
BELOW = {"agenda:statement": "agenda:statements"}  # one page of the tab that they are reached by


def tabs_of(match: ResolverMatch | None, allowed: AbstractSet[Doing]) -> list[RailItem]:
    """Return the links of the section that a page is in, those that this person may open.

    Nothing on a page that is in no row, so that it asks for one thing only.
    """
    name = match.view_name if match else ""
    here = BELOW.get(name, name)
    tabs = next((row for row in ROWS if here in {one for one, _, _ in row}), [])
    if not match or not tabs:
        return []
    of_cycle = {"cycle_id": match.kwargs["cycle_id"]} if "cycle_id" in match.kwargs else {}
    return [
        RailItem(
            str(label),
            reverse(page, kwargs=of_cycle),
            current="" if page != here else "page" if here == name else "true",
        )
        for page, label, doing in tabs
        if doing in allowed
    ]
