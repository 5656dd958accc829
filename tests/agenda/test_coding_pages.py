import pytest
from django.urls import reverse

from convoca.agenda.models import Code
from convoca.agenda.queries import default_themes, list_themes
from convoca.agenda.services import code_statement, create_code
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, make_statement, theme_named
from tests.factories.convening import make_invited_cycle
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


def make_code(cycle, name):
    return create_code(
        community=cycle.community, name=name, definition="", theme=None, user=None, now=NOW
    )


def test_statements_page_codes_with_an_old_and_a_new_code(sign_in):
    statement = make_statement()
    cycle = statement.interview.cycle
    client = sign_in(cycle)
    theme = theme_named(cycle, BUYING)
    old = make_code(cycle, "Plazos")

    response = press(
        client, "code", cycle.pk, statement.pk, codes=[old.pk], name="Rendiciones", theme=theme.pk
    )

    assert response.url == reverse("agenda:statements", args=[cycle.pk]) + f"?after={statement.pk}"
    given = statement.codings.values_list("code__name", "code__theme__title", "by__email")
    assert list(given) == [
        ("Plazos", None, "coordinadora@ejemplo.cl"),
        ("Rendiciones", BUYING, "coordinadora@ejemplo.cl"),
    ]


def test_statements_page_with_no_code_chosen_says_what_to_do(sign_in):
    statement = make_statement()

    response = press(
        sign_in(statement.interview.cycle), "code", statement.interview.cycle_id, statement.pk
    )

    assert response.status_code == 409
    assert "Elija al menos un código, o escriba uno nuevo." in text_of(response)


def test_statements_page_with_a_taken_name_makes_nothing(sign_in):
    statement = make_statement()
    cycle = statement.interview.cycle
    make_code(cycle, "Plazos")

    response = press(sign_in(cycle), "code", cycle.pk, statement.pk, name="Plazos")

    assert (response.status_code, statement.codings.count()) == (409, 0)


def test_statements_page_shows_the_question_and_how_many_wait(sign_in):
    statement = make_statement("Rendimos tres veces.")

    shown = text_of(
        page(sign_in(statement.interview.cycle), "statements", statement.interview.cycle_id)
    )

    assert "0 de 1 dichos con código" in shown
    assert "Rendimos tres veces." in shown
    assert "¿Cuáles son los principales problemas de su dirección este año?" in shown
    assert statement.interview.person.name not in shown


def test_coded_page_undoes(sign_in):
    statement = make_statement()
    cycle = statement.interview.cycle
    client = sign_in(cycle)
    press(client, "code", cycle.pk, statement.pk, name="Plazos")
    code = Code.objects.get()

    listed = text_of(page(client, "coded", cycle.pk, code=code.pk))
    press(client, "uncode", cycle.pk, statement.pk, code=code.pk)

    assert "1 dicho con «Plazos»" in listed
    assert "0 dichos con código" in text_of(page(client, "coded", cycle.pk))


def test_code_that_the_statement_has_no_more_is_not_said_to_be_taken(sign_in):
    statement = make_statement()
    cycle = statement.interview.cycle
    client, code = sign_in(cycle), make_code(cycle, "Plazos")

    answer = press(client, "uncode", cycle.pk, statement.pk, code=code.pk)

    shown = text_of(client.get(answer.url))
    assert "El dicho ya no tiene «Plazos»" in shown
    assert "Se quitó" not in shown


def test_aside_takes_a_statement_out_of_the_queue(sign_in):
    statement = make_statement()
    client = sign_in(statement.interview.cycle)

    press(client, "aside", statement.interview.cycle_id, statement.pk)

    shown = text_of(page(client, "statements", statement.interview.cycle_id))
    assert "Todo está codificado" in shown


def test_coded_page_asks_the_database_the_same_for_any_number(sign_in):
    interview = answer_interview(make_interviews()[0], texts={"problems": "A.\nB.\nC."})
    client = sign_in(interview.cycle)
    code = make_code(interview.cycle, "Plazos")
    first, *others = interview.statements.all()

    def count_after_coding(statements):
        for statement in statements:
            code_statement(statement=statement, codes=[code], user=None, now=NOW)
        return count_queries(client, "coded", interview.cycle_id)

    assert count_after_coding([first]) == count_after_coding(others)


def test_themes_page_begins_with_the_list_of_the_kind(sign_in):
    cycle = make_invited_cycle()
    client = sign_in(cycle)

    shown = text_of(page(client, "themes", cycle.pk))
    press(client, "themes", cycle.pk, begin="1")

    assert "Puede empezar con esta lista" in shown
    assert len(list_themes(cycle.community)) == len(default_themes(cycle.community.kind))


def test_themes_page_adds_edits_moves_and_retires(sign_in):
    cycle = make_invited_cycle()
    client = sign_in(cycle)
    for title in ("Uno", "Dos"):
        press(client, "themes", cycle.pk, title=title)
    one, two = list_themes(cycle.community)

    taken = press(client, "themes", cycle.pk, title="Uno")
    press(client, "move_theme", cycle.pk, two.pk, way="up")
    press(client, "edit_theme", cycle.pk, two.pk, title="Dos más", description="Sí.")
    press(client, "theme_state", cycle.pk, one.pk, state="retired")

    assert taken.status_code == 409
    assert [(one.title, one.description) for one in list_themes(cycle.community)] == [
        ("Dos más", "Sí.")
    ]
    assert "1 tema retirado" in text_of(page(client, "themes", cycle.pk))
