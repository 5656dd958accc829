"""What can be wrong in a form from elsewhere, line by line."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What is wrong in a line; the last ones are only told, the form can be used without it."""

    NO_SHEET = "no_sheet"
    NO_COLUMN = "no_column"
    NO_QUESTIONS = "no_questions"
    TOO_MANY = "too_many"
    UNKNOWN_TYPE = "unknown_type"
    REPEAT = "repeat"
    NO_NAME = "no_name"
    BAD_NAME = "bad_name"
    TWICE = "twice"
    NO_LABEL = "no_label"
    TOO_LONG = "too_long"
    REFERENCE = "reference"
    NO_LIST = "no_list"
    LIST_SIZE = "list_size"
    RELEVANT = "relevant"
    LATER = "later"
    NO_SUCH_ANSWER = "no_such_answer"
    TWO_CONDITIONS = "two_conditions"
    STRAY_END = "stray_end"
    OPEN_GROUP = "open_group"
    NEEDED_KIND = "needed_kind"
    CONSENT_LATE = "consent_late"
    THEMES = "themes"

    UNUSED_TYPE = "unused_type"
    CONSTRAINT = "constraint"
    OTHER_OPTION = "other_option"
    LONE_NOTE = "lone_note"


NOTICES = {
    FaultKind.UNUSED_TYPE,
    FaultKind.CONSTRAINT,
    FaultKind.OTHER_OPTION,
    FaultKind.LONE_NOTE,
}


@dataclass(frozen=True)
class FormFault:
    """One fault: in which line of which sheet, and the word of the file it is about."""

    sheet: str
    line: int
    kind: FaultKind
    word: str = ""

    @property
    def is_notice(self) -> bool:
        return self.kind in NOTICES
