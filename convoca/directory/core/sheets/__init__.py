"""From a file to a table of text."""

from convoca.directory.core.sheets.reading import read_table
from convoca.directory.core.sheets.table import RosterFileError, Table, TableRow

__all__ = ["RosterFileError", "Table", "TableRow", "read_table"]
