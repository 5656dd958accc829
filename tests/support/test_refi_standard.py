"""The check of REFI-QDA's files sees what the standard would refuse."""

import pytest

from tests.support.refi_standard import faults_of

GUID = "00000000-0000-0000-0000-000000000001"
CODE = f'<Code guid="{GUID}" name="Plata" isCodable="true"/>'


def book(inside: str, root: str = "CodeBook") -> bytes:
    return f'<{root} xmlns="urn:QDA-XML:codebook:1.0">{inside}</{root}>'.encode()


def test_codebook_as_the_standard_wants_it_has_no_fault():
    assert faults_of(book(f"<Codes>{CODE}</Codes>"), "CodeBook") == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (book("", "Project"), "begins with Project"),
        (book("<Codes/>"), "Codes: empty"),
        (book("<Codes><Tema/></Codes>"), "Codes: holds Tema"),
        (book(f"<Codes>{CODE.replace('isCodable', 'codable')}</Codes>"), "Code: codable"),
        (book(f"<Codes>{CODE.replace(GUID, '7')}</Codes>"), "Code: guid is 7"),
        (book(f"<Codes>{CODE.replace('true', 'sí')}</Codes>"), "Code: isCodable is sí"),
        (
            book(f"<Codes>{CODE.replace('/>', f'>{CODE}<Description/></Code>')}</Codes>"),
            "Code: its parts are in another order",
        ),
    ],
)
def test_file_that_the_standard_refuses_says_why(content, fault):
    assert fault in faults_of(content, "CodeBook")
