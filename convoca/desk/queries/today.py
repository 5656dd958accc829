"""Hoy: who needs her, why now, and the act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
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
from convoca.desk.queries import waiting
from convoca.desk.queries.waiting import Waiting
from convoca.directory.models import Community, OptOut, Tenure, User
from convoca.directory.queries import doings_of
from convoca.meetings.models import Session
from convoca.messaging.models import InboundEvent, Message
from convoca.messaging.queries import count_by_state
from convoca.notices.queries import count_open_questions
from convoca.retention.queries import count_untended_alerts, open_tasks
from convoca.ui.formats import format_day
from convoca.workplan.queries import answered_seat_ids, confirmed_plan

Trouble = tuple[tuple[str, Waiting], ...]
"""By state of a message or an event: what it is called in Hoy."""
MAIL_TROUBLE: Trouble = (
    (Message.State.UNCERTAIN, waiting.UNCERTAIN_MAILS),
    (Message.State.FAILED, waiting.FAILED_MAILS),
)
EVENT_TROUBLE: Trouble = (
    (InboundEvent.State.FAILED, waiting.FAILED_EVENTS),
    (InboundEvent.State.UNKNOWN, waiting.QUARANTINED_EVENTS),
)
Found = Iterator[tuple[Waiting, int]]


@dataclass(frozen=True)
class Task:
    """Something that waits for her: how many, what, why now, and where the act is."""

    count: int
    what: str
    why: str
    act: str
    url: str
    community: str


def list_tasks(user: User, communities: Sequence[Community], *, now: datetime) -> list[Task]:
    """List what waits in all open cycles, in the outbox and in the inbox; nothing that counts 0."""
    open_cycles = Cycle.objects.filter(community__in=communities, closed_at__isnull=True)
    cycles = open_cycles.select_related("community__kind", "community__association")
    tasks = []
    for cycle in cycles:
        allowed = doings_of(user, cycle.community)
        tasks += [
            _task(kind, count, cycle)
            for kind, count in _cycle_counts(cycle, user, now)
            if count and kind.doing in allowed
        ]
    if user.is_administrator:
        tasks += _mail_tasks(user) + _event_tasks(user)
    return tasks


def _task(kind: Waiting, count: int, cycle: Cycle) -> Task:
    why = str(kind.why)
    if kind is waiting.UNANSWERED:
        day = format_day(timezone.localdate(cycle.answer_by), today=timezone.localdate())
        why = _("El plazo para responder es el %(day)s.") % {"day": day}
    url = reverse(kind.page, args=[cycle.pk]) + kind.chosen
    return Task(count, kind.what(count), why, str(kind.act), url, cycle.community.name)


def _cycle_counts(cycle: Cycle, user: User, now: datetime) -> Found:
    here = position(Stage(cycle.stage))
    yield from _session_counts(cycle, now)
    yield from _care_counts(cycle, user)
    yield from _contact_counts(cycle)
    if here == position(Stage.CONVENING):
        yield from _convening_counts(cycle)
    if position(Stage.SURVEY) <= here <= position(Stage.AGENDA):
        yield from _survey_counts(cycle)
    if here == position(Stage.PLAN):
        yield from _plan_counts(cycle)


def _session_counts(cycle: Cycle, now: datetime) -> Found:
    sessions = Session.objects.filter(cycle=cycle)
    coming = sessions.filter(state__in=[Session.State.PLANNED, Session.State.ANNOUNCED])
    held = sessions.filter(state=Session.State.HELD, minutes_sent_at__isnull=True)
    yield waiting.UNCLOSED_SESSIONS, coming.filter(starts_at__lt=now).count()
    unannounced = coming.filter(starts_at__gte=now, state=Session.State.PLANNED)
    yield waiting.UNANNOUNCED_SESSIONS, unannounced.count()
    yield waiting.UNSENT_MINUTES, held.count()


def _care_counts(cycle: Cycle, user: User) -> Found:
    yield waiting.UNTENDED_ALERTS, count_untended_alerts(cycle)
    yield waiting.OWN_CARE_TASKS, open_tasks(cycle).filter(owner=user).count()
    yield waiting.OPEN_QUESTIONS, count_open_questions(cycle.community)


def _contact_counts(cycle: Cycle) -> Found:
    yield waiting.CALLS_DUE, calls_due(cycle, today=timezone.localdate())
    yield waiting.REPLACEMENTS, len(pending_replacements(cycle))


def _convening_counts(cycle: Cycle) -> Found:
    community = cycle.community
    invited = live_invitations(cycle)
    holding = Tenure.objects.filter(
        seat__association=community.association, seat__kind=community.kind, to_on__isnull=True
    ).exclude(seat__in=invited.values("seat"))
    spared = OptOut.objects.filter(ended_at__isnull=True).values("person")
    yield waiting.UNINVITED, holding.exclude(person__in=spared).count()
    yield waiting.UNANSWERED, invited.filter(answer="").count()


def _survey_counts(cycle: Cycle) -> Found:
    interviewed = interviewed_seat_ids(cycle)
    yield waiting.INTERVIEWS, accepted_invitations(cycle).exclude(seat__in=interviewed).count()
    yield waiting.UNCODED_STATEMENTS, uncoded_statements(cycle).count()
    if cycle.stage == Stage.AGENDA and find_agenda(cycle) is None:
        yield waiting.AGENDA, 1


def _plan_counts(cycle: Cycle) -> Found:
    answered = answered_seat_ids(cycle)
    yield waiting.AVAILABILITY, accepted_invitations(cycle).exclude(seat__in=answered).count()
    if confirmed_plan(cycle) is None:
        yield waiting.PLAN, 1


def _mail_tasks(user: User) -> list[Task]:
    return _state_tasks(MAIL_TROUBLE, count_by_state(user.association), user)


def _event_tasks(user: User) -> list[Task]:
    """List the events in trouble, of the whole installation: they name no association."""
    stuck = InboundEvent.objects.filter(state__in=InboundEvent.TROUBLE)
    counts = dict(stuck.values_list("state").annotate(n=Count("pk")))
    return _state_tasks(EVENT_TROUBLE, counts, user)


def _state_tasks(kinds: Trouble, counts: Mapping[str, int], user: User) -> list[Task]:
    return [
        Task(
            counts[state],
            kind.what(counts[state]),
            str(kind.why),
            str(kind.act),
            f"{reverse(kind.page)}?estado={state}",
            user.association.short_name,
        )
        for state, kind in kinds
        if counts.get(state)
    ]
