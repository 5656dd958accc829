"""Several communities that share, and their plan, made with the services that make real ones."""

from collections.abc import Sequence

from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.convening.services import invite_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.workplan.models import CountryPlan, Licence, Plan
from convoca.workplan.services import request_country_plan, solve_waiting_country_plans
from tests.factories.convening import answer
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_held_seats
from tests.factories.workplan import MORNINGS, confirm_topics, give


def make_country(
    *kinds: str, people: int = 1, weekly: str = MORNINGS, licences: int = 1
) -> list[Cycle]:
    """Make an association whose communities, one a kind, are ready to be planned together.

    They share `licences`; return their cycles.
    """
    association = make_association()
    for number in range(licences):
        Licence.objects.create(association=association, name=f"Licencia {number + 1}", capacity=300)
    return [make_ready_cycle(make_community(association, kind), people, weekly) for kind in kinds]


def make_ready_cycle(community: Community, people: int = 1, weekly: str = MORNINGS) -> Cycle:
    """Make a cycle of a community with answered weeks and an agenda of two topics."""
    make_held_seats(community, people)
    cycle = make_cycle(community)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for invitation in live_invitations(cycle):
        answer(invitation)
    for invitation in accepted_invitations(cycle):
        give(invitation, weekly)
    confirm_topics(cycle)
    return cycle


def solved_country(cycles: Sequence[Cycle]) -> CountryPlan:
    """Ask for the plan of cycles together and work it out as the worker does."""
    country = request_country_plan(
        association=cycles[0].community.association,
        cycle_ids={cycle.pk for cycle in cycles},
        user=None,
        now=NOW,
    )
    solve_waiting_country_plans()
    country.refresh_from_db()
    return country


def make_country_of(plan: Plan) -> CountryPlan:
    """Make a plan of the country out of the worked-out plan of one cycle."""
    found = {key: item for key, item in plan.result.items() if key != "explanation"}
    about = {"first_day": plan.problem["first_day"], "names": {}, "licences": 0}
    country = CountryPlan.objects.create(
        association=plan.cycle.community.association,
        state=CountryPlan.State.SOLVED,
        problem=plan.problem,
        result={**found, "about": about, "left": []},
        asked_at=plan.asked_at,
        solved_at=plan.solved_at,
    )
    plan.country = country
    plan.save(update_fields=["country"])
    return country
