"""Everything said about a theme: who may be quoted, at which moment, and the page of it."""

from datetime import timedelta

import pytest

from convoca.agenda.queries.theme_quotes import quotes_behind, theme_quotes
from convoca.agenda.services import code_statement, confirm_agenda, uncode_statement
from tests.agenda.coding import make_code
from tests.agenda.pages import count_queries, page, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"
LATER = NOW + timedelta(days=1)


def make_quotes(count, *, may_quote="yes"):
    """Make a cycle in which so many people said something under one theme; and that theme."""
    interviews = make_interviews(count)
    cycle = interviews[0].cycle
    theme = theme_named(cycle, BUYING)
    code = make_code(cycle.community, "Compras", theme=theme)
    for place, interview in enumerate(interviews):
        answer_interview(
            interview,
            {BUYING: (5, 5)},
            may_quote=may_quote,
            texts={"problems": f"Queja {place}."},
        )
        code_statement(statement=interview.statements.get(), codes=[code], user=None, now=NOW)
    return cycle, theme, code


def test_theme_quotes_are_those_under_the_theme_at_the_moment():
    cycle, theme, code = make_quotes(2)
    statement = theme_quotes(cycle, theme.pk)[0]
    uncode_statement(statement=statement, code=code, now=LATER)

    now, before, earlier = (
        [one.text for one in theme_quotes(cycle, theme.pk, at=at)]
        for at in (None, NOW, NOW - timedelta(days=1))
    )

    assert (now, before, earlier) == (["Queja 1."], ["Queja 0.", "Queja 1."], [])


def test_theme_quotes_of_who_may_not_be_quoted_are_none():
    cycle, theme, _code = make_quotes(1, may_quote="no")

    assert list(theme_quotes(cycle, theme.pk)) == []


def test_quotes_behind_a_theme_are_three_at_most_and_do_not_say_who():
    cycle, theme, _code = make_quotes(5)

    quotes = quotes_behind(cycle, [theme.pk])[theme.pk]

    assert [(one.text, one.source) for one in quotes] == [
        (f"Queja {place}.", "Dirección de una comuna urbana, Metropolitana") for place in range(3)
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (4, "De menos de 5 personas que permiten citarlas, sin sus nombres."),
        (5, "De 5 personas que permiten citarlas, sin sus nombres."),
    ],
)
def test_quotes_page_counts_who_spoke_only_from_five_on(sign_in, count, words):
    cycle, theme, _code = make_quotes(count)

    shown = text_of(page(sign_in(cycle), "quotes", cycle.pk, theme.pk))

    assert words in shown
    assert f"{count} dichos sobre «{BUYING}»" in shown


def test_quotes_page_costs_the_same_for_one_quote_and_for_three(client, sign_in):
    cycle, theme, _code = make_quotes(3)
    client = sign_in(cycle)
    three = count_queries(client, "quotes", cycle.pk, theme.pk)
    for statement in theme_quotes(cycle, theme.pk)[1:]:
        statement.is_sensitive = True
        statement.save()

    assert count_queries(client, "quotes", cycle.pk, theme.pk) == three


def test_quotes_page_keeps_the_title_of_the_confirmed_agenda(sign_in):
    cycle, theme, _code = make_quotes(1)
    confirm_agenda(cycle=cycle, chosen=None, reason="", user=None, now=LATER)
    theme.title = "Otro nombre"
    theme.save()

    assert f"1 dicho sobre «{BUYING}»" in text_of(
        page(sign_in(cycle), "quotes", cycle.pk, theme.pk)
    )


def test_quotes_page_of_a_theme_of_others_is_not_found(sign_in):
    cycle, _theme, _code = make_quotes(1)
    other = make_cycle(make_community(cycle.community.association, "DOM"))
    theme = other.community.themes.create(title="Ajeno", position=1)

    assert page(sign_in(cycle), "quotes", cycle.pk, theme.pk).status_code == 404
