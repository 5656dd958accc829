"""What a director asks between sessions."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUESTION = 1000


class QuestionForm(forms.Form):
    """A question to the team, and whether the own name may stand beside it."""

    text = forms.CharField(
        label=_("¿Qué quiere preguntar?"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Escriba su pregunta."),
            "max_length": _("Es muy larga: déjela en 1.000 letras."),
        },
    )
    shows_name = forms.BooleanField(
        label=_("Si se responde a todos, pueden ver mi nombre y mi comuna"), required=False
    )

    def clean_text(self) -> str:
        """Return the text with the line ends of a mail."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
