"""Queues and campaigns for tests, at a working hour in Santiago."""

from datetime import UTC, datetime, timedelta

from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import record_attempt
from convoca.cycles.models import Cycle
from convoca.directory.models import ContactPoint, TeamMember, User
from convoca.messaging.models import Message
from convoca.outreach.models import Campaign
from convoca.outreach.services import CampaignInput, WaveInput, save_campaign
from tests.factories.convening import make_invited_cycle
from tests.factories.directory import make_user
from tests.support.kept import kept

INVITED_AT = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
WORKING = datetime(2027, 1, 7, 13, 30, tzinfo=UTC)
"""A Thursday, 10:30 in Santiago, three working days after the invitations."""
DAY = timedelta(days=1)


@kept
def make_queue(seats: int = 3) -> Cycle:
    """Make a cycle whose invitations left three working days ago, without an answer."""
    cycle = make_invited_cycle(seats, now=INVITED_AT)
    Message.objects.update(state=Message.State.SENT, sent_at=INVITED_AT)
    ContactPoint.objects.update(added_at=INVITED_AT - DAY)
    return cycle


def make_caller(
    cycle: Cycle, email: str = "carla@ejemplo.cl", role: str = TeamMember.Role.COORDINATOR
) -> User:
    user = make_user(cycle.community.association, email, email.partition("@")[0].title())
    cycle.community.team.create(user=user, role=role)
    return user


def invitation_at(cycle: Cycle, place: int) -> Invitation:
    return live_invitations(cycle)[place]


def try_seat(cycle: Cycle, place: int, result: str, *, at: datetime, **more):
    """Record a call to the seat at a place of the list."""
    return record_attempt(
        cycle=cycle,
        seat=invitation_at(cycle, place).seat,
        channel="phone",
        result=result,
        note="",
        user=None,
        now=at,
        **more,
    )


def make_campaign(
    cycle: Cycle, user: User, *, channels: str = "email phone letter", **more
) -> Campaign:
    """Prepare a campaign with a short text for each channel."""
    given = CampaignInput(
        name=more.pop("name", "Segundo llamado"),
        chosen=more.pop("chosen", {}),
        gap_days=more.pop("gap_days", 3),
        most_contacts=more.pop("most_contacts", 4),
        waves=[
            WaveInput(channel, "{comuna}: ¿participará?", f"{channel}: {{nombre}}\n{{enlace}}")
            for channel in channels.split()
        ],
    )
    return save_campaign(cycle=cycle, campaign=None, given=given, user=user, now=WORKING)
