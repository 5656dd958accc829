"""What a person corrects of the own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convoca.convening.forms.seats import PhoneField
from convoca.portal.forms.invitation import BROKEN_EMAIL


class OwnDataForm(forms.Form):
    """Name, address and number; the last two begin empty, and empty changes nothing."""

    name = forms.CharField(
        label=_("Nombre y apellido"),
        max_length=200,
        error_messages={"required": _("Escriba su nombre.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Correo"),
        max_length=254,
        required=False,
        error_messages={"invalid": BROKEN_EMAIL},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = PhoneField()
