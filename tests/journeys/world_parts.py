"""The parts of a world: its communities and who is in them, made with the rooms' own services."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.models import Interview
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.services import ensure_themes, finish_interview, save_answer
from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import answer_invitation, invite_seats
from convoca.cycles.models import Cycle
from convoca.cycles.services import start_cycle
from convoca.directory.models import Community, Person, PersonalLink, RosterImport, Seat, User
from convoca.directory.services import add_person, issue_link
from convoca.foundation.links import token_of
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import BLANK_DAY, fill_day
from convoca.workplan.services import save_availability
from tests.factories.agenda import rate
from tests.factories.directory import make_community, make_municipality, make_seat

DAY = timedelta(days=1)
FAR = [  # comunas of the four zones first, then of the centre
    ("Isla de Pascua", "Valparaíso", "Pacific/Easter"),
    ("Coyhaique", "Aysén", "America/Coyhaique"),
    ("Punta Arenas", "Magallanes", "America/Punta_Arenas"),
    ("San José de la Mariquina", "Los Ríos", "America/Santiago"),
    ("Ñuñoa", "Metropolitana", "America/Santiago"),
    ("Maipú", "Metropolitana", "America/Santiago"),
    ("Arica", "Arica y Parinacota", "America/Santiago"),
    ("Iquique", "Tarapacá", "America/Santiago"),
    ("Temuco", "La Araucanía", "America/Santiago"),
    ("Valdivia", "Los Ríos", "America/Santiago"),
    ("Tiltil", "Metropolitana", "America/Santiago"),
    ("Rancagua", "O'Higgins", "America/Santiago"),
]
NAMES = [
    "María de los Ángeles Etcheverry Undurraga", "Elsa Mansilla", "Iván Vera", "Sonia Kunz",
    "Ana Pérez Rojas", "Luis Soto Díaz", "Rosa Flores", "Pedro Mamani", "Juan Llanca",
    "Olga Reyes", "Marta Olea", "Diego Báez",
]  # fmt: skip
MORNINGS = fill_day("y", "n") * 5
HALF_WEEK = fill_day("y", "y") + fill_day("n", "m") + BLANK_DAY * 3
BENEFITS = (
    "La municipalidad recibe pautas probadas por otras.\n\nLo que plantee se suma a lo demás.",
    "Usted resuelve dudas con quienes tienen su mismo cargo.\n\nLos temas salen de lo que digan.",
)
WORDS = "Rendimos tres veces lo mismo, en tres plataformas.\n\nFalta personal para formular."


@dataclass
class World:
    """Who works there, the communities by how far they are, and the doors of directors."""

    association: Association
    carla: User
    now: datetime
    communities: dict[str, Community] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    links: dict[str, PersonalLink] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    doors: dict[str, str] = field(default_factory=dict)
    roster: RosterImport | None = None

    def link(self, name: str, person: Person, seat: Seat, purpose: str, occasion: str) -> None:
        """Keep the personal link of somebody under a name."""
        self.links[name] = issue_link(
            person=person,
            seat=seat,
            purpose=purpose,
            occasion=occasion,
            expires_at=self.now + 90 * DAY,
            now=self.now,
        )

    def token(self, name: str) -> str:
        """Return what stands in the mail of somebody."""
        return token_of(self.links[name].reference)


def begin(world: World, name: str, kind: str, *, seats: int, ago: timedelta) -> Cycle:
    """Make a community of so many held seats and begin its cycle; invite all there are."""
    community = make_community(world.association, kind)
    community.benefit_municipality, community.benefit_directorate = BENEFITS
    community.save()
    ensure_themes(community=community)
    hold_seats(community, seats, name)
    start = world.now - ago
    cycle = start_cycle(
        community=community,
        answer_by=world.now + 10 * DAY,
        plan_from=(world.now + 14 * DAY).date(),
        plan_weeks=13,
        now=start,
    )
    world.communities[name], world.cycles[name] = community, cycle
    if seats:
        invite_seats(cycle=cycle, seat_ids=None, user=world.carla, now=start)
    return cycle


def hold_seats(community: Community, count: int, mark: str) -> None:
    """Fill the first seats of the list; the last of twelve has no address, and one is vacant."""
    for place, ((comuna, region, zone), name) in enumerate(
        zip(FAR[:count], NAMES[:count], strict=True)
    ):
        holder = add_person(
            association=community.association,
            name=name,
            origin="nómina de prueba",
            email="" if place == 11 else f"{mark}{place}@municipalidad.cl",
            phone=f"+5691234{place:04}",
        )
        make_seat(community, make_municipality(comuna, f"P{place:04}", region, zone), holder=holder)
    if count == len(FAR):
        make_seat(community, make_municipality("Vacante", "P9999", "Ñuble"))


def invitation_of(cycle: Cycle, place: int) -> Invitation:
    return live_invitations(cycle).get(seat__municipality__code=f"P{place:04}")


def answer_as(world: World, cycle: Cycle, place: int, answer: str = "yes", **more) -> Invitation:
    return answer_invitation(
        invitation=invitation_of(cycle, place),
        answer=answer,
        via=AnswerRecord.Via.LINK,
        now=cycle.started_at + DAY,
        **more,
    )


def link_seat(
    world: World, name: str, invitation: Invitation, person: Person, purpose: str
) -> None:
    world.link(name, person, invitation.seat, purpose, f"cycle:{invitation.cycle_id}")


def interview_of(cycle: Cycle, place: int) -> Interview:
    return Interview.objects.get(cycle=cycle, seat__municipality__code=f"P{place:04}")


def interview_as(cycle: Cycle, place: int, *, now: datetime) -> None:
    answer_all(interview_of(cycle, place), place, now=now)


def answer_all(interview: Interview, place: int, *, now: datetime) -> None:
    """Answer everything; the farther south, the other themes matter."""
    for question, value in {"consent": "yes", "may_quote": "yes", "whatsapp": "yes"}.items():
        save_answer(interview=interview, question=question, value=value, now=now)
    save_answer(interview=interview, question="problems", value=WORDS, now=now)
    for number, theme in enumerate(list_themes(interview.cycle.community)):
        level = 1 + (number + place) % 5
        rate(interview, theme, RatedTheme(level, level), now=now)
    finish_interview(interview=interview, now=now)


def say_when(cycle: Cycle, place: int, weekly: str, now: datetime, away=(), council=None) -> None:
    invitation = invitation_of(cycle, place)
    save_availability(
        cycle=cycle,
        seat=invitation.seat,
        person=invitation.participant,
        weekly=weekly,
        away=away,
        council=council,
        now=now,
    )
