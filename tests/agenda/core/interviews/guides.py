"""Guides for tests: small ones by hand, and any that the editor could make."""

from hypothesis import strategies as st

from convoca.agenda.core.interviews.guide import (
    Condition,
    Known,
    Option,
    Question,
    QuestionKind,
    Scale,
    Section,
)
from convoca.agenda.core.interviews.guide.editing import (
    GuideEditError,
    add_question,
    add_section,
    change_question,
    move_question,
    move_section,
    remove_question,
    remove_section,
    rename_section,
)
from convoca.agenda.queries.guides import base_guide
from convoca.directory.core.text import clean_text

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_characters="$"), min_size=1, max_size=30)
    .map(clean_text)
    .filter(bool)
)
LINES = st.lists(WORDS, max_size=3).map(tuple)
SCALES = st.builds(Scale, WORDS, WORDS, WORDS)
ASKED = st.sampled_from(
    [
        Condition("consent", ("yes",)),
        Condition("may_quote", ("no",)),
        Condition("unit_size", ("1-3", "31+")),
        Condition("unit_size", ("1-3",), is_not=True),
        Condition("years", ("0-1", "8+"), is_not=True),
    ]
)
OPTIONS = st.lists(WORDS, min_size=2, max_size=4, unique=True).map(
    lambda labels: tuple(Option(f"o{place}", label) for place, label in enumerate(labels))
)
OWN = {
    QuestionKind.YES_NO: {
        "options": st.builds(lambda yes, no: (Option("yes", yes), Option("no", no)), WORDS, WORDS)
    },
    QuestionKind.CHOICE: {"options": OPTIONS},
    QuestionKind.TEXT: {},
    QuestionKind.LINE: {},
    QuestionKind.INTEGER: {
        "lowest": st.none() | st.integers(-100, 0),
        "highest": st.none() | st.integers(0, 100),
    },
    QuestionKind.PICK_THEMES: {"most": st.integers(1, 25)},
}


def text_question(question_id, **more):
    return Question(question_id, QuestionKind.TEXT, "Sección", f"¿{question_id}?", **more)


def choice_question(question_id, *values, **more):
    options = tuple(Option(value, value.upper()) for value in values)
    return Question(question_id, QuestionKind.CHOICE, "Sección", "¿Cuál?", options=options, **more)


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(list(OWN)))
    return Question(
        id=draw(st.sampled_from([f"q_{number}" for number in range(6)])),
        kind=kind,
        section="",
        label=draw(WORDS),
        detail=draw(LINES),
        probes=draw(LINES),
        is_required=draw(st.booleans()),
        only_if=draw(ASKED),
        prefill=draw(st.none() | st.sampled_from(Known)),
        is_spoken=draw(st.booleans()),
        **{name: draw(values) for name, values in OWN[kind].items()},
    )


def _edit(draw, guide):
    section = draw(st.sampled_from(guide.sections)).id
    question = draw(st.sampled_from(guide.questions)).id
    edits = {
        "add": lambda: add_question(guide, section, draw(questions())),
        "change": lambda: change_question(guide, draw(questions())),
        "move": lambda: move_question(guide, question, up=draw(st.booleans())),
        "remove": lambda: remove_question(guide, question),
        "section": lambda: add_section(guide, Section(f"s{draw(st.integers(0, 9))}", draw(WORDS))),
        "rename": lambda: rename_section(guide, section, draw(WORDS)),
        "shift": lambda: move_section(guide, section, up=draw(st.booleans())),
        "drop": lambda: remove_section(guide, section),
    }
    return edits[draw(st.sampled_from(list(edits)))]()


@st.composite
def edited_guides(draw):
    """Draw the product's guide after up to eight changes; those that are refused leave it."""
    guide = base_guide()
    for _edit_number in range(draw(st.integers(1, 8))):
        try:
            guide = _edit(draw, guide)
        except GuideEditError:
            continue
    return guide
