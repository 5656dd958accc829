"""Choosing which seats a list shows."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.standing import Standing
from convoca.convening.queries import SeatRow
from convoca.directory.core.fold import fold_text
from convoca.ui.charts import SeatState


class SeatFilter(forms.Form):
    """State, region, words; an unknown value filters nothing."""

    estado = forms.ChoiceField(label=_("Estado"), required=False)
    region = forms.ChoiceField(label=_("Región"), required=False)
    q = forms.CharField(label=_("Comuna o persona"), required=False, max_length=100)

    def __init__(self, data: object, rows: Sequence[SeatRow]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the address of the page, as it came
        regions = {row.seat.municipality.region for row in rows}
        in_order = sorted(regions, key=lambda region: region.position)
        self._choices("estado", [(each.value, SeatState(each).words) for each in Standing])
        self._choices("region", [(region.code, region.short_name) for region in in_order])
        self.is_valid()

    def apply(self, rows: Iterable[SeatRow]) -> list[SeatRow]:
        """Return the rows that fit, in their order."""
        state, region = self.cleaned_data.get("estado"), self.cleaned_data.get("region")
        words = fold_text(self.cleaned_data.get("q") or "")
        return [
            row
            for row in rows
            if (not state or row.standing == state)
            and (not region or row.seat.municipality.region.code == region)
            and (not words or words in _told(row))
        ]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Todos")), *choices]


def _told(row: SeatRow) -> str:
    name = row.person.name if row.person else ""
    return fold_text(f"{row.seat.municipality.comuna_name} {name}")
