"""Days without sessions: one entry, or days of comunas pasted from a sheet."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.directory.models import Community, Municipality, Region
from convoca.foundation.models import Association
from convoca.workplan.core.asking.pasted_days import (
    MOST_LINES,
    PastedDay,
    PastedFault,
    read_pasted_days,
)
from convoca.workplan.forms.council import DayField
from convoca.workplan.models import Closing
from convoca.workplan.services.closings import ClosingInput, Whose

ALL = "all"
LONGEST_DAYS = 366
MOST_FAULTS = 10


class ClosingForm(forms.Form):
    """What, from when to when, and for whom: all, a region, a community or a comuna."""

    kind = forms.ChoiceField(label=gettext_lazy("Qué es"), choices=Closing.Kind.choices)
    name = forms.CharField(label=gettext_lazy("Nombre"), max_length=120)
    first = DayField(label=gettext_lazy("Primer día"))
    last = DayField(
        label=gettext_lazy("Último día"),
        help_text=gettext_lazy("Vacío, si es un solo día."),
        required=False,
    )
    whose = forms.ChoiceField(label=gettext_lazy("Para quiénes"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        association: Association,
        closing: Closing | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(closing))
        self._association = association
        whose = self.fields["whose"]
        assert isinstance(whose, forms.ChoiceField)
        whose.choices = _choices(association)

    def clean(self) -> dict[str, Any]:  # Any: cleaned values of several types
        """Refuse days that end before they begin, or more than a year of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("El último día no puede ser anterior al primero."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last", _("Cierre a lo más un año de una vez."))
        return cleaned

    @property
    def given(self) -> ClosingInput:
        """Return what was written, once the form is valid."""
        cleaned = self.cleaned_data
        return ClosingInput(
            kind=cleaned["kind"],
            name=cleaned["name"],
            first_on=cleaned["first"],
            last_on=cleaned["last"] or cleaned["first"],
            whose=self._whose(cleaned["whose"]),
        )

    def _whose(self, value: str) -> Whose:
        kind, _colon, key = value.partition(":")
        if kind == "region":
            return Region.objects.get(pk=key)
        if kind == "community":
            return Community.objects.get(association=self._association, pk=key)
        return Municipality.objects.get(pk=key) if kind == "comuna" else None


def _choices(association: Association) -> list[Any]:  # Any: Django's nested pairs
    regions = Region.objects.order_by("position").values_list("pk", "short_name")
    communities = association.communities.order_by("name").values_list("pk", "name")
    comunas = Municipality.objects.order_by("comuna_name").values_list("pk", "comuna_name")
    return [
        (ALL, _("Toda la asociación")),
        (_("Una comunidad"), [(f"community:{pk}", name) for pk, name in communities]),
        (_("Una región"), [(f"region:{pk}", name) for pk, name in regions]),
        (_("Una comuna"), [(f"comuna:{pk}", name) for pk, name in comunas]),
    ]


def _initial(closing: Closing | None) -> dict[str, object]:
    if closing is None:
        return {"kind": Closing.Kind.BLACKOUT, "whose": ALL}
    whose = ALL
    if closing.region_id is not None:
        whose = f"region:{closing.region_id}"
    elif closing.community_id is not None:
        whose = f"community:{closing.community_id}"
    elif closing.municipality_id is not None:
        whose = f"comuna:{closing.municipality_id}"
    last = closing.last_on if closing.last_on != closing.first_on else None
    return {
        "kind": closing.kind,
        "name": closing.name,
        "first": closing.first_on,
        "last": last,
        "whose": whose,
    }


class PastedDaysForm(forms.Form):
    """Days of comunas, a line each: comuna, day, name. Nothing is kept while a line is wrong."""

    text = forms.CharField(
        label=gettext_lazy("Una línea por día: comuna; día; nombre"),
        help_text=gettext_lazy(
            "Copie las columnas de una planilla, o escriba: Ñuñoa; 31-12-2027; Aniversario. "
            "El nombre puede faltar."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=100_000,
    )

    def __init__(self, data: QueryDict | None = None, *, find: Callable[[str], int | None]) -> None:
        super().__init__(data)
        self._find = find
        self.days: list[PastedDay] = []

    def clean_text(self) -> str:
        """Refuse the text with a sentence for each of the first lines that cannot be read."""
        text: str = self.cleaned_data["text"]
        self.days, faults = read_pasted_days(text, self._find, usual_name=_("Día de la comuna"))
        if faults:
            raise forms.ValidationError([_fault_words(fault) for fault in faults[:MOST_FAULTS]])
        if not self.days:
            raise forms.ValidationError(_("No hay ninguna línea con un día. Pegue al menos una."))
        return text


def _fault_words(fault: PastedFault) -> str:
    words = {
        "comuna": _(
            "Línea %(line)s: no se conoce la comuna «%(text)s». Escríbala como en la nómina."
        ),
        "day": _("Línea %(line)s: «%(text)s» no es un día. Escríbalo así: 31-12-2027."),
        "many": _("Son demasiadas líneas: pegue a lo más %(most)s de una vez."),
    }
    return words[fault.fault] % {"line": fault.line, "text": fault.text[:40], "most": MOST_LINES}
