"""Sessions for tests, in a cycle whose seats take part."""

from datetime import UTC, datetime, timedelta

from convoca.agenda.models import Agenda, AgendaTopic, Theme
from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import Comuna, Municipality, PersonalLink, Seat
from convoca.directory.services import issue_link
from convoca.foundation.links import token_of
from convoca.meetings.core.clock import find_instant
from convoca.meetings.models import Session
from convoca.meetings.queries import list_accepted
from convoca.messaging.models import Message
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.models import Plan
from convoca.workplan.queries import build_problem, default_weights
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import ZONE, make_community, make_kind
from tests.factories.workplan import confirm_topics, make_planned_cycle
from tests.support.kept import kept

BEFORE = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
START = datetime(2027, 3, 9, 13, 0, tzinfo=UTC)
AFTER = START + timedelta(hours=2)
WALL = "2027-03-09T10:00"
CALL = "https://zoom.us/j/123456789?pwd=abc"


def make_session(cycle: Cycle, number: int = 1, *, wall: str = WALL, **fields) -> Session:
    values = {
        "topic": f"Tema {number}",
        "expert_name": "Eva Experta",
        "zone": ZONE,
        "starts_at": find_instant(wall, ZONE).at,
        "duration_min": 60,
        "video_url": CALL,
        "uid": f"session-{cycle.pk}-{number}@prueba.cl",
    }
    return Session.objects.create(cycle=cycle, number=number, wall_start=wall, **(values | fields))


@kept
def make_announced_cycle(seats: int = 1, **fields) -> Session:
    """Make a cycle with accepted seats and its first session, announced to nobody by mail yet."""
    return make_session(make_accepted_cycle(seats), state=Session.State.ANNOUNCED, **fields)


def seats_of_cycle(cycle: Cycle) -> list[Seat]:
    return [invitation.seat for invitation in list_accepted(cycle)]


def participants(cycle: Cycle) -> list[Invitation]:
    return list_accepted(cycle)


def make_comunas() -> None:
    """Give each municipality one comuna of its own name and code, so that files can name it."""
    for place in Municipality.objects.all():
        Comuna.objects.create(
            code=place.code,
            name=place.comuna_name,
            province=place.province,
            municipality=place,
            population=place.population,
            zone=place.zone,
            latitude=0,
            longitude=0,
        )


def mails(session: Session, purpose: str) -> list[Message]:
    found = Message.objects.filter(occasion=f"session:{session.pk}", purpose=purpose)
    return list(found.order_by("pk"))


def farewells(session: Session) -> list[Message]:
    return list(Message.objects.filter(occasion=f"session-farewell:{session.pk}").order_by("pk"))


def let_mails_leave(session: Session) -> None:
    """Say that what waits about a session has left, as the worker does."""
    waiting = Message.objects.filter(occasion=f"session:{session.pk}", state=Message.State.QUEUED)
    waiting.update(state=Message.State.SENT)


def open_session_link(
    client, session: Session, seat_number: int = 0, *, now=BEFORE
) -> PersonalLink:
    """Issue the link of a participant and open it in this browser, as from the mail."""
    invitation = participants(session.cycle)[seat_number]
    link = issue_link(
        person=invitation.participant,
        seat=invitation.seat,
        purpose=PersonalLink.Purpose.SESSION,
        occasion=f"session:{session.pk}",
        expires_at=session.starts_at + timedelta(days=60),
        now=now,
    )
    client.get(f"/p/{token_of(link.reference)}/")
    return link


def make_plan(
    cycle: Cycle, state: str = Plan.State.SOLVED, *, starts=(WALL, "2027-03-23T11:00")
) -> Plan:
    """Make a plan whose dates were worked out; its last session is led by an expert."""
    last = len(starts) - 1
    return Plan.objects.create(
        cycle=cycle,
        state=state,
        problem={
            "zone": ZONE,
            "session_min": 60,
            "names": {"eva": "Eva Experta"},
            "communities": [{"id": "C", "facilitator": "coordination", "participants": []}],
        },
        result={
            "sessions": [
                {
                    "community": "C",
                    "n": n,
                    "start": start,
                    "expert": "eva" if n == last else None,
                    "licence": "call",
                }
                for n, start in enumerate(starts)
            ]
        },
        asked_at=BEFORE,
    )


def make_agenda(cycle: Cycle, titles: list[str]) -> Agenda:
    agenda = Agenda.objects.create(
        cycle=cycle, ballots={}, result={}, input_hash="0" * 64, confirmed_at=BEFORE
    )
    for position, title in enumerate(titles, start=1):
        theme = Theme.objects.create(community=cycle.community, title=title, position=position)
        AgendaTopic.objects.create(agenda=agenda, theme=theme, position=position)
    return agenda


def make_standing_cycle(*weeks: str, walls=(WALL, "2027-03-23T10:00"), **state) -> list[Session]:
    """Make a cycle whose plan is confirmed, with its sessions at these wall times."""
    cycle = make_planned_cycle(*weeks)
    return stand(cycle, walls, **state)


def stand(cycle: Cycle, walls, *, hands=None, **fields) -> list[Session]:
    """Confirm a plan of these wall times by hand, without working it out; make its sessions.

    hands: expert and licence of every session, as ids of the problem.
    """
    problem = build_problem(cycle, default_weights(cycle.community), today=BEFORE.date())
    expert, licence = hands or (problem.experts[0].id, problem.licences[0].id)
    name = problem.communities[0].id
    Plan.objects.create(
        cycle=cycle,
        state=Plan.State.CONFIRMED,
        problem=problem_to_dict(problem),
        result={
            "sessions": [
                {"community": name, "n": n, "start": wall, "expert": expert, "licence": licence}
                for n, wall in enumerate(walls)
            ]
        },
        asked_at=BEFORE,
        confirmed_at=BEFORE,
    )
    return [
        make_session(cycle, number, wall=wall, expert_name="", **fields)
        for number, wall in enumerate(walls, start=1)
    ]


def make_neighbour(session: Session, wall: str, **hands) -> Session:
    """Make a session of another community of the association, in which nobody takes part yet."""
    mine = session.cycle
    community = make_community(mine.community.association, make_kind("OTRO"))
    cycle = Cycle.objects.create(
        community=community,
        number=1,
        stage=mine.stage,
        answer_by=mine.answer_by,
        plan_from=mine.plan_from,
        plan_weeks=mine.plan_weeks,
        started_at=BEFORE,
    )
    confirm_topics(cycle)
    return stand(cycle, [wall], **hands)[0]
