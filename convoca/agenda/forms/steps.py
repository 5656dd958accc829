"""One question of an interview as a form: for the director alone and for the interviewer."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.interviews.guide import Question, QuestionKind
from convoca.agenda.core.interviews.values import (
    HIGHEST,
    LONGEST_LINE,
    LONGEST_TEXT,
    LOWEST,
    RatedTheme,
)
from convoca.agenda.core.interviews.versions import freeze
from convoca.agenda.core.interviews.walk import ListedTheme, Step, Walk

NOT_APPLICABLE = "not_applicable"
POINTS = [(str(point), str(point)) for point in range(LOWEST, HIGHEST + 1)]
LARGEST = 1_000_000
MISSING = {"required": _("Elija una opción para seguir.")}
TEXT_FAULTS = {
    "required": _("Escriba su respuesta para seguir."),
    "max_length": _("El texto es demasiado largo. Acórtelo a %(limit_value)s letras."),
}


class StepForm(forms.Form):
    """What one step asks; `answer` is the value for `save_answer` once the form is valid."""

    def __init__(
        self, data: QueryDict | None, *, step: Step, walk: Walk, value: object = None
    ) -> None:
        super().__init__(data, auto_id="answer-%s")
        self.step = step
        self.not_applicable = data is not None and NOT_APPLICABLE in data
        if step.theme:
            self._ask_rating(step.question, value)
        else:
            self.fields["value"] = _field(step.question, walk.themes)
            self.initial["value"] = value

    @property
    def kind(self) -> str:
        return self.step.question.kind.value

    @property
    def answer(self) -> object:
        if self.step.theme:
            return self._rating()
        value = self.cleaned_data["value"]
        if self.step.question.kind is QuestionKind.PICK_THEMES:
            return [int(pick) for pick in value]
        return "" if value is None else value

    @property
    def stored_answer(self) -> object:
        """Return the answer as a saving has it."""
        return freeze(self.answer)

    def _ask_rating(self, question: Question, value: object) -> None:
        for name, scale in (("interest", question.interest), ("urgency", question.urgency)):
            self.fields[name] = forms.ChoiceField(
                label=scale.label if scale else name,
                choices=POINTS,
                widget=forms.RadioSelect,
                required=not self.not_applicable,
                error_messages={
                    "required": _("Elija un número del 1 al 5, o marque que no aplica.")
                },
            )
        self.fields["example"] = _text_field(question.example, rows=3)
        if isinstance(value, RatedTheme):
            self.initial = {
                "interest": value.interest,
                "urgency": value.urgency,
                "example": value.example,
            }

    def _rating(self) -> RatedTheme:
        example = self.cleaned_data["example"]
        if self.not_applicable:
            return RatedTheme(example=example)
        chosen = self.cleaned_data
        return RatedTheme(int(chosen["interest"]), int(chosen["urgency"]), example)


class NotesForm(forms.Form):
    """What the interviewer notes beside an answer: own words, and the probes used."""

    note = forms.CharField(
        label=_("Notas de quien entrevista"),
        help_text=_("Solo las ve el equipo; no se citan."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    probes = forms.MultipleChoiceField(
        label=_("Preguntas de apoyo que usó"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: QueryDict | None, *, question: Question, note: object, probes: object
    ) -> None:
        super().__init__(
            data, auto_id="notes-%s", initial={"note": note or "", "probes": probes or []}
        )
        choices = [(probe, probe) for probe in question.probes]
        self.fields["probes"] = forms.MultipleChoiceField(
            label=self.fields["probes"].label,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if not choices:
            del self.fields["probes"]


def _field(question: Question, themes: Sequence[ListedTheme]) -> forms.Field:
    if question.kind is QuestionKind.TEXT:
        return _text_field(question.label, rows=7, required=question.is_required)
    if question.kind is QuestionKind.LINE:
        return forms.CharField(
            label=question.label,
            required=question.is_required,
            max_length=LONGEST_LINE,
            error_messages=TEXT_FAULTS,
        )
    if question.kind is QuestionKind.INTEGER:
        return _number_field(question)
    if question.kind is QuestionKind.PICK_THEMES:
        return forms.MultipleChoiceField(
            label=question.label,
            choices=[(str(theme.id), theme.title) for theme in themes],
            required=question.is_required,
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=question.label,
        choices=[(option.value, option.label) for option in question.options],
        required=question.is_required,
        widget=forms.RadioSelect,
        error_messages=MISSING,
    )


def _number_field(question: Question) -> forms.Field:
    lowest = 0 if question.lowest is None else question.lowest
    highest = LARGEST if question.highest is None else question.highest
    limits = {"lowest": lowest, "highest": highest}
    message = _("Escriba un número entero entre %(lowest)s y %(highest)s.") % limits
    return forms.IntegerField(
        label=question.label,
        required=question.is_required,
        min_value=question.lowest,
        max_value=highest,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), message),
    )


def _text_field(label: str, *, rows: int, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=TEXT_FAULTS,
    )
