"""Questions as the staff and as the directors read them."""

from django.db.models import Q, QuerySet

from convoca.directory.models import Community
from convoca.foundation.errors import NotFoundError
from convoca.notices.models import Question
from convoca.notices.queries.readers import Membership

State = Question.State


def list_open_questions(community: Community) -> QuerySet[Question]:
    """List the questions that wait for an answer, the oldest first."""
    return _with_people(community).filter(state=State.OPEN).order_by("asked_at", "pk")


def list_settled_questions(community: Community) -> QuerySet[Question]:
    """List the questions that do not wait any more, the latest settled first."""
    settled = _with_people(community).exclude(state=State.OPEN)
    return settled.order_by("-settled_at", "-pk")


def count_open_questions(community: Community) -> int:
    """Count the questions that wait for an answer."""
    return Question.objects.filter(community=community, state=State.OPEN).count()


def get_question(community: Community, question_id: int) -> Question:
    """Return a question of a community that was already checked, or raise NotFoundError."""
    question = (
        _with_people(community)
        .select_related("merged_into")
        .prefetch_related("answers__written_by", "merged_into__answers", "person__contacts")
        .filter(pk=question_id)
        .first()
    )
    if question is None:
        raise NotFoundError(question_id)
    return question


def list_shared_questions(community: Community) -> QuerySet[Question]:
    """List the questions whose answer the whole community may see, the latest first."""
    return (
        _with_people(community)
        .filter(state=State.ANSWERED, audience=Question.Audience.COMMUNITY)
        .order_by("-settled_at", "-pk")
    )


def list_own_questions(reader: Membership) -> QuerySet[Question]:
    """List what who reads asked, the newest first."""
    own = Question.objects.filter(community=reader.community, person=reader.person)
    return own.order_by("-asked_at", "-pk")


def get_visible_question(reader: Membership, question_id: int) -> Question:
    """Return a question that who reads asked, or whose answer is for all.

    Raises NotFoundError for any other.
    """
    shared = Q(state=State.ANSWERED, audience=Question.Audience.COMMUNITY)
    question = (
        _with_people(reader.community)
        .select_related("merged_into")
        .prefetch_related("answers", "merged_into__answers")
        .filter(shared | Q(person=reader.person), pk=question_id)
        .first()
    )
    if question is None:
        raise NotFoundError(question_id)
    return question


def _with_people(community: Community) -> QuerySet[Question]:
    return Question.objects.filter(community=community).select_related(
        "person", "seat__municipality", "seat__kind"
    )
