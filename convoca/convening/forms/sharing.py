"""Which municipality's office serves another one too."""

from collections.abc import Iterable
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import Seat


class ServingForm(forms.Form):
    """The serving seat, chosen among the municipalities by region; those of the own one first."""

    serving = forms.ChoiceField(
        label=_("Municipalidad que la atiende"),
        error_messages={
            "required": _("Elija la municipalidad que la atiende."),
            "invalid_choice": _("Esa municipalidad ya no puede atenderla. Elija otra."),
        },
    )

    def __init__(self, data: object, seat: Seat, candidates: Iterable[Seat]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the form as it came, or nothing yet
        own = seat.municipality.region
        by_region = [
            (region, [(str(one.pk), one.municipality.comuna_name) for one in seats])
            for region, seats in groupby(candidates, key=lambda one: one.municipality.region)
        ]
        by_region.sort(key=lambda group: group[0] != own)
        field = self.fields["serving"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((region.short_name, seats) for region, seats in by_region)]
