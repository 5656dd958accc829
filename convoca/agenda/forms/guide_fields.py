"""The fields of a question's form: plain texts, lines, options, and which kind has which."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.interviews.guide import Known, Question, QuestionKind
from convoca.directory.core.text import clean_text

LONGEST_LABEL = 300
LONGEST_OPTION, LONGEST_END = 200, 120
MOST_OPTIONS, FURTHEST = 40, 1_000_000
IS, IS_NOT = "is", "is_not"
REFERENCE = "${"

PREFILLS: Mapping[QuestionKind, Sequence[Known]] = {
    QuestionKind.LINE: (Known.COMUNA, Known.DIRECTORATE, Known.BEFORE),
    QuestionKind.INTEGER: (Known.YEARS, Known.BEFORE),
    QuestionKind.CHOICE: (Known.YEARS, Known.BEFORE),
    QuestionKind.YES_NO: (Known.BEFORE,),
}
PREFILL_WORDS = {
    Known.COMUNA: _("la comuna"),
    Known.DIRECTORATE: _("el tipo de dirección"),
    Known.YEARS: _("los años en el cargo, si se saben"),
    Known.BEFORE: _("lo que la misma persona respondió la vez anterior"),
}


def _clean(text: str) -> str:
    if REFERENCE in text:
        raise ValidationError(_("Escriba el texto sin «${»: aquí no se reemplaza por nada."))
    return clean_text(text)


class PlainText(forms.CharField):
    """A text in one line, without anything invisible."""

    def clean(self, value: Any) -> str:  # Any: as Django declares it
        return _clean(str(super().clean(value)))


class Lines(forms.CharField):
    """Texts, one a line; `longest` limits each."""

    def __init__(self, *, longest: int, rows: int = 3, **more: Any) -> None:  # Any: as Django's
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **more)
        self.longest = longest

    def clean(self, value: Any) -> tuple[str, ...]:  # Any: as above
        """Return the lines that say something; a line too long is refused."""
        lines = [_clean(line) for line in str(super().clean(value)).splitlines()]
        if any(len(line) > self.longest for line in lines):
            told = _("Una línea es demasiado larga: caben %(n)s letras.") % {"n": self.longest}
            raise ValidationError(told)
        return tuple(line for line in lines if line)


class Options(Lines):
    """The labels of the options: at least two, each once."""

    def clean(self, value: Any) -> tuple[str, ...]:  # Any: as Django declares it
        """Refuse fewer than two, too many, or one twice."""
        labels = super().clean(value)
        if not 2 <= len(labels) <= MOST_OPTIONS:  # noqa: PLR2004 - one option is no choice
            told = _("Escriba entre 2 y %(most)s opciones, una por línea.") % {"most": MOST_OPTIONS}
            raise ValidationError(told)
        if len(set(labels)) < len(labels):
            raise ValidationError(_("Hay una opción repetida. Deje una sola."))
        return labels


def own_fields(question: Question) -> dict[str, forms.Field]:
    """Return the fields that only this kind has."""
    make: Mapping[QuestionKind, Callable[[], dict[str, forms.Field]]] = {
        QuestionKind.YES_NO: _yes_no_fields,
        QuestionKind.CHOICE: _choice_fields,
        QuestionKind.INTEGER: _integer_fields,
        QuestionKind.THEMES: _theme_fields,
        QuestionKind.PICK_THEMES: _pick_fields,
    }
    return make[question.kind]() if question.kind in make else {}


def _yes_no_fields() -> dict[str, forms.Field]:
    return {
        "yes": PlainText(label=_("Botón del sí"), max_length=LONGEST_OPTION),
        "no": PlainText(label=_("Botón del no"), max_length=LONGEST_OPTION),
    }


def _choice_fields() -> dict[str, forms.Field]:
    return {
        "options": Options(
            label=_("Opciones"), help_text=_("Una por línea."), longest=LONGEST_OPTION, rows=6
        )
    }


def _integer_fields() -> dict[str, forms.Field]:
    return {
        "lowest": forms.IntegerField(
            label=_("El menor que se acepta"),
            required=False,
            min_value=-FURTHEST,
            max_value=FURTHEST,
        ),
        "highest": forms.IntegerField(
            label=_("El mayor que se acepta"),
            required=False,
            min_value=-FURTHEST,
            max_value=FURTHEST,
        ),
    }


def _theme_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for name, label in (("interest", _("Pregunta del interés")), ("urgency", _("De la urgencia"))):
        fields[name] = PlainText(label=label, max_length=LONGEST_LABEL)
        fields[f"{name}_low"] = PlainText(label=_("Bajo el 1"), max_length=LONGEST_END)
        fields[f"{name}_high"] = PlainText(label=_("Bajo el 5"), max_length=LONGEST_END)
    fields["example"] = PlainText(
        label=_("Cómo se pide el ejemplo"), max_length=LONGEST_LABEL, required=False
    )
    return fields


def _pick_fields() -> dict[str, forms.Field]:
    return {"most": forms.IntegerField(label=_("Cuántos a lo más"), min_value=1, max_value=25)}


def shared_fields(question: Question) -> dict[str, forms.Field]:
    """Return the fields of every question that the product can do without."""
    fields: dict[str, forms.Field] = {
        "is_required": forms.BooleanField(
            label=_("Hay que responderla para terminar"), required=False
        ),
        "is_spoken": forms.BooleanField(
            label=_("Solo la hace quien entrevista"),
            help_text=_("Quien responde por su cuenta no la ve."),
            required=False,
        ),
    }
    if question.kind in PREFILLS:
        known = [(one.value, PREFILL_WORDS[one]) for one in PREFILLS[question.kind]]
        fields["prefill"] = forms.ChoiceField(
            label=_("Viene ya escrita con"), choices=[("", _("nada")), *known], required=False
        )
    return fields


def condition_fields(before: Sequence[Question]) -> dict[str, forms.Field]:
    """Return the fields that say of whom a question is asked; none where nothing may be named."""
    if not before:
        return {}
    ticks = [(f"{one.id}:{option.value}", option.label) for one in before for option in one.options]
    return {
        "asked_way": forms.ChoiceField(
            label=_("Se pregunta solo a quien"),
            choices=[(IS, _("respondió algo de esto")), (IS_NOT, _("respondió otra cosa"))],
            widget=forms.RadioSelect,
            required=False,
        ),
        "asked_if": forms.MultipleChoiceField(
            label=_("Respuestas de una pregunta anterior"),
            choices=ticks,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={
                "invalid_choice": _(
                    "Una de esas respuestas ya no está en la pauta. Marque otra vez."
                )
            },
        ),
    }
