"""The guides of a community, the lists of themes, and the walk of one interview."""

import json
import tomllib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.db.models import Count, Q, QuerySet

from convoca.agenda.core.interviews.guide import Guide, Known, Question, parse_guide
from convoca.agenda.core.interviews.knowledge import Fact, fill_in
from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.walk import ListedTheme, Walk, plan_walk, theme_step_id
from convoca.agenda.models import Answer, Interview, Theme
from convoca.agenda.models import Guide as GuideVersion
from convoca.directory.models import Community, DirectorateKind, Tenure
from convoca.foundation.errors import NotFoundError

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


def listed_themes(community: Community) -> list[ListedTheme]:
    """List the active themes of a community as a walk takes them."""
    return [ListedTheme(one.pk, one.title, one.description) for one in list_themes(community)]


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


def walk_of(
    interview: Interview, values: dict[str, object], *, is_alone: bool | None = None
) -> Walk:
    """Lay out the steps of an interview, given what was answered so far.

    `is_alone`: the person reads the questions; when it is not said, as the interview was made.
    """
    themes = listed_themes(interview.cycle.community)
    if is_alone is None:
        is_alone = interview.mode == Interview.Mode.ALONE
    guide = read_guide(interview.guide)
    return plan_walk(guide, themes, values, seed=interview.pk, is_alone=is_alone)


def read_guide(version: GuideVersion) -> Guide:
    """Return the guide of a version, read and checked."""
    return _parsed(json.dumps(version.content))


def base_guide() -> Guide:
    """Return the guide that the product brings, read and checked."""
    return _parsed(_guide_text())


def guide_versions(community: Community) -> QuerySet[GuideVersion]:
    """List the versions of a guide that were put to use, the latest first.

    `used` counts the interviews that were begun with it, `waiting` those that may begin with it.
    """
    begun = ~Q(interviews__state=Interview.State.PENDING)
    live = Q(interviews__withdrawn_at__isnull=True)
    pending = Q(interviews__state=Interview.State.PENDING)
    versions = GuideVersion.objects.filter(community=community, is_draft=False)
    return (
        versions.select_related("created_by")
        .annotate(used=Count("interviews", filter=begun))
        .annotate(waiting=Count("interviews", filter=pending & live))
        .order_by("-version")
    )


def is_guide_used(version: GuideVersion) -> bool:
    """Say whether an interview was begun with a version."""
    pending = Interview.State.PENDING
    return Interview.objects.filter(guide=version).exclude(state=pending).exists()


def find_draft(community: Community) -> GuideVersion | None:
    """Return the version that is being written, if any."""
    drafts = GuideVersion.objects.filter(community=community, is_draft=True)
    return drafts.select_related("created_by").first()


def get_guide(community: Community, version: int) -> Guide:
    """Return a version or the draft; the first is the product's own while there is none.

    Raises NotFoundError.
    """
    versions = GuideVersion.objects.filter(community=community)
    found = versions.filter(version=version).first()
    if found is None and (version != 1 or versions.exists()):
        raise NotFoundError(version)
    return read_guide(found) if found else base_guide()


def themes_to_show(community: Community) -> list[ListedTheme]:
    """Return the active themes, or those to begin with of a community that has none yet."""
    active = listed_themes(community)
    if active:
        return active
    return [
        ListedTheme(number, title, description)
        for number, (title, description) in enumerate(default_themes(community.kind), 1)
    ]


def suggested_value(interview: Interview, question: Question) -> Fact | None:
    """Return what is known of the seat or its person that answers a question; None if nothing.

    It is shown to be confirmed; nothing is saved.
    """
    if question.prefill is None:
        return None
    return fill_in(question, {question.prefill: _fact(interview, question)})


def _fact(interview: Interview, question: Question) -> Fact:
    seat = interview.seat
    if question.prefill is Known.COMUNA:
        return seat.municipality.comuna_name
    if question.prefill is Known.DIRECTORATE:
        return seat.kind.name
    if question.prefill is Known.YEARS:
        return _years_in_office(interview)
    return _answer_before(interview, question)


def _years_in_office(interview: Interview) -> Fact:
    """Count the whole years that the person is known in the seat; nothing under one.

    A roster only says that somebody was there on its day: a short time is not known to be short.
    """
    tenures = Tenure.objects.filter(seat=interview.seat_id, person=interview.person_id)
    tenure = tenures.filter(to_on__isnull=True).first()
    if tenure is None:
        return ""
    return _whole_years(tenure.from_on, interview.created_at.date()) or ""


def _whole_years(since: date, until: date) -> int:
    is_short = (until.month, until.day) < (since.month, since.day)
    return max(0, until.year - since.year - is_short)


def _answer_before(interview: Interview, question: Question) -> Fact:
    """Return what the same person answered in the last done interview for the seat."""
    before = Interview.objects.filter(
        seat=interview.seat_id,
        person=interview.person_id,
        cycle__community=interview.cycle.community_id,
        state=Interview.State.DONE,
        withdrawn_at__isnull=True,
    ).exclude(pk=interview.pk)
    answers = Answer.objects.filter(interview__in=before, question=question.id)
    value = answers.order_by("-interview__done_at").values_list("value", flat=True).first()
    return value if isinstance(value, str | int) else ""
