"""Choosing which alerts a list shows."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.risk import ReasonKind
from convoca.directory.core.fold import fold_text
from convoca.retention.models import Alert
from convoca.retention.queries import AlertRow
from convoca.retention.queries.words import reason_name

OPEN, WAITING, CLOSED = "abiertas", "sin-tarea", "cerradas"


class AlertFilter(forms.Form):
    """State, how soon, reason, region, words; an unknown value filters nothing."""

    estado = forms.ChoiceField(
        label=_("Estado"),
        required=False,
        choices=[("", _("Abiertas")), (WAITING, _("Sin tarea")), (CLOSED, _("Cerradas"))],
    )
    cuando = forms.ChoiceField(label=_("Para cuándo"), required=False)
    motivo = forms.ChoiceField(label=_("Motivo"), required=False)
    region = forms.ChoiceField(label=_("Región"), required=False)
    q = forms.CharField(label=_("Comuna o persona"), required=False, max_length=100)

    def __init__(self, data: object, rows: Sequence[AlertRow]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the address of the page, as it came
        regions = {row.seat.seat.municipality.region for row in rows}
        in_order = sorted(regions, key=lambda region: region.position)
        self._choices("cuando", [(level.value, str(level.label)) for level in Alert.Level])
        self._choices("motivo", [(kind.value, reason_name(kind)) for kind in ReasonKind])
        self._choices("region", [(region.code, region.short_name) for region in in_order])
        self.is_valid()

    def apply(self, rows: Iterable[AlertRow]) -> list[AlertRow]:
        """Return the rows that fit, in their order."""
        return [row for row in rows if self._fits_state(row) and self._fits(row)]

    def _fits_state(self, row: AlertRow) -> bool:
        state = self.cleaned_data.get("estado")
        if state == CLOSED:
            return not row.is_open
        return row.needs_task if state == WAITING else row.is_open

    def _fits(self, row: AlertRow) -> bool:
        wanted = self.cleaned_data
        words = fold_text(wanted.get("q") or "")
        region = row.seat.seat.municipality.region.code
        return (
            wanted.get("cuando") in {None, "", row.level}
            and (not wanted.get("motivo") or wanted["motivo"] in row.kinds)
            and wanted.get("region") in {None, "", region}
            and words in _told(row)
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Todos")), *choices]


def _told(row: AlertRow) -> str:
    name = row.seat.person.name if row.seat.person else ""
    return fold_text(f"{row.seat.seat.municipality.comuna_name} {name}")
