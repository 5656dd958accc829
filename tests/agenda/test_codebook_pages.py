"""The pages of the codebook: the tree, one code, its greater changes, its history."""

import pytest
from django.urls import reverse

from convoca.agenda.models import Code, CodeEvent, Recoding
from convoca.agenda.services import Author, CodeInput, split_code
from tests.agenda.coding import LATER, codes_of, cycle_of, give, history, make_code
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import make_statement
from tests.factories.convening import make_invited_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_invited_cycle()


def test_new_code_page_puts_a_code_under_another(sign_in, cycle):
    above = make_code(cycle.community, "Recursos")

    press(
        sign_in(cycle), "new_code", cycle.pk, name="Plata", definition="Lo asignado.",
        parent=above.pk, is_codable="on", reason="Hace falta.",
    )  # fmt: skip

    event = CodeEvent.objects.get(number=2)
    assert (event.code.parent, event.reason, event.by.email) == (
        above,
        "Hace falta.",
        "coordinadora@ejemplo.cl",
    )


def test_new_code_page_with_a_taken_name_keeps_what_was_written(sign_in, cycle):
    make_code(cycle.community, "Plata")

    response = press(sign_in(cycle), "new_code", cycle.pk, name="Plata", definition="Lo asignado.")

    assert response.status_code == 409
    assert "Lo asignado." in text_of(response)


def test_code_page_edits_and_tells_who_was_second(sign_in, cycle):
    code = make_code(cycle.community, "Plata")
    client = sign_in(cycle)
    seen = CodeEvent.objects.get().number

    press(client, "edit_code", cycle.pk, code.pk, name="Dinero", is_codable="on", seen=seen)
    late = press(client, "edit_code", cycle.pk, code.pk, name="Recursos", seen=seen)

    code.refresh_from_db()
    assert (code.name, late.status_code) == ("Dinero", 409)
    shown = text_of(late)
    assert "Otra persona cambió este código mientras usted escribía." in shown
    assert 'value="Recursos"' in shown
    assert f'name="seen" value="{CodeEvent.objects.latest("number").number}"' in shown


def test_code_page_retires_and_restores(sign_in, cycle):
    code = make_code(cycle.community, "Plata")
    client = sign_in(cycle)

    press(client, "code_state", cycle.pk, code.pk, state="retired", reason="No se usa.")
    gone = text_of(page(client, "codebook", cycle.pk))
    press(client, "code_state", cycle.pk, code.pk, state="active")

    assert "1 código que ya no se ofrece" in gone
    assert history(cycle.community) == [
        (1, "create", "Plata"),
        (2, "retire", "Plata"),
        (3, "restore", "Plata"),
    ]


def test_code_with_codes_under_it_is_not_retired(sign_in, cycle):
    above = make_code(cycle.community, "Recursos")
    make_code(cycle.community, "Plata", parent=above)
    client = sign_in(cycle)

    response = press(client, "code_state", cycle.pk, above.pk, state="retired")

    assert "Hay códigos en uso bajo este." in text_of(client.get(response.url))


def test_merge_page_says_how_many_and_merges(sign_in):
    statement = make_statement()
    cycle = cycle_of(statement)
    plata, dinero = (make_code(cycle.community, name) for name in ("Plata", "Dinero"))
    give(statement, plata)
    client = sign_in(cycle)

    shown = text_of(page(client, "merge_code", cycle.pk, plata.pk))
    missing = press(client, "merge_code", cycle.pk, plata.pk)
    press(client, "merge_code", cycle.pk, plata.pk, into=dinero.pk)
    again = press(client, "merge_code", cycle.pk, plata.pk, into=dinero.pk)

    assert "Su dicho pasa al otro código." in shown
    assert "Elija con qué código se une." in text_of(missing)
    assert (missing.status_code, again.status_code) == (422, 409)
    assert codes_of(statement) == ["Dinero"]


def test_merged_code_is_parted_from_its_page(sign_in):
    statement = make_statement()
    cycle = cycle_of(statement)
    plata, dinero = (make_code(cycle.community, name) for name in ("Plata", "Dinero"))
    give(statement, plata)
    client = sign_in(cycle)
    press(client, "merge_code", cycle.pk, plata.pk, into=dinero.pk)

    shown = text_of(page(client, "edit_code", cycle.pk, plata.pk))
    press(client, "code_state", cycle.pk, plata.pk, state="active")

    assert "Es parte de «Dinero»." in shown
    assert codes_of(statement) == ["Plata"]


def test_split_page_leads_to_the_statements_that_wait(sign_in):
    statement = make_statement("Falta plata.")
    cycle = cycle_of(statement)
    code = make_code(cycle.community, "Recursos")
    give(statement, code)
    client = sign_in(cycle)

    response = press(
        client, "split_code", cycle.pk, code.pk, name_1="Plata", definition_1="Lo asignado.",
        name_2="Gente",
    )  # fmt: skip
    shown = text_of(client.get(response.url))

    assert response.url == reverse("agenda:recodings", args=[cycle.pk])
    assert "1 dicho espera otra mirada" in shown
    assert "Falta plata." in shown
    assert "Lo asignado." in shown


def test_split_page_with_one_name_or_a_taken_one_makes_nothing(sign_in, cycle):
    code = make_code(cycle.community, "Recursos")
    client = sign_in(cycle)

    one = press(client, "split_code", cycle.pk, code.pk, name_1="Plata")
    taken = press(client, "split_code", cycle.pk, code.pk, name_1="Plata", name_2="Recursos")

    assert (one.status_code, taken.status_code) == (422, 409)
    assert list(Code.objects.values_list("name", flat=True)) == ["Recursos"]


def test_recode_page_takes_a_code_none_or_asks_again(sign_in):
    statement = make_statement()
    cycle = cycle_of(statement)
    code = make_code(cycle.community, "Recursos")
    give(statement, code)
    parts = [CodeInput("Plata"), CodeInput("Gente")]
    split_code(code=code, parts=parts, author=Author(None, LATER))
    client, recoding = sign_in(cycle), Recoding.objects.get()
    plata = Code.objects.get(name="Plata")

    address = reverse("agenda:recode", args=[cycle.pk, recoding.pk])
    nothing, given, late = (
        text_of(client.post(address, sent, follow=True))
        for sent in ({}, {"codes": [plata.pk, code.pk]}, {"none": "1"})
    )

    assert "Elija un código, o presione" in nothing
    assert "Guardado: Plata." in given
    assert "Alguien ya revisó este dicho." in late
    assert codes_of(statement) == ["Plata"]


def test_history_page_tells_each_change_in_words(sign_in, cycle):
    client = sign_in(cycle)
    press(client, "new_code", cycle.pk, name="Plata", is_codable="on")
    code = Code.objects.get()
    press(
        client, "edit_code", cycle.pk, code.pk, name="Dinero", is_codable="on", seen=1,
        reason="Más claro.",
    )  # fmt: skip

    shown = text_of(page(client, "codebook_history", cycle.pk))

    assert "2 cambios del libro de códigos" in shown
    assert "nombre: <del>Plata</del> → Dinero" in shown
    assert "Más claro." in shown


def test_version_page_shows_the_book_as_it_was(sign_in, cycle):
    code = make_code(cycle.community, "Plata")
    client = sign_in(cycle)
    press(client, "edit_code", cycle.pk, code.pk, name="Dinero", is_codable="on", seen=1)

    by_number = text_of(page(client, "codebook_version", cycle.pk, number=1))
    by_day = text_of(page(client, "codebook_version", cycle.pk, day="2027-01-04"))
    before = text_of(page(client, "codebook_version", cycle.pk, day="2020-05-03"))
    latest = text_of(page(client, "codebook_version", cycle.pk, number=99, day="no"))

    assert "Libro de códigos, versión 1" in by_number
    assert "Plata" in by_number
    assert "Dinero" not in by_number
    assert "Libro de códigos al lunes 4 de enero de 2027" in by_day
    assert "El libro estaba vacío." in before
    assert "Libro de códigos, versión 2" in latest


@pytest.mark.parametrize("route", ["codebook", "codebook_history", "codebook_version", "coded"])
def test_book_pages_ask_the_database_the_same_for_any_number(sign_in, cycle, route):
    client = sign_in(cycle)
    above = make_code(cycle.community, "Recursos")
    few = count_queries(client, route, cycle.pk)
    for name in ("Plata", "Gente"):
        make_code(cycle.community, name, parent=above)

    assert count_queries(client, route, cycle.pk) == few
