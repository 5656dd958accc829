"""What holds for any name and any phone, however they are written."""

from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.people import read_person
from convoca.directory.core.phones import read_phone
from convoca.directory.core.roles import drop_marks

WORDS = st.sampled_from(["Ana", "José", "Íñigo", "Pérez", "Núñez", "O'Ryan", "Soto-Paz", "Mc Kay"])
NAMES = st.lists(WORDS, min_size=2, max_size=4).map(" ".join)
MARKS = st.sampled_from(
    [
        ("{} (S)", "subrogante"),
        ("{} (s)", "subrogante"),
        ("{} - SUBROGANTE", "subrogante"),
        ("Subrogante: {}", "subrogante"),
        ("{} (I)", "interino"),
        ("{}, Interino", "interino"),
        ("{} (Titular)", "titular"),
        ("{}", None),
    ]
)
TITLES = st.sampled_from(["", "Sr. ", "Sra. ", "Don ", "Ing. ", "Srta. ", "Sr(a). "])
MOBILES = st.integers(20_000_000, 99_999_999).map(str)
FORMS = (
    "9{a}{b}",
    "9 {a} {b}",
    "+569{a}{b}",
    "+56 9 {a}-{b}",
    "56-9-{a}{b}",
    "0056 9 {a} {b}",
    "(9) {a} {b}",
    "Cel.: 9{a}{b}",
    "9{a}{b} anexo 12",
    "9{a}{b}.0",
)


@given(NAMES, MARKS, TITLES, st.sampled_from(["", " ", "\u200b", "\u202e"]))
def test_titles_marks_and_invisible_characters_leave_the_name(name, mark, title, hidden):
    pattern, role = mark

    read = read_person(f"{hidden}{pattern.format(title + name)} ")

    assert (read.name, read.role, read.is_vacant) == (name, role, False)


@given(NAMES)
def test_name_in_capitals_and_in_small_letters_gives_one_name(name):
    assert read_person(name.upper()).name == read_person(name.lower()).name


@given(NAMES)
def test_reading_a_name_again_changes_nothing(name):
    once = read_person(name).name

    assert read_person(once).name == once
    assert drop_marks(once) == once


@given(MOBILES)
def test_every_form_of_a_mobile_gives_the_same_number(digits):
    forms = [form.format(a=digits[:4], b=digits[4:]) for form in FORMS]

    assert {read_phone(form, region="CL").number for form in forms} == {f"+569{digits}"}


@given(MOBILES)
def test_a_number_read_again_is_the_same(digits):
    number = read_phone(f"9{digits}", region="CL").number

    assert read_phone(number, region="CL").number == number


@given(st.floats(1e6, 1e12), st.integers(0, 6))
def test_scientific_notation_is_never_taken_for_a_number(value, decimals):
    text = f"{value:.{decimals}E}"

    read = read_phone(text, region="CL")

    assert (read.number, read.has_all_digits, "perdió cifras" in read.messages[0].text) == (
        text,
        False,
        True,
    )
