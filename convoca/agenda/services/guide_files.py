"""Guides out to a file and in from one."""

import itertools

from django.utils.translation import gettext as _

from convoca.agenda.core.interviews.guide import Guide
from convoca.agenda.core.interviews.xlsform import NumberedRow, Reading, read_xlsform, write_xlsform
from convoca.agenda.core.interviews.xlsform.values import CHOICES, SETTINGS, SURVEY
from convoca.agenda.core.interviews.xlsform.writing import FormWords
from convoca.agenda.errors import GuideFileError
from convoca.agenda.queries.guides import themes_to_show
from convoca.directory.core.sheets import Book, RosterFileError, open_book
from convoca.directory.models import Community
from convoca.foundation.sheets import Sheet, write_workbook

MOST_ROWS = 3_000


def write_guide_file(guide: Guide, community: Community) -> bytes:
    """Write a guide as a workbook in XLSForm, with the themes of the community."""
    words = FormWords(language=_("Español (es)"), not_applicable=_("No aplica"))
    form = write_xlsform(guide, themes_to_show(community), words)
    sheets = {SURVEY: form.survey, CHOICES: form.choices, SETTINGS: form.settings}
    return write_workbook([Sheet(name, one.headings, one.rows) for name, one in sheets.items()])


def read_guide_file(content: bytes, filename: str) -> Reading:
    """Read an XLSForm without storing anything; what is wrong in its lines is in the reading.

    Raises GuideFileError for a file that is no workbook, or one that is not safe to open.
    """
    try:
        book = open_book(content, filename)
        sheets = {name: _rows(book, name) for name in (SURVEY, CHOICES, SETTINGS)}
    except RosterFileError as error:
        raise GuideFileError(error.what) from error
    title, loose = _("Pauta"), _("Preguntas")
    return read_xlsform(sheets, title=title, loose_title=loose)


def _rows(book: Book, wanted: str) -> list[NumberedRow]:
    name = next((one for one in book.names if one.strip().lower() == wanted), None)
    if name is None:
        return []
    rows: list[NumberedRow] = [
        (row.number, row.cells) for row in itertools.islice(book.read(name), MOST_ROWS + 1)
    ]
    if len(rows) > MOST_ROWS:
        raise RosterFileError(_("La hoja «%(name)s» tiene demasiadas filas.") % {"name": name})
    return rows
