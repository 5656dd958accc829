import io

import pytest
from openpyxl import load_workbook

from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.models import ThemeRating
from convoca.agenda.queries.tables import (
    code_table,
    framework,
    framework_choices,
    urgency_agreement,
)
from convoca.agenda.services.coding import code_statement
from tests.agenda.pages import count_queries, page, text_of
from tests.factories.agenda import make_interviews, theme_named
from tests.factories.blind_rounds import make_coder, make_codes
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


def say(interview, text, *, question="problems", may_quote=True):
    """Make an interview done in which this was said, without walking all its steps."""
    interview.state, interview.may_quote = interview.State.DONE, may_quote
    interview.save()
    return interview.statements.create(
        question=question, text=text, start=0, end=len(text), created_at=NOW
    )


def make_spoken_cycle(seats, *, coded, kinds=None):
    """Make interviews that said one thing each, the first of them coded "Plata" under a theme."""
    interviews = make_interviews(seats)
    cycle = interviews[0].cycle
    money, _terms = make_codes(cycle)
    money.theme = theme_named(cycle, BUYING)
    money.save()
    for number, interview in enumerate(interviews):
        place = interview.seat.municipality
        place.settlement = (kinds or ["urban"] * seats)[number]
        place.save()
        statement = say(interview, f"Problema {number}.")
        if number < coded:
            code_statement(statement=statement, codes=[money], user=None, now=NOW)
    return cycle


def test_code_table_counts_interviews_by_kind_and_hides_few():
    cycle = make_spoken_cycle(12, coded=12, kinds=["urban"] * 5 + ["rural"] * 7)

    table = code_table(cycle)

    assert [(one.key, one.interviewed) for one in table.groups] == [("urban", 5), ("rural", 7)]
    assert [(one.code.name, one.cells, one.total) for one in table.rows] == [("Plata", (5, 7), 12)]


def test_code_table_of_a_kind_with_few_interviews_hides_them_and_the_total():
    cycle = make_spoken_cycle(8, coded=8, kinds=["urban"] * 6 + [""] * 2)

    table = code_table(cycle)

    assert [(one.label, one.interviewed) for one in table.groups][1] == ("sin dato", 2)
    assert [(one.cells, one.total) for one in table.rows] == [((6, None), None)]


def test_code_table_page_writes_few_as_fewer_than_five(client):
    cycle = make_spoken_cycle(2, coded=1)
    client.force_login(make_coder(cycle))

    shown = text_of(page(client, "code_table", cycle.pk))
    book = load_workbook(io.BytesIO(page(client, "code_table", cycle.pk, format="xlsx").content))

    assert "qué temas son urgentes: no se puede calcular." in shown
    assert "< 5" in shown.replace("&lt;", "<")
    rows = [tuple(cell.value for cell in row) for row in book.active.rows]
    assert rows[1:] == [("Entrevistas", None, 2, 2), ("Plata", BUYING, None, None)]


def test_code_table_page_without_codes_says_where_to_begin(sign_in):
    cycle = make_interviews()[0].cycle

    assert "Aún no hay dichos con código" in text_of(page(sign_in(cycle), "code_table", cycle.pk))


def test_urgency_agreement_of_two_who_rate_alike_is_one():
    interviews = make_interviews(2)
    cycle = interviews[0].cycle
    for interview in interviews:
        say(interview, "Nada.")
        for number, theme in enumerate(cycle.community.themes.all()[:3], 1):
            ThemeRating.objects.create(
                interview=interview, theme=theme, interest=3, urgency=number, saved_at=NOW
            )

    assert urgency_agreement(cycle).value == pytest.approx(1)


def test_framework_holds_words_by_theme_under_a_number():
    cycle = make_spoken_cycle(2, coded=1)
    found = framework(cycle)
    place = [theme.title for theme in found.themes].index(BUYING)

    rows = found.rows(found.interviews)

    assert [row.number for row in rows] == [1, 2]
    assert {row.cells[place] for row in rows} == {("Problema 0.",), ()}
    assert {row.source for row in rows} == {"Dirección de una comuna"}


def test_framework_takes_examples_of_a_theme_and_leaves_out_who_is_not_quoted():
    first, second = make_interviews(2)
    theme = theme_named(first.cycle, BUYING)
    say(first, "Un ejemplo.", question=theme_step_id(theme.pk))
    say(second, "Nada.", may_quote=False)

    found = framework(first.cycle, theme=theme.pk)

    assert [row.cells for row in found.rows(found.interviews)] == [(("Un ejemplo.",),)]


def test_framework_filters_only_by_groups_of_five_or_more():
    cycle = make_spoken_cycle(8, coded=0, kinds=["urban"] * 6 + ["rural"] * 2)

    kinds, regions = framework_choices(cycle)

    assert [key for key, _label in kinds] == ["urban"]
    assert [name for _pk, name in regions] == ["Metropolitana"]
    counted = [
        len(framework(cycle, kind=kind, region=region).interviews)
        for kind, region in (("urban", 0), ("rural", 0), ("", regions[0][0]), ("", 999))
    ]
    assert counted == [6, 8, 8, 8]


def test_framework_page_names_nobody_and_gives_a_sheet(client):
    cycle = make_spoken_cycle(2, coded=2)
    client.force_login(make_coder(cycle))
    person = cycle.interviews.first().person

    shown = text_of(page(client, "framework", cycle.pk))
    sheet = page(client, "framework", cycle.pk, format="xlsx", theme="x")

    assert "Problema 1." in shown
    assert person.name not in shown
    book = load_workbook(io.BytesIO(sheet.content)).active
    assert [cell.value for cell in book["A"]] == ["Entrevista", 1, 2]


def test_framework_page_asks_the_database_the_same_for_one_and_three(sign_in):
    interviews = make_interviews(3)
    client = sign_in(interviews[0].cycle)

    def count_after(interview):
        say(interview, "Falta gente.")
        return count_queries(client, "framework", interview.cycle_id)

    first, _second, third = [count_after(one) for one in interviews]
    assert first == third
