"""The forms of a guide's questions as the interviewer's screen shows them."""

import uuid
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict

from convoca.agenda.core.interviews.walk import Step
from convoca.agenda.forms.steps import NotesForm, StepForm
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.queries.recordings import may_record
from convoca.agenda.queries.screen import Screen, Sheet
from convoca.directory.queries import phone_of


@dataclass(frozen=True)
class Paper:
    """One question to be answered: what is kept of it, its forms, and a name for the saving."""

    sheet: Sheet
    form: StepForm
    notes: NotesForm
    before: Step | None
    after: Step | None
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def step(self) -> Step:
        return self.sheet.step


def paper_of(screen: Screen, step: Step, posted: QueryDict | None) -> Paper:
    """Return the forms of a step: as they were sent, or with what is kept."""
    sheet, walk = screen.sheet(step), screen.walk
    is_asked = walk.find(step.id) is not None
    return Paper(
        sheet=sheet,
        form=StepForm(posted, step=step, walk=screen.all_steps, value=sheet.value),
        notes=NotesForm(posted, question=step.question, note=sheet.note, probes=sheet.probes),
        before=walk.before(step) if is_asked else None,
        after=walk.after(step) if is_asked else None,
    )


def around(request: HttpRequest, screen: Screen) -> dict[str, object]:
    """Return what every page of an interview shows around its question."""
    interview = screen.interview
    return {
        "cycle": interview.cycle,
        "interview": interview,
        "walk": screen.walk,
        "sections": screen.sections(),
        "alone": screen.alone,
        "with_others": screen.with_others,
        "phone": phone_of(interview.person),
        "is_closed": is_closed(interview.cycle),
        "me": request.user.pk,
        "may_record": may_record(interview),
        "client_id": uuid.uuid4(),
    }
