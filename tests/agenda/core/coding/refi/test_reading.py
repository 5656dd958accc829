import io
import zipfile

import pytest

from convoca.agenda.core.coding.refi.reading import (
    MAX_BYTES,
    is_project,
    read_codebook,
    read_project,
)
from convoca.agenda.core.coding.refi.values import RefiCode, RefiFault, RefiFileError

ONE, TWO = (f"0000000{number}-0000-4000-8000-00000000000A" for number in (1, 2))
BOOK = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{}</Codes></CodeBook>'
CODE = '<Code guid="{}" name="{}" isCodable="true">{}</Code>'
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    '<CodeBook><Codes><Code guid="{}" name="&b;"/></Codes></CodeBook>'
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<CodeBook><Codes><Code guid="{}" name="&a;"/></Codes></CodeBook>'
)


def book(*codes):
    return BOOK.format("".join(codes)).encode()


def code(guid=ONE, name="Plata", inside=""):
    return CODE.format(guid, name, inside)


def project(inside="", *, files=(), name="project.qde"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        root = f'<Project xmlns="urn:QDA-XML:project:1.0" name="X">{inside}</Project>'
        archive.writestr(name, root)
        for path, content in files:
            archive.writestr(path, content)
    return out.getvalue()


def selection(start, end):
    return (
        f'<Sources><TextSource guid="{ONE}"><PlainTextContent>Hola</PlainTextContent>'
        f'<PlainTextSelection guid="{ONE}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{ONE}" creationDateTime="ayer"><CodeRef targetGUID="{TWO}"/></Coding>'
        "</PlainTextSelection></TextSource></Sources>"
    )


def fault_of(read, content):
    with pytest.raises(RefiFileError) as raised:
        read(content)
    return raised.value.fault


def test_codebook_with_braces_and_upper_case_is_read():
    assert read_codebook(book(code(guid=f"{{{ONE}}}", name=" Plata\n nueva "))) == (
        RefiCode(ONE.lower(), "Plata nueva"),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", RefiFault.DAMAGED),
        (b"<CodeBook", RefiFault.DAMAGED),
        (b"\xff\xfe\x00nada", RefiFault.DAMAGED),
        (b"<html/>", RefiFault.OTHER_KIND),
        (BOMB.format(ONE).encode(), RefiFault.UNSAFE),
        (OUTSIDE.format(ONE).encode(), RefiFault.UNSAFE),
        (b" " * (MAX_BYTES + 1), RefiFault.TOO_BIG),
        (book(code(guid="1")), RefiFault.BAD_GUID),
        (book(code(name=" ")), RefiFault.NAMELESS),
        (book(code(), code(name="Otra")), RefiFault.REPEATED),
        (book(*(code(guid=f"{n:032x}", name=str(n)) for n in range(2001))), RefiFault.TOO_BIG),
    ],
    ids=str,
)
def test_bad_codebook_is_refused_with_its_fault(content, fault):
    assert fault_of(read_codebook, content) == fault


def test_codebook_nested_too_deep_is_refused():
    nested = ""
    for number in range(30):
        nested = code(guid=f"{number:032x}", name=str(number), inside=nested)

    assert fault_of(read_codebook, book(nested)) == RefiFault.TOO_BIG


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04nada", RefiFault.DAMAGED),
        (b" " * (MAX_BYTES + 1), RefiFault.TOO_BIG),
        (project(name="otro.xml"), RefiFault.OTHER_KIND),
        (project(files=[("b.qde", "")]), RefiFault.OTHER_KIND),
        (project(files=[("x", b"\0" * 5_000_000)]), RefiFault.TOO_BIG),
        (project(selection(3, 1)), RefiFault.BAD_PLACE),
        (project(selection(0, "x")), RefiFault.BAD_PLACE),
        (project(selection(0, 10**12)), RefiFault.BAD_PLACE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_project_is_refused_with_its_fault(content, fault):
    assert fault_of(read_project, content) == fault


def test_project_with_a_password_is_refused():
    content = bytearray(project(selection(0, 4)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    assert fault_of(read_project, bytes(content)) == RefiFault.UNSAFE


def test_project_with_its_text_inside_is_read_and_odd_dates_are_unknown():
    (source,) = read_project(project(selection(0, 4))).sources

    assert (source.text, source.selections[0].codings[0].at) == ("Hola", None)


def test_text_of_a_project_never_comes_from_outside_its_sources():
    place = (
        f'<Sources><TextSource guid="{ONE}" plainTextPath="internal://../secreto.txt"/></Sources>'
    )
    files = [("secreto.txt", "no"), ("sources/secreto.txt", "tampoco")]

    (source,) = read_project(project(place, files=files)).sources

    assert source.text == ""


def test_project_is_told_from_a_codebook():
    assert (is_project(project()), is_project(book(code()))) == (True, False)
