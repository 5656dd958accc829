"""The views of the board that somebody may use."""

from collections.abc import Sequence

from django.db.models import Q

from convoca.convening.models import SavedView
from convoca.directory.models import Community, User


def list_saved_views(community: Community, user: User) -> Sequence[SavedView]:
    """List the own views and those that the team shares, by name."""
    views = SavedView.objects.filter(community=community, dropped_at__isnull=True)
    return list(views.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner"))


def dropped_view(community: Community, user: User) -> SavedView | None:
    """Return the view that somebody dropped last and may bring back."""
    dropped = SavedView.objects.filter(community=community, owner=user, dropped_at__isnull=False)
    return dropped.first()
