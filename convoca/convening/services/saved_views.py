"""Keeping the filters of the board under a name."""

from datetime import datetime

from django.db import IntegrityError, transaction

from convoca.convening.errors import SavedViewGoneError, SavedViewTakenError
from convoca.convening.models import SavedView
from convoca.directory.models import Community, User


def save_view(
    *, community: Community, owner: User, name: str, query: str, is_shared: bool
) -> SavedView:
    """Keep filters under a name; one of that name is replaced, so pressing twice makes one."""
    return SavedView.objects.update_or_create(
        community=community,
        owner=owner,
        name=name,
        dropped_at=None,
        defaults={"query": query, "is_shared": is_shared},
    )[0]


@transaction.atomic
def change_view(*, view_id: int, owner: User, name: str, is_shared: bool) -> SavedView:
    """Rename a view, share it with the team or keep it to oneself.

    Raises SavedViewGoneError when it is dropped or somebody else's, SavedViewTakenError when
    the owner has another of that name.
    """
    view = _lock_view(view_id, owner)
    view.name, view.is_shared = name, is_shared
    _keep(view)
    return view


@transaction.atomic
def drop_view(*, view_id: int, owner: User, now: datetime) -> SavedView:
    """Drop a view; it can be brought back until its owner drops another.

    Raises SavedViewGoneError when it is dropped already or somebody else's.
    """
    view = _lock_view(view_id, owner)
    SavedView.objects.filter(
        community=view.community_id, owner=owner, dropped_at__isnull=False
    ).delete()
    view.dropped_at = now
    view.save(update_fields=["dropped_at"])
    return view


@transaction.atomic
def restore_view(*, community: Community, owner: User) -> SavedView:
    """Bring back the view that was dropped last.

    Raises SavedViewGoneError when none waits, SavedViewTakenError when its name is in use.
    """
    dropped = SavedView.objects.select_for_update().filter(
        community=community, owner=owner, dropped_at__isnull=False
    )
    view = dropped.first()
    if view is None:
        raise SavedViewGoneError
    view.dropped_at = None
    _keep(view)
    return view


def _lock_view(view_id: int, owner: User) -> SavedView:
    views = SavedView.objects.select_for_update()
    view = views.filter(pk=view_id, owner=owner, dropped_at__isnull=True).first()
    if view is None:
        raise SavedViewGoneError(view_id)
    return view


def _keep(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise SavedViewTakenError(view.name) from error
