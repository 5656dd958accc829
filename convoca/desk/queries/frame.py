"""The rail and the strip of the cycle, for any page of the staff."""

from dataclasses import replace
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.convening.queries import live_invitations
from convoca.cycles.core.stages import Stage, position
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle, latest_cycle
from convoca.desk.queries.gates import gate_report
from convoca.desk.queries.tabs import tabs_of
from convoca.desk.queries.words import STAGE_NAMES
from convoca.directory.models import User
from convoca.directory.queries import coordinates_any, doings_of, get_visible_community
from convoca.directory.queries.access import Doing
from convoca.foundation.errors import NotFoundError
from convoca.meetings.models import Session
from convoca.ui.formats import format_short_day
from convoca.ui.frames import CycleStep, CycleStrip, DeskFrame, RailGroup, RailItem, StepState
from convoca.workplan.queries.pool import runs_sessions

CYCLE_PAGES: list[tuple[str, Promise, Doing]] = [
    ("convening:board", gettext_lazy("Puestos"), "read"),
    ("convening:invitations", gettext_lazy("Convocatoria"), "interview"),
    ("outreach:queue", gettext_lazy("La cola de hoy"), "interview"),
    ("outreach:campaigns", gettext_lazy("Campañas"), "coordinate"),
    ("agenda:interviews", gettext_lazy("Entrevistas"), "interview"),
    ("agenda:statements", gettext_lazy("Dichos"), "code"),
    ("agenda:agenda", gettext_lazy("Agenda"), "read"),
    ("workplan:availability", gettext_lazy("Disponibilidad"), "read"),
    ("workplan:plan", gettext_lazy("Plan de trabajo"), "read"),
    ("meetings:sessions", gettext_lazy("Sesiones"), "read"),
    ("meetings:commitments", gettext_lazy("Compromisos"), "read"),
    ("retention:overview", gettext_lazy("Fidelización"), "read"),
    ("notices:notices", gettext_lazy("Novedades"), "coordinate"),
    ("convening:group", gettext_lazy("Grupo"), "coordinate"),
]
SECTIONS = {  # whose addresses are not below the one of their section
    "agenda:codebook": "agenda:statements",
    "agenda:codebook_history": "agenda:statements",
    "agenda:codebook_version": "agenda:statements",
    "agenda:edit_code": "agenda:statements",
    "agenda:consents": "agenda:interviews",
    "agenda:edit_theme": "agenda:interviews",
    "agenda:merge_code": "agenda:statements",
    "agenda:new_code": "agenda:statements",
    "agenda:split_code": "agenda:statements",
    "agenda:themes": "agenda:interviews",
    "desk:password": "desk:staff",
    "directory": "desk:communities",
    "workplan:closing": "workplan:country",
    "workplan:closing_new": "workplan:country",
    "workplan:closings": "workplan:country",
    "workplan:closings_paste": "workplan:country",
    "workplan:facilitator": "workplan:country",
    "workplan:facilitator_new": "workplan:country",
    "workplan:licence": "workplan:country",
    "workplan:licence_new": "workplan:country",
    "workplan:pool": "workplan:country",
    "workplan:pool_ask": "workplan:country",
    "workplan:pool_expert": "workplan:country",
    "workplan:pool_expert_new": "workplan:country",
    "workplan:expert": "workplan:plan",
    "workplan:expert_new": "workplan:plan",
    "workplan:experts": "workplan:plan",
}
BEFORE_SESSIONS = (Stage.CONVENING, Stage.SURVEY, Stage.AGENDA, Stage.PLAN)
ASSOCIATION_PAGES = [
    ("desk:communities", gettext_lazy("Comunidades")),
    ("workplan:country", gettext_lazy("Plan del país")),
    ("workplan:own_hours", gettext_lazy("Mis horas")),
    ("desk:mailbox", gettext_lazy("Mensajes")),
    ("desk:works", gettext_lazy("Trabajos")),
    ("desk:staff", gettext_lazy("Equipo")),
]


def frame_of(request: HttpRequest) -> DeskFrame:
    """Return what stands around the page that a request asked for."""
    user = request.user
    if not isinstance(user, User):
        return DeskFrame()
    cycle = _asked_cycle(request, user)
    groups = [RailGroup("", [RailItem(_("Hoy"), reverse("desk:today"))])]
    coordinates = coordinates_any(user)
    allowed = doings_of(user, cycle.community) if cycle else set()
    if cycle is not None:
        groups.append(_cycle_group(cycle, allowed))
    opens = {
        "desk:mailbox": user.is_administrator or settings.REHEARSAL,
        "desk:works": coordinates,
        "workplan:country": coordinates,
        "workplan:own_hours": not coordinates and runs_sessions(user),
    }
    pages = [
        RailItem(str(label), reverse(name))
        for name, label in ASSOCIATION_PAGES
        if opens.get(name, True)
    ]
    groups.append(RailGroup(_("La asociación"), pages))
    strip = cycle_strip(cycle) if cycle else None
    shared: set[Doing] = {"coordinate"} if coordinates and cycle is None else set()
    tabs = tabs_of(request.resolver_match, allowed | shared)
    return DeskFrame(groups=_mark_place(groups, request), cycle=strip, tabs=tabs)


def _asked_cycle(request: HttpRequest, user: User) -> Cycle | None:
    """Return the cycle that the address of the page names, or the latest of its community."""
    names = request.resolver_match.kwargs if request.resolver_match else {}
    try:
        if "cycle_id" in names:
            return get_visible_cycle(user, names["cycle_id"])
        if "community_id" in names:
            return latest_cycle(get_visible_community(user, names["community_id"]))
    except NotFoundError:
        return None
    return None


def _cycle_group(cycle: Cycle, allowed: set[Doing]) -> RailGroup:
    """Return the pages of a cycle that somebody who may do this may open."""
    pages = [RailItem(_("El ciclo"), reverse("desk:cycle", args=[cycle.pk]))]
    pages += [
        RailItem(str(label), reverse(name, args=[cycle.pk]))
        for name, label, doing in CYCLE_PAGES
        if doing in allowed
    ]
    title = _("%(kind)s · ciclo %(number)s") % {
        "kind": cycle.community.kind,
        "number": cycle.number,
    }
    return RailGroup(title, pages)


def _mark_place(groups: list[RailGroup], request: HttpRequest) -> list[RailGroup]:
    """Mark the page we are on, or the section that it belongs to."""
    urls = [item.url for group in groups for item in group.items]
    here = _section_url(request, urls)
    mark: Literal["page", "true"] = "page" if here == request.path else "true"
    return [
        replace(
            group,
            items=[
                replace(item, current=mark) if item.url == here else item for item in group.items
            ],
        )
        for group in groups
    ]


def _section_url(request: HttpRequest, urls: list[str]) -> str:
    """Return which of the rail's addresses a page belongs to: the longest that its own begins with.

    The first one is that of Hoy, with which every address begins: it is only its own section.
    """
    match = request.resolver_match
    section = match and (SECTIONS.get(match.view_name) or SECTIONS.get(match.namespace))
    if match and section:
        named = {key: match.kwargs[key] for key in match.kwargs.keys() & {"cycle_id"}}
        return reverse(section, kwargs=named)
    today = reverse("desk:today")
    above = [
        url
        for url in urls
        if url == request.path or (url != today and request.path.startswith(url))
    ]
    return max(above, key=len, default="")


def cycle_strip(cycle: Cycle) -> CycleStrip:
    """Return where a cycle is: done stages, the one in hand with what is missing, the sessions."""
    here = Stage(cycle.stage)
    steps = [
        *(_stage_step(cycle, stage, here) for stage in BEFORE_SESSIONS),
        *_session_steps(cycle, here),
        _stage_step(cycle, Stage.CLOSING, here),
    ]
    return CycleStrip(label=_("Ciclo %(number)s") % {"number": cycle.number}, steps=steps)


def _stage_step(cycle: Cycle, stage: Stage, here: Stage) -> CycleStep:
    state: StepState = ""
    detail = ""
    if position(stage) < position(here):
        state = "done"
    elif stage == here:
        state, detail = "now", _missing(cycle)
    return CycleStep(str(STAGE_NAMES[stage]), detail, state, reverse("desk:cycle", args=[cycle.pk]))


def _missing(cycle: Cycle) -> str:
    missing = _count_missing(cycle)
    return _("faltan %(count)s") % {"count": missing} if missing else _("en curso")


def _count_missing(cycle: Cycle) -> int:
    """Count who is missing in the stage in hand; the convocatoria is counted without its board."""
    if cycle.stage == Stage.CONVENING:
        return live_invitations(cycle).filter(answer="").count()
    return max((line.missing for line in gate_report(cycle).lines), default=0)


def _session_steps(cycle: Cycle, here: Stage) -> list[CycleStep]:
    """Return one step a session: dates where they are set, empty places before."""
    sessions = {session.number: session for session in cycle.sessions.all()}
    count = max([cycle.community.session_count, *sessions])
    waiting = [
        n for n in sessions if sessions[n].state in {Session.State.PLANNED, Session.State.ANNOUNCED}
    ]
    steps = []
    for number in range(1, count + 1):
        session = sessions.get(number)
        label = _("Sesión %(number)s") % {"number": number} if number == 1 else str(number)
        if session is None:
            steps.append(CycleStep(label, "—", short=number > 1))
            continue
        state: StepState = "done" if number not in waiting else ""
        if here == Stage.SESSIONS and waiting and number == min(waiting):
            state = "now"
        url = reverse("meetings:session", args=[cycle.pk, number])
        detail = format_short_day(timezone.localtime(session.starts_at).date())
        steps.append(CycleStep(label, detail, state, url, short=number > 1))
    return steps
