from convoca.agenda.core.coding.refi.comparing import (
    CodeFate,
    ComparedCode,
    MatchedCoding,
    Miss,
    MissedCoding,
    OurStatement,
    compare_codes,
    match_codings,
)
from convoca.agenda.core.coding.refi.values import (
    RefiCode,
    RefiCoding,
    RefiSelection,
    RefiSource,
)


def code(guid, name, **more):
    return RefiCode(guid, name, **more)


def fates(ours, theirs):
    return [(one.code.guid, one.fate, one.fields) for one in compare_codes(ours, theirs)]


def test_compare_codes_tells_new_same_changed_and_conflict():
    ours = [code("a", "Plata"), code("b", "Plazos"), code("c", "Gente")]
    theirs = [
        code("a", "Plata"),
        code("b", "Plazo", parent="a"),
        code("d", "gente"),
        code("e", "Agua"),
    ]

    assert fates(ours, theirs) == [
        ("a", CodeFate.SAME, ()),
        ("b", CodeFate.CHANGED, ("name", "parent")),
        ("d", CodeFate.CONFLICT, ()),
        ("e", CodeFate.NEW, ()),
    ]


def test_compare_codes_with_the_name_of_another_or_out_of_use_are_conflicts():
    ours = [code("a", "Uno"), code("b", "Dos")]
    theirs = [code("a", "Dos"), code("b", "Tres", parent="a"), code("c", "x" * 81)]

    found = compare_codes(ours, theirs, closed={"b"})

    assert [one.fate for one in found] == [CodeFate.CONFLICT] * 3


def test_compare_codes_under_a_conflict_come_to_the_top():
    (_refused, under) = compare_codes(
        [code("z", "Uno")], [code("a", "Uno"), code("b", "Dos", parent="a")]
    )

    assert (under.fate, under.code.parent) == (CodeFate.NEW, None)


def test_compare_codes_with_a_name_twice_in_the_file_are_conflicts():
    twice = [code("a", "Uno"), code("b", "UNO")]

    assert compare_codes([], twice) == [ComparedCode(CodeFate.CONFLICT, one) for one in twice]


def test_compare_codes_with_nothing_is_nothing():
    assert compare_codes([code("a", "Uno")], []) == []


STATEMENTS = {("s", 0, 4): OurStatement(7, "Hola"), ("s", 5, 9): OurStatement(8, "chao")}


def source(start, end, *codes, text="Hola chao", guid="s"):
    codings = tuple(RefiCoding("x", one) for one in codes)
    return RefiSource(guid, "Entrevista 1", text, (RefiSelection("y", start, end, codings),))


def match(*sources):
    return match_codings(sources, statements=STATEMENTS, codes={"a", "b"})


def test_match_codings_finds_the_same_place_with_either_end():
    found = match(source(0, 4, "a", "b"), source(5, 8, "a"), source(0, 4, "a"))

    assert found == ([MatchedCoding(7, "a"), MatchedCoding(7, "b"), MatchedCoding(8, "a")], [])


def test_match_codings_lists_what_has_no_place_and_why():
    _matched, missed = match(
        source(1, 3, "a"),
        source(0, 4, "a", text="Hola!"),
        source(0, 4, "a", text="Otra cosa"),
        source(0, 4, "z", text=""),
        source(0, 4, "a", guid="t"),
    )

    assert [(one.why, one.words) for one in missed] == [
        (Miss.PLACE, "ol"),
        (Miss.WORDS, "Otra"),
        (Miss.CODE, ""),
        (Miss.SOURCE, "Hola"),
    ]
    assert missed[0] == MissedCoding(Miss.PLACE, "Entrevista 1", "ol", "a")
