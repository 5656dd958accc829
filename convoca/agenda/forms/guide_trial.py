"""The answers of a trial of the guide: they travel with the page, and nowhere are they kept."""

import json
from collections.abc import Mapping

from convoca.agenda.core.interviews.guide import QuestionKind
from convoca.agenda.core.interviews.values import RatedTheme, ValueFaultError, check_value
from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.forms.json_text import read_json

LONGEST_TRIAL = 200_000


def write_trial(values: Mapping[str, object]) -> str:
    """Write the answers so far as one field of a form."""
    return json.dumps({step_id: _plain(value) for step_id, value in values.items()})


def read_trial(text: str) -> dict[str, object]:
    """Read them back; what nobody here wrote is no answer."""
    if len(text) > LONGEST_TRIAL:
        return {}
    try:
        raw = read_json(text or "{}")
    except ValueError:
        return {}
    if not isinstance(raw, dict):
        return {}
    return {str(step_id): _rich(value) for step_id, value in raw.items()}


def keep_trial(step: Step, walk: Walk, value: object) -> object:
    """Return an answer as an interview would keep it; None when it is none."""
    try:
        return check_value(step.question, value, themes={theme.id for theme in walk.themes})
    except ValueFaultError:
        return None


def _plain(value: object) -> object:
    if isinstance(value, RatedTheme):
        kind = QuestionKind.THEMES.value
        return {kind: [value.interest, value.urgency], "example": value.example}
    return value


def _rich(value: object) -> object:
    if not isinstance(value, dict):
        return value
    rating = value.get(QuestionKind.THEMES.value)
    if not isinstance(rating, list) or len(rating) != 2:  # noqa: PLR2004 - interest and urgency
        return ""
    interest, urgency = (one if isinstance(one, int) else None for one in rating)
    return RatedTheme(interest, urgency, str(value.get("example", "")))
