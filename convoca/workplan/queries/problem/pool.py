"""What communities share, as the planner knows it: who leads, who runs, licences of calls.

What nobody wrote down does not bind: without an expert the team leads everything, without a
facilitator the coordination of the community runs it, without licences it has its own call.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.core.problem.model import Expert, Facilitator, Licence
from convoca.workplan.models import Expert as ExpertRow
from convoca.workplan.models import Facilitation
from convoca.workplan.models import Licence as LicenceRow

TEAM = "team"
"""Leads every topic at any hour while a community has no expert."""
COORDINATION = "coordination"
CALL = "call"
NO_LIMIT = 24
Skills = Mapping[int, Sequence[str]]
"""The skills that each community asks for, one a session, by primary key."""


@dataclass(frozen=True)
class Pool:
    """Who and what there is for some communities; `facilitator_of` by their primary keys."""

    experts: tuple[Expert, ...]
    facilitators: tuple[Facilitator, ...]
    licences: tuple[Licence, ...]
    facilitator_of: Mapping[int, str]
    names: Mapping[str, str]


def is_team(expert_id: str | None) -> bool:
    """Say whether an id stands for the team, in a problem of one community or of several."""
    return expert_id is not None and expert_id.partition("-")[0] == TEAM


def pool_of(association: Association, skills: Skills) -> Pool:
    """Return what the communities named in `skills` may use, with the names behind the ids.

    What stands in for somebody is told apart by community where there are several.
    """
    experts, expert_names = _experts(association, skills)
    facilitators, facilitator_of, names = _facilitators(skills)
    licences, licence_names = _licences(association, skills)
    return Pool(
        experts, facilitators, licences, facilitator_of, expert_names | names | licence_names
    )


def _stand_in(name: str, community_id: int, skills: Skills) -> str:
    return name if len(skills) == 1 else f"{name}-{community_id}"


def _experts(association: Association, skills: Skills) -> tuple[tuple[Expert, ...], dict[str, str]]:
    """Return who may lead; the team leads what belongs to a community without anybody."""
    rows = (
        ExpertRow.objects.filter(is_active=True)
        .filter(Q(community__in=skills.keys()) | Q(community__isnull=True, association=association))
        .order_by("name", "pk")
        .prefetch_related("themes")
    )
    found = {row: _skills(row, skills) for row in rows}
    experts = [_expert(row, own) for row, own in found.items() if own]
    names = {f"expert:{row.pk}": row.name for row, own in found.items() if own}
    for community_id, wanted in skills.items():
        if not any(_serves(row, community_id, own, wanted) for row, own in found.items()):
            team = _stand_in(TEAM, community_id, skills)
            experts.append(Expert(team, tuple(wanted), ALWAYS, (), NO_LIMIT, 7 * NO_LIMIT))
            names[team] = _("el equipo")
    return tuple(experts), names


def _skills(row: ExpertRow, skills: Skills) -> tuple[str, ...]:
    """Return what an expert may lead: the own themes, or all that their communities ask for.

    Themes that nobody asks for now leave an expert of the whole association out.
    """
    own = tuple(f"theme:{theme.pk}" for theme in row.themes.all())
    if row.community_id is not None:
        return own or tuple(skills[row.community_id])
    asked = [skill for wanted in skills.values() for skill in wanted]
    return tuple(skill for skill in own if skill in asked) if own else tuple(asked)


def _serves(row: ExpertRow, community_id: int, own: Sequence[str], wanted: Sequence[str]) -> bool:
    if row.community_id is not None:
        return row.community_id == community_id
    return any(skill in wanted for skill in own)


def _expert(row: ExpertRow, skills: tuple[str, ...]) -> Expert:
    return Expert(
        f"expert:{row.pk}", skills, row.week, row.absences, row.max_per_day, row.max_per_week
    )


def _facilitators(
    skills: Skills,
) -> tuple[tuple[Facilitator, ...], dict[int, str], dict[str, str]]:
    """Return who runs the sessions, by community, and their names."""
    given = Facilitation.objects.filter(
        community__in=skills.keys(), facilitator__is_active=True
    ).select_related("facilitator")
    runs = {one.community_id: one.facilitator for one in given}
    facilitators: dict[str, Facilitator] = {}
    of: dict[int, str] = {}
    names: dict[str, str] = {}
    for community_id in skills:
        row = runs.get(community_id)
        if row is None:
            key = _stand_in(COORDINATION, community_id, skills)
            facilitators[key], names[key] = Facilitator(key, ALWAYS), _("la coordinación")
        else:
            key = f"facilitator:{row.pk}"
            facilitators[key], names[key] = Facilitator(key, row.week, row.absences), row.name
        of[community_id] = key
    return tuple(facilitators.values()), of, names


def _licences(
    association: Association, skills: Skills
) -> tuple[tuple[Licence, ...], dict[str, str]]:
    rows = list(LicenceRow.objects.filter(association=association, is_active=True))
    if not rows:
        calls = [_stand_in(CALL, pk, skills) for pk in skills]
        return tuple(Licence(call, settings.CALL_CAPACITY) for call in calls), {}
    licences = tuple(Licence(f"licence:{row.pk}", row.capacity, row.absences) for row in rows)
    return licences, {f"licence:{row.pk}": row.name for row in rows}
