import pytest

from convoca.directory.core.columns import Mapping, find_columns
from convoca.directory.core.headers import read_header
from convoca.directory.core.sheets import RosterFileError, read_table
from tests.directory.core.rosters import write_csv


def find(*rows):
    return find_columns(read_table(write_csv(rows), "a.csv").rows)


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("COMUNA", "comuna"),
        ("Municipalidad", "comuna"),
        ("Nombre de la comuna", "comuna"),
        ("Región y comuna", "comuna"),
        ("CUT", "cut"),
        ("Código Comuna", "cut"),
        ("Cód. Territorial", "cut"),
        ("Código", "cut"),
        ("Código región", "other"),
        ("Nombre", "names"),
        ("NOMBRES:", "names"),
        ("Nombre y Apellidos", "person"),
        ("Nombre completo", "person"),
        ("Director(a)", "person"),
        ("Nombre del Director de la Municipalidad", "person"),
        ("Apellido paterno", "last_names"),
        ("Apellidos", "last_names"),
        ("E-mail", "email"),
        ("Correo electrónico", "email"),
        ("Dirección de correo", "email"),
        ("Correo municipalidad", "email"),
        ("N° de teléfono", "phone"),
        ("Celular / WhatsApp", "phone"),
        ("Cargo", "role"),
        ("Calidad jurídica", "role"),
        ("Titular/Subrogante", "role"),
        ("Dirección", "kind"),
        ("Unidad", "kind"),
        ("Dirección municipal", "other"),
        ("Correo alcalde", "other"),
        ("RUT", "other"),
        ("Región", "other"),
        ("Ítem", None),
        ("", None),
        ("ana@muni.cl correo", None),
        ("Comuna " * 10, None),
    ],
)
def test_header_is_read_by_its_words(title, subject):
    assert read_header(title) == subject


def test_columns_are_found_under_titles_and_blank_rows():
    mapping = find(
        ["Nómina de directores de comunas 2026"],
        [],
        ["N°", "Comuna", "Nombre", "Correo", "Fono", "Celular", "Cargo", "Dirección"],
        ["1", "Lota", "Ana Soto", "ana@lota.cl", "", "", "Directora", "DOM"],
    )

    assert mapping == Mapping(
        header_row=3,
        comuna=1,
        names=(2,),
        emails=(3,),
        phones=(5, 4),
        roles=(6,),
        kind=7,
        ignored=("N°",),
    )


def test_names_and_last_names_are_joined_in_order():
    mapping = find(["Apellido Paterno", "Apellido Materno", "Nombres", "CUT"])

    assert mapping == Mapping(header_row=1, cut=3, names=(2,), last_names=(0, 1))


def test_last_names_alone_are_enough_for_a_name():
    assert find(["Comuna", "Apellidos"]) == Mapping(header_row=1, comuna=0, last_names=(1,))


def test_comuna_is_preferred_to_municipalidad_and_whole_name_to_name():
    mapping = find(["Municipalidad", "Comuna", "Nombre", "Nombre completo"])

    assert mapping == Mapping(
        header_row=1, comuna=1, names=(3,), ignored=("Municipalidad", "Nombre")
    )


def test_column_of_street_addresses_is_no_directorate():
    mapping = find(["Comuna", "Nombre", "Dirección"], ["Lota", "Ana", "Pedro Aguirre 20"])

    assert (mapping.kind, mapping.ignored) == (None, ("Dirección",))


def test_titles_on_two_rows_are_read_together():
    mapping = find(
        ["Comuna", "Nombre", "Contacto", ""],
        ["", "", "Correo", "Celular"],
        ["Lota", "Ana", "ana@lota.cl", "987654321"],
    )

    assert mapping == Mapping(header_row=2, comuna=0, names=(1,), emails=(2,), phones=(3,))


def test_data_row_full_of_title_words_is_no_title_row():
    mapping = find(
        ["Comuna", "Nombre", "Correo"],
        ["Municipalidad de Lota", "Director", "correo@lota.cl"],
    )

    assert mapping.header_row == 1


def test_roster_without_titles_is_refused_with_what_was_found():
    with pytest.raises(RosterFileError) as caught:
        find(["Lota", "Ana Soto", "ana@lota.cl"], ["Buin", "Eva Paz", "eva@buin.cl"])

    assert caught.value.sentence == (
        "No se encontró una fila de títulos con la comuna y, al menos, el nombre o el correo. "
        "En la fila 1 se lee: Lota; Ana Soto; ana@lota.cl. Escriba sobre los datos una fila de "
        "títulos, como: Comuna, Nombre, Correo, Teléfono. No se guardó nada."
    )


def test_roster_without_comuna_is_refused():
    with pytest.raises(RosterFileError, match="Nombre; Correo"):
        find(["Nombre", "Correo"], ["Ana", "ana@lota.cl"])
