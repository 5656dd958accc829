"""The rehearsal that one looks at: two communities in the middle of their first cycle."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.cycles.queries import latest_cycle
from convoca.directory.models import Community, PersonalLink, User
from convoca.foundation.links import address_of
from convoca.foundation.models import Association
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.dates import CycleCalendar, monday_of
from convoca.rehearsal.services.act import Direction
from convoca.rehearsal.services.posts import PigeonHoles
from convoca.rehearsal.services.scene import (
    build_scene,
    ensure_country,
    open_community,
    story_years,
)
from convoca.rehearsal.services.simulation import list_kinds
from convoca.rehearsal.services.story import tell_until_plan, tell_until_reminder
from convoca.rehearsal.services.walker import Walker
from convoca.workplan.queries import availability_rows

NAME, SHORT_NAME = "AMUCH (ensayo)", "AMUCH (ensayo)"
PASSWORD = "ensayo"  # noqa: S105 - it opens nothing but a rehearsal, and is printed
SEED = 2027
PLAN_AGO, CONVENING_AGO = timedelta(days=47), timedelta(days=10)


@dataclass(frozen=True)
class Doorway:
    """Where to go in: addresses and passwords of the staff, and two directors' own links."""

    sign_ins: list[tuple[str, str]]
    links: list[tuple[str, str]]


def find_demo() -> Association | None:
    """Return the association of the demonstration, if it is there."""
    return Association.objects.filter(name=NAME).first()


@transaction.atomic
def build_demo(*, now: datetime) -> Association:
    """Make the demonstration, all of it or nothing.

    One community is at the plan of work, with availability arriving; the other is inviting.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    today = now.astimezone(zone).date()
    ensure_country(years=story_years(today - PLAN_AGO, today))
    team = build_scene(name=NAME, short_name=SHORT_NAME, password=PASSWORD)
    direction = Direction(team, SEED, Assumptions(), Walker(most={}), PigeonHoles())
    planning, inviting = (
        open_community(
            team=team,
            kind=kind,
            seed=SEED,
            people=None,
            assumptions=direction.assumptions,
            now=now - PLAN_AGO,
        )
        for kind in list_kinds(2)
    )
    tell_until_plan(
        opened=planning,
        direction=direction,
        calendar=CycleCalendar(monday_of(today - PLAN_AGO), zone),
        now=now,
    )
    tell_until_reminder(
        opened=inviting,
        direction=direction,
        calendar=CycleCalendar(monday_of(today - CONVENING_AGO), zone),
    )
    return team.association


def read_doorway(association: Association) -> Doorway:
    """Read how to go in, from what is there now."""
    users = User.objects.filter(association=association).order_by("pk")
    return Doorway(
        sign_ins=[(user.email, f"{PASSWORD}-{_role(user)}") for user in users],
        links=[
            link
            for community in association.communities.order_by("pk")
            if (link := _link_of(community)) is not None
        ],
    )


def _role(user: User) -> str:
    return user.email.partition("@")[0].partition(".")[0]


def _link_of(community: Community) -> tuple[str, str] | None:
    """Return who still has something to answer in a community, and the address that opens it."""
    cycle = latest_cycle(community)
    seats = _silent_seats(cycle) if cycle else []
    purposes = [PersonalLink.Purpose.AVAILABILITY, PersonalLink.Purpose.INVITATION]
    link = (
        PersonalLink.objects.filter(seat__in=seats, revoked_at__isnull=True, purpose__in=purposes)
        .select_related("person", "seat__municipality", "seat__kind")
        .order_by("purpose", "pk")
        .first()
    )
    if link is None:
        return None
    words = f"{link.person.name}, {link.seat} ({link.get_purpose_display()})"
    return words, address_of(link.reference)


def _silent_seats(cycle: Cycle) -> list[int]:
    missing = [row.invitation.seat_id for row in availability_rows(cycle) if not row.has_answered]
    if cycle.stage == "plan" and missing:
        return missing
    unanswered = cycle.invitations.filter(answer="", withdrawn_at__isnull=True)
    return list(unanswered.values_list("seat_id", flat=True))
