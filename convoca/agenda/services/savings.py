"""Savings that come by themselves from an open page: named by it, on any device, without loss."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction

from convoca.agenda.core.interviews.values import Fault, ValueFaultError, check_value
from convoca.agenda.core.interviews.versions import (
    Place,
    Writing,
    freeze,
    is_open_rating,
    join_values,
    place_writing,
    thaw_rating,
)
from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.errors import (
    AnswerFaultError,
    GuideMovedError,
    StepUnknownError,
    VersionSettledError,
)
from convoca.agenda.models import AnswerVersion, Interview
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.queries.versions import Standing, standing_of
from convoca.agenda.services.answers import (
    CONSENT,
    DRAFT,
    Clean,
    lock_interview,
    put_answer,
    write_answer,
)
from convoca.directory.models import User

NOTE, PROBES = "note", "probes"
LONGEST_NOTE, MOST_PROBES = 5000, 40
OLDEST = timedelta(days=30)
NOT_YET = {Fault.MISSING, Fault.HALF, Fault.TOO_MANY, Fault.OUT_OF_RANGE}


@dataclass(frozen=True)
class Saving:
    """One change as a page sends it.

    `question` names a step, or `step:note`, `step:probes`; `value` is as JSON has it: of the step
    of a theme, the parts of a rating. `base` is the revision that the page showed, 0 for none;
    None when it cannot say. `age_s`: how long ago it was written. `guide`: the version of the
    guide that the page asked from. `may_be_draft`: what is no answer yet is kept all the same.
    """

    client_id: UUID
    question: str
    value: object
    base: int | None = None
    pen: UUID | None = None
    age_s: float = 0
    guide: int | None = None
    may_be_draft: bool = False


@dataclass(frozen=True)
class Kept:
    """What became of a saving, and the revision that stands now."""

    place: Place
    revision: int


@dataclass(frozen=True)
class Part:
    """What a saving says: of which step, the name it is kept under, checked; whole or a draft."""

    step: Step
    name: str
    value: Clean | list[str]
    is_whole: bool = True

    @property
    def frozen(self) -> object:
        return freeze(self.value, is_whole=self.is_whole)


@transaction.atomic
def keep_saving(
    *, interview: Interview, saving: Saving, now: datetime, user: User | None = None
) -> Kept:
    """Keep one change. Sent again it changes nothing; what two pages wrote apart stays, both.

    An answer that is none yet (half a rating, one pick too many) is a draft, if it may be one.

    Raises StepUnknownError, AnswerFaultError, GuideMovedError (the page asked from an older guide),
    or InterviewClosedError once the agenda is confirmed.
    """
    interview = lock_interview(interview)
    if saving.guide not in {None, interview.guide.version}:
        raise GuideMovedError(interview.pk)
    if user is not None:
        interview.mode = Interview.Mode.STAFF  # what only an interviewer asks may be answered
    known = interview.versions.filter(client_id=saving.client_id).first()
    part = _read(interview, saving)
    standing = standing_of(interview, part.name)
    if known is not None:
        place = Place.BESIDE if known.beside_since else Place.ON
        return Kept(place, standing.revision if standing else 0)
    written_at = now - min(max(timedelta(seconds=saving.age_s), timedelta()), OLDEST)
    place = place_writing(
        Writing(part.frozen, written_at, saving.pen),
        Writing(standing.value, standing.written_at, standing.pen) if standing else None,
        saw_it=standing is not None and saving.base == standing.revision,
        is_known=saving.base is not None and part.step.id != CONSENT,
    )
    revision = _place(interview, part, saving, place, standing, now=now, user=user)
    stood = place in {Place.ON, Place.OVER}
    interview.versions.create(
        client_id=saving.client_id,
        pen=saving.pen,
        question=part.name,
        value=None if place is Place.SAME else part.frozen,
        revision=revision if stood else None,
        written_at=written_at,
        saved_at=now,
        saved_by=user,
        beside_since=now if place is Place.BESIDE else None,
    )
    return Kept(place, revision)


@transaction.atomic
def settle_version(
    *, version: AnswerVersion, act: str, now: datetime, user: User | None = None
) -> None:
    """Settle a text that stands beside an answer: "use" it, "join" both, or "leave" the answer.

    What is written over stays in the history of the answer.

    Raises VersionSettledError, StepUnknownError, AnswerFaultError (both are too long together),
    or InterviewClosedError.
    """
    interview = lock_interview(version.interview)
    version = interview.versions.select_for_update().get(pk=version.pk)
    if version.beside_since is None or version.settled_at is not None:
        raise VersionSettledError(version.pk)
    standing = standing_of(interview, version.question)
    if act != "leave":
        joins = act == "join" and standing is not None
        value = join_values(standing.value, version.value) if joins and standing else version.value
        saving = Saving(uuid.uuid4(), version.question, value, may_be_draft=True)
        keep_saving(interview=interview, saving=saving, now=now, user=user)
    version.settled_at = now
    version.save(update_fields=["settled_at"])


def _read(interview: Interview, saving: Saving) -> Part:
    """Check what a saving says against the guide."""
    walk = walk_of(interview, values_of(interview))
    step_id, _colon, aside = saving.question.partition(":")
    step = walk.find(step_id)
    if step is None or aside not in {"", NOTE, PROBES}:
        raise StepUnknownError(saving.question)
    if aside:
        return Part(step, saving.question, _read_aside(saving.value, aside))
    return _read_answer(step, walk, saving)


def _read_aside(value: object, aside: str) -> str | list[str]:
    if aside == NOTE and isinstance(value, str):
        if len(value) > LONGEST_NOTE:
            raise AnswerFaultError(Fault.TOO_LONG)
        return value.replace("\r\n", "\n").strip()
    if aside == PROBES and isinstance(value, list) and len(value) <= MOST_PROBES:
        return [str(probe)[:LONGEST_NOTE] for probe in value]
    raise AnswerFaultError(Fault.UNKNOWN)


def _read_answer(step: Step, walk: Walk, saving: Saving) -> Part:
    themes, value = {theme.id for theme in walk.themes}, saving.value
    is_open = step.theme is not None and is_open_rating(value)
    try:
        if step.theme is not None:
            value = thaw_rating(value)
        clean = check_value(step.question, value, themes=themes)
    except ValueFaultError as error:
        if not saving.may_be_draft or error.fault not in NOT_YET:
            raise AnswerFaultError(error.fault) from error
        return Part(step, step.id, cast("Clean", value), is_whole=False)
    except ValueError as error:
        raise AnswerFaultError(Fault.UNKNOWN) from error
    return Part(step, step.id, clean, is_whole=not is_open)


def _place(
    interview: Interview,
    part: Part,
    saving: Saving,
    place: Place,
    standing: Standing | None,
    *,
    now: datetime,
    user: User | None,
) -> int:
    """Write what stands from now on, and put aside what it covers; return the revision."""
    before = standing.revision if standing else 0
    if place in {Place.SAME, Place.BESIDE}:
        return before
    own = interview.versions.filter(question=part.name, pen=saving.pen, pen__isnull=False)
    if place is Place.OVER and standing is not None:
        _put_beside(interview, part.name, standing, now)
        own.filter(beside_since__isnull=False).update(settled_at=now, value=None)
    elif place is Place.ON:
        own.filter(beside_since__isnull=True).update(value=None)
    return _write(interview, part, now, user)


def _put_beside(interview: Interview, name: str, standing: Standing, now: datetime) -> None:
    """Keep the text that is written over where people see it."""
    if standing.version is not None:
        interview.versions.filter(pk=standing.version).update(beside_since=now)
        return
    interview.versions.create(
        client_id=uuid.uuid4(),
        question=name,
        value=standing.value,
        revision=standing.revision,
        written_at=standing.written_at,
        saved_at=standing.written_at,
        saved_by_id=standing.written_by,
        beside_since=now,
    )


def _write(interview: Interview, part: Part, now: datetime, user: User | None) -> int:
    if part.name != part.step.id:
        return put_answer(interview, part.name, part.value, now, user)
    if not part.is_whole:
        return put_answer(interview, part.name + DRAFT, part.frozen, now, user)
    value = cast("Clean", part.value)
    return write_answer(interview=interview, step=part.step, value=value, now=now, user=user)
