"""Answering with a table as a file."""

from collections.abc import Callable
from datetime import date

from django.http import HttpResponse

from convoca.foundation.sheets import Sheet, sheet_name, write_csv, write_xlsx

WRITERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def answer_sheet(sheet: Sheet, *, of: str, on: date, ending: str) -> HttpResponse:
    """Answer with a table to keep, named by its title, whose it is and the day.

    `ending` is one of WRITERS. Nothing on the way keeps a copy: it may hold personal data.
    """
    write, content_type = WRITERS[ending]
    response = HttpResponse(write(sheet), content_type=content_type)
    name = sheet_name(sheet.title, of, on=on, ending=ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
