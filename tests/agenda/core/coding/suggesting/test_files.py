import pytest

from convoca.agenda.core.coding.suggesting.files import (
    LONGEST_TEXT,
    Coded,
    New,
    SuggestionFileError,
    read_coded,
    read_new,
    write_proposals,
)
from convoca.agenda.core.coding.suggesting.model import Proposal

ROWS = [Coded("Niños, sin plaza", "cupos"), Coded('Dijo "no"', "sí")]
NOT_TEXT = "El archivo no es un texto con columnas. Guárdelo como CSV en UTF-8."
PLAIN = 'text,code\n"Niños, sin plaza",cupos\n"Dijo ""no""",sí\n'


def faults_of(read, content):
    with pytest.raises(SuggestionFileError) as found:
        read(content.encode() if isinstance(content, str) else content)
    return list(found.value.sentences)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        b"\n\n" + PLAIN.encode() + b"\n,\n\n",
        'CODE; id ;Text\ncupos;1;Niños, sin plaza\nsí;2;"Dijo ""no"""\n'.encode(),
        'text\tcode\nNiños, sin plaza\tcupos\n"Dijo ""no"""\tsí'.encode(),
    ],
)
def test_read_coded_takes_the_ways_in_which_people_save(content):
    assert read_coded(content) == ROWS


def test_read_new_takes_a_text_of_several_lines():
    assert read_new(b'id,text\n7,"Una\nDos"\n') == [New("7", "Una\nDos")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "El archivo está vacío. Debe tener una cabecera y filas."),
        ("text,code\n", "El archivo no tiene filas bajo la cabecera."),
        (
            "texto,code\nUno,a\n",
            "Línea 1: falta la columna «text». El archivo trae «texto», «code».",
        ),
        ("text,code,text\nUno,a,b\n", "Línea 1: la columna «text» está dos veces. Deje una sola."),
        (
            "text,code\nUno,a\nDos,a\n",
            ("Todos los textos tienen el mismo código: no hay nada que distinguir. "
            "Agregue textos con otros códigos."),
        ),
        ("text,code\n?,a\n!,b\n", "Ningún texto tiene palabras. Revise la columna «text»."),
        (b"\x00\x01\x02", NOT_TEXT),
        (b"text,code\n\x81,a", NOT_TEXT),
        (
            "text,code\nNiños,a\n".encode() + b"\xf1,b\n",
            "El archivo mezcla codificaciones y sus acentos están dañados. Guárdelo en UTF-8.",
        ),
        (
            'text,code\n"Uno,a\n',
            ("Línea 2: las comillas no cierran o el texto es demasiado largo. "
            "Revise que cada comilla que se abre se cierre."),
        ),
        (
            "text,code\n" + "a" * 140_000 + ",b\n",
            ("Línea 2: las comillas no cierran o el texto es demasiado largo. "
            "Revise que cada comilla que se abre se cierre."),
        ),
        (b" " * 20_000_001, "El archivo pesa más de 20 MB. Divídalo en varios."),
    ],
)  # fmt: skip
def test_read_coded_refuses_with_one_plain_sentence(content, sentence):
    assert faults_of(read_coded, content) == [sentence]


def test_read_coded_tells_every_row_with_a_fault_by_its_line():
    long = "a" * (LONGEST_TEXT + 1)

    assert faults_of(read_coded, f'text,code\n"Uno\nsigue",\n,b\n{long},c\n') == [
        "Línea 4: la columna «text» está vacía. Complétela o borre la fila.",
        "Línea 5: la columna «text» tiene más de 10000 caracteres. Acórtela o divídala.",
        "Línea 2: la columna «code» está vacía. Complétela o borre la fila.",
    ]


def test_read_coded_says_when_a_text_has_commas_without_quotes():
    assert faults_of(read_coded, "text,code\nUno, dos,a\nTres,b\n") == [
        (
            "Línea 2: tiene 3 columnas y la cabecera 2. "
            "Si un texto lleva comas o punto y coma, póngalo entre comillas."
        )
    ]


def test_read_new_refuses_the_same_id_twice():
    assert faults_of(read_new, "id,text\n1,Uno\n2,Dos\n1,Tres\n") == [
        "Línea 4: el id «1» ya está en la línea 2. Use un id distinto para cada texto."
    ]


@pytest.mark.parametrize(("more", "last"), [(1, "Y 1 falla más."), (2, "Y 2 fallas más.")])
def test_read_new_tells_twenty_faults_and_how_many_more(more, last):
    sentences = faults_of(read_new, "id,text\n" + ",Uno\n" * (20 + more))

    assert (len(sentences), sentences[-1]) == (21, last)


@pytest.mark.slow
def test_read_new_refuses_more_rows_than_it_can_hold():
    content = "id,text\n" + "".join(f"{one},a\n" for one in range(100_001))

    assert faults_of(read_new, content) == [
        "El archivo tiene más de 100000 filas. Divídalo en varios."
    ]


def test_write_proposals_fills_up_and_guards_what_a_spreadsheet_would_run():
    found = [[Proposal("=HOY()", 0.75), Proposal("b", 0.25)], [Proposal("c, d", 1.0)]]

    assert write_proposals(["-1", "@x"], found, top=2).decode() == (
        "id,code1,score1,code2,score2\n-1,'=HOY(),0.7500,b,0.2500\n'@x,\"c, d\",1.0000,,\n"
    )
