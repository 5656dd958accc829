"""What stands of each answer, and the texts that other devices wrote beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.guide import THEME_STEP
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.versions import (
    NOT_APPLICABLE,
    can_join,
    freeze,
)
from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.models import Answer, AnswerVersion, Interview
from convoca.foundation.errors import NotFoundError

DRAFT = ":draft"


@dataclass(frozen=True)
class Standing:
    """What stands of an answer or a note: as stored, and who wrote it when and on which page."""

    revision: int
    value: object
    written_at: datetime
    written_by: int | None
    pen: UUID | None
    version: int | None


@dataclass(frozen=True)
class OtherVersion:
    """A text that stands beside an answer, to be read by a person."""

    id: int
    written_at: datetime
    by: str
    is_note: bool
    text: str
    can_join: bool


def standing_of(interview: Interview, name: str) -> Standing | None:
    """Return what stands under a name; a draft that is newer than its answer stands."""
    rows = interview.answers.filter(question__in=(name, name + DRAFT))
    row = rows.order_by("-revision").first()
    if row is None:
        return None
    made = interview.versions.filter(question=name, revision=row.revision).order_by("-pk").first()
    return Standing(
        revision=row.revision,
        value=_stored(interview, row),
        written_at=made.written_at if made else row.saved_at,
        written_by=row.saved_by_id,
        pen=made.pen if made else None,
        version=made.pk if made else None,
    )


def _stored(interview: Interview, row: Answer) -> object:
    """Return the value of a row; the one of a theme with its numbers."""
    if ":" in row.question or not row.question.startswith(THEME_STEP):
        return row.value
    theme_id = row.question.removeprefix(THEME_STEP)
    rating = interview.ratings.filter(theme_id=int(theme_id)).first()
    if rating is None:
        return freeze(RatedTheme(example=str(row.value)), is_whole=False)
    return freeze(RatedTheme(rating.interest, rating.urgency, str(row.value)))


def other_versions(interview: Interview, walk: Walk) -> dict[str, list[OtherVersion]]:
    """List, by step, the texts that wait beside an answer or its note, the oldest first."""
    waiting = interview.versions.filter(beside_since__isnull=False, settled_at__isnull=True)
    titles = {str(theme.id): theme.title for theme in walk.themes}
    found: dict[str, list[OtherVersion]] = {}
    for version in waiting.select_related("saved_by"):
        step = walk.find(version.question.partition(":")[0])
        if step is not None:
            found.setdefault(step.id, []).append(_other(version, step, titles))
    return found


def _other(version: AnswerVersion, step: Step, titles: Mapping[str, str]) -> OtherVersion:
    options = {option.value: option.label for option in step.question.options}
    return OtherVersion(
        id=version.pk,
        written_at=version.written_at,
        by=version.saved_by.name if version.saved_by else "",
        is_note=version.question != step.id,
        text=_in_words(version.value, {**titles, **options}),
        can_join=can_join(version.value) and (version.question != step.id or not options),
    )


def _in_words(value: object, labels: Mapping[str, str]) -> str:
    """Write a stored value for a person: the titles of picks, the numbers of a rating."""
    if isinstance(value, Mapping):
        numbers = [str(value[key]) for key in ("interest", "urgency") if value.get(key)]
        numbers += [_("no aplica")] if value.get(NOT_APPLICABLE) else []
        return "\n".join(part for part in (" × ".join(numbers), str(value["example"])) if part)
    if isinstance(value, list):
        return ", ".join(labels.get(str(pick), str(pick)) for pick in value)
    return labels.get(str(value), str(value))


def get_waiting_version(interview: Interview, version_id: int) -> AnswerVersion:
    """Return a version of an interview that somebody may see, or raise NotFoundError."""
    version = interview.versions.filter(pk=version_id, beside_since__isnull=False).first()
    if version is None:
        raise NotFoundError(version_id)
    return version
