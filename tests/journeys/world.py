"""One association whose communities stand at every stage, so that each page has something to show.

Made with the rooms' own services, around the moment at which the test runs.
"""

from datetime import datetime, timedelta

from convoca.agenda.models import Statement
from convoca.agenda.queries.guides import list_themes, values_of, walk_of
from convoca.agenda.services import (
    code_statement,
    confirm_agenda,
    create_code,
    finish_interview,
    prepare_interviews,
    save_answer,
    send_interview_links,
    set_theme_active,
)
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import accepted_invitations, list_group_members, live_invitations
from convoca.convening.services import (
    DeputyInput,
    give_group_link,
    mark_group_member,
    record_attempt,
    remind_unanswered,
    set_group_link,
)
from convoca.convening.services.group import GroupState
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.directory.services import keep_draft
from convoca.meetings.models import Session
from convoca.meetings.services import (
    AttendanceEntry,
    add_commitment,
    announce_session,
    cancel_session,
    change_session,
    close_session,
    excuse_by_link,
    record_attendance,
    save_minutes,
    schedule_sessions,
    send_minutes,
    settle_commitment,
)
from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.core.problem.model import Council
from convoca.workplan.models import Plan
from convoca.workplan.queries import default_weights
from convoca.workplan.services import (
    ExpertInput,
    ask_availability,
    request_plan,
    save_expert,
    solve_waiting_plans,
)
from tests.factories.directory import make_association, make_community, make_user
from tests.factories.meetings import make_comunas, make_plan
from tests.journeys.world_agenda import ask_and_listen
from tests.journeys.world_care import care_for
from tests.journeys.world_dates import share_dates
from tests.journeys.world_house import furnish
from tests.journeys.world_parts import (
    DAY,
    HALF_WEEK,
    MORNINGS,
    World,
    answer_as,
    begin,
    interview_as,
    interview_of,
    invitation_of,
    link_seat,
    say_when,
)

MINUTES = "Se acordó compartir la pauta de rendición.\n\nQuedan dos dudas para la próxima sesión."
CALL = "https://zoom.us/j/123456789?pwd=abcdefghijklmnopqrstuvwxyz"


def make_world(now: datetime) -> World:
    """Make the association and everything in it."""
    association = make_association()
    carla = make_user(association, name="Carla Coordinadora", administrator=True)
    make_user(association, "emilio@ejemplo.cl", "Emilio Entrevistador")
    world = World(association, carla, now)
    world.communities["empty"] = make_community(association, "TRANSITO")
    begin(world, "begun", "DIDECO", seats=0, ago=DAY)
    make_open(world)
    make_planned(world)
    make_scheduled(world)
    make_held(world)
    ask_and_listen(world)
    care_for(world)
    make_roster(world)
    furnish(world)
    share_dates(world)
    Message.objects.filter(pk=Message.objects.earliest("pk").pk).update(state="uncertain")
    return world


# The community in which everything can still be answered


def make_open(world: World) -> None:
    """Make twelve seats with every answer there is, interviews and weeks in every state."""
    cycle = begin(world, "open", "SECPLAN", seats=12, ago=8 * DAY)
    for place in range(7):
        answer_as(world, cycle, place)
    deputy = DeputyInput("Delia Choque", "delia@iquique.cl")
    answer_as(world, cycle, 7, "deputy", deputy=deputy)
    answer_as(world, cycle, 8, "no", reason="Tengo la cuenta pública encima.")
    answer_as(world, cycle, 9, "no")
    call = {"channel": ContactAttempt.Channel.PHONE, "result": ContactAttempt.Result.NO_ANSWER}
    seat = invitation_of(cycle, 11).seat
    record_attempt(cycle=cycle, seat=seat, note="", user=world.carla, now=world.now - DAY, **call)
    remind_unanswered(cycle=cycle, user=world.carla, now=world.now - 3 * DAY)
    Cycle.objects.filter(pk=cycle.pk).update(stage=Stage.SURVEY)
    cycle.refresh_from_db()
    for name, place in {
        "yes": 0,
        "deputized": 7,
        "no_reason": 8,
        "no": 9,
        "unanswered": 10,
    }.items():
        invitation = invitation_of(cycle, place)
        link_seat(world, name, invitation, invitation.person, "invitation")
    delegated = invitation_of(cycle, 7)
    link_seat(world, "deputy", delegated, delegated.deputy, "invitation")
    interview_open(world, cycle)
    week_open(world, cycle)


def interview_open(world: World, cycle: Cycle) -> None:
    """Five are done, one is in the middle, one is refused, one is not begun."""
    prepare_interviews(cycle=cycle, now=world.now - 2 * DAY)
    send_interview_links(cycle=cycle, user=world.carla, now=world.now - 2 * DAY)
    for place in range(5):
        interview_as(cycle, place, now=world.now - DAY)
    half, refused = interview_of(cycle, 5), interview_of(cycle, 6)
    save_answer(interview=half, question="consent", value="yes", now=world.now)
    save_answer(interview=refused, question="consent", value="no", now=world.now)
    finish_interview(interview=refused, now=world.now)
    for name, place in {"done": 1, "half": 5, "declined": 6, "fresh": 7}.items():
        invitation = invitation_of(cycle, place)
        link_seat(world, name, invitation, invitation.participant, "interview")
    walk = walk_of(half, values_of(half))
    for step in walk.steps:
        world.steps.setdefault(str(step.question.kind), step.id)
    set_theme_active(theme=list_themes(cycle.community)[-1], active=False)
    code_some(world, cycle)


def code_some(world: World, cycle: Cycle) -> None:
    """Give two statements a code; the rest waits."""
    community = cycle.community
    code = create_code(
        community=community,
        name="Rendición repetida",
        definition="Lo mismo, rendido en varias plataformas.",
        theme=list_themes(community)[0],
        user=world.carla,
        now=world.now,
    )
    for statement in Statement.objects.filter(interview__cycle=cycle).order_by("pk")[:2]:
        code_statement(statement=statement, codes=[code], user=world.carla, now=world.now)


def week_open(world: World, cycle: Cycle) -> None:
    """Six said when, with absences and a council; one stopped in the middle; one said nothing."""
    ask_availability(cycle=cycle, user=world.carla, now=world.now - DAY)
    away = [(cycle.plan_from, cycle.plan_from + 4 * DAY)]
    for place in range(6):
        council = Council(1, (1, 3), "am") if place == 0 else None
        say_when(cycle, place, ALWAYS if place % 2 else MORNINGS, world.now, away, council)
    say_when(cycle, 6, HALF_WEEK, world.now, away, None)
    for name, place in {"week": 0, "half_week": 6, "no_week": 7, "outside": 9}.items():
        invitation = invitation_of(cycle, place)
        link_seat(world, name, invitation, invitation.participant, "availability")


# Communities with dates


def make_planned(world: World, name: str = "planned", kind: str = "DOM") -> Plan:
    """Make five seats with an agreed agenda, an expert, and dates that wait for a yes."""
    cycle = begin(world, name, kind, seats=5, ago=20 * DAY)
    agree(world, cycle, now=world.now - 9 * DAY)
    community = cycle.community
    expert = ExpertInput("Elena Experta", "elena@ejemplo.cl", (), ALWAYS, (), community=community)
    save_expert(association=community.association, expert=None, given=expert, now=world.now)
    for place in range(5):
        say_when(cycle, place, ALWAYS if place % 2 else MORNINGS, world.now)
    weights = default_weights(cycle.community)
    plan = request_plan(cycle=cycle, weights=weights, user=world.carla, now=world.now)
    solve_waiting_plans()
    plan.refresh_from_db()
    Cycle.objects.filter(pk=cycle.pk).update(stage=Stage.PLAN)
    return plan


def agree(world: World, cycle: Cycle, *, now: datetime) -> None:
    """Everybody says yes and answers the interview; the agenda is confirmed."""
    for invitation in live_invitations(cycle):
        answer_as(world, cycle, int(invitation.seat.municipality.code[1:]))
    prepare_interviews(cycle=cycle, now=now)
    for place in range(accepted_invitations(cycle).count()):
        interview_as(cycle, place, now=now)
    confirm_agenda(cycle=cycle, chosen=None, reason="", user=world.carla, now=now)


def make_scheduled(world: World) -> None:
    """Make sessions to come: announced, excused by one, cancelled, and not announced yet."""
    plan = make_planned(world, "scheduled", "OBRAS")
    cycle = world.cycles["scheduled"]
    sessions = schedule_sessions(plan=plan, user=world.carla, now=world.now)
    Cycle.objects.filter(pk=cycle.pk).update(stage=Stage.SESSIONS)
    for session in sessions[:2]:
        give_call(world, session, now=world.now)
        announce_session(session=session, user=world.carla, now=world.now)
    far, other = invitation_of(cycle, 0), invitation_of(cycle, 1)
    excuse_by_link(
        session=sessions[0], person=other.person, seats=[other.seat], reason="", now=world.now
    )
    cancel_session(session=sessions[1], user=world.carla, now=world.now)
    link_session(world, "coming", sessions[0], far)
    link_session(world, "excused", sessions[0], other)
    link_session(world, "cancelled", sessions[1], far)
    link_session(world, "no_call", sessions[2], far)
    link_seat(world, "week_closed", far, far.person, "availability")
    link_seat(world, "interview_closed", far, far.person, "interview")


def give_call(world: World, session: Session, *, now: datetime) -> None:
    change_session(
        session=session,
        video_url=CALL,
        wall_start=session.wall_start,
        topic=session.topic,
        user=world.carla,
        now=now,
    )


def link_session(world: World, name: str, session: Session, invitation: Invitation) -> None:
    occasion = f"session:{session.pk}"
    world.link(name, invitation.participant, invitation.seat, "session", occasion)


def make_held(world: World) -> None:
    """Make a community with two sessions held, their minutes, promises and the group."""
    cycle = begin(world, "held", "MEDIO", seats=6, ago=70 * DAY)
    agree(world, cycle, now=world.now - 60 * DAY)
    walls = [f"{world.now + days * DAY:%Y-%m-%d}T10:00" for days in (-21, -7, 7, 21)]
    ready = world.now - 30 * DAY
    plan = make_plan(cycle, starts=walls)
    sessions = schedule_sessions(plan=plan, user=world.carla, now=ready)
    Cycle.objects.filter(pk=cycle.pk).update(stage=Stage.SESSIONS)
    url = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
    set_group_link(community=cycle.community, url=url, now=ready)
    for session in sessions[:2]:
        give_call(world, session, now=ready)
        announce_session(session=session, user=world.carla, now=ready)
        meet(world, cycle, session)
    candidates = list(accepted_invitations(cycle))
    give_group_link(cycle=cycle, invitations=candidates[:3], now=world.now)
    for member in list_group_members(cycle.community)[:2]:
        mark_group_member(membership=member, state=GroupState.JOINED, now=world.now)
    link_session(world, "held", sessions[0], invitation_of(cycle, 0))
    link_session(world, "held_without_minutes", sessions[1], invitation_of(cycle, 0))


def meet(world: World, cycle: Cycle, session: Session) -> None:
    """Hold a session: four came, two promise something; the first has its minutes sent."""
    ended = session.starts_at + timedelta(hours=2)
    seats = [invitation.seat for invitation in accepted_invitations(cycle)]
    rows = [AttendanceEntry(seat.pk, "present", 55) for seat in seats[:4]]
    record_attendance(session=session, rows=rows, source="hand", user=world.carla, now=ended)
    close_session(session=session, user=world.carla, now=ended)
    due = (world.now + (session.number * 14 - 20) * DAY).date()
    far = invitation_of(cycle, 0).seat
    for seat in (far, next(one for one in seats if one != far)):
        promise = add_commitment(
            session=session,
            seat=seat,
            text="Enviar la pauta de rendición a la comunidad.",
            due_on=due,
            user=world.carla,
            now=ended,
        )
    if session.number == 1:
        settle_commitment(commitment=promise, state="done", user=world.carla, now=ended)
        save_minutes(session=session, text=MINUTES, user=world.carla, now=ended)
        send_minutes(session=session, user=world.carla, now=ended)


def make_roster(world: World) -> None:
    """Leave a roster half way: rows that are new, that change somebody, that nobody understands."""
    make_comunas()
    community = world.communities["open"]
    lines = [
        "Comuna;Nombre;Correo;Teléfono",
        "Ñuñoa;Ana Pérez Rojas;ana@nunoa.cl;+56912340004",
        "Maipú;Nueva Directora;nueva@maipu.cl;",
        "Villa Alegría;Diego Báez;diego@villa.cl;",
        "Arica;;sin arroba;12",
    ]
    world.roster = keep_draft(
        association=world.association,
        kind=community.kind,
        file_name="nómina.csv",
        content="\n".join(lines).encode(),
        user=world.carla,
        now=world.now,
    )
