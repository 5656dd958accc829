"""What keeps the dates of a plan from standing beside those that stand by now."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from convoca.workplan.core.problem.model import Taken
from convoca.workplan.core.result.country import Clash, Standing, find_clash, standing_of
from convoca.workplan.errors import PlanClashError
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_words import moment_words
from convoca.workplan.queries.problem.taken import SHARED, people_of, taken_sessions


def check_clash(plan: Plan) -> None:
    """Compare the sessions of a plan with those of the association that stand, as of now.

    What stands in for somebody (the team, the coordination, the own call) clashes with nobody.

    Raises PlanClashError for the first that needs what another holds at the same hour.
    """
    association = plan.cycle.community.association
    people = frozenset(f"person:{pk}" for pk in people_of([plan])[plan.cycle_id])
    own = [
        replace(
            one,
            licence=_shared(one.licence),
            expert=_shared(one.expert),
            facilitator=_shared(one.facilitator),
            persons=people,
        )
        for one in standing_of(plan.problem, plan.result)
    ]
    clash = find_clash(own, _standing(taken_sessions(association, besides=[plan.cycle_id])))
    if clash is not None:
        raise PlanClashError(_what(clash, plan), moment_words(clash.other.start))


def _standing(taken: Iterable[Taken]) -> list[Standing]:
    return [
        Standing(
            community="",
            start=one.start,
            minutes=one.session_min,
            licence=_shared(one.licence),
            expert=_shared(one.expert),
            facilitator=_shared(one.facilitator),
            persons=frozenset(one.persons),
        )
        for one in taken
    ]


def _shared(who: str | None) -> str | None:
    return who if who is not None and who.startswith(SHARED) else None


def _what(clash: Clash, plan: Plan) -> str:
    if clash.kind == "person":
        return _("quien participa en las dos")
    name = plan.problem.get("names", {}).get(clash.who, "")
    return name or _("lo que necesitan las dos")
