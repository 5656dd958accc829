"""A guide written in its stored form, and what tells two versions of a piece apart."""

import hashlib
import json

from convoca.agenda.core.interviews.guide.values import (
    GUIDE_FORMAT,
    Condition,
    Guide,
    Question,
    QuestionKind,
    Scale,
)


def write_guide(guide: Guide) -> dict[str, object]:
    """Write a guide in the format convoca.guide/1: `parse_guide` gives the same guide back."""
    return {
        "format": GUIDE_FORMAT,
        "title": guide.title,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "questions": [write_question(question) for question in section.questions],
            }
            for section in guide.sections
        ],
    }


def write_question(question: Question) -> dict[str, object]:
    """Write one question; what is empty is left out."""
    fields: dict[str, object] = {
        "detail": list(question.detail),
        "probes": list(question.probes),
        **_options(question),
        "required": question.is_required,
        "only_if": _condition(question.only_if),
        "most": question.most,
        "interest": _scale(question.interest),
        "urgency": _scale(question.urgency),
        "example": question.example,
        "lowest": question.lowest,
        "highest": question.highest,
        "prefill": question.prefill.value if question.prefill else None,
        "spoken": question.is_spoken,
    }
    kept = {name: value for name, value in fields.items() if _is_said(name, value)}
    return {
        "id": question.id,
        "type": question.kind.value,
        "label": question.label,
        **kept,
    }


def _is_said(name: str, value: object) -> bool:
    """Keep a limit of 0 and an empty "yes", which would read back as another word."""
    return value is not None if name in {"lowest", "highest", "yes", "no"} else bool(value)


def _options(question: Question) -> dict[str, object]:
    if question.kind is QuestionKind.YES_NO:
        labels = {option.value: option.label for option in question.options}
        return {"yes": labels.get("yes"), "no": labels.get("no")}
    return {
        "options": [{"value": option.value, "label": option.label} for option in question.options]
    }


def _condition(condition: Condition | None) -> dict[str, object] | None:
    if condition is None:
        return None
    values = condition.values
    said: object = values[0] if len(values) == 1 else list(values)
    return {"question": condition.question, "is_not" if condition.is_not else "is": said}


def _scale(scale: Scale | None) -> dict[str, object] | None:
    if scale is None:
        return None
    return {"label": scale.label, "low": scale.low, "high": scale.high}


def fingerprint(guide: Guide | Question | None) -> str:
    """Return 16 letters that change when anything of it does; nothing gives nothing."""
    if guide is None:
        return ""
    content = write_guide(guide) if isinstance(guide, Guide) else write_question(guide)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
