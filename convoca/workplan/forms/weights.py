"""How a plan is to be weighed: a way by name, or own numbers."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.directory.models import Community
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.queries.ways import ATTENDANCE_UNITS, COMMUNITY, OWN, list_ways

HEAVIEST = 100
NUMBERS = ("attendance", "reach", "region", "change")


class WeightsForm(forms.Form):
    """Without a way, the community's; own numbers count only where the way is "own"."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label=gettext_lazy("Qué debe pesar más"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Elija una de las maneras de la lista.")},
    )
    attendance = forms.IntegerField(
        label=gettext_lazy("Asistencia"),
        help_text=gettext_lazy("Cada vez que alguien puede venir."),
    )
    reach = forms.IntegerField(
        label=gettext_lazy("Alcance"),
        help_text=gettext_lazy("Que cada persona venga varias veces, más que unas pocas a todas."),
    )
    region = forms.IntegerField(
        label=gettext_lazy("Región"),
        help_text=gettext_lazy("Que la región que menos puede no quede atrás."),
    )
    change = forms.IntegerField(
        label=gettext_lazy("Cambio de día u hora"),
        help_text=gettext_lazy("Cuántas asistencias vale no cambiar entre dos sesiones."),
    )

    def __init__(self, data: QueryDict | None = None, *, community: Community) -> None:
        self.ways = list_ways(community)
        if data is not None and "way" not in data:
            data = data.copy()
            data["way"] = COMMUNITY
        super().__init__(data, initial=_numbers(self.ways[0].weights) | {"way": COMMUNITY})
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [(one.name, f"{one.title}. {one.says}") for one in self.ways] + [
            (OWN, _("Con números propios."))
        ]

    def clean(self) -> dict[str, Any]:
        """Hold own numbers to whole numbers of 0 to 100, not all of no weight."""
        cleaned: dict[str, Any] = self.cleaned_data
        for name in NUMBERS:
            self.errors.pop(name, None)
        if cleaned.get("way") != OWN:
            return cleaned
        numbers = [cleaned.get(name) for name in NUMBERS]
        for name, number in zip(NUMBERS, numbers, strict=True):
            if number is None or not 0 <= number <= HEAVIEST:
                self.add_error(name, _("Escriba un número entero de 0 a 100."))
        if numbers[:3] == [0, 0, 0]:
            self.add_error(
                "attendance", _("Dé algún peso a la asistencia, al alcance o a la región.")
            )
        return cleaned

    def weights(self) -> Weights:
        """Return what was chosen; the form must be valid."""
        chosen = self.cleaned_data["way"]
        for way in self.ways:
            if way.name == chosen:
                return way.weights
        numbers = {name: self.cleaned_data[name] for name in NUMBERS}
        numbers["change"] *= ATTENDANCE_UNITS
        return Weights(**numbers)


def _numbers(weights: Weights) -> dict[str, int]:
    numbers = {name: getattr(weights, name) for name in NUMBERS}
    return numbers | {"change": weights.change // ATTENDANCE_UNITS}
