"""The walk through a guide: one question a step, forwards and back, and how far one has come."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from convoca.agenda.core.interviews.guide import THEME_STEP, Guide, Question, QuestionKind


@dataclass(frozen=True)
class ListedTheme:
    """A theme of the shown list."""

    id: int
    title: str
    description: str = ""


@dataclass(frozen=True)
class Step:
    """One page of the interview: a question, or one theme of the question about themes."""

    id: str
    question: Question
    theme: ListedTheme | None = None

    @property
    def title(self) -> str:
        return self.theme.title if self.theme else self.question.label


@dataclass(frozen=True)
class Walk:
    """The steps that this interview has, given what was answered so far."""

    steps: tuple[Step, ...]
    themes: tuple[ListedTheme, ...]
    answered: frozenset[str]

    def find(self, step_id: str) -> Step | None:
        """Return a step by its id; None when it is not asked."""
        return next((step for step in self.steps if step.id == step_id), None)

    def place(self, step: Step) -> int:
        """Return the place of a step, from 1."""
        return self.steps.index(step) + 1

    def after(self, step: Step) -> Step | None:
        """Return the step that follows; None after the last."""
        place = self.place(step)
        return self.steps[place] if place < len(self.steps) else None

    def before(self, step: Step) -> Step | None:
        """Return the step before; None at the first."""
        place = self.place(step)
        return self.steps[place - 2] if place > 1 else None

    @property
    def first_open(self) -> Step | None:
        """Return the first step that nobody has answered or passed; None when all were."""
        return next((step for step in self.steps if step.id not in self.answered), None)

    @property
    def first_owed(self) -> Step | None:
        """Return the first required step without an answer; None when the interview is whole."""
        return next(
            (
                step
                for step in self.steps
                if step.question.is_required and step.id not in self.answered
            ),
            None,
        )

    @property
    def answered_count(self) -> int:
        return sum(step.id in self.answered for step in self.steps)


def plan_walk(
    guide: Guide,
    themes: Sequence[ListedTheme],
    values: Mapping[str, object],
    *,
    seed: int,
    is_alone: bool = True,
    with_all: bool = False,
) -> Walk:
    """Lay out the steps of one interview.

    A question with a condition is asked only while the question it names is asked itself and
    its answer lets it; what only an interviewer asks is left out for who answers alone. The
    themes become a step each, in an order that depends on the seed alone: no theme is always
    first, and an interview keeps its order when a theme joins or leaves the list.

    Args:
        themes: in any order; none leaves the question about themes out.
        values: by step id, what was answered; a step passed without words counts as answered.
        seed: any whole number that stays with the interview.
        is_alone: nobody asks; the person reads the questions.
        with_all: also what is not asked as things stand.
    """
    shuffled = shuffle_themes(themes, seed=seed)
    steps: list[Step] = []
    asked = guide.questions if with_all else asked_questions(guide, values, is_alone=is_alone)
    for question in asked:
        if question.kind is QuestionKind.THEMES:
            steps += [Step(theme_step_id(theme.id), question, theme) for theme in shuffled]
        elif question.kind is not QuestionKind.PICK_THEMES or shuffled:
            steps.append(Step(question.id, question))
    return Walk(tuple(steps), shuffled, frozenset(values))


def asked_questions(
    guide: Guide, values: Mapping[str, object], *, is_alone: bool
) -> Iterator[Question]:
    """Give the questions that apply, each once, in the order of the guide."""
    asked: set[str] = set()
    for question in guide.questions:
        condition = question.only_if
        if question.is_spoken and is_alone:
            continue
        if condition and condition.question not in asked:
            continue
        if condition and not condition.holds(values.get(condition.question)):
            continue
        asked.add(question.id)
        yield question


def shuffle_themes(themes: Collection[ListedTheme], *, seed: int) -> tuple[ListedTheme, ...]:
    """Order themes by the SHA-256 of "seed:id": any order may come, always the same for a seed."""
    return tuple(
        sorted(themes, key=lambda theme: hashlib.sha256(f"{seed}:{theme.id}".encode()).digest())
    )


def theme_step_id(theme_id: int) -> str:
    """Return the id of the step of a theme."""
    return f"{THEME_STEP}{theme_id}"
