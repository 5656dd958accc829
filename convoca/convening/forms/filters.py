"""Choosing which seats a list shows; the filters are the address of the page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.filters import choose
from convoca.convening.core.hurdles import Hurdle
from convoca.convening.core.standing import Standing
from convoca.convening.queries import (
    FACETS,
    NOBODY,
    SAID_YES,
    UNCLASSED,
    SeatRow,
    hurdle_words,
    traits_of,
)
from convoca.directory.core.fold import fold_text
from convoca.directory.models import Settlement
from convoca.ui.charts import SeatState
from convoca.ui.formats import format_number

Labels = dict[str, str]
FIRST_FACETS = ("estado", "region", "q")
"""The filters that are always in sight; the others are folded."""


class SeatFilter(forms.Form):
    """What the seats are filtered by, with how many each choice gives beside it.

    An unknown value filters nothing, nor does a province outside of the chosen region.
    """

    estado = forms.ChoiceField(label=_("Estado"), required=False)
    region = forms.ChoiceField(label=_("Región"), required=False)
    q = forms.CharField(label=_("Comuna o persona"), required=False, max_length=100)
    provincia = forms.ChoiceField(label=_("Provincia"), required=False)
    clase = forms.ChoiceField(label=_("Clase de comuna"), required=False)
    tamano = forms.ChoiceField(label=_("Habitantes"), required=False)
    pendiente = forms.ChoiceField(label=_("Qué falta"), required=False)
    cargo = forms.ChoiceField(label=_("A cargo de"), required=False)

    def __init__(
        self,
        data: QueryDict,
        rows: Sequence[SeatRow],
        *,
        today: date,
        facets: Sequence[str] = FACETS,
    ) -> None:
        super().__init__(data)
        for name in set(FACETS).difference(facets):
            del self.fields[name]
        labels = _labels(rows, data.get("cargo", ""))
        for name in facets:
            self._choose_from(name, labels[name])
        self.is_valid()
        self.wanted = _wanted(self.cleaned_data, rows)
        words = fold_text(self.wanted.get("q", ""))
        bounds = settings.COUNTRY["size_bounds"]
        traits = [
            traits_of(row, today=today, bounds=bounds, with_words=bool(words)) for row in rows
        ]
        found = choose(traits, facets=facets, wanted=self.wanted, words=words)
        self.chosen = [rows[position] for position in found.positions]
        for name in facets:
            self._choose_from(name, self._counted(name, labels[name], found.counts[name]))

    @property
    def query(self) -> str:
        """Return the filters as the address of the page writes them; without any, ""."""
        address = QueryDict(mutable=True)
        address.update(self.wanted)
        return address.urlencode()

    @property
    def first_fields(self) -> list[BoundField]:
        """Return the filters that are always in sight."""
        return [field for field in self if field.name in FIRST_FACETS]

    @property
    def folded_fields(self) -> list[BoundField]:
        """Return the filters that are folded away."""
        return [field for field in self if field.name not in FIRST_FACETS]

    @property
    def uses_folded(self) -> bool:
        """Say whether a folded filter is in use, so that the fold stands open."""
        return bool(self.wanted.keys() - set(FIRST_FACETS))

    def _counted(self, name: str, labels: Labels, counts: Mapping[str, int]) -> Labels:
        """Return the choices that give something, or are chosen, with their counts."""
        return {
            value: f"{label} ({format_number(counts.get(value, 0))})"
            for value, label in labels.items()
            if counts.get(value) or self.wanted.get(name) == value
        }

    def _choose_from(self, name: str, labels: Labels) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        every = _("Todos") if name in {"estado", "tamano", "cargo"} else _("Todas")
        field.choices = [("", str(every if name != "pendiente" else _("Todo"))), *labels.items()]


def _wanted(given: Mapping[str, str], rows: Sequence[SeatRow]) -> dict[str, str]:
    """Return the filters in use, without a province that is not in the chosen region."""
    wanted = {name: value for name, value in given.items() if value}
    region, province = wanted.get("region"), wanted.get("provincia")
    if region and province:
        places = {
            (row.seat.municipality.region.code, str(row.seat.municipality.province_id))
            for row in rows
        }
        if (region, province) not in places:
            del wanted["provincia"]
    return wanted


def _labels(rows: Sequence[SeatRow], carer: str) -> dict[str, Labels]:
    """Return every choice under each facet; those of places are the places of the rows."""
    regions = {row.seat.municipality.region.code: row.seat.municipality.region for row in rows}
    in_order = sorted(regions.values(), key=lambda region: region.position)
    return {
        "estado": {each.value: SeatState(each).words for each in Standing}
        | {SAID_YES: str(_("Dijo que sí, venga o no"))},
        "region": {region.code: region.short_name for region in in_order},
        "provincia": {str(row.seat.municipality.province_id): row.province for row in rows},
        "clase": {value: str(label).capitalize() for value, label in Settlement.choices}
        | {UNCLASSED: str(_("Sin clasificar"))},
        "tamano": {str(band): words for band, words in enumerate(_sizes())},
        "pendiente": {each.value: hurdle_words(each).capitalize() for each in Hurdle},
        "cargo": _carers(rows, carer),
    }


def _sizes() -> Iterator[str]:
    bounds = settings.COUNTRY["size_bounds"]
    if not bounds:
        return
    yield _("Menos de %(to)s") % {"to": format_number(bounds[0])}
    for start, end in pairwise(bounds):
        yield _("%(from)s a %(to)s") % {
            "from": format_number(start),
            "to": format_number(end - 1),
        }
    yield _("%(from)s o más") % {"from": format_number(bounds[-1])}


def _carers(rows: Sequence[SeatRow], asked: str) -> Labels:
    """Return who looks after seats; who is asked for and has none now is a choice as well."""
    known = {str(row.carer.user_id): row.carer.name for row in rows if row.carer}
    if asked.isdecimal():
        known.setdefault(asked, str(_("alguien sin puestos")))
    by_name = sorted(known.items(), key=lambda pair: (fold_text(pair[1]), pair[0]))
    return {NOBODY: str(_("Nadie")), **dict(by_name)}
