import pytest

from convoca.agenda.core.interviews.guide import (
    Condition,
    Guide,
    Question,
    QuestionKind,
    Scale,
    Section,
)
from convoca.agenda.core.interviews.walk import ListedTheme
from convoca.agenda.core.interviews.xlsform import FaultKind, read_xlsform, write_xlsform
from convoca.agenda.core.interviews.xlsform.expressions import (
    read_condition,
    read_limits,
    read_most,
)
from convoca.agenda.core.interviews.xlsform.writing import FormWords
from tests.agenda.core.interviews.guides import choice_question

HEADINGS = ["type", "name", "label", "hint", "required", "relevant", "constraint"]
CHOICES = [
    ["list_name", "name", "label"],
    ["often", "a", "A veces"],
    ["often", "b", "Siempre"],
    ["agreed", "no", "No"],
    ["agreed", "yes", "Sí"],
]


def read(*rows, choices=(), headings=HEADINGS, **sheets):
    form = {
        "survey": list(enumerate([headings, *rows], 1)),
        "choices": list(enumerate([*CHOICES, *choices], 1)),
        **sheets,
    }
    return read_xlsform(form, title="Pauta", loose_title="Preguntas")


def told(reading):
    return [(fault.sheet, fault.line, fault.kind, fault.word) for fault in reading.faults]


TEXT = ["text", "why", "¿Por qué?"]


def test_read_xlsform_from_elsewhere_makes_sections_of_groups():
    reading = read(
        ["text", "Nombre-1", "¿Cómo se llama?"],
        ["begin group", "g1", "Lo primero"],
        ["note", "n", "Lea esto."],
        ["select_one often", "how", "¿Cuánto?", "Piense en marzo.", "yes"],
        ["begin_group", "inner", "Dentro", "", "", "${how} = 'a'"],
        ["integer", "many", "¿Cuántos?", "", "", "", ". > 0 and . <= 9"],
        ["end_group"],
        ["end group"],
    )

    asked = [(one.id, one.kind, one.section) for one in reading.guide.questions]
    assert asked == [
        ("nombre_1", QuestionKind.TEXT, "Preguntas"),
        ("how", QuestionKind.CHOICE, "Lo primero"),
        ("many", QuestionKind.INTEGER, "Lo primero"),
    ]
    how, many = reading.guide.find("how"), reading.guide.find("many")
    assert (how.detail, how.is_required) == (("Lea esto.", "Piense en marzo."), True)
    assert (many.only_if, many.lowest, many.highest) == (Condition("how", ("a",)), 1, 9)
    assert told(reading) == []


def test_read_xlsform_takes_yes_and_no_for_what_they_are():
    reading = read(["select_one agreed", "ok", "¿De acuerdo?"])

    question = reading.guide.find("ok")
    assert (question.kind, [one.value for one in question.options]) == (
        QuestionKind.YES_NO,
        ["yes", "no"],
    )


def test_read_xlsform_reads_the_first_translation():
    headings = ["type", "name", "label::Español (es)", "hint::Español (es)"]

    reading = read(["text", "why", "¿Por qué?", "Piense."], headings=headings)

    assert (reading.guide.find("why").label, reading.guide.find("why").detail) == (
        "¿Por qué?",
        ("Piense.",),
    )


def test_read_xlsform_reads_the_old_names_of_types():
    reading = read(["select one often", "how", "¿?"], ["select1 often", "much", "¿?"], [""])

    assert [one.kind for one in reading.guide.questions] == [QuestionKind.CHOICE] * 2


def test_read_xlsform_names_a_section_apart_when_its_title_is_taken():
    groups = [["begin_group", "g", "Agua"], TEXT, ["end_group"]]
    more = [["begin_group", "g", "Agua"], ["text", "how", "¿Cómo?"], ["end_group"]]

    reading = read(*groups, *more)

    assert [(one.id, one.title) for one in reading.guide.sections] == [
        ("g", "Agua"),
        ("g_2", "Agua (2)"),
    ]


def test_read_xlsform_tells_of_a_constraint_on_words():
    reading = read(["text", "why", "¿?", "", "", "", "regex(., '1')"])

    assert told(reading) == [("survey", 2, FaultKind.CONSTRAINT, "why")]


OWN = [*HEADINGS, "convoca_kind", "convoca_interest", "convoca_urgency"]
SCALE = "¿Cuánto?\nNada\nMucho"


def theme_group(name, interest=SCALE):
    blank = [""] * 4
    return ["begin_group", name, "Los temas", *blank, "themes", interest, SCALE]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([theme_group("t"), ["text", "x"], ["end_group"], theme_group("u"), ["end_group"]], 5),
        ([theme_group("t", interest="¿Cuánto?"), ["end_group"]], 2),
    ],
)
def test_read_xlsform_with_themes_twice_or_without_a_scale_says_so(rows, fault):
    reading = read(*rows, headings=OWN)

    name = rows[fault - 2][1]
    assert told(reading) == [("survey", fault, FaultKind.THEMES, name)]


def test_read_xlsform_with_themes_that_do_not_close_says_so():
    reading = read(theme_group("t"), ["text", "x", "¿?"], headings=OWN)

    assert told(reading) == [("survey", 3, FaultKind.OPEN_GROUP, "")]


def test_write_xlsform_of_choices_and_limits_comes_back_the_same():
    number = Question("n", QuestionKind.INTEGER, "Sección", "¿Cuántos?", lowest=-1, highest=9)
    scale = Scale("¿Cuánto?", "Nada", "Mucho")
    themes = Question("t1", QuestionKind.THEMES, "Temas", "¿Y?", interest=scale, urgency=scale)
    guide = Guide(
        "Pauta",
        (
            Section("s", "Sección", (choice_question("c", "no", "yes"), number)),
            Section("t", "Vacía"),
            Section("u", "Temas", (themes,)),
        ),
    )

    form = write_xlsform(guide, [ListedTheme(1, "Agua")], FormWords("Español (es)", "No aplica"))

    assert read_xlsform(form.sheets(), title="", loose_title="").guide == guide


def test_read_xlsform_takes_the_title_of_the_form():
    reading = read(TEXT, settings=[(1, ["form_title"]), (2, ["Encuesta"])])

    assert (reading.guide.title, read(TEXT).guide.title) == ("Encuesta", "Pauta")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["geopoint", "x", "¿Dónde?"]], (2, FaultKind.UNKNOWN_TYPE, "geopoint")),
        ([["select_multiple often", "x", "¿?"]], (2, FaultKind.UNKNOWN_TYPE, "select_multiple")),
        ([["begin_repeat", "hijos", "Hijos"]], (2, FaultKind.REPEAT, "hijos")),
        ([["text", "", "¿?"]], (2, FaultKind.NO_NAME, "")),
        ([["text", "año", "¿?"]], (2, FaultKind.BAD_NAME, "año")),
        ([TEXT, ["text", "WHY", "¿Y?"]], (3, FaultKind.TWICE, "why")),
        ([["text", "x", ""]], (2, FaultKind.NO_LABEL, "x")),
        ([["text", "x", "a" * 301]], (2, FaultKind.TOO_LONG, "x")),
        ([["text", "x", "Hola ${why}"]], (2, FaultKind.REFERENCE, "x")),
        ([["text", "x", "¿?", "Hola ${why}"]], (2, FaultKind.REFERENCE, "x")),
        ([["text", "x", "¿?", "a" * 1001]], (2, FaultKind.TOO_LONG, "x")),
        ([["select_one gone", "x", "¿?"]], (2, FaultKind.NO_LIST, "gone")),
        ([["text", "x", "¿?", "", "", "today() > 1"]], (2, FaultKind.RELEVANT, "today() > 1")),
        ([["text", "x", "¿?", "", "", "${y} = 'a'"]], (2, FaultKind.LATER, "y")),
        ([TEXT, ["text", "x", "¿?", "", "", "${why} = 'a'"]], (3, FaultKind.LATER, "why")),
        ([["end_group"]], (2, FaultKind.STRAY_END, "")),
        ([TEXT, ["begin_group", "g", "G"]], (3, FaultKind.OPEN_GROUP, "g")),
        ([TEXT, ["begin_group", "g", "a" * 81], ["end_group"]], (3, FaultKind.TOO_LONG, "a" * 40)),
        ([["begin_group", "g", ""], ["end_group"]], (0, FaultKind.NO_QUESTIONS, "")),
        ([["text", "consent", "¿?"]], (2, FaultKind.NEEDED_KIND, "consent")),
        ([TEXT, ["select_one agreed", "consent", "¿?"]], (3, FaultKind.CONSENT_LATE, "consent")),
    ],
)
def test_read_xlsform_with_a_fault_names_its_line(rows, fault):
    reading = read(*rows)

    assert (reading.guide, told(reading)) == (None, [("survey", *fault)])


OFTEN = ["select_one often", "how", "¿?"]
AGREED = ["select_one agreed", "ok", "¿?"]


@pytest.mark.parametrize(
    ("relevant", "fault"),
    [
        ("${how} = 'z'", (FaultKind.NO_SUCH_ANSWER, "z")),
        ("${how} = 'a' and ${ok} = 'yes'", (FaultKind.RELEVANT, "${how} = 'a' and ${ok} = 'yes'")),
    ],
)
def test_read_xlsform_with_a_condition_that_cannot_hold_says_so(relevant, fault):
    reading = read(OFTEN, AGREED, ["text", "x", "¿?", "", "", relevant])

    assert told(reading) == [("survey", 4, *fault)]


def test_read_xlsform_of_two_conditions_says_so():
    reading = read(
        OFTEN,
        AGREED,
        ["begin_group", "g", "G", "", "", "${ok} = 'yes'"],
        ["text", "x", "¿?", "", "", "${how} = 'a'"],
        ["end_group"],
    )

    assert told(reading) == [("survey", 5, FaultKind.TWO_CONDITIONS, "")]


def test_read_xlsform_leaves_out_a_condition_that_the_other_waits_for_itself():
    reading = read(
        AGREED,
        ["begin_group", "g", "G", "", "", "${ok} = 'yes'"],
        OFTEN,
        ["text", "x", "¿?", "", "", "${how} = 'a'"],
        ["end_group"],
    )

    assert reading.guide.find("x").only_if == Condition("how", ("a",))


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        (["often", "a", "Otra vez"], (6, FaultKind.TWICE, "a")),
        (["often", "", "Sin nombre"], (6, FaultKind.NO_NAME, "")),
        (["often", "c", ""], (6, FaultKind.NO_LABEL, "c")),
    ],
)
def test_read_xlsform_with_a_fault_in_the_choices_names_its_line(choice, fault):
    reading = read(TEXT, choices=[choice])

    assert told(reading) == [("choices", *fault)]


def test_read_xlsform_refuses_values_that_a_condition_could_not_name():
    reading = read(["select_one odd", "x", "¿?"], choices=[["odd", "it's", "Es"]])

    assert told(reading) == [("survey", 2, FaultKind.BAD_NAME, "it's")]


def test_read_xlsform_with_a_list_too_long_says_so():
    many = [["long", f"v{number}", f"Opción {number}"] for number in range(41)]

    reading = read(["select_one long", "x", "¿?"], choices=many)

    assert told(reading) == [("survey", 2, FaultKind.LIST_SIZE, "long")]


def test_read_xlsform_with_too_many_questions_says_so():
    reading = read(*(["text", f"q{number}", "¿?"] for number in range(201)))

    assert told(reading) == [("survey", 0, FaultKind.TOO_MANY, "200")]


def test_read_xlsform_tells_what_it_leaves_out():
    reading = read(
        ["start", "start"],
        ["integer", "many", "¿Cuántos?", "", "", "", ". > 9 and . < 3"],
        ["integer", "more", "¿Cuántos?", "", "", "", "regex(., '1')"],
        ["select_one often or_other", "how", "¿?"],
        ["note", "n", "Gracias."],
    )

    assert [fault[1:] for fault in told(reading)] == [
        (2, FaultKind.UNUSED_TYPE, "start"),
        (3, FaultKind.CONSTRAINT, "many"),
        (4, FaultKind.CONSTRAINT, "more"),
        (5, FaultKind.OTHER_OPTION, "how"),
        (6, FaultKind.LONE_NOTE, "Gracias."),
    ]
    assert [one.id for one in reading.guide.questions] == ["many", "more", "how"]


@pytest.mark.parametrize(
    ("sheets", "fault"),
    [
        ({}, ("survey", 0, FaultKind.NO_SHEET, "survey")),
        ({"survey": [(1, ["type", "label"])]}, ("survey", 1, FaultKind.NO_COLUMN, "name")),
        ({"survey": [(1, ["type", "name"])]}, ("survey", 0, FaultKind.NO_QUESTIONS, "")),
    ],
)
def test_read_xlsform_that_is_none_says_what_is_missing(sheets, fault):
    reading = read_xlsform(sheets, title="Pauta", loose_title="Preguntas")

    assert (reading.guide, told(reading)) == (None, [fault])


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", None),
        ("${a} = 'x'", Condition("a", ("x",))),
        ("(${ a } = \"x\") or (${a}='y')", Condition("a", ("x", "y"))),
        ("selected(${a}, 'x')", Condition("a", ("x",))),
        ("not(selected(${a}, 'x'))", Condition("a", ("x",), is_not=True)),
        ("${a} != '' and ${a} != 'x'", Condition("a", ("x",), is_not=True)),
    ],
)
def test_read_condition_reads_the_ways_to_say_it(text, condition):
    assert read_condition(text) == condition


@pytest.mark.parametrize(
    "text",
    [
        "${a} = 'x' or ${b} = 'y'",
        "${a} = 'x' and ${a} = 'y'",
        "${a} != 'x' or ${a} != 'y'",
        "${a} != ''",
        "${a} > 3",
        "not(selected(${a}, 'x')",
        "(${a} = 'x') and (",
        "(" * 3000,
    ],
)
def test_read_condition_of_anything_else_raises(text):
    with pytest.raises(ValueError, match=r"."):
        read_condition(text)


def test_read_limits_counts_both_ends():
    assert read_limits("(. >= 1) and (. < 10)") == (1, 9)
    assert read_limits(".<=5") == (None, 5)
    assert read_limits(" ") == (None, None)
    with pytest.raises(ValueError, match="hoy"):
        read_limits("hoy")


def test_read_most_of_anything_else_raises():
    assert read_most("count-selected( . ) <= 3") == 3
    with pytest.raises(ValueError, match=r"\. < 3"):
        read_most(". < 3")
