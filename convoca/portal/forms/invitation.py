"""What a director writes when answering an invitation."""

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def _broken_email() -> str:
    return gettext("A ese correo le falta algo. Revise que sea como %(example)s.") % {
        "example": settings.COUNTRY["email_example"]
    }


BROKEN_EMAIL = lazy(_broken_email, str)()


FOR_GOOD = "always"


class DeputyForm(forms.Form):
    """Who goes instead."""

    name = forms.CharField(
        label=_("Nombre y apellido de quien irá"),
        max_length=200,
        error_messages={"required": _("Escriba el nombre de quien irá en su lugar.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Su correo"),
        help_text=_("Ahí le llegará su propia invitación, para que confirme."),
        max_length=254,
        error_messages={
            "required": _("Escriba el correo de esa persona, para poder invitarla."),
            "invalid": BROKEN_EMAIL,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    until = forms.ChoiceField(
        label=_("¿Hasta cuándo irá en su lugar?"),
        choices=[("once", _("Solo en este ciclo")), (FOR_GOOD, _("De aquí en adelante"))],
        initial="once",
        required=False,
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why somebody cannot take part, if they want to say."""

    reason = forms.CharField(
        label=_("¿Por qué no puede ahora?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReplacedForm(forms.Form):
    """Who holds the seat now, as far as the director knows."""

    successor = forms.CharField(
        label=_("¿Quién ocupa ahora el cargo?"),
        max_length=200,
        required=False,
        help_text=_("Nombre y apellido, si lo sabe."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=_("Su correo o teléfono"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RenewalForm(forms.Form):
    """The address to which a new link is to go."""

    email = forms.EmailField(
        label=_("Su correo municipal"),
        max_length=254,
        error_messages={
            "required": _("Escriba su correo."),
            "invalid": BROKEN_EMAIL,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
