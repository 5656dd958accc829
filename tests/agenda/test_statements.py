import pytest

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.errors import NameTakenError, NothingCodedError, StatementChangedError
from convoca.agenda.models import Coding, Statement
from convoca.agenda.queries.codebook import codebook
from convoca.agenda.queries.statements import count_by_theme, uncoded_statements
from convoca.agenda.queries.theme_quotes import quotes_behind
from convoca.agenda.queries.workspace import StatementFilter, coding_queue, narrowed, next_in
from convoca.agenda.services import (
    code_statement,
    code_with_new,
    create_code,
    finish_interview,
    save_answer,
    set_statement_aside,
    uncode_statement,
)
from tests.factories.agenda import (
    answer_interview,
    make_interviews,
    make_statement,
    rate,
    theme_named,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_user

pytestmark = pytest.mark.django_db
LATER = NOW.replace(day=5)
TITLE = "Licitaciones y compras"


def cycle_of(statement):
    return statement.interview.cycle


def make_code(statement, name="Rendiciones", theme=None):
    return create_code(
        community=cycle_of(statement).community,
        name=name,
        definition="",
        theme=theme,
        user=make_user(cycle_of(statement).community.association, f"{name}@ejemplo.cl"),
        now=NOW,
    )


def give(statement, *codes, now=NOW):
    return code_statement(statement=statement, codes=codes, user=None, now=now)


def give_new(statement, name, *codes, theme_id=None):
    return code_with_new(
        statement=statement,
        code_ids=[code.pk for code in codes],
        name=name,
        theme_id=theme_id,
        user=make_user(cycle_of(statement).community.association, "nueva@ejemplo.cl"),
        now=NOW,
    )


def say_again(statement, text):
    save_answer(interview=statement.interview, question="problems", value=text, now=LATER)


def live_texts(statement):
    live = statement.interview.statements.filter(superseded_at__isnull=True)
    return [(one.pk, one.text, one.start, one.end) for one in live.order_by("start")]


def test_finish_interview_makes_a_statement_of_each_paragraph():
    interview = answer_interview(
        make_interviews()[0], texts={"problems": "Falta gente.\nY plata.", "practice": "Un taller."}
    )

    rows = interview.statements.order_by("question", "start").values_list(
        "question", "text", "start", "end"
    )
    assert list(rows) == [
        ("practice", "Un taller.", 0, 10),
        ("problems", "Falta gente.", 0, 12),
        ("problems", "Y plata.", 13, 21),
    ]


def test_finish_interview_again_keeps_statements_and_their_codes():
    statement = make_statement()
    give(statement, make_code(statement))

    finish_interview(interview=statement.interview, now=LATER)

    assert live_texts(statement) == [(statement.pk, statement.text, 0, 29)]
    assert statement.codings.count() == 1


def test_answer_with_words_before_moves_the_same_statement():
    statement = make_statement(["Falta gente.", "Y plata."][0])

    say_again(statement, "Y plata.\nFalta gente.")

    (_, first, *_), (moved, *place) = live_texts(statement)
    assert (first, moved, place) == ("Y plata.", statement.pk, ["Falta gente.", 9, 21])


def test_answer_with_paragraphs_swapped_keeps_both_statements():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nDos."})
    one, two = interview.statements.order_by("start")

    say_again(one, "Dos.\nUno.")

    assert live_texts(one) == [(two.pk, "Dos.", 0, 4), (one.pk, "Uno.", 5, 9)]


def test_answer_given_anew_supersedes_what_was_coded_and_drops_what_was_not():
    coded = make_statement("Falta gente.")
    give(coded, make_code(coded))
    say_again(coded, "Falta plata.")
    uncoded = Statement.objects.get(text="Falta plata.")

    say_again(coded, "Falta todo.")

    coded.refresh_from_db()
    assert (coded.superseded_at, coded.codings.count()) == (LATER, 1)
    assert not Statement.objects.filter(pk=uncoded.pk).exists()
    assert [text for _, text, *_ in live_texts(coded)] == ["Falta todo."]


def test_code_statement_takes_several_codes_and_each_once():
    statement = make_statement()
    codes = [make_code(statement, name) for name in ("Rendiciones", "Plazos")]

    first, again = give(statement, *codes, codes[0]), give(statement, *codes)

    assert ([coding.code for coding in first], again) == (codes, [])


def test_code_statement_without_a_code_raises():
    with pytest.raises(NothingCodedError):
        give(make_statement())


def test_code_statement_that_was_said_otherwise_meanwhile_raises():
    statement = make_statement()
    code = make_code(statement)
    give(statement, code)
    say_again(statement, "Otra cosa.")

    with pytest.raises(StatementChangedError):
        give(statement, code)


def test_uncode_statement_brings_it_back_and_keeps_the_history():
    statement = make_statement()
    code = make_code(statement)
    give(statement, code)
    assert not uncoded_statements(cycle_of(statement)).exists()

    taken = uncode_statement(statement=statement, code=code, now=LATER)

    assert (taken, list(uncoded_statements(cycle_of(statement)))) == (1, [statement])
    assert Coding.objects.get().superseded_at == LATER
    assert len(give(statement, code)) == 1


def test_set_statement_aside_uses_one_code_for_all():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Nada.\nNo sé."})
    user = make_user(interview.cycle.community.association)

    for statement in interview.statements.all():
        set_statement_aside(statement=statement, user=user, now=NOW)

    (code,) = codebook(interview.cycle.community, interview.cycle)
    assert (code.name, code.uses) == ("Sin contenido", 2)


def test_next_in_queue_goes_on_after_the_last_and_then_from_the_start():
    interview = answer_interview(make_interviews()[0], texts={"first": "A.", "problems": "B.\nC."})
    a, b, c = interview.statements.order_by("question", "pk")
    give(b, make_code(b))
    queue = coding_queue(interview.cycle, make_coordinator(interview.cycle.community))

    after = [next_in(queue, pk) for pk in (0, a.pk, b.pk, c.pk)]

    assert after == [a, c, c, a]


def test_create_code_with_a_taken_name_raises():
    statement = make_statement()
    make_code(statement)

    with pytest.raises(NameTakenError):
        create_code(
            community=cycle_of(statement).community,
            name=" Rendiciones ",
            definition="",
            theme=None,
            user=None,
            now=NOW,
        )


def test_code_under_a_theme_counts_its_statements_there():
    statement = make_statement()
    theme = theme_named(cycle_of(statement), TITLE)
    code = make_code(statement, theme=theme)
    give(statement, code)
    coordinator = make_coordinator(cycle_of(statement).community)

    wanted = StatementFilter(state="coded", code=code.pk)
    assert list(narrowed(cycle_of(statement), coordinator, wanted)) == [statement]
    assert count_by_theme(cycle_of(statement)) == {theme.pk: 1}


def test_quotes_behind_themes_come_from_codes_and_from_examples():
    statement = make_statement("Por código.")
    theme = theme_named(cycle_of(statement), TITLE)
    give(statement, make_code(statement, theme=theme))
    rating = RatedTheme(5, 5, "Como ejemplo.")
    rate(statement.interview, theme, rating)

    quotes = quotes_behind(cycle_of(statement), [theme.pk])

    assert [quote.text for quote in quotes[theme.pk]] == ["Por código.", "Como ejemplo."]


def test_quotes_behind_themes_of_who_may_not_be_quoted_are_none():
    statement = make_statement("Secreto.", may_quote="no")
    theme = theme_named(cycle_of(statement), TITLE)
    give(statement, make_code(statement, theme=theme))

    assert quotes_behind(cycle_of(statement), [theme.pk]) == {theme.pk: []}


@pytest.mark.parametrize(
    ("seats", "source"),
    [(4, "Dirección de una comuna"), (5, "Dirección de una comuna urbana, Metropolitana")],
)
def test_quote_says_where_it_comes_from_only_if_five_could_have_said_it(seats, source):
    interviews = make_interviews(seats)
    for interview in interviews:
        answer_interview(interview, texts={"problems": "Falta gente."})
    statement = interviews[0].statements.get()
    theme = theme_named(interviews[0].cycle, TITLE)
    give(statement, make_code(statement, theme=theme))

    (quote,) = quotes_behind(interviews[0].cycle, [theme.pk])[theme.pk]

    assert quote.source == source


def test_code_with_new_gives_the_codes_chosen_and_the_one_written():
    statement = make_statement()
    old, theme = make_code(statement), theme_named(cycle_of(statement), TITLE)

    given = give_new(statement, "  Plazos ", old, theme_id=theme.pk)

    assert [(one.name, one.theme) for one in given] == [("Rendiciones", None), ("Plazos", theme)]
    assert [coding.code for coding in statement.codings.order_by("pk")] == given


def test_code_with_new_for_a_statement_that_changed_makes_no_code():
    statement = make_statement()
    give(statement, make_code(statement))
    say_again(statement, "Otra cosa.")

    with pytest.raises(StatementChangedError):
        give_new(statement, "Plazos")

    assert list(cycle_of(statement).community.codes.values_list("name", flat=True)) == [
        "Rendiciones"
    ]


def test_code_with_new_without_any_code_raises():
    with pytest.raises(NothingCodedError):
        give_new(make_statement(), " ")
