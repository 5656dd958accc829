"""From an XLSForm to a guide, or to what is wrong in each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from convoca.agenda.core.interviews.guide import ID, Condition, Guide, Question, Section
from convoca.agenda.core.interviews.guide.editing import CONDITION_KINDS
from convoca.agenda.core.interviews.guide.needed import (
    CONSENT,
    CONSENTED,
    Need,
    fresh_id,
    need_of,
)
from convoca.agenda.core.interviews.guide.values import QuestionKind
from convoca.agenda.core.interviews.xlsform.expressions import read_condition
from convoca.agenda.core.interviews.xlsform.faults import FaultKind, FormFault
from convoca.agenda.core.interviews.xlsform.questions import (
    UNUSED,
    LineFaultError,
    line_type,
    read_question,
)
from convoca.agenda.core.interviews.xlsform.tables import (
    Line,
    find_text_fault,
    read_choices,
    read_lines,
)
from convoca.agenda.core.interviews.xlsform.values import (
    BEGIN,
    CHOICES,
    END,
    SETTINGS,
    SURVEY,
    NumberedRow,
)

MOST_QUESTIONS = 200
LONGEST_TITLE = 80
REPEAT = "begin_repeat"


@dataclass(frozen=True)
class Reading:
    """What a form gave: the guide, unless something is wrong; and what is told of its lines."""

    guide: Guide | None
    faults: tuple[FormFault, ...]


def read_xlsform(
    sheets: Mapping[str, Sequence[NumberedRow]], *, title: str, loose_title: str
) -> Reading:
    """Read a form: what `write_xlsform` wrote comes back the same, others as far as they can.

    A group is a section; groups in groups join the one that holds them, and their conditions go
    to their questions. A note becomes help of the question that follows it. Names are lower case
    here. Nothing is completed: see `complete_guide`.

    Args:
        sheets: the rows of the sheets `survey`, `choices` and `settings`, headings first.
        title: of a form that has none of its own.
        loose_title: of the section of questions that are in no group.
    """
    rows = sheets.get(SURVEY)
    if not rows:
        return Reading(None, (FormFault(SURVEY, 0, FaultKind.NO_SHEET, SURVEY),))
    missing = [one for one in ("type", "name") if one not in _headings(rows[0])]
    if missing:
        absent = (FormFault(SURVEY, rows[0][0], FaultKind.NO_COLUMN, one) for one in missing)
        return Reading(None, tuple(absent))
    reader = _Reader(sheets.get(CHOICES, ()), loose_title)
    for line in read_lines(rows):
        reader.take(line)
    reader.end()
    faults = tuple(sorted(reader.faults, key=lambda one: (one.sheet != SURVEY, one.line)))
    if any(not fault.is_notice for fault in faults):
        return Reading(None, faults)
    settings = next(read_lines(sheets.get(SETTINGS, ())), Line(0, {}))
    named = settings.text("form_title")[:LONGEST_TITLE] or title
    return Reading(Guide(named, tuple(reader.sections)), faults)


def _headings(row: NumberedRow) -> set[str]:
    return {"_".join(cell.lower().split()) for cell in row[1]}


class _Reader:
    """Takes the lines of the survey one by one and keeps the sections and the faults."""

    def __init__(self, choices: Sequence[NumberedRow], loose_title: str) -> None:
        self.sections: list[Section] = []
        self._lists, self.faults = read_choices(choices)
        self._loose_title = loose_title
        self._groups: list[tuple[Line, Condition | None]] = []
        self._is_section_open = False
        self._skipped_depth = 0
        self._notes: list[str] = []
        self._asked: dict[str, Question] = {}
        self._line = Line(0, {})

    def take(self, line: Line) -> None:
        """Take one line."""
        self._line = line
        kind, _list = line_type(line)
        if self._skipped_depth:
            self._skipped_depth += (kind == BEGIN) - (kind == END)
            return
        try:
            self._take(line, kind)
        except LineFaultError as fault:
            self._tell(fault.kind, fault.word)

    def end(self) -> None:
        """Say what stays open at the end of the sheet."""
        for line, _condition in self._groups:
            self.faults.append(
                FormFault(SURVEY, line.number, FaultKind.OPEN_GROUP, line.get("name"))
            )
        if self._skipped_depth:
            self._tell(FaultKind.OPEN_GROUP)
        self._drop_notes()
        if not self._asked and all(fault.is_notice for fault in self.faults):
            self.faults.append(FormFault(SURVEY, 0, FaultKind.NO_QUESTIONS))
        elif len(self._asked) > MOST_QUESTIONS:
            self.faults.append(FormFault(SURVEY, 0, FaultKind.TOO_MANY, str(MOST_QUESTIONS)))

    def _take(self, line: Line, kind: str) -> None:
        if not kind and not line.get("name", "label"):
            return
        if kind in UNUSED:
            self._tell(FaultKind.UNUSED_TYPE, kind)
        elif kind == REPEAT:
            raise LineFaultError(FaultKind.REPEAT, line.get("name"))
        elif kind == BEGIN and line.get("convoca_kind") != QuestionKind.THEMES:
            self._begin(line)
        elif kind == END:
            self._end_group()
        elif kind == "note":
            self._notes += line.lines("label")
        else:
            self._ask(line, kind)

    def _begin(self, line: Line) -> None:
        condition = self._condition(line)
        self._groups.append((line, condition))
        if len(self._groups) == 1:
            title = line.text("label") or line.get("name")
            if find_text_fault(title) or len(title) > LONGEST_TITLE:
                raise LineFaultError(find_text_fault(title) or FaultKind.TOO_LONG, title[:40])
            self._open_section(line.get("name"), title)

    def _open_section(self, name: str, title: str) -> None:
        taken = {section.id for section in self.sections}
        wanted = name if ID.fullmatch(name) else f"section_{len(self.sections) + 1}"
        titles = {section.title for section in self.sections}
        number = 2
        said = title
        while said in titles:
            said, number = f"{title} ({number})", number + 1
        self.sections.append(Section(fresh_id(wanted, taken), said))
        self._is_section_open = True

    def _end_group(self) -> None:
        if not self._groups:
            raise LineFaultError(FaultKind.STRAY_END)
        self._groups.pop()
        self._drop_notes()
        self._is_section_open = bool(self._groups)

    def _drop_notes(self) -> None:
        if self._notes:
            self._tell(FaultKind.LONE_NOTE, self._notes[0][:40])
        self._notes = []

    def _ask(self, line: Line, kind: str) -> None:
        if kind == BEGIN:
            self._skipped_depth = 1
        name = _name(line)
        if not self._is_section_open:
            self._open_section("general", self._loose_title)
        if name in self._asked:
            raise LineFaultError(FaultKind.TWICE, name)
        section = self.sections[-1]
        question = read_question(line, name, section.title, lists=self._lists, tell=self._tell)
        self._asked[name] = question
        question = replace(
            question,
            detail=(*self._notes, *question.detail),
            only_if=self._whole_condition(self._condition(line)),
        )
        self._notes = []
        self._check_needed(question)
        self._asked[name] = question
        self.sections[-1] = replace(section, questions=(*section.questions, question))

    def _condition(self, line: Line) -> Condition | None:
        """Read the condition of a line: about an earlier question, and answers that it has."""
        text = line.get("relevant", "relevance")
        try:
            condition = read_condition(text)
        except ValueError as error:
            raise LineFaultError(FaultKind.RELEVANT, text[:60]) from error
        if condition is None:
            return None
        named = self._asked.get(_lower(condition.question))
        if named is None or named.kind not in CONDITION_KINDS or named.id == line.get("name"):
            raise LineFaultError(FaultKind.LATER, condition.question)
        known = {option.value for option in named.options}
        if odd := next((one for one in condition.values if one not in known), None):
            raise LineFaultError(FaultKind.NO_SUCH_ANSWER, odd)
        return replace(condition, question=named.id)

    def _whole_condition(self, own: Condition | None) -> Condition | None:
        """Return the one condition that says all of them: those of the groups, and its own.

        The consent goes without saying where there is another; so does what the question of
        the other waits for itself.
        """
        said = dict.fromkeys([*(one for _line, one in self._groups), own])
        conditions = [one for one in said if one is not None]
        if len(conditions) > 1:
            conditions = [one for one in conditions if one != CONSENTED]
        implied = {self._asked[one.question].only_if for one in conditions}
        told = [one for one in conditions if one not in implied]
        if len(told) > 1:
            raise LineFaultError(FaultKind.TWO_CONDITIONS)
        return told[0] if told else None

    def _check_needed(self, question: Question) -> None:
        need = need_of(question)
        if need is None:
            return
        if need is Need.THEMES:
            if any(one.kind is question.kind for one in self._earlier(question)):
                raise LineFaultError(FaultKind.THEMES, question.id)
        elif question.kind is not QuestionKind.YES_NO:
            raise LineFaultError(FaultKind.NEEDED_KIND, question.id)
        if question.id == CONSENT and self._earlier(question):
            raise LineFaultError(FaultKind.CONSENT_LATE, question.id)

    def _earlier(self, question: Question) -> list[Question]:
        return [one for one in self._asked.values() if one.id != question.id]

    def _tell(self, kind: FaultKind, word: str = "") -> None:
        self.faults.append(FormFault(SURVEY, self._line.number, kind, word))


def _name(line: Line) -> str:
    """Return the name of a line as an id. Raises LineFaultError when it cannot be one."""
    name = line.get("name")
    if not name:
        raise LineFaultError(FaultKind.NO_NAME)
    if not ID.fullmatch(_lower(name)):
        raise LineFaultError(FaultKind.BAD_NAME, name[:40])
    return _lower(name)


def _lower(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
