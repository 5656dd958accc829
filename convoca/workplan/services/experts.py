"""Who may lead a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.agenda.models import Theme
from convoca.directory.models import Community
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import split_week
from convoca.workplan.core.problem.model import Away
from convoca.workplan.models import Expert
from convoca.workplan.services.marks import require_known
from convoca.workplan.services.pool import (
    change_address,
    keep_hours,
    lock_house,
    write_absences,
)


@dataclass(frozen=True)
class ExpertInput:
    """What is known of an expert; without themes, any topic. `weekly` holds y and n only.

    Without a community, all of the association may ask for them.
    """

    name: str
    email: str
    themes: Sequence[Theme]
    weekly: str
    away: Sequence[Away]
    is_active: bool = True
    community: Community | None = None
    max_per_day: int = 1
    max_per_week: int = 2


@transaction.atomic
def save_expert(
    *,
    association: Association,
    expert: Expert | None,
    given: ExpertInput,
    now: datetime,
    known: str = "",
) -> Expert:
    """Keep an expert of an association, new where `expert` is None; pressed twice, one.

    `known` is the mark of what the form was filled in from; empty asks for nothing.

    Raises PoolChangedError when the expert was changed since; ValueError for a week that is
    no week, or a theme or community that is not theirs.
    """
    split_week(given.weekly)
    _require_own(association, given)
    lock_house(association)
    if expert is None:
        kept = _same(association, given) or Expert(association=association)
    else:
        kept = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    before = kept.mark if kept.pk else ""
    change_address(kept, given.email, now=now)
    kept.name, kept.is_active = given.name, given.is_active
    kept.community = given.community
    kept.max_per_day, kept.max_per_week = given.max_per_day, given.max_per_week
    keep_hours(kept, weekly=given.weekly, away=given.away, now=now)
    kept.save()
    kept.themes.set(given.themes)
    require_known(known, before=before, after=kept.mark)
    return kept


def _same(association: Association, given: ExpertInput) -> Expert | None:
    """Return the expert of whom all this is known already."""
    themes = {theme.pk for theme in given.themes}
    rows = Expert.objects.filter(
        association=association,
        community=given.community,
        name=given.name,
        email=given.email,
        is_active=given.is_active,
        weekly=given.weekly,
        away=write_absences(given.away),
        max_per_day=given.max_per_day,
        max_per_week=given.max_per_week,
    ).prefetch_related("themes")
    return next((one for one in rows if {theme.pk for theme in one.themes.all()} == themes), None)


def _require_own(association: Association, given: ExpertInput) -> None:
    community = given.community
    if community is not None and community.association_id != association.pk:
        raise ValueError(f"community of another association: {community}")
    for theme in given.themes:
        mine = theme.community == community if community else True
        if not mine or theme.community.association_id != association.pk:
            raise ValueError(f"theme of another community: {theme}")
