"""Choosing whose availability a page shows; the choice is the address of the page."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from convoca.agenda.queries.ballots import size_name
from convoca.convening.core.filters import Traits, choose, size_band
from convoca.convening.queries import UNCLASSED
from convoca.directory.models import Settlement
from convoca.ui.formats import format_number
from convoca.workplan.queries.availability import AvailabilityRow

FACETS = ("region", "clase", "tamano")
FIRST = ("region", "clase")
"""The choices that are always in sight; the others are folded."""
Labels = dict[str, str]


class PeopleForm(forms.Form):
    """Who is shown, by place, with how many each choice gives; an unknown value chooses nothing.

    `reloj` is the week whose clocks are read, where they change inside of the plan.
    """

    region = forms.ChoiceField(label=_("Región"), required=False)
    clase = forms.ChoiceField(label=_("Clase de comuna"), required=False)
    tamano = forms.ChoiceField(label=_("Habitantes"), required=False)
    reloj = forms.ChoiceField(label=_("Con la hora que rige"), required=False)

    def __init__(
        self, data: QueryDict, rows: Sequence[AvailabilityRow], *, mondays: Sequence[date] = ()
    ) -> None:
        super().__init__(data)
        labels = _labels(rows)
        for name in FACETS:
            self._choose_from(name, labels[name])
        self._offer_clocks(mondays)
        self.is_valid()
        self.wanted = {name: value for name, value in self.cleaned_data.items() if value}
        found = choose([_traits(row) for row in rows], facets=FACETS, wanted=self.wanted)
        self.chosen = [rows[position] for position in found.positions]
        for name in FACETS:
            self._choose_from(name, self._counted(name, labels[name], found.counts[name]))

    @property
    def first_fields(self) -> list[BoundField]:
        """Return the choices that are always in sight."""
        return [field for field in self if field.name in FIRST]

    @property
    def folded_fields(self) -> list[BoundField]:
        """Return the choices that are folded away."""
        return [field for field in self if field.name not in FIRST]

    @property
    def uses_folded(self) -> bool:
        """Say whether a folded choice is in use, so that the fold stands open."""
        return bool(self.wanted.keys() - set(FIRST))

    @property
    def query(self) -> str:
        """Return the choice as the address of a page writes it; without any, ""."""
        address = QueryDict(mutable=True)
        address.update(self.wanted)
        return f"?{address.urlencode()}" if self.wanted else ""

    @property
    def is_part(self) -> bool:
        """Say whether only some of the people are chosen."""
        return bool(self.wanted.keys() & set(FACETS))

    @property
    def monday(self) -> date | None:
        """Return the Monday of the week whose clocks are read; None for the first week."""
        chosen = self.wanted.get("reloj")
        return date.fromisoformat(chosen) if chosen else None

    def _offer_clocks(self, mondays: Sequence[date]) -> None:
        """Let one choose from when the clocks are read, where there is more than one way."""
        if len(mondays) < 2:  # noqa: PLR2004 - a choice needs two
            del self.fields["reloj"]
            return
        field = self.fields["reloj"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("" if monday == mondays[0] else monday.isoformat(), _since(monday))
            for monday in mondays
        ]

    def _counted(self, name: str, labels: Labels, counts: Mapping[str, int]) -> Labels:
        return {
            value: f"{label} ({format_number(counts.get(value, 0))})"
            for value, label in labels.items()
            if counts.get(value) or self.wanted.get(name) == value
        }

    def _choose_from(self, name: str, labels: Labels) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Todas"))), *labels.items()]


def _traits(row: AvailabilityRow) -> Traits:
    place = row.invitation.seat.municipality
    band = size_band(place.population, settings.COUNTRY["size_bounds"])
    values = {
        "region": frozenset({place.region.code}),
        "clase": frozenset({place.settlement or UNCLASSED}),
        "tamano": frozenset({str(band)}),
    }
    return Traits(values)


def _labels(rows: Sequence[AvailabilityRow]) -> dict[str, Labels]:
    """Return every choice; regions are those of the rows, from north to south."""
    regions = {
        row.invitation.seat.municipality.region.code: row.invitation.seat.municipality.region
        for row in rows
    }
    in_order = sorted(regions.values(), key=lambda region: region.position)
    bounds = settings.COUNTRY["size_bounds"]
    sizes = [size_name(lowest, bounds) for lowest in (0, *bounds)]
    return {
        "region": {region.code: region.short_name for region in in_order},
        "clase": {value: str(label).capitalize() for value, label in Settlement.choices}
        | {UNCLASSED: str(_("Sin clasificar"))},
        "tamano": {str(band): name.capitalize() for band, name in enumerate(sizes) if name},
    }


def _since(monday: date) -> str:
    return str(_("desde el %(day)s")) % {"day": dateformat.format(monday, str(_(r"j \d\e F")))}
