import io

from docx import Document

from convoca.agenda.core.coding.documents import Entry, write_codebook_document


def test_codebook_document_nests_codes_and_leaves_out_empty_parts():
    entries = [
        Entry("Plata", 0, [("Incluye", "Sueldos\x00"), ("No incluye", " ")]),
        Entry("Horas extra", 1, []),
        Entry("Muy abajo", 9, []),
    ]

    written = write_codebook_document("Libro", "Versión 3.", entries)

    paragraphs = Document(io.BytesIO(written)).paragraphs
    assert [(one.style.name, one.text) for one in paragraphs] == [
        ("Title", "Libro"),
        ("Normal", "Versión 3."),
        ("Heading 1", "Plata"),
        ("Normal", "Incluye: Sueldos"),
        ("Heading 2", "Horas extra"),
        ("Heading 4", "Muy abajo"),
    ]
