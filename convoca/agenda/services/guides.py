"""The guide and the list of themes of a community."""

from datetime import datetime

from django.db import IntegrityError, transaction

from convoca.agenda.errors import NameTakenError
from convoca.agenda.models import Guide, Theme
from convoca.agenda.queries.guides import default_guide, default_themes, list_themes
from convoca.directory.models import Community


def ensure_guide(*, community: Community, now: datetime) -> Guide:
    """Return the latest guide of a community; the one of the product becomes its first."""
    latest = community.guides.filter(is_draft=False).order_by("-version").first()
    if latest is not None:
        return latest
    return Guide.objects.get_or_create(
        community=community,
        version=1,
        defaults={"content": default_guide(), "created_at": now},
    )[0]


@transaction.atomic
def ensure_themes(*, community: Community) -> list[Theme]:
    """Return the active themes; a community that never had any gets the list of its kind."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    if not community.themes.exists():
        Theme.objects.bulk_create(
            Theme(community=community, title=title, description=description, position=position)
            for position, (title, description) in enumerate(default_themes(community.kind), 1)
        )
    return list_themes(community)


@transaction.atomic
def add_theme(*, community: Community, title: str, description: str) -> Theme:
    """Add a theme at the end of the list.

    Raises NameTakenError.
    """
    count = community.themes.count()
    theme = Theme(community=community, title=title, description=description, position=count + 1)
    return _save_theme(theme)


@transaction.atomic
def edit_theme(*, theme: Theme, title: str, description: str) -> Theme:
    """Give a theme another title or description; what was rated stays with it.

    Raises NameTakenError.
    """
    theme.title, theme.description = title, description
    return _save_theme(theme)


def _save_theme(theme: Theme) -> Theme:
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError as error:
        raise NameTakenError(theme.title) from error
    return theme


@transaction.atomic
def move_theme(*, theme: Theme, up: bool) -> bool:
    """Move an active theme one place up or down; say whether there was a place to go to."""
    themes = list(theme.community.themes.select_for_update().filter(is_active=True))
    here = next(index for index, one in enumerate(themes) if one.pk == theme.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(themes):
        return False
    themes[here], themes[there] = themes[there], themes[here]
    _number(themes)
    return True


@transaction.atomic
def set_theme_active(*, theme: Theme, active: bool) -> Theme:
    """Retire a theme, or bring it back at the end of the list. Its ratings are kept."""
    theme.is_active = active
    theme.position = theme.community.themes.count() + 1
    theme.save(update_fields=["is_active", "position"])
    _number(list_themes(theme.community))
    return theme


def put_themes_first(*, community: Community, theme_ids: list[int]) -> None:
    """Put these themes at the head of the list, in this order; the rest keep theirs."""
    places = {theme_id: place for place, theme_id in enumerate(theme_ids)}
    themes = list(community.themes.select_for_update().filter(is_active=True))
    _number(sorted(themes, key=lambda theme: places.get(theme.pk, len(places))))


def _number(themes: list[Theme]) -> None:
    for position, theme in enumerate(themes, 1):
        theme.position = position
    Theme.objects.bulk_update(themes, ["position"])
