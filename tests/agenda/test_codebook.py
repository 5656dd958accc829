import pytest

from convoca.agenda.core.coding.codebook import fold
from convoca.agenda.errors import (
    CodeCircleError,
    CodeInUseError,
    CodeMovedError,
    CodeRetiredError,
    MergeFaultError,
    NameTakenError,
    RecodingDoneError,
    SplitFaultError,
    UnmergeFaultError,
)
from convoca.agenda.models import Coding, Recoding
from convoca.agenda.queries.codebook import (
    changes_of,
    codebook_at,
    last_change,
    split_into,
    state_of,
    version_of,
    waiting_recodings,
)
from convoca.agenda.services import (
    Author,
    CodeInput,
    cut_statement,
    edit_code,
    merge_codes,
    recode_statement,
    restore_code,
    retire_code,
    split_code,
    uncode_statement,
    unmerge_code,
)
from tests.agenda.coding import (
    LATER,
    coder_of,
    codes_of,
    community_of,
    cycle_of,
    give,
    history,
    live_pieces,
    make_code,
)
from tests.factories.agenda import answer_interview, make_interviews, make_statement, theme_named
from tests.factories.directory import make_community

pytestmark = pytest.mark.django_db
WHY = Author(None, LATER, "Se pisaban.")


@pytest.fixture
def community():
    return make_community()


def edit(code, seen=None, **given):
    return edit_code(code=code, given=CodeInput(**given), author=WHY, seen=seen)


def merge(code, into):
    return merge_codes(code=code, into=into, author=WHY)


def split(code, *names):
    return split_code(code=code, parts=[CodeInput(name) for name in names], author=WHY)


def recode(statement, *codes):
    recoding = Recoding.objects.get(statement=statement)
    return recode_statement(recoding=recoding, codes=codes, user=None, now=LATER)


def three_statements():
    interview = answer_interview(make_interviews()[0], texts={"problems": "A.\nB.\nC."})
    return list(interview.statements.order_by("start"))


def assert_history_makes_the_rows(community):
    book = fold(changes_of(community))
    rows = community.codes.select_related("parent", "merged_into")
    assert book == {str(one.guid): state_of(one) for one in rows}


def test_new_code_is_the_first_event_of_its_book(community):
    make_code(community, "Plazos", definition="Fechas que no se cumplen.")
    make_code(community, "Plata")

    assert history(community) == [(1, "create", "Plazos"), (2, "create", "Plata")]
    assert_history_makes_the_rows(community)


def test_edit_code_writes_an_event_of_each_kind_with_who_when_and_why(community):
    theme = community.themes.create(title="Compras", position=1)
    code, parent = make_code(community, "Plata"), make_code(community, "Recursos")

    edit(code, name="Presupuesto", definition="Lo asignado.", theme=theme, parent=parent)

    events = code.events.filter(number__gt=2).order_by("number")
    assert [(one.kind, one.before, one.after, one.reason, one.at) for one in events] == [
        ("rename", {"name": "Plata"}, {"name": "Presupuesto"}, "Se pisaban.", LATER),
        (
            "redefine",
            {"definition": ""},
            {"definition": "Lo asignado."},
            "Se pisaban.",
            LATER,
        ),
        (
            "move",
            {"parent": None, "theme": None},
            {"parent": str(parent.guid), "theme": theme.pk},
            "Se pisaban.",
            LATER,
        ),
    ]
    assert_history_makes_the_rows(community)


def test_edit_code_with_the_same_words_writes_nothing(community):
    code = make_code(community, "Plata", definition="Lo asignado.")

    edit(code, name=" Plata ", definition="Lo asignado.")

    assert version_of(community) == 1


def test_edit_code_with_a_taken_name_changes_nothing(community):
    make_code(community, "Plata")
    code = make_code(community, "Plazos")

    with pytest.raises(NameTakenError):
        edit(code, name="Plata")

    assert (version_of(community), code.__class__.objects.get(pk=code.pk).name) == (2, "Plazos")


def test_edit_code_that_somebody_changed_since_raises(community):
    code = make_code(community, "Plata")
    seen = last_change(code)
    edit(code, name="Recursos", seen=seen)

    with pytest.raises(CodeMovedError):
        edit(code, name="Dinero", seen=seen)


def test_edit_code_under_itself_or_its_own_raises(community):
    above = make_code(community, "Recursos")
    below = make_code(community, "Plata", parent=above)

    for parent in (above, below):
        with pytest.raises(CodeCircleError):
            edit(above, name="Recursos", parent=parent)


def test_past_version_of_the_book_is_shown_again(community):
    above = make_code(community, "Recursos", is_codable=False)
    code = make_code(community, "Plata", parent=above)
    edit(code, name="Dinero", parent=above)
    retire_code(code=code, author=WHY)

    shown = [[(one.name, depth) for one, depth in codebook_at(community, n)] for n in range(5)]

    assert shown == [
        [],
        [("Recursos", 0)],
        [("Recursos", 0), ("Plata", 1)],
        [("Recursos", 0), ("Dinero", 1)],
        [("Recursos", 0)],
    ]


def test_retire_and_restore_twice_write_one_event_each(community):
    code = make_code(community)

    for _ in range(2):
        retire_code(code=code, author=WHY)
    for _ in range(2):
        restore_code(code=code, author=WHY)

    assert [kind for _, kind, _ in history(community)] == ["create", "retire", "restore"]
    assert_history_makes_the_rows(community)


def test_code_with_codes_in_use_under_it_does_not_leave_the_book(community):
    above, other = make_code(community, "Recursos"), make_code(community, "Otro")
    make_code(community, "Plata", parent=above)

    with pytest.raises(CodeInUseError):
        retire_code(code=above, author=WHY)
    with pytest.raises(CodeInUseError):
        merge(above, other)
    with pytest.raises(CodeInUseError):
        split(above, "Uno", "Dos")


def test_merge_makes_the_codings_the_others_and_keeps_their_trace():
    one, both, other = three_statements()
    community, user = community_of(one), coder_of(one)
    plata, dinero = make_code(community, "Plata"), make_code(community, "Dinero")
    give(one, plata, user=user)
    give(both, plata, dinero)
    give(other, dinero)

    merge(plata, dinero)

    assert [codes_of(each) for each in (one, both, other)] == [["Dinero"]] * 3
    old = Coding.objects.filter(code=plata)
    assert {(coding.superseded_at, coding.ended_in.kind) for coding in old} == {(LATER, "merge")}
    assert one.codings.get(superseded_at__isnull=True).by == user
    assert_history_makes_the_rows(community)


def test_unmerge_gives_back_exactly_what_each_had():
    one, both, other = three_statements()
    community = community_of(one)
    plata, dinero = make_code(community, "Plata"), make_code(community, "Dinero")
    give(one, plata)
    give(both, plata, dinero)
    give(other, dinero)
    merge(plata, dinero)

    unmerge_code(code=plata, author=WHY)

    assert [codes_of(each) for each in (one, both, other)] == [
        ["Plata"],
        ["Dinero", "Plata"],
        ["Dinero"],
    ]
    assert unmerge_code(code=plata, author=WHY) is None
    assert_history_makes_the_rows(community)


def test_unmerge_follows_a_cut_and_leaves_alone_what_was_decided_since():
    statement = make_statement("Falta plata. Y falta gente.")
    fresh, taken, _ = three_statements_beside(statement)
    community = community_of(statement)
    plata, dinero = make_code(community, "Plata"), make_code(community, "Dinero")
    for one in (statement, taken):
        give(one, plata)
    merge(plata, dinero)
    cut_statement(statement=statement, places=[13], user=None, now=LATER)
    uncode_statement(statement=taken, code=dinero, now=LATER)
    give(fresh, dinero)

    unmerge_code(code=plata, author=WHY)

    assert live_pieces(statement.interview) == [
        ("Falta plata.", ["Plata"]),
        ("Y falta gente.", ["Plata"]),
    ]
    assert (codes_of(fresh), codes_of(taken)) == (["Dinero"], [])


def three_statements_beside(statement):
    """Say three more things in the same interview, to another question."""
    answer_interview(statement.interview, texts={"first": "A.\nB.\nC."})
    return list(statement.interview.statements.filter(question="first").order_by("start"))


def test_merge_into_itself_a_retired_one_or_another_book_raises(community):
    code, retired = make_code(community, "Plata"), make_code(community, "Dinero")
    group = make_code(community, "Recursos", is_codable=False)
    retire_code(code=retired, author=WHY)
    theirs = make_code(make_community(community.association, "DOM"), "Plata")

    for into in (code, retired, group, theirs):
        with pytest.raises(MergeFaultError):
            merge(code, into)


def test_unmerge_from_a_code_that_went_on_into_another_raises(community):
    a, b, c = (make_code(community, name) for name in "ABC")
    merge(a, b)
    merge(b, c)

    with pytest.raises(UnmergeFaultError) as raised:
        unmerge_code(code=a, author=WHY)

    assert raised.value.name == "B"


def test_coding_with_a_code_that_was_merged_meanwhile_gives_the_one_it_is_now():
    statement = make_statement()
    community = community_of(statement)
    plata, dinero = make_code(community, "Plata"), make_code(community, "Dinero")
    merge(plata, dinero)

    give(statement, plata)

    assert codes_of(statement) == ["Dinero"]


def test_coding_with_a_retired_code_or_a_group_raises():
    statement = make_statement()
    retired = make_code(community_of(statement), "Plata")
    group = make_code(community_of(statement), "Recursos", is_codable=False)
    retire_code(code=retired, author=WHY)

    for code in (retired, group):
        with pytest.raises(CodeRetiredError):
            give(statement, code)


def test_split_leaves_the_old_code_counted_until_somebody_looked():
    one, two, _ = three_statements()
    theme = theme_named(cycle_of(one), "Licitaciones y compras")
    community = community_of(one)
    code = make_code(community, "Recursos", theme=theme)
    for statement in (one, two):
        give(statement, code)

    event = split(code, "Plata", "Gente")
    gente, plata = split_into(event)
    recode(one, plata)

    assert [(codes_of(each)) for each in (one, two)] == [["Plata"], ["Recursos"]]
    assert [each.statement for each in waiting_recodings(cycle_of(one))] == [two]
    assert (plata.theme, gente.theme) == (theme, theme)
    assert_history_makes_the_rows(community)


def test_recode_twice_raises_and_changes_nothing():
    statement = make_statement()
    code = make_code(community_of(statement), "Recursos")
    give(statement, code)
    gente, plata = split_into(split(code, "Plata", "Gente"))
    recode(statement, plata)

    with pytest.raises(RecodingDoneError):
        recode(statement, gente)

    assert codes_of(statement) == ["Plata"]


def test_recode_with_none_takes_the_old_code_away():
    statement = make_statement()
    code = make_code(community_of(statement), "Recursos")
    give(statement, code)
    split(code, "Plata", "Gente")

    recode(statement)

    assert codes_of(statement) == []


def test_restore_of_a_split_code_asks_for_no_look_any_more():
    statement = make_statement()
    code = make_code(community_of(statement), "Recursos")
    give(statement, code)
    split(code, "Plata", "Gente")

    restore_code(code=code, author=WHY)

    assert list(waiting_recodings(cycle_of(statement))) == []
    assert codes_of(statement) == ["Recursos"]
    assert_history_makes_the_rows(community_of(statement))


@pytest.mark.parametrize("names", [[], ["Plata"], ["Plata", " plata "], ["Plata", " "]])
def test_split_into_fewer_than_two_names_raises(community, names):
    code = make_code(community, "Recursos")

    with pytest.raises(SplitFaultError):
        split(code, *names)


def test_split_with_a_taken_name_makes_nothing(community):
    code = make_code(community, "Recursos")

    with pytest.raises(NameTakenError):
        split(code, "Plata", "Recursos")

    assert history(community) == [(1, "create", "Recursos")]
