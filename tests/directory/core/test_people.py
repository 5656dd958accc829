import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.messages import error, note, warning
from convoca.directory.core.names import set_name_case
from convoca.directory.core.people import MAX_NAME_LENGTH, PersonCell, read_person
from convoca.directory.core.roles import read_role, says_vacant


@pytest.mark.parametrize(
    ("name", "cased"),
    [
        ("MARÍA JOSÉ DE LA FUENTE", "María José de la Fuente"),
        ("josé ortega y gasset", "José Ortega y Gasset"),
        ("DE LA CRUZ ANA", "De la Cruz Ana"),
        ("BERNARDO O'HIGGINS", "Bernardo O'Higgins"),
        ("ANA D’ANGELO", "Ana D’Angelo"),
        ("ANA PÉREZ-SOTO", "Ana Pérez-Soto"),
        ("JUAN MCKAY", "Juan McKay"),
        ("ANA MC", "Ana Mc"),
        ("JUAN PÉREZ II", "Juan Pérez II"),
        ("J. ÑANCO", "J. Ñanco"),
        ("Juan McKay de La Torre", "Juan McKay de La Torre"),
        ("Ana-maría soto", "Ana-maría soto"),
        ("ana@muni.cl", "ana@muni.cl"),
        ("", ""),
    ],
)
def test_name_case_is_set_only_where_nobody_chose_one(name, cased):
    assert set_name_case(name) == cased


@given(st.text(alphabet="ABCabcñÑé'- .", max_size=30))
def test_name_case_twice_equals_once(name):
    assert set_name_case(set_name_case(name)) == set_name_case(name)


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Ana Soto", "Ana Soto", None),
        ("Ana Soto (S)", "Ana Soto", "subrogante"),
        ("ANA SOTO ( s. )", "Ana Soto", "subrogante"),
        ("Ana Soto (S", "Ana Soto", "subrogante"),
        ("Ana Soto [I]", "Ana Soto", "interino"),
        ("Ana Soto - SUBROGANTE", "Ana Soto", "subrogante"),
        ("SUBROGANTE: ANA SOTO", "Ana Soto", "subrogante"),
        ("Ana Soto, Interina", "Ana Soto", "interino"),
        ("Ana Soto (suplente)", "Ana Soto", "subrogante"),
        ("Ana Soto (T)", "Ana Soto", "titular"),
        ("Sra. ANA SOTO", "Ana Soto", None),
        ("Sr.(a) Ana Soto", "Ana Soto", None),
        ("Don Juan Soto", "Juan Soto", None),
        ("Ing. Dr. Juan Soto", "Juan Soto", None),
        ("D. Juan Soto", "Juan Soto", None),
        ("Ana\r\nSoto", "Ana Soto", None),
        ("José Ortega y Gasset", "José Ortega y Gasset", None),
        ("Ana Soto (S) /", "Ana Soto", "subrogante"),
        ("Donoso Ana", "Donoso Ana", None),
        ("Ingrid Soto", "Ingrid Soto", None),
    ],
)
def test_person_is_read_without_titles_and_marks(text, name, role):
    assert read_person(text) == PersonCell(name, role)


@pytest.mark.parametrize("text", ["", " ", "-", "s/i", "#N/A", "Sra.", "(S)"])
def test_cell_without_a_name_gives_none(text):
    assert (read_person(text).name, read_person(text).messages) == ("", ())


@pytest.mark.parametrize(
    "text", ["VACANTE", "cargo vacante", "Por designar", "Sin titular", "acéfalo"]
)
def test_vacant_cell_is_told_apart(text):
    assert read_person(text) == PersonCell("", is_vacant=True)


@pytest.mark.parametrize("text", ["VACANTE (S) Ana Soto", "VACANTE / Ana Soto (S)"])
def test_vacant_seat_with_a_deputy_is_held_by_the_deputy(text):
    said = "El cargo está vacante; lo ejerce «Ana Soto» como subrogante."

    assert read_person(text) == PersonCell("Ana Soto", "subrogante", messages=(note(said),))


def test_vacant_beside_a_name_without_quality_is_an_error():
    said = "Dice VACANTE y también «Ana Soto». Deje solo lo que corresponde."

    assert read_person("Vacante Ana Soto") == PersonCell("", None, True, (error(said),))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Soto / Juan Paz",
        "Ana Soto; Juan Paz",
        "Sra. Ana Soto & Sr. Juan Paz (S)",
        "Ana Soto y Juan Paz",
        "Ana Soto (T)\nJuan Paz (S)",
    ],
)
def test_several_people_in_a_cell_are_an_error(text):
    said = (
        "La celda nombra a 2 personas (Ana Soto; Juan Paz). Deje una fila para cada una, con su "
        "propio correo."
    )

    read = read_person(text)

    assert (read.name, [each.level for each in read.messages]) == ("", ["error"])
    if "Sra." not in text:
        assert read.messages == (error(said),)


def test_two_single_words_with_y_are_two_people():
    assert read_person("Ana y Juan").messages[0].level == "error"


def test_last_names_before_a_comma_are_turned_around_and_told():
    assert read_person("PÉREZ SOTO, JUAN") == PersonCell(
        "Juan Pérez Soto",
        messages=(warning("El nombre venía como «PÉREZ SOTO, JUAN»; se leyó «Juan Pérez Soto»."),),
    )


@pytest.mark.parametrize(
    ("text", "dropped"),
    [("Ana Soto, Arquitecta", "Arquitecta"), ("Ana Soto (desde 2023)", "(desde 2023)")],
)
def test_what_is_no_name_is_left_out_and_told(text, dropped):
    assert read_person(text) == PersonCell(
        "Ana Soto", messages=(note(f"Se dejó fuera del nombre «{dropped}»."),)
    )


def test_two_commas_are_left_alone():
    assert read_person("Soto, Ana, Paz").name == "Soto, Ana, Paz"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x/y","A (S)")', "+cmd|A", "@SUM(A1)", "-2+3"])
def test_formula_stays_verbatim_as_text(text):
    said = "El nombre parece una fórmula de planilla; se guardará como texto."

    assert read_person(text) == PersonCell(text, messages=(warning(said),))


def test_invisible_characters_are_taken_out_and_told():
    assert read_person("Ana\u202e So\0to") == PersonCell(
        "Ana Soto", messages=(note("Se quitaron caracteres invisibles del nombre."),)
    )


@pytest.mark.parametrize("text", ["Ana Soto 2", "ana@muni.cl"])
def test_what_resembles_no_name_is_told(text):
    assert read_person(text) == PersonCell(
        text, messages=(warning(f"«{text}» no parece el nombre de una persona."),)
    )


def test_endless_name_is_shortened_and_told():
    read = read_person("Ana " * 100)

    assert (len(read.name), read.messages) == (
        MAX_NAME_LENGTH,
        (warning("El nombre se acortó a 150 letras."),),
    )


@given(st.text(max_size=80))
def test_read_person_never_fails_and_gives_one_clean_line(text):
    name = read_person(text).name

    assert not set(name) & set("\0\r\n\t\u202e")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Director (S)", "subrogante"),
        ("S", "subrogante"),
        ("Interina", "interino"),
        ("Directora Titular", "titular"),
        ("Director de Obras", None),
        ("", None),
        ("Insubordinado", None),
    ],
)
def test_role_is_read_from_its_own_column(text, role):
    assert read_role(text) == role


def test_vacancy_is_read_from_whole_words():
    assert (says_vacant("Cargo vacante"), says_vacant("Vacantel")) == (True, False)
