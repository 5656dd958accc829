"""What a director says about a session."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExcuseForm(forms.Form):
    """Why somebody cannot come, if they want to say."""

    reason = forms.CharField(
        label=_("¿Quiere decirnos por qué?"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Escríbalo en menos de 200 letras.")},
    )
