"""What an administrator writes about WhatsApp: templates, who agreed, a test."""

import re
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.convening.forms.seats import PhoneField
from convoca.foundation.models import Association
from convoca.messaging.core.whatsapp_templates import TemplateTextError, check_body, is_name
from convoca.messaging.models import OptIn, Template

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PHONE = gettext_lazy("Teléfono")
LANGUAGE = re.compile(r"[a-z]{2}(?:_[A-Z]{2})?")
HEARD = [(how.value, how.label) for how in OptIn.How if how != OptIn.How.WROTE]


class OwnPhoneField(PhoneField):
    """A telephone number that must be there."""

    def __init__(self, label: "_StrPromise" = PHONE) -> None:
        super().__init__()
        self.label, self.required = label, True


class OptInForm(forms.Form):
    """That somebody agreed, as heard by the staff."""

    phone = OwnPhoneField()
    how = forms.ChoiceField(
        label=gettext_lazy("Cómo lo dijo"), choices=HEARD, initial=OptIn.How.CALL
    )
    wording = forms.CharField(
        label=gettext_lazy("A qué dijo que sí"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None = None, *, association: Association) -> None:
        super().__init__(data)
        self.fields["wording"].initial = _(
            "Acepto recibir por WhatsApp mensajes de %(name)s sobre la comunidad. "
            "Puedo escribir BAJA cuando quiera."
        ) % {"name": association.name}


class TemplateTextForm(forms.Form):
    """What a template says, and what it is for."""

    category = forms.ChoiceField(
        label=gettext_lazy("Para qué es"), choices=Template.Category, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=gettext_lazy("Texto"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Igual que en Meta. Donde cambia algo, {{1}}, {{2}}, {{3}}."),
    )

    def clean_body(self) -> str:
        """Refuse a text that Meta would refuse."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        try:
            check_body(body)
        except TemplateTextError as error:
            raise forms.ValidationError(_fault(error.fault)) from error
        return body


class TemplateForm(TemplateTextForm):
    """A template that was, or will be, sent to Meta for approval."""

    name = forms.CharField(
        label=gettext_lazy("Nombre en Meta"),
        max_length=120,
        help_text=gettext_lazy("Con minúsculas, números y guion bajo: recordatorio_sesion."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    language = forms.CharField(
        label=gettext_lazy("Idioma en Meta"),
        max_length=12,
        initial="es",
        help_text=gettext_lazy("El código que muestra Meta: es, es_MX, es_AR."),
    )
    field_order = ("name", "language", "category", "body")

    def clean_name(self) -> str:
        """Refuse a name that Meta would refuse."""
        name: str = self.cleaned_data["name"]
        if not is_name(name):
            raise forms.ValidationError(
                _("Escriba el nombre con minúsculas sin tilde, números y guion bajo.")
            )
        return name

    def clean_language(self) -> str:
        """Refuse what is no code of a language."""
        language: str = self.cleaned_data["language"]
        if not LANGUAGE.fullmatch(language):
            raise forms.ValidationError(_("Escriba el código como en Meta: es, o es_MX."))
        return language


class TemplateStateForm(forms.Form):
    """What Meta said of a template, marked by hand."""

    seen = forms.ChoiceField(choices=Template.State, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=gettext_lazy("Según Meta está"), choices=Template.State)


class TemplateTestForm(forms.Form):
    """The number to which somebody sends themselves a test."""

    phone = OwnPhoneField(gettext_lazy("Su propio teléfono"))


def _fault(fault: str) -> str:
    return {
        "length": _("Escriba un texto de hasta 1.024 letras."),
        "order": _("Numere los datos desde {{1}} sin saltarse ninguno: {{1}}, {{2}}, {{3}}."),
        "edge": _("Meta no acepta un dato al comienzo ni al final: agregue palabras."),
    }[fault]
