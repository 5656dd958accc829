"""The guide that is being written: begun, changed, put to use, taken back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from convoca.agenda.core.interviews.guide import Guide as Content
from convoca.agenda.core.interviews.guide import Question, fingerprint, write_guide
from convoca.agenda.core.interviews.guide.editing import (
    Edit,
    EditFault,
    GuideEditError,
    add_question,
    change_question,
    move_question,
    without_empty_sections,
)
from convoca.agenda.core.interviews.guide.needed import complete_guide, need_of
from convoca.agenda.errors import (
    GuideChangeError,
    GuideDraftGoneError,
    GuideDraftMovedError,
    GuideDraftWaitsError,
    GuideQuestionMovedError,
    GuideUnchangedError,
    GuideUsedError,
)
from convoca.agenda.models import Agenda, Guide, Interview
from convoca.agenda.queries.guides import (
    base_guide,
    find_draft,
    guide_versions,
    is_guide_used,
    read_guide,
)
from convoca.agenda.services.guides import ensure_guide
from convoca.directory.models import Community, User


@transaction.atomic
def begin_draft(*, community: Community, user: User, now: datetime) -> Guide:
    """Return the draft of a community; without one, a copy of the version in use.

    What the product needs and the version lacks is added to the copy.
    """
    _lock(community)
    draft = find_draft(community)
    if draft is not None:
        return draft
    latest = ensure_guide(community=community, now=now)
    content = complete_guide(read_guide(latest), base_guide())
    return _make_draft(community, content, user=user, now=now)


@transaction.atomic
def edit_draft(*, community: Community, edit: Edit, user: User, now: datetime) -> Guide:
    """Make one change to the draft as it is now, whoever wrote it last.

    Raises GuideDraftGoneError, or GuideChangeError when the change cannot be made.
    """
    draft = _lock_draft(community)
    return _apply(draft, edit, user=user, now=now)


@transaction.atomic
def move_draft_question(
    *, community: Community, question_id: str, place: int, up: bool, user: User, now: datetime
) -> Guide:
    """Move a question one place, if it still is where it was seen; `place` counts from 0.

    Raises GuideDraftMovedError when it is elsewhere: pressed twice, it moves once.
    """
    draft = _lock_draft(community)
    ids = [one.id for one in read_guide(draft).questions]
    if question_id not in ids or ids.index(question_id) != place:
        raise GuideDraftMovedError(question_id)
    return _apply(draft, lambda guide: move_question(guide, question_id, up=up), user=user, now=now)


@transaction.atomic
def save_question(
    *,
    community: Community,
    section_id: str,
    question: Question,
    seen: str,
    user: User,
    now: datetime,
) -> Guide:
    """Save a question of the draft; one that is not there is added at the end of its section.

    Saved twice, it changes nothing.

    Args:
        seen: the fingerprint of the question as it was shown; "" for a new one.

    Raises:
        GuideQuestionMovedError: it is not any more what was shown.
        GuideChangeError: the change cannot be made.
        GuideDraftGoneError: there is no draft.
    """
    draft = _lock_draft(community)
    theirs = read_guide(draft).find(question.id)
    if theirs is not None and fingerprint(theirs) == fingerprint(question):
        return draft
    if fingerprint(theirs) != seen:
        raise GuideQuestionMovedError(theirs)

    def put(guide: Content) -> Content:
        if theirs is None:
            return add_question(guide, section_id, question)
        return change_question(guide, question)

    return _apply(draft, put, user=user, now=now)


@transaction.atomic
def replace_draft(
    *, community: Community, content: Content, seen: str, user: User, now: datetime
) -> Guide:
    """Make a whole guide the draft, in the place of the one that was seen.

    Args:
        seen: the fingerprint of the draft that is lost; "" where there was none.

    Raises GuideDraftMovedError when there is another draft.
    """
    _lock(community)
    draft = find_draft(community)
    complete = complete_guide(content, base_guide())
    if draft is not None and read_guide(draft) == complete:
        return draft
    if fingerprint(read_guide(draft) if draft else None) != seen:
        raise GuideDraftMovedError(community.pk)
    if draft is not None:
        return _keep(draft, complete, user=user, now=now)
    ensure_guide(community=community, now=now)
    return _make_draft(community, complete, user=user, now=now)


@transaction.atomic
def discard_draft(*, community: Community, seen: str) -> None:
    """Throw the draft away, if it is what was seen.

    Raises GuideDraftMovedError or GuideDraftGoneError.
    """
    draft = _lock_draft(community)
    if fingerprint(read_guide(draft)) != seen:
        raise GuideDraftMovedError(community.pk)
    draft.delete()


@transaction.atomic
def put_guide_to_use(
    *, community: Community, seen: str, changes: str, user: User, now: datetime
) -> Guide:
    """Make the draft the version in use: interviews that nobody has begun take it.

    Those begun keep the version they were begun with; so do those of a confirmed agenda.
    Sections without questions are left out.

    Raises GuideDraftMovedError when the draft is not what was seen, GuideUnchangedError, or
    GuideDraftGoneError.
    """
    draft = _lock_draft(community)
    content = read_guide(draft)
    if fingerprint(content) != seen:
        raise GuideDraftMovedError(community.pk)
    content = without_empty_sections(content)
    if content == read_guide(guide_versions(community)[0]):
        raise GuideUnchangedError(community.pk)
    draft.is_draft = False
    draft.changes = changes
    _keep(draft, content, user=user, now=now)
    _hold_interviews(community)
    _not_begun(community).update(guide=draft)
    return draft


@transaction.atomic
def take_guide_back(*, community: Community, version: int, now: datetime) -> Guide:
    """Make the version in use the draft again, while no interview was begun with it.

    Interviews that nobody has begun go back to the version before.

    Raises GuideUsedError, also for the first version; GuideDraftWaitsError when there is a
    draft; GuideDraftMovedError when another version is in use.
    """
    _lock(community)
    latest, *earlier = guide_versions(community)
    if latest.version != version:
        raise GuideDraftMovedError(version)
    _hold_interviews(community)
    if is_guide_used(latest) or not earlier:
        raise GuideUsedError(version)
    if find_draft(community) is not None:
        raise GuideDraftWaitsError(version)
    Interview.objects.filter(guide=latest).update(guide=earlier[0])
    latest.is_draft = True
    latest.created_at = now
    latest.save(update_fields=["is_draft", "created_at"])
    return latest


def _lock(community: Community) -> None:
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def _lock_draft(community: Community) -> Guide:
    _lock(community)
    draft = find_draft(community)
    if draft is None:
        raise GuideDraftGoneError(community.pk)
    return draft


def _make_draft(community: Community, content: Content, *, user: User, now: datetime) -> Guide:
    return Guide.objects.create(
        community=community,
        version=guide_versions(community)[0].version + 1,
        content=write_guide(content),
        created_at=now,
        created_by=user,
        is_draft=True,
    )


def _apply(draft: Guide, edit: Edit, *, user: User, now: datetime) -> Guide:
    before = read_guide(draft)
    try:
        content = edit(before)
    except GuideEditError as error:
        about = next((one for one in before.questions if one.label == error.about), None)
        need = need_of(about) if about and error.fault is EditFault.NEEDED else None
        raise GuideChangeError(error.fault, error.about, need) from error
    return _keep(draft, content, user=user, now=now)


def _keep(draft: Guide, content: Content, *, user: User, now: datetime) -> Guide:
    draft.content = write_guide(content)
    draft.created_at = now
    draft.created_by = user
    draft.save(update_fields=["content", "created_at", "created_by", "is_draft", "changes"])
    return draft


def _hold_interviews(community: Community) -> None:
    """Let nobody begin an interview while it is decided which version it begins with."""
    interviews = Interview.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(interviews.filter(cycle__community=community, state=Interview.State.PENDING))


def _not_begun(community: Community) -> QuerySet[Interview]:
    confirmed = Agenda.objects.filter(cycle__community=community).values("cycle")
    pending = Interview.objects.filter(
        cycle__community=community, state=Interview.State.PENDING, answers__isnull=True
    )
    return pending.exclude(cycle__in=confirmed)
