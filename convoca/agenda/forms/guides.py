"""One question of the guide as a form, its section, and the line that says what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from convoca.agenda.core.interviews.guide import (
    Condition,
    Known,
    Option,
    Question,
    QuestionKind,
    Scale,
)
from convoca.agenda.core.interviews.guide.needed import CONSENT, CONSENTED, need_of
from convoca.agenda.core.interviews.guide.options import name_options
from convoca.agenda.forms.guide_fields import (
    IS,
    IS_NOT,
    LONGEST_LABEL,
    Lines,
    PlainText,
    condition_fields,
    own_fields,
    shared_fields,
)

LONGEST_TITLE, LONGEST_CHANGES = 80, 200


class SectionForm(forms.Form):
    """The title of a section."""

    title = PlainText(label=_("Título de la sección"), max_length=LONGEST_TITLE)


class UseForm(forms.Form):
    """What changed, in a line, and the draft that was seen."""

    changes = PlainText(
        label=_("Qué cambió, en una línea"),
        help_text=_("Queda en la lista de versiones."),
        max_length=LONGEST_CHANGES,
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class QuestionForm(forms.Form):
    """One question: its words, and what its kind needs; `question` is what it says when valid."""

    label = PlainText(
        label=_("Pregunta"), max_length=LONGEST_LABEL, widget=forms.Textarea(attrs={"rows": 2})
    )
    detail = Lines(
        label=_("Texto de ayuda"),
        help_text=_("Se lee bajo la pregunta. Un párrafo por línea."),
        longest=1000,
        required=False,
    )
    probes = Lines(
        label=_("Preguntas de apoyo"),
        help_text=_("Solo las ve quien entrevista. Una por línea."),
        longest=LONGEST_LABEL,
        required=False,
    )

    def __init__(
        self, data: QueryDict | None, *, question: Question, before: Sequence[Question]
    ) -> None:
        super().__init__(data, initial=_initial(question))
        self._base = question
        self._earlier = {one.id: one for one in before}
        own = own_fields(question)
        self.fields |= own
        self.order_fields(["label", *own])
        if need_of(question) is None:
            self.fields |= shared_fields(question)
            self.fields |= condition_fields(before)

    @property
    def condition_groups(self) -> list[tuple[str, list[Any]]]:  # Any: Django's subwidgets
        """Group the answers that may be asked about by their question, to be shown so."""
        if "asked_if" not in self.fields:
            return []
        ticks = list(self["asked_if"])
        return [
            (one.label, [tick for tick in ticks if tick.data["value"].startswith(f"{one.id}:")])
            for one in self._earlier.values()
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse ticks under two questions, and limits the wrong way round."""
        cleaned = super().clean() or self.cleaned_data
        if len({tick.partition(":")[0] for tick in cleaned.get("asked_if", [])}) > 1:
            self.add_error("asked_if", _("Marque respuestas de una sola pregunta."))
        lowest, highest = cleaned.get("lowest"), cleaned.get("highest")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("highest", _("El mayor no puede ser menos que el menor."))
        return cleaned

    @property
    def question(self) -> Question:
        """Return the question as the form says it; its id, kind and section stay."""
        cleaned = self.cleaned_data
        said = replace(
            self._base,
            label=cleaned["label"],
            detail=cleaned["detail"],
            probes=cleaned["probes"],
            **_own_values(self._base, cleaned),
        )
        if need_of(self._base) is not None:
            return said
        known = cleaned.get("prefill")
        return replace(
            said,
            is_required=cleaned["is_required"],
            is_spoken=cleaned["is_spoken"],
            prefill=Known(known) if known else None,
            only_if=self._condition(),
        )

    def _condition(self) -> Condition | None:
        ticks = self.cleaned_data.get("asked_if", [])
        if not ticks:
            kept = self._base.only_if
            return kept if kept and kept.question == CONSENT else CONSENTED
        values = tuple(tick.partition(":")[2] for tick in ticks)
        is_not = self.cleaned_data.get("asked_way") == IS_NOT
        return Condition(ticks[0].partition(":")[0], values, is_not)


def _initial(question: Question) -> dict[str, object]:
    condition = question.only_if
    initial: dict[str, object] = {
        "label": question.label,
        "detail": "\n".join(question.detail),
        "probes": "\n".join(question.probes),
        "is_required": question.is_required,
        "is_spoken": question.is_spoken,
        "prefill": question.prefill.value if question.prefill else "",
        "options": "\n".join(option.label for option in question.options),
        "lowest": question.lowest,
        "highest": question.highest,
        "most": question.most or None,
        "example": question.example,
        "asked_way": IS_NOT if condition and condition.is_not else IS,
        "asked_if": [f"{condition.question}:{value}" for value in condition.values]
        if condition
        else [],
    }
    initial |= {option.value: option.label for option in question.options}
    for name, scale in (("interest", question.interest), ("urgency", question.urgency)):
        if scale:
            initial |= {name: scale.label, f"{name}_low": scale.low, f"{name}_high": scale.high}
    return initial


def _own_values(question: Question, cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only this kind has, by the names of `Question`; Any: each field its own type."""
    if question.kind is QuestionKind.YES_NO:
        return {"options": tuple(Option(one, cleaned[one]) for one in ("yes", "no"))}
    if question.kind is QuestionKind.CHOICE:
        return {"options": name_options(cleaned["options"], before=question.options)}
    if question.kind is QuestionKind.THEMES:
        scales = {
            name: Scale(cleaned[name], cleaned[f"{name}_low"], cleaned[f"{name}_high"])
            for name in ("interest", "urgency")
        }
        return {**scales, "example": cleaned["example"]}
    return {name: cleaned[name] for name in ("lowest", "highest", "most") if name in cleaned}


def new_question(kind: QuestionKind, question_id: str) -> Question:
    """Return a question of a kind with nothing in it but what such a question begins with."""
    empty = Question(question_id, kind, section="", label="", only_if=CONSENTED)
    if kind is QuestionKind.YES_NO:
        return replace(empty, options=(Option("yes", _now("Sí")), Option("no", _now("No"))))
    if kind is QuestionKind.PICK_THEMES:
        return replace(empty, most=3)
    return empty
