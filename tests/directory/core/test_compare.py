from dataclasses import replace

import pytest

from convoca.directory.core.compare import ComparedRow, ExistingHolder, FieldChange, compare_rows
from convoca.directory.core.messages import error, note, warning
from convoca.directory.core.roster_row import RosterRow

ROW = RosterRow(
    number=7, place="Ñuñoa", cut="13120", person="Ana Soto", email="ana@x.cl", phone="+56987654321"
)
HOLDER = ExistingHolder("Ana Soto", "ana@x.cl", "+56987654321", "titular")


def compare(row, holder=None):
    return compare_rows([row], {} if holder is None else {"13120": holder})[0]


def test_no_rows_give_no_comparison():
    assert compare_rows([], {"13120": HOLDER}) == []


def test_seat_that_nobody_holds_is_new():
    assert compare(ROW) == ComparedRow(
        ROW, "new", messages=(note("Hoy no figura nadie en este cargo."),)
    )


def test_equal_row_is_the_same():
    assert compare(ROW, HOLDER) == ComparedRow(ROW, "same")


def test_row_equal_but_for_accents_of_nobody_else_is_a_changed_name():
    row = replace(ROW, person="Aná Soto")

    assert compare(row, HOLDER) == ComparedRow(
        row,
        "changed",
        (FieldChange("name", "Ana Soto", "Aná Soto"),),
        (note("Nombre: de «Ana Soto» a «Aná Soto»."),),
    )


def test_same_name_with_other_fields_is_changed_field_by_field():
    row = replace(ROW, email="asoto@x.cl", phone="+56987654322", role="interino")

    compared = compare(row, replace(HOLDER, phone=""))

    assert (compared.status, compared.changes) == (
        "changed",
        (
            FieldChange("email", "ana@x.cl", "asoto@x.cl"),
            FieldChange("phone", "", "+56987654322"),
            FieldChange("role", "titular", "interino"),
        ),
    )
    assert compared.messages == (
        note("Correo: de «ana@x.cl» a «asoto@x.cl»."),
        note("Teléfono: +56987654322."),
        note("Calidad: de «titular» a «interino»."),
    )


def test_case_of_an_address_is_no_change():
    assert compare(replace(ROW, email="ANA@x.cl"), HOLDER).status == "same"


def test_empty_cell_erases_nothing():
    row = replace(ROW, email="", phone="")

    assert compare(row, HOLDER) == ComparedRow(
        row,
        "same",
        messages=(
            note("El archivo no trae correo; se conserva ana@x.cl."),
            note("El archivo no trae teléfono; se conserva +56987654321."),
        ),
    )


@pytest.mark.parametrize("name", ["Ana Soto Díaz", "Ana Sotto", "", "María Ana Soto"])
def test_same_address_and_agreeing_names_are_one_person(name):
    assert compare(replace(ROW, person=name), HOLDER).status in {"changed", "same"}


def test_same_address_of_a_nameless_holder_is_one_person():
    assert compare(ROW, replace(HOLDER, name="")).changes == (FieldChange("name", "", "Ana Soto"),)


def test_two_shared_names_with_the_same_address_are_one_person():
    row = replace(ROW, person="Ana Paz Soto")

    assert compare(row, replace(HOLDER, name="Ana Soto Díaz")).status == "changed"


def test_other_person_in_an_occupied_seat_is_a_conflict():
    row = replace(ROW, person="Eva Paz", email="eva@x.cl")

    compared = compare(row, HOLDER)

    assert compared == ComparedRow(
        row,
        "conflict",
        (FieldChange("name", "Ana Soto", "Eva Paz"), FieldChange("email", "ana@x.cl", "eva@x.cl")),
        (warning("Hoy figura Ana Soto y el archivo trae a Eva Paz. Decida si es un reemplazo."),),
    )


def test_other_person_at_the_same_address_is_a_conflict():
    row = replace(ROW, person="Eva Paz")

    assert compare(row, HOLDER).messages == (
        warning(
            "El correo ana@x.cl es el mismo, pero hoy figura Ana Soto y el archivo trae a "
            "Eva Paz. Decida si es un reemplazo."
        ),
    )


def test_resembling_name_at_a_shared_mailbox_is_a_conflict():
    row = replace(ROW, person="Ana Soto Díaz", is_shared_mailbox=True)

    assert compare(row, HOLDER).status == "conflict"


def test_nameless_address_in_an_occupied_seat_is_a_conflict():
    row = replace(ROW, person="", email="eva@x.cl")

    compared = compare(row, replace(HOLDER, name="", email=""))

    assert compared.messages == (
        warning(
            "Hoy figura una persona sin nombre y el archivo trae a eva@x.cl. "
            "Decida si es un reemplazo."
        ),
    )


def test_vacant_row_for_an_occupied_seat_is_a_conflict():
    row = RosterRow(number=7, cut="13120", vacant=True)

    assert compare(row, HOLDER) == ComparedRow(
        row,
        "conflict",
        messages=(warning("El archivo da el cargo por vacante y hoy figura Ana Soto."),),
    )


def test_vacant_row_for_a_vacant_seat_is_the_same():
    row = RosterRow(number=7, cut="13120", vacant=True)

    assert compare(row) == ComparedRow(row, "same", messages=(note("El cargo sigue vacante."),))


def test_rivals_are_a_conflict_even_where_nobody_holds_the_seat():
    row = replace(ROW, rivals=(9,), messages=(warning("Elija."),))

    assert compare(row) == ComparedRow(row, "conflict", messages=(warning("Elija."),))


def test_row_with_an_error_is_an_error():
    row = replace(ROW, messages=(error("No sirve."),))

    assert compare(row, HOLDER) == ComparedRow(row, "error", messages=(error("No sirve."),))


def test_row_without_a_comuna_is_an_error():
    assert compare(replace(ROW, cut=None)).status == "error"


def test_loading_what_was_compared_as_changed_makes_it_the_same():
    row = replace(ROW, email="asoto@x.cl")
    loaded = ExistingHolder(row.person, row.email, row.phone, row.role)

    assert [compare(row, holder).status for holder in (HOLDER, loaded)] == ["changed", "same"]
