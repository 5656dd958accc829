"""The sheets of an XLSForm as rows of texts, and the words that it is written in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convoca.agenda.core.interviews.guide import QuestionKind

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
THEME_LIST, SCALE_LIST = "TEMAS", "ESCALA"
"""Lists of choices in capitals: the list of a question has its id, which has none."""
NO_THEME = "no_aplica"
BEGIN, END = "begin_group", "end_group"

TYPES: Mapping[QuestionKind, str] = {
    QuestionKind.YES_NO: "select_one",
    QuestionKind.CHOICE: "select_one",
    QuestionKind.TEXT: "text",
    QuestionKind.LINE: "text",
    QuestionKind.INTEGER: "integer",
    QuestionKind.PICK_THEMES: "select_multiple",
    QuestionKind.THEMES: BEGIN,
}

NumberedRow = tuple[int, Sequence[str]]
"""The number of a row in its sheet, from 1, and its cells."""


@dataclass(frozen=True)
class FormSheet:
    """One sheet to be written: its headings, and rows as long as they are."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def numbered(self) -> list[NumberedRow]:
        """Return the rows as they are read from a file, the headings first."""
        return list(enumerate((self.headings, *self.rows), 1))


@dataclass(frozen=True)
class XlsForm:
    """A whole form."""

    survey: FormSheet
    choices: FormSheet
    settings: FormSheet

    def sheets(self) -> dict[str, list[NumberedRow]]:
        """Return the sheets by their names, as they are read from a file."""
        return {
            SURVEY: self.survey.numbered(),
            CHOICES: self.choices.numbered(),
            SETTINGS: self.settings.numbered(),
        }
