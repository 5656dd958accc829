"""Hoy: who needs her, why now, and the act."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.agenda.queries import find_agenda, interviewed_seat_ids
from convoca.agenda.queries.statements import uncoded_statements
from convoca.convening.queries import (
    accepted_invitations,
    calls_due,
    live_invitations,
    pending_replacements,
)
from convoca.cycles.core.stages import Stage, position
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Seat, User
from convoca.directory.queries import doings_of
from convoca.directory.queries.access import Doing
from convoca.meetings.models import Session
from convoca.messaging.models import Message
from convoca.messaging.queries import count_by_state
from convoca.ui.formats import format_day
from convoca.workplan.queries import answered_seat_ids, confirmed_plan


@dataclass(frozen=True)
class Task:
    """Something that waits for her: how many, what, why now, and where the act is."""

    count: int
    what: str
    why: str
    act: str
    url: str
    community: str = ""
    doing: Doing = "coordinate"


def list_tasks(user: User, communities: Sequence[Community], *, now: datetime) -> list[Task]:
    """List what waits in all open cycles and in the outbox; nothing that counts 0."""
    open_cycles = Cycle.objects.filter(community__in=communities, closed_at__isnull=True)
    cycles = open_cycles.select_related("community__kind", "community__association")
    tasks = []
    for cycle in cycles:
        allowed = doings_of(user, cycle.community)
        tasks += [task for task in _cycle_tasks(cycle, now) if task.doing in allowed]
    if user.is_administrator:
        tasks += _mail_tasks(user)
    return [task for task in tasks if task.count]


def _cycle_tasks(cycle: Cycle, now: datetime) -> Iterator[Task]:
    here = position(Stage(cycle.stage))
    yield from _session_tasks(cycle, now)
    yield from _contact_tasks(cycle)
    if here == position(Stage.CONVENING):
        yield from _convening_tasks(cycle, now)
    if position(Stage.SURVEY) <= here <= position(Stage.AGENDA):
        yield from _survey_tasks(cycle)
    if here == position(Stage.PLAN):
        yield from _plan_tasks(cycle)


def _task(
    cycle: Cycle,
    count: int,
    what: str,
    why: str,
    act: str,
    page: str,
    doing: Doing = "coordinate",
) -> Task:
    url = reverse(page, args=[cycle.pk])
    return Task(count, what, why, act, url, cycle.community.name, doing)


def _convening_tasks(cycle: Cycle, now: datetime) -> Iterator[Task]:
    community = cycle.community
    held = Seat.objects.filter(
        association=community.association, kind=community.kind, tenures__to_on__isnull=True
    ).exclude(tenures__isnull=True)
    invited = live_invitations(cycle)
    day = format_day(timezone.localdate(cycle.answer_by), today=timezone.localdate(now))
    yield _task(
        cycle,
        held.exclude(pk__in=invited.values("seat")).distinct().count(),
        _("personas aún sin invitación"),
        _("Tienen un cargo de la comunidad y nadie las ha invitado a este ciclo."),
        _("Invitar"),
        "convening:invitations",
    )
    yield _task(
        cycle,
        invited.filter(answer="").count(),
        _("personas no han respondido"),
        _("El plazo para responder es el %(day)s.") % {"day": day},
        _("Recordar o llamar"),
        "convening:invitations",
    )


def _contact_tasks(cycle: Cycle) -> Iterator[Task]:
    yield _task(
        cycle,
        calls_due(cycle, today=timezone.localdate()),
        _("llamadas para hoy"),
        _("Se quedó en llamar y aún no hay respuesta."),
        _("Ver a quiénes"),
        "convening:unreached",
        "interview",
    )
    yield _task(
        cycle,
        len(pending_replacements(cycle)),
        _("personas ya no están en su cargo"),
        _("Alguien avisó que otra persona lo ocupa."),
        _("Averiguar"),
        "convening:invitations",
    )


def _survey_tasks(cycle: Cycle) -> Iterator[Task]:
    interviewed = interviewed_seat_ids(cycle)
    yield _task(
        cycle,
        accepted_invitations(cycle).exclude(seat__in=interviewed).count(),
        _("entrevistas por hacer"),
        _("Participan y aún no se les pregunta qué necesitan."),
        _("Entrevistar"),
        "agenda:interviews",
        "interview",
    )
    yield _task(
        cycle,
        uncoded_statements(cycle).count(),
        _("dichos sin código"),
        _("De ellos salen las citas que explican la agenda."),
        _("Codificar"),
        "agenda:statements",
        "code",
    )
    if cycle.stage == Stage.AGENDA and find_agenda(cycle) is None:
        yield _task(
            cycle,
            1,
            _("agenda espera su palabra"),
            _("Está propuesta con lo que dijeron; falta confirmarla."),
            _("Ver la agenda"),
            "agenda:agenda",
        )


def _plan_tasks(cycle: Cycle) -> Iterator[Task]:
    answered = answered_seat_ids(cycle)
    yield _task(
        cycle,
        accepted_invitations(cycle).exclude(seat__in=answered).count(),
        _("personas no han dicho cuándo pueden"),
        _("Sin su respuesta, se estima por su región."),
        _("Recordar"),
        "workplan:availability",
    )
    if confirmed_plan(cycle) is None:
        yield _task(
            cycle,
            1,
            _("plan de trabajo por confirmar"),
            _("Las fechas se calculan con lo que han respondido."),
            _("Ver el plan"),
            "workplan:plan",
        )


def _session_tasks(cycle: Cycle, now: datetime) -> Iterator[Task]:
    sessions = Session.objects.filter(cycle=cycle)
    waiting = sessions.filter(state__in=[Session.State.PLANNED, Session.State.ANNOUNCED])
    yield _task(
        cycle,
        waiting.filter(starts_at__lt=now).count(),
        _("sesiones por cerrar"),
        _("Ya pasaron: falta la asistencia."),
        _("Registrar"),
        "meetings:sessions",
    )
    yield _task(
        cycle,
        waiting.filter(starts_at__gte=now, state=Session.State.PLANNED).count(),
        _("sesiones por avisar"),
        _("Tienen fecha y nadie ha recibido la invitación."),
        _("Avisar"),
        "meetings:sessions",
    )
    held = sessions.filter(state=Session.State.HELD, minutes_sent_at__isnull=True)
    yield _task(
        cycle,
        held.count(),
        _("actas por enviar"),
        _("La sesión se realizó y el acta no ha salido."),
        _("Escribir el acta"),
        "meetings:sessions",
    )


def _mail_tasks(user: User) -> Iterator[Task]:
    counts = count_by_state(user.association)
    for state, what, why in (
        (Message.State.UNCERTAIN, _("correos inciertos"), _("No se sabe si salieron.")),
        (
            Message.State.FAILED,
            _("correos que no salieron"),
            _("El servidor los rechazó, o no contestó por horas."),
        ),
    ):
        url = f"{reverse('desk:mailbox')}?estado={state}"
        yield Task(counts.get(state, 0), what, why, _("Resolver"), url, user.association.short_name)
