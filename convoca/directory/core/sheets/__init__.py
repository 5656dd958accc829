"""From a file to rows of text."""

from convoca.directory.core.sheets.reading import is_long, open_book, read_table
from convoca.directory.core.sheets.table import Book, RosterFileError, Table, TableRow

__all__ = ["Book", "RosterFileError", "Table", "TableRow", "is_long", "open_book", "read_table"]
