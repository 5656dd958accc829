from dataclasses import replace

import pytest

from convoca.directory.core.columns import Mapping, find_columns
from convoca.directory.core.messages import error, note, warning
from convoca.directory.core.rows import RosterRow
from convoca.directory.core.sheets import Table, TableRow, read_table
from tests.directory.core.rosters import TITLES, read_rows, write_csv

ANA = ["Ñuñoa", "Ana Soto", "ana@muni.cl", "987654321"]
READ = RosterRow(
    number=2,
    place="Ñuñoa",
    cut="13120",
    person="Ana Soto",
    email="ana@muni.cl",
    phone="+56987654321",
)
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def read(*rows, **options):
    table = read_table(write_csv(rows, **options), "a.csv")
    return read_rows(table, find_columns(table.rows))


def test_sound_row_is_read_without_messages():
    assert read(TITLES, ANA) == [READ]


def test_roster_of_titles_alone_gives_no_rows():
    assert read(TITLES) == []


def test_same_fifty_rows_in_every_file_give_equal_rows():
    names = ["José Ñanco", "Müller, Ana", "O'Higgins Paz", "Inés «la|x» Soto", "Eva; Paz"]
    fifty = [[f"Ñuñoa{n}", names[n % 5], f"a{n}@muni.cl", f"9 8765 43{n:02}"] for n in range(50)]

    found = [
        read(TITLES, *fifty, encoding=encoding, separator=separator)
        for encoding in ENCODINGS
        for separator in ",;\t|"
    ]

    assert len(found[0]) == 50
    assert found == [found[0]] * 16


def test_every_column_is_used():
    titles = ["CUT", "Comuna", "Nombres", "Apellidos", "Correo", "Celular", "Cargo", "Dirección"]
    cells = ["5109", "viña del mar", "JUAN", "PÉREZ SOTO (S)", "j@x.cl", "", "Director (S)", "DOM"]

    assert read(titles, cells) == [
        RosterRow(
            number=2,
            place="viña del mar",
            cut="05109",
            kind="DOM",
            person="Juan Pérez Soto",
            first="Juan",
            email="j@x.cl",
            role="subrogante",
            messages=(note("El código 5109 perdió su cero inicial; se leyó 05109."),),
        )
    ]


def test_first_filled_phone_and_email_count():
    titles = [*TITLES, "Celular", "Correo 2"]

    row = read(titles, ["Ñuñoa", "Ana Soto", "", "222345678", "", "ana@muni.cl"])[0]

    assert (row.email, row.phone) == ("ana@muni.cl", "+56222345678")


def test_kind_is_read_from_the_post_where_no_column_names_it():
    titles = ["Comuna", "Nombre", "Correo", "Cargo"]

    found = read(titles, ["Ñuñoa", "Ana Soto", "a@x.cl", "Directora de Obras Municipales (I)"])

    assert [(row.kind, row.role, row.messages) for row in found] == [("DOM", "interino", ())]


def test_unknown_kind_is_told():
    titles = ["Comuna", "Nombre", "Correo", "Dirección"]

    row = read(titles, ["Ñuñoa", "Ana Soto", "a@x.cl", "Parques"])[0]

    assert (row.kind, row.messages) == (
        None,
        (warning("No se reconoce la dirección «Parques»."),),
    )


def test_quality_beside_the_name_wins_and_is_told():
    titles = ["Comuna", "Nombre", "Correo", "Calidad"]

    row = read(titles, ["Ñuñoa", "Ana Soto (S)", "a@x.cl", "Titular"])[0]

    assert (row.role, row.messages) == (
        "subrogante",
        (warning("Junto al nombre dice subrogante y en el cargo titular; se usará subrogante."),),
    )


def test_vacancy_is_read_from_the_post_too():
    titles = ["Comuna", "Nombre", "Cargo"]

    found = read(titles, ["Ñuñoa", "", "Cargo vacante"], ["Llaillay", "VACANTE", ""])

    assert [(row.vacant, row.messages) for row in found] == [(True, ()), (True, ())]


@pytest.mark.parametrize(
    ("cells", "messages"),
    [
        (
            ["Ñuñoa", "", "", "987654321"],
            (error("Faltan el nombre y el correo; escriba al menos uno, o VACANTE."),),
        ),
        (
            ["Ñuñoa", "", "ana@x.cl"],
            (warning("Falta el nombre: la invitación no podrá ser personal."),),
        ),
        (["Ñuñoa", "Ana Soto"], (warning("No hay correo ni teléfono de Ana Soto."),)),
        (["", "Ana Soto", "ana@x.cl"], (error("Falta la comuna."),)),
    ],
)
def test_missing_cells_are_told(cells, messages):
    row = read(TITLES, cells)[0]

    assert (row.messages, row.has_error) == (messages, messages[0].level == "error")


def test_error_in_a_cell_is_told_once():
    row = read(TITLES, ["Ñuñoa", "", "ana@muni"])[0]

    assert [each.level for each in row.messages] == ["error"]


def test_misspelt_comuna_keeps_its_proposals():
    row = read(TITLES, ["Nunhoa", "Ana Soto", "ana@x.cl"])[0]

    assert (row.cut, row.place, [each.cut for each in row.proposals], row.has_error) == (
        None,
        "Nunhoa",
        ["13120"],
        True,
    )


def test_repeated_titles_and_rows_without_used_cells_are_left_out():
    titles = [*TITLES, "Observaciones"]

    found = read(
        titles, ANA, titles, ["", "", "", "", "Fuente: web"], ["Llaillay", "Eva Paz", "e@x.cl"]
    )

    assert [row.number for row in found] == [2, 5]


def test_row_that_only_resembles_titles_is_kept():
    found = read(TITLES, ["Municipalidad de Ñuñoa", "Director", "dir@x.cl"])

    assert [(row.cut, row.person) for row in found] == [("13120", "Director")]


def test_mapping_without_its_title_row_reads_every_row():
    table = Table((TableRow(1, ("Ñuñoa", "Ana Soto")),))

    found = read_rows(table, Mapping(header_row=0, comuna=0, names=(1,)))

    assert [(row.number, row.person) for row in found] == [(1, "Ana Soto")]


def test_formula_in_a_name_stays_verbatim():
    titles = ["Comuna", "Nombres", "Apellidos", "Correo"]

    row = read(titles, ["Ñuñoa", "=CMD()", "SOTO", "a@x.cl"])[0]

    assert row.person == "=CMD() Soto"


def test_mapping_may_point_beyond_a_short_row():
    table = Table((TableRow(1, ("Comuna",)), TableRow(2, ("Ñuñoa",))))
    mapping = Mapping(header_row=1, comuna=0, names=(7,), emails=(8,))

    found = read_rows(table, mapping)

    assert [(row.cut, row.person, row.has_error) for row in found] == [("13120", "", True)]


def test_two_people_for_one_comuna_are_rivals():
    found = read(TITLES, ANA, ["nunoa", "Eva Paz", "eva@x.cl", "987654322"])

    text = "La misma comuna está también en la fila {}. Elija cuál se carga."
    assert [(row.rivals, row.messages) for row in found] == [
        (("3",), (warning(text.format(3)),)),
        (("2",), (warning(text.format(2)),)),
    ]


def test_titular_and_deputy_for_one_comuna_are_rivals_and_told_so():
    found = read(TITLES, ANA, ["Ñuñoa", "Eva Paz (S)", "eva@x.cl", "987654322"])

    assert found[0].messages == (
        warning(
            "La misma comuna está también en la fila 3 (hay subrogante y titular). "
            "Elija cuál se carga."
        ),
    )


def test_row_repeated_as_it_is_counts_once():
    found = read(TITLES, ANA, ANA, ANA)

    assert found == [
        replace(READ, messages=(note("Se repite igual en las filas 3, 4; se usará esta."),)),
        replace(
            READ,
            number=3,
            rivals=("2",),
            messages=(warning("Repite la fila 2; no se cargará dos veces."),),
        ),
        replace(
            READ,
            number=4,
            rivals=("2",),
            messages=(warning("Repite la fila 2; no se cargará dos veces."),),
        ),
    ]


def test_many_rivals_are_named_up_to_nine():
    rows = [["Ñuñoa", f"Ana{n} Soto", f"a{n}@x.cl", ""] for n in range(12)]
    plain = [[cell.replace("0", "x") for cell in row] for row in rows]

    row = read(TITLES, *plain)[0]

    assert "las filas 3, 4, 5, 6, 7, 8, 9, 10, 11 y otras" in row.messages[-1].text


def test_two_kinds_of_one_comuna_are_no_rivals():
    titles = [*TITLES, "Dirección"]

    found = read(titles, [*ANA, "DOM"], ["Ñuñoa", "Eva Paz", "eva@x.cl", "987654322", "SECPLAN"])

    assert [(row.kind, row.rivals) for row in found] == [("DOM", ()), ("SECPLAN", ())]


def test_one_address_for_two_names_is_told_on_both():
    found = read(TITLES, ANA, ["Llaillay", "Eva Paz", "ANA@muni.cl", "987654322"])

    text = "El correo {} figura también en la fila {} con otro nombre: parece un buzón compartido."
    assert [row.messages for row in found] == [
        (warning(text.format("ana@muni.cl", 3)),),
        (warning(text.format("ANA@muni.cl", 2)),),
    ]


def test_namesakes_of_two_comunas_are_told_and_not_merged():
    found = read(TITLES, ANA, ["Llaillay", "ANA SOTO", "asoto@x.cl", "987654322"])

    text = (
        "El mismo nombre figura en la fila {} con otra comuna: se tratarán como personas "
        "distintas. Confirme que lo son."
    )
    assert [(row.person, row.email, row.messages) for row in found] == [
        ("Ana Soto", "ana@muni.cl", (warning(text.format(3)),)),
        ("Ana Soto", "asoto@x.cl", (warning(text.format(2)),)),
    ]


def test_mailbox_named_like_the_directorate_is_shared():
    row = read(TITLES, ["Ñuñoa", "Ana Soto", "secplan@x.cl"])[0]

    assert (row.is_shared_mailbox, [each.level for each in row.messages]) == (True, ["warning"])
