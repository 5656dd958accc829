"""What a person corrects of the own data, and whether WhatsApp may be used."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.convening.forms.seats import PhoneField
from convoca.portal.consent import Consent
from convoca.portal.forms.invitation import BROKEN_EMAIL


class OwnDataForm(forms.Form):
    """Name, address and number; the last two begin empty, and empty changes nothing.

    Where it is offered, a box to agree to WhatsApp messages. It is never ticked from the start.
    """

    name = forms.CharField(
        label=gettext_lazy("Nombre y apellido"),
        max_length=200,
        error_messages={"required": gettext_lazy("Escriba su nombre.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Correo"),
        max_length=254,
        required=False,
        error_messages={"invalid": BROKEN_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = PhoneField()

    def __init__(self, data: QueryDict | None = None, *, name: str, consent: Consent) -> None:
        super().__init__(data, initial={"name": name})
        self.consent = consent
        if consent.wording:
            self.fields["whatsapp"] = forms.BooleanField(
                label=consent.wording, required=False, help_text=_what_stands(consent)
            )

    def clean(self) -> dict[str, Any]:  # Any: as Django types its cleaned values
        """Ask for the number where somebody agrees and we have none."""
        given = super().clean() or {}
        is_missing = given.get("phone") == "" and not self.consent.has_number
        if given.get("whatsapp") and is_missing:
            self.add_error("phone", _("Escriba el teléfono en que quiere recibir WhatsApp."))
        return given

    @property
    def agrees_to(self) -> str:
        """Return the words that a person agreed to; empty where the box is not ticked."""
        return self.consent.wording if self.cleaned_data.get("whatsapp") else ""

    @property
    def is_corrected(self) -> bool:
        """Say whether anything but the box was touched."""
        return bool(set(self.changed_data) - {"whatsapp"})


def _what_stands(consent: Consent) -> str:
    if consent.since_at:
        return _("Lo que ya aceptó vale solo para el teléfono que tenemos.")
    if consent.has_number:
        return _("Hasta hoy no lo ha aceptado. Vale para el teléfono que tenemos o el que escriba.")
    return _("Hasta hoy no lo ha aceptado. Si acepta, escriba arriba su teléfono.")
