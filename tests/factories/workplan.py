"""Availability, experts and plans for tests, made with the services that make the real ones."""

from collections.abc import Sequence
from datetime import date, datetime

from convoca.agenda.models import Agenda, AgendaTopic, Theme
from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, PersonalLink
from convoca.directory.services import issue_link
from convoca.foundation.links import token_of
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import ALWAYS, BLANK_DAY, fill_day
from convoca.workplan.models import (
    Availability,
    Closing,
    Expert,
    Facilitation,
    Facilitator,
    Licence,
    Plan,
)
from convoca.workplan.queries import default_weights
from convoca.workplan.services import request_plan, save_availability, solve_waiting_plans
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW

MORNINGS = fill_day("y", "n") * 5
TUESDAYS = fill_day("n", "n") + fill_day("y", "m") + fill_day("n", "n") * 3
NEVER = fill_day("n", "n") * 5
HALF_ANSWERED = fill_day("y", "y") * 2 + BLANK_DAY * 3


def give(
    invitation: Invitation, weekly: str = ALWAYS, *, now: datetime = NOW, **more
) -> Availability:
    """Keep when the participant of an invitation can."""
    given = {"away": (), "council": None, **more}
    return save_availability(
        cycle=invitation.cycle,
        seat=invitation.seat,
        person=invitation.participant,
        weekly=weekly,
        now=now,
        **given,
    )


def make_answered_cycle(*weeks: str, now: datetime = NOW) -> Cycle:
    """Make a cycle whose seats all take part, each with a week; an empty one has not answered."""
    cycle = make_accepted_cycle(len(weeks), now=now)
    for invitation, weekly in zip(accepted_invitations(cycle), weeks, strict=True):
        if weekly:
            give(invitation, weekly, now=now)
    return cycle


def confirm_topics(
    cycle: Cycle, titles: Sequence[str] = ("Aseo", "Fondos"), *, now: datetime = NOW
) -> list[Theme]:
    """Make a confirmed agenda of these themes, one a session."""
    agenda = Agenda.objects.create(
        cycle=cycle, ballots={}, result={}, input_hash="", confirmed_at=now
    )
    themes = []
    for place, title in enumerate(titles, start=1):
        theme = Theme.objects.create(community=cycle.community, title=title, position=place)
        AgendaTopic.objects.create(agenda=agenda, theme=theme, position=place)
        themes.append(theme)
    return themes


def make_expert(community: Community, *themes: Theme, weekly: str = ALWAYS, **more) -> Expert:
    fields = {"name": "Elena Experta", **more}
    expert = Expert.objects.create(
        association=community.association, community=community, weekly=weekly, **fields
    )
    expert.themes.set(themes)
    return expert


def make_planned_cycle(*weeks: str, now: datetime = NOW) -> Cycle:
    """Make a cycle ready to be planned: answered weeks and an agenda of two topics."""
    cycle = make_answered_cycle(*(weeks or [MORNINGS] * 5), now=now)
    confirm_topics(cycle, now=now)
    return cycle


def ask_plan(cycle: Cycle, *, now: datetime = NOW) -> Plan:
    """Ask for a plan with the weights of the community."""
    weights = default_weights(cycle.community)
    return request_plan(cycle=cycle, weights=weights, user=None, now=now)


def solved_plan(cycle: Cycle) -> Plan:
    """Ask for a plan and work it out as the worker does."""
    plan = ask_plan(cycle)
    solve_waiting_plans()
    plan.refresh_from_db()
    return plan


def open_link(client, invitation: Invitation, *, now: datetime) -> PersonalLink:
    """Open the personal link of availability in a browser; return it."""
    link = issue_link(
        person=invitation.participant,
        seat=invitation.seat,
        purpose=PersonalLink.Purpose.AVAILABILITY,
        occasion=f"cycle:{invitation.cycle_id}",
        expires_at=now.replace(year=now.year + 1),
        now=now,
    )
    client.get(f"/p/{token_of(link.reference)}/")
    return link


def make_facilitator(association: Association, *communities: Community, **more) -> Facilitator:
    """Make who runs the sessions of these communities."""
    fields = {"name": "Felipe Facilitador", "weekly": ALWAYS, **more}
    facilitator = Facilitator.objects.create(association=association, **fields)
    for community in communities:
        Facilitation.objects.create(community=community, facilitator=facilitator)
    return facilitator


def make_licence(association: Association, name: str = "Zoom", capacity: int = 300, **more):
    return Licence.objects.create(association=association, name=name, capacity=capacity, **more)


def make_closing(association: Association, first_on: date, last_on: date | None = None, **more):
    """Close days for the whole association, unless it is said for whom."""
    fields = {"kind": "other", "name": "Congreso", "created_at": NOW, **more}
    return Closing.objects.create(
        association=association, first_on=first_on, last_on=last_on or first_on, **fields
    )


def confirm_at(cycle: Cycle, *starts: str, **uses) -> Plan:
    """Confirm dates of a cycle without looking for them; `uses` are ids of its problem."""
    problem = {
        "session_min": 60,
        "communities": [{"facilitator": uses.pop("facilitator", "coordination"), "topics": []}],
        "weights": {},
    }
    used = {"expert": None, "licence": "call", **uses}
    sessions = [{"n": place, "start": start, **used} for place, start in enumerate(starts)]
    return Plan.objects.create(
        cycle=cycle,
        state=Plan.State.CONFIRMED,
        problem=problem,
        result={"sessions": sessions},
        asked_at=NOW,
        confirmed_at=NOW,
    )
