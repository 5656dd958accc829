"""A plan to take along: its dates as a table or calendar, and the files behind it."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.errors import NotFoundError
from convoca.foundation.sheets import Sheet
from convoca.ui.downloads import answer_sheet
from convoca.workplan.core.result.calendar_file import PlanEntry, write_calendar
from convoca.workplan.models import Plan
from convoca.workplan.queries import get_plan
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.plan_words import hour_words

OWN_KEYS = ("standing", "progress")
"""What a stored result holds beside its file format."""
FEW_KEYS = (*OWN_KEYS, "explanation")
PEOPLE = ("expert:", "facilitator:")
"""How the ids of people begin; those of who takes part have no names in a problem."""


@require_safe
def plan_file(request: HttpRequest, cycle_id: int, plan_id: int, plan_file: str) -> HttpResponse:
    """Answer with one of the files of a plan, to keep."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    plan = get_plan(cycle, plan_id)
    write = WRITERS.get(plan_file)
    needs_dates = plan_file != PROBLEM
    if write is None or (needs_dates and not plan.result.get("sessions")):
        raise NotFoundError(plan_file)
    return write(plan)


def dates_sheet(page: PlanPage) -> Sheet:
    """Return the dates as a table; shares only where five or more answered."""
    rows = [
        (
            card.number,
            card.start.date(),
            hour_words(card.start),
            page.plan.problem["zone"],
            card.topic,
            card.expert,
            *(
                (card.yes, card.if_need, card.cannot, card.expected)
                if card.has_shares
                else (None, None, None, None)
            ),
        )
        for card in page.cards
    ]
    headings = [
        _("Sesión"), _("Día"), _("Hora"), _("Zona"), _("Tema"), _("Lleva"), _("Pueden"),
        _("Si es necesario"), _("No pueden"), _("Se esperan"),
    ]  # fmt: skip
    return Sheet(_("Fechas"), headings, rows)


def _dates(ending: str) -> Callable[[Plan], HttpResponse]:
    def write(plan: Plan) -> HttpResponse:
        of = f"{plan.cycle.community.name} {plan.cycle.number}"
        sheet = dates_sheet(PlanPage(plan))
        return answer_sheet(sheet, of=of, on=timezone.localdate(), ending=ending)

    return write


def _calendar(plan: Plan) -> HttpResponse:
    page, zone = PlanPage(plan), ZoneInfo(plan.problem["zone"])
    community = plan.problem["communities"][0]
    entries = [
        PlanEntry(
            uid=f"plan-{plan.pk}-{card.number}@convoca",
            starts_at=card.start.replace(tzinfo=zone),
            duration_min=community.get("session_min") or plan.problem.get("session_min", 60),
            summary=f"{plan.cycle.community.name}: {card.topic}",
            description=card.expert,
            is_confirmed=plan.state == Plan.State.CONFIRMED,
        )
        for card in page.cards
    ]
    stamped_at: datetime = plan.solved_at or plan.asked_at
    content = write_calendar(entries, stamped_at=stamped_at)
    return _to_keep(plan, content, "text/calendar; charset=utf-8", _("fechas"), "ics")


def _problem(plan: Plan) -> HttpResponse:
    """Give what was asked, with no name of a person in it."""
    names = plan.problem.get("names", {}).items()
    impersonal = {key: name for key, name in names if not key.startswith(PEOPLE)}
    return _json(plan, {**plan.problem, "names": impersonal}, _("problema"))


def _result(plan: Plan) -> HttpResponse:
    """Give what was found; what each date gives only where five or more answered."""
    left_out = OWN_KEYS if all(card.has_shares for card in PlanPage(plan).cards) else FEW_KEYS
    kept = {name: value for name, value in plan.result.items() if name not in left_out}
    return _json(plan, kept, _("plan"))


def _json(plan: Plan, content: Mapping[str, Any], title: str) -> HttpResponse:  # Any: as stored
    written = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return _to_keep(plan, written, "application/json", title, "json")


def _to_keep(
    plan: Plan, content: bytes, content_type: str, title: str, ending: str
) -> HttpResponse:
    name = slugify(f"{title} {plan.cycle.community.name} {plan.cycle.number}")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


PROBLEM = "problema.json"
WRITERS: dict[str, Callable[[Plan], HttpResponse]] = {
    "fechas.csv": _dates("csv"),
    "fechas.xlsx": _dates("xlsx"),
    "fechas.ics": _calendar,
    PROBLEM: _problem,
    "plan.json": _result,
}
