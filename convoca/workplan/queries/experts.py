"""Reading the people who may lead a session."""

from django.db.models import Q

from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError
from convoca.workplan.models import Expert


def list_experts(community: Community) -> list[Expert]:
    """List who may lead sessions of a community, with their themes: those who lead now first.

    Of the whole association those are listed who may lead anything, or one of its themes.
    """
    shared = Q(community__isnull=True, association=community.association_id)
    theirs = Q(themes__isnull=True) | Q(themes__community=community)
    experts = Expert.objects.filter(Q(community=community) | shared & theirs).distinct()
    return list(experts.order_by("-is_active", "name", "pk").prefetch_related("themes"))


def get_expert(community: Community, expert_id: int) -> Expert:
    """Return an expert of this community alone, or raise NotFoundError."""
    expert = Expert.objects.filter(community=community, pk=expert_id).first()
    if expert is None:
        raise NotFoundError(expert_id)
    return expert
