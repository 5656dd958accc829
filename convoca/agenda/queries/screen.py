"""What the interviewer's screen shows: the whole guide at hand, and all of one question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.versions import is_blank, thaw_rating
from convoca.agenda.core.interviews.walk import Step, plan_walk
from convoca.agenda.models import Answer, Interview, RecordingMark
from convoca.agenda.queries.guides import (
    listed_themes,
    read_guide,
    suggested_value,
    values_of,
)
from convoca.agenda.queries.recordings import list_recordings, marks_by_question
from convoca.agenda.queries.versions import DRAFT, OtherVersion, other_versions

EMPTY = Answer(value=None, revision=0)
State = Literal["open", "half", "passed", "answered"]


@dataclass(frozen=True)
class Entry:
    """One question in the list at the side. `is_aside`: it is not asked as things stand."""

    step: Step
    state: State
    has_other: bool
    is_aside: bool


@dataclass(frozen=True)
class Section:
    """The questions of a part of the guide."""

    title: str
    entries: list[Entry]


@dataclass(frozen=True)
class Sheet:
    """All that is kept of one question. `is_alone`: the director answered it by the own link."""

    step: Step
    value: object
    revisions: Mapping[str, int]
    note: str
    probes: list[str]
    saved_at: datetime | None
    is_alone: bool
    others: list[OtherVersion]
    marks: list[RecordingMark]

    @property
    def is_not_applicable(self) -> bool:
        return isinstance(self.value, RatedTheme) and not self.value.applies and self.is_saved

    @property
    def is_saved(self) -> bool:
        return self.saved_at is not None


class Screen:
    """An interview read once, in the hands of the staff: its walk, answers and other texts."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.values = values_of(interview)
        themes, guide = listed_themes(interview.cycle.community), read_guide(interview.guide)
        seed = interview.pk
        self.walk = plan_walk(guide, themes, self.values, seed=seed, is_alone=False)
        self.all_steps = plan_walk(
            guide, themes, self.values, seed=seed, is_alone=False, with_all=True
        )
        self._answers = {one.question: one for one in interview.answers.all()}
        self._others = other_versions(interview, self.all_steps)
        self._marks = marks_by_question(list_recordings(interview))

    @property
    def drafts(self) -> set[str]:
        """Return the steps with something written that is no answer yet."""
        return {name.removesuffix(DRAFT) for name in self._answers if name.endswith(DRAFT)}

    @property
    def with_others(self) -> list[Step]:
        """Return the steps beside which another text waits."""
        return [step for step in self.all_steps.steps if step.id in self._others]

    @property
    def alone(self) -> list[Answer]:
        """Return the answers that the director gave by the own link, the last first."""
        own = [one for one in self._answers.values() if _is_alone(one)]
        return sorted(own, key=lambda one: one.saved_at, reverse=True)

    def sections(self) -> list[Section]:
        """List the whole guide, part by part, with what is known of each question."""
        asked = {step.id for step in self.walk.steps}
        parts = groupby(self.all_steps.steps, key=lambda step: step.question.section)
        return [
            Section(title, [self._entry(step, is_aside=step.id not in asked) for step in steps])
            for title, steps in parts
        ]

    def sheets(self) -> Iterator[Sheet]:
        """Give all there is of every question, also of those that are not asked as things stand."""
        return (self.sheet(step) for step in self.all_steps.steps)

    def sheet(self, step: Step) -> Sheet:
        """Return all there is of one question."""
        answer = self._answers.get(step.id)
        draft = self._answers.get(step.id + DRAFT)
        note, probes = (
            self._answers.get(f"{step.id}:{part}", EMPTY) for part in ("note", "probes")
        )
        return Sheet(
            step=step,
            value=self._shown(step, answer, draft),
            revisions={
                "answer": max(answer.revision if answer else 0, draft.revision if draft else 0),
                "note": note.revision,
                "probes": probes.revision,
            },
            note=str(note.value or ""),
            probes=list(probes.value or []),
            saved_at=answer.saved_at if answer else None,
            is_alone=answer is not None and _is_alone(answer),
            others=self._others.get(step.id, []),
            marks=self._marks.get(step.id, []),
        )

    def _shown(self, step: Step, answer: Answer | None, draft: Answer | None) -> object:
        """Return what the form shows: the draft if it is newer, the answer, or what is known."""
        if draft is not None and (answer is None or draft.revision > answer.revision):
            return thaw_rating(draft.value) if step.theme else draft.value
        if answer is None:
            return suggested_value(self.interview, step.question)
        return self.values.get(step.id)

    def _entry(self, step: Step, *, is_aside: bool) -> Entry:
        return Entry(step, self._state(step.id), step.id in self._others, is_aside)

    def _state(self, step_id: str) -> State:
        if step_id + DRAFT in self._answers:
            return "half"
        if step_id not in self.values:
            return "open"
        return "passed" if is_blank(self.values[step_id]) else "answered"


def _is_alone(answer: Answer) -> bool:
    return answer.saved_by_id is None and ":" not in answer.question
