"""What the staff writes about a question."""

from collections.abc import Iterable

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from convoca.notices.forms.notices import capitalised
from convoca.notices.models import Question

LONGEST_TEXT = 5000


class AnswerForm(forms.Form):
    """The answer to a question, or its correction; `known` counts the wordings on the page."""

    text = forms.CharField(
        label=_("Respuesta"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Escriba la respuesta."),
            "max_length": _("Es muy larga: déjela en 5.000 letras."),
        },
    )
    audience = forms.ChoiceField(
        label=_("Quiénes la verán"),
        choices=capitalised(Question.Audience),
        widget=forms.RadioSelect,
        error_messages={"required": _("Elija quiénes verán la respuesta.")},
    )
    known = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Return the text with the line ends of a mail."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class MergeForm(forms.Form):
    """Which answered question says it already; `others` are those with an answer for all."""

    into = forms.ChoiceField(
        label=_("Ya respondida en"),
        error_messages={
            "required": _("Elija la pregunta que ya tiene la respuesta."),
            "invalid_choice": _("Elija una pregunta de la lista."),
        },
    )

    def __init__(self, data: object = None, *, others: Iterable[Question]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what a request brings
        choices = [(str(one.pk), Truncator(one.text).chars(90)) for one in others]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]  # of a ChoiceField


class AsideForm(forms.Form):
    """Why a question is not answered."""

    reason = forms.CharField(
        label=_("Por qué no se responde"),
        max_length=300,
        help_text=_("Lo leerá quien preguntó."),
        error_messages={
            "required": _("Escriba el motivo: lo leerá quien preguntó."),
            "max_length": _("Escríbalo en menos de 300 letras."),
        },
    )
