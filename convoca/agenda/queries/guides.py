"""The guide and the list of themes that the product brings, and the walk of one interview."""

import json
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from convoca.agenda.core.interviews.guide import Guide, parse_guide
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.walk import ListedTheme, Walk, plan_walk, theme_step_id
from convoca.agenda.models import Interview, Theme
from convoca.directory.models import Community, DirectorateKind

ROOM = Path(__file__).resolve().parent.parent
GENERAL = "general"


@cache
def _guide_text() -> str:
    return (ROOM / "guides" / "base.json").read_text(encoding="utf-8")


def default_guide() -> dict[str, object]:
    """Return the guide that the product brings, in the format convoca.guide/1."""
    content: dict[str, object] = json.loads(_guide_text())
    return content


@cache
def _theme_lists() -> dict[str, list[dict[str, str]]]:
    return tomllib.loads((ROOM / "themes" / "themes.toml").read_text(encoding="utf-8"))


def default_themes(kind: DirectorateKind) -> list[tuple[str, str]]:
    """Return titles and descriptions to begin with: those of the kind, or the general list."""
    lists = _theme_lists()
    return [(one["title"], one["description"]) for one in lists.get(kind.code, lists[GENERAL])]


def list_themes(community: Community, *, active: bool = True) -> list[Theme]:
    """List the themes of a community in their order: the active ones, or the retired."""
    return list(community.themes.filter(is_active=active))


def values_of(interview: Interview) -> dict[str, object]:
    """Return what was answered so far, by the id of the step."""
    answers = dict(interview.answers.values_list("question", "value"))
    values: dict[str, object] = {
        question: value for question, value in answers.items() if ":" not in question
    }
    for rating in interview.ratings.all():
        step_id = theme_step_id(rating.theme_id)
        example = answers.get(step_id, "")
        values[step_id] = RatedTheme(rating.interest, rating.urgency, str(example))
    return values


@lru_cache(maxsize=32)
def _parsed(content: str) -> Guide:
    """Read a guide once: every step of every interview asks for it."""
    return parse_guide(json.loads(content))


def walk_of(interview: Interview, values: dict[str, object]) -> Walk:
    """Lay out the steps of an interview, given what was answered so far."""
    themes = [
        ListedTheme(theme.pk, theme.title, theme.description)
        for theme in list_themes(interview.cycle.community)
    ]
    guide = _parsed(json.dumps(interview.guide.content))
    return plan_walk(guide, themes, values, seed=interview.pk)
