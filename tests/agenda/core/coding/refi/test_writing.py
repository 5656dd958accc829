import io
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrefiqda import RefiCodebook, RefiProject

from convoca.agenda.core.coding.refi import values
from convoca.agenda.core.coding.refi.reading import read_codebook, read_project
from convoca.agenda.core.coding.refi.values import (
    RefiCode,
    RefiCoding,
    RefiSelection,
    RefiSource,
    RefiUser,
    describe,
    parts_of,
)
from convoca.agenda.core.coding.refi.writing import write_codebook, write_project
from tests.support.refi_standard import faults_of

NOW = datetime(2027, 3, 4, 12, 30, tzinfo=UTC)


def guid(number):
    return str(UUID(int=number))


CODES = (
    RefiCode(guid(1), "Plata", "Lo que falta. <b>\n\nIncluye: sueldos & ñandúes", "#aa1122"),
    RefiCode(guid(2), "Sueldos", is_codable=False, parent=guid(1)),
    RefiCode(guid(3), "Horas extra 😀", parent=guid(2)),
    RefiCode(guid(4), "Plazos"),
)
TEXT = "Año 😀 nuevo.\nFalta gente."
SELECTION = RefiSelection(guid(20), 13, 25, (RefiCoding(guid(30), guid(3), guid(9), NOW),))
PROJECT = values.RefiProject(
    "SECPLAN ciclo 1",
    CODES,
    (RefiUser(guid(9), "Persona 1"),),
    (RefiSource(guid(10), "Entrevista 1", TEXT, (SELECTION,)),),
)


def test_codebook_is_valid_and_read_by_others_with_its_tree(tmp_path):
    written = write_codebook(CODES)
    file = tmp_path / "libro.qdc"
    file.write_bytes(written)

    assert faults_of(written, "CodeBook") == []
    money, terms = RefiCodebook.load(file).codes.code
    assert (money.name, money.color, money.code[0].is_codable) == ("Plata", "#aa1122", False)
    assert (money.code[0].code[0].guid, terms.name) == (guid(3), "Plazos")
    assert read_codebook(written) == CODES


def test_codebook_without_codes_is_refused():
    with pytest.raises(ValueError, match="without codes"):
        write_codebook([])


def test_project_is_valid_and_read_by_others_with_its_places(tmp_path):
    written = write_project(PROJECT, at=NOW)
    file = tmp_path / "proyecto.qdpx"
    file.write_bytes(written)

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert faults_of(archive.read("project.qde"), "Project") == []
    loaded = RefiProject.load(file, tmp_path / "out")
    source = loaded.sources.text_source[0]
    text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_text(
        encoding="utf-8"
    )
    selection = source.plain_text_selection[0]
    assert text[selection.start_position : selection.end_position] == "Falta gente."
    assert selection.coding[0].code_ref.target_guid == guid(3)
    assert read_project(written) == PROJECT


def test_project_is_the_same_bytes_again():
    assert write_project(PROJECT, at=NOW) == write_project(PROJECT, at=NOW)


def test_empty_project_is_valid():
    written = write_project(values.RefiProject("Nada"), at=NOW)

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert faults_of(archive.read("project.qde"), "Project") == []
    assert read_project(written) == values.RefiProject("Nada")


def test_control_characters_are_left_out_of_names():
    written = write_codebook([RefiCode(guid(1), "Pla\x00ta\x0b")])

    assert faults_of(written, "CodeBook") == []
    assert read_codebook(written)[0].name == "Plata"


@given(st.text(max_size=30).filter(str.split), st.text(max_size=60))
@settings(deadline=None)
def test_codebook_of_any_words_is_valid(name, description):
    assert faults_of(write_codebook([RefiCode(guid(1), name, description)]), "CodeBook") == []


def test_description_holds_the_parts_of_a_code_and_gives_them_back():
    parts = {
        "definition": "Dinero.",
        "include": "Sueldos.",
        "exclude": "Plazos\ny más.",
        "example": "",
    }

    text = describe(**parts)

    assert text == "Dinero.\nIncluye: Sueldos.\nNo incluye: Plazos\ny más."
    assert parts_of(text) == parts


def test_description_of_another_program_is_all_definition():
    assert parts_of(" Any text.\r\nMore. ") == {
        "definition": "Any text.\nMore.",
        "include": "",
        "exclude": "",
        "example": "",
    }
