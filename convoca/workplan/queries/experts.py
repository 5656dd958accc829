"""Reading the people who may lead a session."""

from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError
from convoca.workplan.models import Expert


def list_experts(community: Community) -> list[Expert]:
    """List the experts of a community with their themes: first those who lead now, by name."""
    experts = Expert.objects.filter(community=community).prefetch_related("themes")
    return list(experts.order_by("-is_active", "name", "pk"))


def get_expert(community: Community, expert_id: int) -> Expert:
    """Return an expert of this community, or raise NotFoundError."""
    expert = Expert.objects.filter(community=community, pk=expert_id).first()
    if expert is None:
        raise NotFoundError(expert_id)
    return expert
