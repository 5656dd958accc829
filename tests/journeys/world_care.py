"""What goes on around the stages of a world: calls, campaigns, alerts, notices, questions."""

from datetime import date

from convoca.convening.models import ContactAttempt
from convoca.convening.services import add_note, record_attempt, save_view
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, Seat
from convoca.directory.queries import current_holder
from convoca.directory.services import add_person
from convoca.notices.core.occasions import community_occasion
from convoca.notices.models import Notice
from convoca.notices.queries import Membership
from convoca.notices.services import (
    NoticeInput,
    answer_question,
    ask_question,
    draft_notice,
    publish_notice,
    set_question_aside,
)
from convoca.outreach.models import Campaign, GivenResult, Turn
from convoca.outreach.services import CampaignInput, WaveInput, save_campaign, start_campaign
from convoca.portal.services.peace import leave_in_peace
from convoca.retention.models import Alert, CareTask
from convoca.retention.services import assign_task, do_task, open_alerts
from tests.journeys.world_parts import DAY, World, invitation_of

LAW = "Rige desde marzo.\n\nRevise sus bases de licitación: https://leyes.ejemplo.cl/compras"
QUESTION = "¿La nueva ley vale para las compras ya iniciadas, o solo para las que vienen?"
WAVES = [
    WaveInput("email", "{comuna}: ¿participará?", "{nombre}, todavía falta su respuesta: {enlace}"),
    WaveInput("phone", "", "Preguntar si le llegó la invitación."),
    WaveInput("letter", "{comuna}: invitación", "{nombre}, le invitamos por carta. {enlace}"),
]


def care_for(world: World) -> None:
    """Give the open community its calls and campaigns, the held one its alerts and notices."""
    call_open(world, world.cycles["open"])
    write_open(world, world.cycles["open"])
    keep_open(world, world.cycles["open"])
    look_after_held(world, world.cycles["held"])
    tell_held(world, world.cycles["held"])
    ask_held(world, world.cycles["held"])


# Around the invitations


def call_open(world: World, cycle: Cycle) -> None:
    """One is in hand, a result is fresh enough to be undone, one number was wrong."""
    wrong, in_hand = invitation_of(cycle, 10), invitation_of(cycle, 11)
    attempt = record_attempt(
        cycle=cycle,
        seat=wrong.seat,
        channel=ContactAttempt.Channel.PHONE,
        result=ContactAttempt.Result.WRONG,
        note="",
        user=world.carla,
        now=world.now,
    )
    GivenResult.objects.create(
        cycle=cycle, seat=wrong.seat, by=world.carla, turn_number=0, reason="silent",
        result=attempt.result, at=world.now, attempt=attempt,
    )  # fmt: skip
    Turn.objects.create(
        cycle=cycle, seat=in_hand.seat, person=in_hand.person, user=world.carla,
        reason="no_email", planned=2, held_until=world.now + DAY,
    )  # fmt: skip
    leave_in_peace(person=invitation_of(cycle, 9).person, now=world.now)


def write_open(world: World, cycle: Cycle) -> None:
    """One campaign has started, one is being prepared."""
    names = {"started": "Segundo llamado", "prepared": "Carta a quienes faltan"}
    for key, name in names.items():
        given = CampaignInput(name, {}, gap_days=3, most_contacts=4, waves=WAVES)
        campaign = save_campaign(
            cycle=cycle, campaign=None, given=given, user=world.carla, now=world.now - 2 * DAY
        )
        world.rows[key] = campaign.pk
    running = Campaign.objects.get(pk=world.rows["started"])
    start_campaign(campaign=running, user=world.carla, now=world.now - DAY)


def keep_open(world: World, cycle: Cycle) -> None:
    """A note about a seat, a view of the board, and two who may be one person."""
    seat = invitation_of(cycle, 0).seat
    text = "Prefiere que le llamen después de las 16:00."
    note = add_note(seat=seat, text=text, user=world.carla, now=world.now)
    world.rows["note"] = note.pk
    save_view(
        community=cycle.community,
        owner=world.carla,
        query="estado=invited",
        name="Faltan por responder",
        is_shared=True,
    )
    twice(world, invitation_of(cycle, 7).seat)


def twice(world: World, seat: Seat) -> None:
    """Who holds a seat is also known as who held it before: one person, twice there."""
    holder = current_holder(seat).person
    again = add_person(
        association=world.association, name=holder.name.upper(), origin="nómina de 2025"
    )
    seat.tenures.create(
        person=again, role="interino", from_on=date(2024, 3, 1), to_on=date(2025, 3, 1)
    )
    world.rows["keep"], world.rows["drop"] = holder.pk, again.pk


# Between the sessions


def look_after_held(world: World, cycle: Cycle) -> None:
    """Two seats drift away: one has a task to do and one that was done, the other none yet."""
    open_alerts(cycle=cycle, now=world.now)
    alert = Alert.objects.filter(cycle=cycle).earliest("pk")
    world.rows["alert"] = alert.pk
    for kind in (CareTask.Kind.CALL, CareTask.Kind.RECORDING):
        task = assign_task(
            alert=alert,
            kind=kind,
            due_on=(world.now - DAY).date(),
            owner=world.carla,
            user=world.carla,
            now=world.now,
        )
    do_task(task=task, result="Hecha: la verá el lunes", user=world.carla, now=world.now)


def write(world: World, cycle: Cycle, title: str, kind: str, link: str = "") -> Notice:
    return draft_notice(
        cycle=cycle,
        given=NoticeInput(kind=kind, title=title, text=LAW, link=link, audience="accepted"),
        user=world.carla,
        now=world.now - 2 * DAY,
    )


def tell_held(world: World, cycle: Cycle) -> None:
    """One notice is published, with a file; one is a draft."""
    told = write(
        world, cycle, "Nueva ley de compras", "law", "https://leyes.ejemplo.cl/compras.pdf"
    )
    publish_notice(notice=told, edition=told.edition, user=world.carla, now=world.now - 2 * DAY)
    draft = write(world, cycle, "Pauta de rendición lista", "material")
    world.rows["notice"], world.rows["draft"] = told.pk, draft.pk


def ask_held(world: World, cycle: Cycle) -> None:
    """One question is open, one answered for all, one set aside; the same person asked all."""
    invitation = invitation_of(cycle, 0)
    person, seat = invitation.participant, invitation.seat
    reader = Membership(cycle.community, person, seat, frozenset({cycle.pk}))
    asked = [
        ask_question(reader=reader, text=text, shows_name=True, now=world.now - DAY)
        for text in (QUESTION, "¿Quién firma el convenio?", "¿Habrá café?")
    ]
    answer_question(
        question=asked[1], text="La alcaldesa.\n\nLa pauta está en https://leyes.ejemplo.cl/1",
        audience="community", known=0, user=world.carla, now=world.now,
    )  # fmt: skip
    set_question_aside(
        question=asked[2], reason="Las sesiones son en línea.", user=world.carla, now=world.now
    )
    world.rows |= {"asked": asked[0].pk, "answered": asked[1].pk, "aside": asked[2].pk}
    occasion = community_occasion(cycle.community_id)
    world.link("notices", person, seat, PersonalLink.Purpose.NOTICES, occasion)
    quiet = invitation_of(world.cycles["open"], 0)
    world.link(
        "no_notices",
        quiet.participant,
        quiet.seat,
        PersonalLink.Purpose.NOTICES,
        community_occasion(quiet.cycle.community_id),
    )
