"""Who makes interviews, and the hours agreed for them, for tests."""

from collections.abc import Sequence
from datetime import datetime

from convoca.agenda.models import Appointment, Interview
from convoca.agenda.services import Hour, agree_hour, save_interviewer
from convoca.cycles.models import Cycle
from convoca.directory.models import Region, TeamMember, User
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

TEN = datetime(2027, 1, 6, 10)  # Wednesday, two days after NOW, by the clock of who is asked


def make_interviewer(
    cycle: Cycle,
    name: str = "Emilio",
    *,
    regions: Sequence[Region] = (),
    languages: Sequence[str] = (),
    most: int = 60,
) -> User:
    """Make somebody of the team who makes interviews."""
    community = cycle.community
    user = make_user(community.association, f"{name.lower()}@ejemplo.cl", name)
    role = TeamMember.Role.INTERVIEWER
    TeamMember.objects.create(community=community, user=user, role=role)
    save_interviewer(
        community=community, user=user, regions=regions, languages=languages, most=most
    )
    return user


def agree(
    interview: Interview,
    user: User,
    wall: datetime = TEN,
    *,
    now: datetime = NOW,
    known: Appointment | None = None,
    anyway: bool = False,
    **more,
) -> Appointment:
    """Agree the hour of an interview, or move the known one."""
    return agree_hour(
        cycle=interview.cycle,
        seat_id=interview.seat_id,
        hour=Hour(wall, **more),
        known_id=known.pk if known else None,
        user=user,
        now=now,
        anyway=anyway,
    )
