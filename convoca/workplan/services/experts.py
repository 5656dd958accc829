"""Who may lead a session."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from convoca.agenda.models import Theme
from convoca.directory.models import Community
from convoca.workplan.core.grid import split_week
from convoca.workplan.core.model import Away
from convoca.workplan.models import Expert


@dataclass(frozen=True)
class ExpertInput:
    """What is known of an expert; without themes, any topic. `weekly` holds y and n only."""

    name: str
    email: str
    themes: Sequence[Theme]
    weekly: str
    away: Sequence[Away]
    is_active: bool = True


@transaction.atomic
def save_expert(*, community: Community, expert: Expert | None, given: ExpertInput) -> Expert:
    """Keep an expert of a community, new where `expert` is None.

    Raises ValueError for a week that is no week, or a theme of another community.
    """
    split_week(given.weekly)
    if any(theme.community_id != community.pk for theme in given.themes):
        raise ValueError(f"themes of another community: {given.themes}")
    kept = expert or Expert(community=community)
    kept.name, kept.email, kept.is_active = given.name, given.email, given.is_active
    kept.weekly = given.weekly
    kept.away = [[first.isoformat(), last.isoformat()] for first, last in given.away]
    kept.save()
    kept.themes.set(given.themes)
    return kept
