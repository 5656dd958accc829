"""The dirty files and what each must give: its rows, or the words with which it is refused."""

from dataclasses import dataclass, field

from tests.directory.corpus.builders import (
    OLE,
    archive,
    book,
    excel_2003,
    hidden,
    macro_book,
    one_sheet,
    text,
    web_page,
    with_part,
    with_value,
)

TITLES = ["Comuna", "Nombre", "Correo", "Teléfono"]
ANA = ["Ñuñoa", "Ana Pérez", "ana@nunoa.cl", "987654321"]
LUIS = ["Maipú", "Luis Soto", "luis@maipu.cl", "987654322"]
ROWS = [TITLES, ANA, LUIS]
PHONE = "+56987654321"


@dataclass(frozen=True)
class Case:
    """expected are (key, code, person, e-mail, phone, "role"), with "vacante" or "error" last.

    refused is a part of the sentence of a file that is not read; asks: a person must say what the
    columns are.
    """

    name: str
    content: bytes
    expected: list[tuple[str, ...]] = field(default_factory=list)
    filename: str = "nomina.xlsx"
    refused: str = ""
    asks: bool = False


def ana(key="2", role="titular", phone=PHONE, person="Ana Pérez"):
    return (key, "13120", person, "ana@nunoa.cl", phone, role)


def luis(key="3"):
    return (key, "13119", "Luis Soto", "luis@maipu.cl", "+56987654322", "titular")


def bare(key, cut, person, last="titular"):
    return (key, cut, person, "", "", last)


BOTH = [ana(), luis()]

ENCODED = [
    Case("cp1252", text(ROWS, encoding="cp1252"), BOTH),
    Case("latin-1", text(ROWS, encoding="latin-1"), BOTH),
    Case("utf-8 without mark", text(ROWS), BOTH),
    Case("utf-8 with mark", text(ROWS, encoding="utf-8-sig"), BOTH),
    Case("utf-16 with mark and tabs", text(ROWS, separator="\t", encoding="utf-16"), BOTH),
    Case("utf-16 without mark", text(ROWS, separator="\t", encoding="utf-16-le"), BOTH),
    Case("old Mac line ends", text(ROWS, line_end="\r"), BOTH),
    Case("comma", text(ROWS, separator=","), BOTH),
    Case("tab", text(ROWS, separator="\t"), BOTH),
    Case("pipe", text(ROWS, separator="|"), BOTH),
    Case("declared separator", b"sep=|\r\n" + text(ROWS, separator="|"), BOTH),
    Case(
        "separators and line ends inside quotes",
        text(
            [
                [*TITLES, "Dirección postal"],
                [*ANA, "Av. Irarrázaval 3550;\nof. 2, piso 1"],
                [*LUIS, "Plaza; de armas, s/n"],
            ]
        ),
        BOTH,
    ),
    Case("NUL inside a cell", text(ROWS).replace(b"Luis", b"Lu\0is"), BOTH),
]

HEADS = [
    Case(
        "title rows above the headers",
        one_sheet([["Nómina de directores SECPLAN 2026"], ["Actualizada en marzo"], [], *ROWS]),
        [ana("5"), luis("6")],
    ),
    Case(
        "blank rows between and below",
        one_sheet([TITLES, [], ANA, [], ["  "], LUIS, [], []]),
        [ana("3"), luis("6")],
    ),
    Case(
        "two header rows",
        one_sheet([["Comuna", "Nombre", "Contacto", ""], ["", "", "Correo", "Teléfono"], ANA]),
        [ana("3")],
    ),
    Case(
        "two header rows merged",
        one_sheet(
            [["Comuna", "Nombre", "Contacto", ""], ["", "", "Correo", "Teléfono"], ANA],
            merges=["A1:A2", "B1:B2", "C1:D1"],
        ),
        [ana("3")],
    ),
    Case(
        "comuna merged over two directorates",
        one_sheet(
            [
                ["Comuna", "Dirección", "Nombre", "Correo"],
                ["Ñuñoa", "SECPLAN", "Ana Pérez", "ana@nunoa.cl"],
                ["", "DOM", "Eva Paz", "eva@nunoa.cl"],
                ["Maipú", "SECPLAN", "Luis Soto", "luis@maipu.cl"],
            ],
            merges=["A2:A3"],
        ),
        [
            ana(phone=""),
            ("3", "13120", "Eva Paz", "eva@nunoa.cl", "", "error"),
            ("4", "13119", "Luis Soto", "luis@maipu.cl", "", "titular"),
        ],
    ),
    Case(
        "headers repeated on every page", one_sheet([*ROWS[:2], TITLES, LUIS]), [ana(), luis("4")]
    ),
    Case(
        "names in three columns",
        one_sheet(
            [
                ["COMUNA", "NOMBRES", "APELLIDO PATERNO", "APELLIDO MATERNO", "E-MAIL"],
                ["ÑUÑOA", "ANA MARÍA", "PÉREZ", "DE LA FUENTE", "ana@nunoa.cl"],
            ]
        ),
        [ana(person="Ana María Pérez de la Fuente", phone="")],
    ),
    Case(
        "titles nobody knows",
        text(
            [["Quién", "Dónde", "Buzón"], ["Ana", "Ñuñoa", "a@x.cl"], ["Luis", "Maipú", "l@x.cl"]]
        ),
        asks=True,
    ),
    Case("no titles at all", text([ANA, LUIS]), asks=True),
]

SHEETS = [
    Case(
        "one sheet among several",
        book({"Instrucciones": [["Lea esto"], ["Gracias"]], "Datos": ROWS, "Listas": [["a", "b"]]}),
        BOTH,
    ),
    Case("hidden sheet before", hidden(book({"Vieja": [*ROWS, LUIS], "Datos": ROWS}), 1), BOTH),
    Case(
        "a sheet a comuna",
        book({"Ñuñoa": [TITLES[1:], ANA[1:]], "MAIPU": [TITLES[1:], LUIS[1:]]}),
        [ana("2@Ñuñoa"), luis("2@MAIPU")],
    ),
    Case(
        "comuna in the name of the file",
        text([TITLES[1:], ANA[1:]]),
        [ana()],
        filename="Nómina_SECPLAN_nunoa_2026 (1).csv",
    ),
    Case(
        "long comuna in the name of the file",
        text([["Nombre", "Correo"], ["Eva Paz", "eva@sp.cl"]]),
        [("2", "08108", "Eva Paz", "eva@sp.cl", "", "titular")],
        filename="directores san pedro de la paz.csv",
    ),
    Case(
        "name of the file that is a region too",
        text([["Nombre", "Correo"], ["Eva Paz", "eva@v.cl"]]),
        [("2", "", "Eva Paz", "eva@v.cl", "", "error")],
        filename="Valparaíso.csv",
    ),
    Case(
        "two comunas in the name of the file",
        text([["Nombre", "Correo"], ["Eva", "e@x.cl"]]),
        filename="Ñuñoa y Maipú.csv",
        refused="No se encontró una fila de títulos",
    ),
]

VALUES = [
    Case(
        "formula with its last value",
        with_value(one_sheet([TITLES, [*ANA[:3], "=1+1"], LUIS]), b"<v />", b"<v>987654321</v>"),
        BOTH,
    ),
    Case(
        "error values",
        one_sheet([TITLES, ["Ñuñoa", "Ana Pérez", "#N/A", "#¡REF!"], ["#REF!", "Eva", "", ""]]),
        [bare("2", "13120", "Ana Pérez"), bare("3", "", "Eva", "error")],
    ),
    Case(
        "codes that lost their zero",
        one_sheet([["CUT", *TITLES[1:]], [5109, *ANA[1:]], ["05109.0"[1:], *LUIS[1:]]]),
        [
            ("2", "05109", "Ana Pérez", "ana@nunoa.cl", PHONE, "titular"),
            ("3", "05109", "Luis Soto", "luis@maipu.cl", "+56987654322", "titular"),
        ],
    ),
    Case(
        "codes shown with their zero",
        one_sheet([["CUT", *TITLES[1:]], [5109, *ANA[1:]]], formats={"A2": "00000"}),
        [("2", "05109", "Ana Pérez", "ana@nunoa.cl", PHONE, "titular")],
    ),
    Case(
        "marks of who stands in",
        text(
            [
                TITLES,
                ["Ñuñoa", "Ana Pérez (S)", "", ""],
                ["Maipú", "LUIS SOTO - SUBROGANTE", "", ""],
                ["Lota", "Eva Paz (I)", "", ""],
                ["Buin", "Subrogante: Raúl Mora", "", ""],
            ]
        ),
        [
            bare("2", "13120", "Ana Pérez", "subrogante"),
            bare("3", "13119", "Luis Soto", "subrogante"),
            bare("4", "08106", "Eva Paz", "interino"),
            bare("5", "13402", "Raúl Mora", "subrogante"),
        ],
    ),
    Case(
        "vacant in many words",
        text([TITLES, ["Ñuñoa", "VACANTE", "", ""], ["Maipú", "Cargo vacante", "", ""]]),
        [bare("2", "13120", "", "vacante"), bare("3", "13119", "", "vacante")],
    ),
    Case(
        "several people in a cell",
        text([TITLES, ["Ñuñoa", "Ana Pérez / Luis Soto", "a@x.cl", ""]]),
        [("2", "13120", "", "a@x.cl", "", "error")],
    ),
    Case(
        "several addresses in a cell",
        text([TITLES, ["Ñuñoa", "Ana Pérez", "ana@nunoa.cl; secplan@nunoa.cl", ""]]),
        [ana(phone="")],
    ),
    Case(
        "one shared mailbox for two",
        text(
            [
                TITLES,
                ["Ñuñoa", "Ana Pérez", "oficinadepartes@muni.cl", ""],
                ["Maipú", "Luis Soto", "oficinadepartes@muni.cl", ""],
            ]
        ),
        [
            ("2", "13120", "Ana Pérez", "oficinadepartes@muni.cl", "", "titular"),
            ("3", "13119", "Luis Soto", "oficinadepartes@muni.cl", "", "titular"),
        ],
    ),
    Case(
        "five forms of one phone",
        text(
            [
                TITLES,
                *(
                    [comuna, "Ana Pérez", "ana@nunoa.cl", phone]
                    for comuna, phone in zip(
                        ["Ñuñoa"] * 5,
                        [
                            "9 8765 4321",
                            "+56987654321",
                            "56-9-87654321",
                            "0056 9 8765 4321",
                            "(9) 8765-4321 anexo 12",
                        ],
                        strict=True,
                    )
                ),
            ]
        ),
        [ana(str(number)) for number in range(2, 7)],
    ),
    Case(
        "phone that lost its digits",
        text([TITLES, ["Ñuñoa", "Ana Pérez", "ana@nunoa.cl", "9.12E+08"]]),
        [ana(phone="9.12E+08")],
    ),
    Case(
        "phone stored as a number",
        one_sheet([TITLES, [*ANA[:3], 987654321], [*LUIS[:3], 987654322.0]]),
        BOTH,
    ),
    Case(
        "comunas written by ear",
        text([TITLES, ["Nuñoha", *ANA[1:]], ["Llay-llay", *LUIS[1:]]]),
        [
            ("2", "", "Ana Pérez", "ana@nunoa.cl", PHONE, "error"),
            ("3", "05703", "Luis Soto", "luis@maipu.cl", "+56987654322", "titular"),
        ],
    ),
    Case(
        "formulas where names are",
        text([TITLES, ["Ñuñoa", '=HYPERLINK("http://x";"Ana")', "ana@nunoa.cl", ""]]),
        [ana(person='=HYPERLINK("http://x";"Ana")', phone="")],
    ),
    Case(
        "overrides and zero width marks in a name",
        text([TITLES, ["Ñuñoa", "An\u202ea P\u200bérez", "ana@nunoa.cl", ""]]),
        [ana(phone="")],
    ),
]

DISGUISED = [
    Case("XML of Excel 2003", excel_2003(ROWS), BOTH, filename="nomina.xls"),
    Case("web page named xls", web_page(ROWS), BOTH, filename="nomina.xls"),
    Case("web page in cp1252", web_page(ROWS, encoding="cp1252"), BOTH, filename="nomina.xlsx"),
    Case(
        "XML with entities",
        excel_2003(ROWS, head='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]>'),
        refused="por seguridad no se abre",
    ),
    Case("macros", with_part(one_sheet(ROWS), "xl/vbaProject.bin", b"x"), refused="macros"),
    Case("macros renamed", macro_book(one_sheet(ROWS)), refused="macros"),
    Case(
        "password", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), refused="contraseña"
    ),
    Case("xls renamed", OLE + b"Workbook" * 50, refused=".xls"),
    Case(
        "ods renamed",
        archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        refused=".ods",
    ),
    Case(
        "zip bomb",
        with_part(one_sheet(ROWS), "xl/x.xml", b"0" * 60_000_000),
        refused="demasiado grande",
    ),
    Case("paths in the zip", with_part(one_sheet(ROWS), "../x.xml", b"x"), refused="rutas"),
    Case(
        "external entity in the sheet",
        with_value(
            one_sheet(ROWS),
            b"<worksheet",
            b'<!DOCTYPE w [<!ENTITY e SYSTEM "http://127.0.0.1/x">]><worksheet',
        ),
        refused="definiciones",
    ),
    Case("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), refused="imagen"),
    Case("cut short", one_sheet(ROWS)[:-50], refused="dañada"),
    Case("titles alone", text([TITLES]), refused="no hay ninguna fila"),
]

NAMES = [
    Case(f"file name {shown}", text(ROWS), BOTH, filename=name)
    for shown, name in {
        "with a path": "../../etc/nomina.csv",
        "of 300 letters": "ñ" * 300 + ".csv",
        "with an override": "\u202evsc.anuñ.csv",
        "with a NUL": "nomina\0.csv",
        "with an emoji": "😀 nómina.csv",
        "without any letter": "....",
    }.items()
]

CASES = [*ENCODED, *HEADS, *SHEETS, *VALUES, *DISGUISED, *NAMES]
