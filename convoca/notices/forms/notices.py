"""What the staff writes in a notice."""

from django import forms
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from convoca.notices.models import Notice
from convoca.notices.services import NoticeInput

BAD_LINK = _("A ese enlace le falta algo. Cópielo entero; empieza con https://")
LONGEST_TEXT = 5000


def capitalised(words: type[TextChoices]) -> list[tuple[str, str]]:
    """Return choices whose words begin a line."""
    return [(value, capfirst(label)) for value, label in words.choices]


class LinkField(forms.URLField):
    """The address of a file or a page; only what a browser opens safely."""

    default_validators = [URLValidator(schemes=["http", "https"], message=BAD_LINK)]


class NoticeForm(forms.Form):
    """A notice while it is a draft."""

    kind = forms.ChoiceField(label=_("Qué es"), choices=capitalised(Notice.Kind))
    title = forms.CharField(
        label=_("Título"),
        max_length=120,
        help_text=_("Va en el asunto del correo."),
        error_messages={"required": _("Escriba un título.")},
    )
    text = forms.CharField(
        label=_("Texto"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Texto simple. Los enlaces que pegue se podrán tocar."),
        error_messages={
            "required": _("Escriba el texto."),
            "max_length": _("Es muy largo: déjelo en 5.000 letras y ponga el resto en un archivo."),
        },
    )
    link = LinkField(
        label=_("Enlace de un archivo"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": BAD_LINK},
    )
    audience = forms.ChoiceField(
        label=_("Para quiénes"),
        choices=capitalised(Notice.Audience),
        widget=forms.RadioSelect,
        initial=Notice.Audience.ACCEPTED,
        error_messages={"required": _("Elija para quiénes es.")},
    )
    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        """Return the title on one line: it is the subject of a mail."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_text(self) -> str:
        """Return the text with the line ends of a mail."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def given(self) -> NoticeInput:
        """Return what was written, once it is valid."""
        names = ("kind", "title", "text", "link", "audience")
        return NoticeInput(**{name: self.cleaned_data[name] for name in names})
