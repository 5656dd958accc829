"""Questions: asked by a director, then answered, sent to another answer, or set aside."""

import logging
from datetime import datetime

from django.db import transaction

from convoca.directory.models import Person, User
from convoca.messaging.services import cancel_messages, queue_message
from convoca.notices.core.occasions import ANSWER, question_occasion
from convoca.notices.errors import AnswerChangedError, NoAnswerThereError, QuestionSettledError
from convoca.notices.models import Answer, Question
from convoca.notices.queries import Membership, Reader, belongs
from convoca.notices.services.letters import (
    blanks_of,
    find_way,
    issue_pages,
    page_of_answer,
    write_letter,
)

logger = logging.getLogger(__name__)
State = Question.State


@transaction.atomic
def ask_question(*, reader: Membership, text: str, shows_name: bool, now: datetime) -> Question:
    """Keep a question. The same words of the same person, still open, are one question."""
    Person.objects.select_for_update(no_key=True).get(pk=reader.person.pk)
    same = Question.objects.filter(
        community=reader.community, person=reader.person, text=text, state=State.OPEN
    ).first()
    return same or Question.objects.create(
        community=reader.community,
        person=reader.person,
        seat=reader.seat,
        text=text,
        shows_name=shows_name,
        asked_at=now,
    )


@transaction.atomic
def answer_question(
    *, question: Question, text: str, audience: str, known: int, user: User, now: datetime
) -> Answer:
    """Answer a question, or correct its answer; who asked is told, the old wording is kept.

    `known` is how many wordings the page showed. The same words for the same people again are
    the same answer. What was set aside may be answered after all.

    Raises QuestionSettledError when it was sent to another answer, or AnswerChangedError when
    somebody else answered meanwhile.
    """
    question = _lock(question)
    if question.state == State.MERGED:
        raise QuestionSettledError(question.get_state_display())
    last = question.answers.last()
    if last is not None and (last.text, last.audience) == (text, audience):
        return last
    if known != (last.number if last else 0):
        raise AnswerChangedError(question.pk)
    answer = Answer.objects.create(
        question=question,
        number=known + 1,
        text=text,
        audience=audience,
        written_by=user,
        at=now,
    )
    question.audience = Question.Audience(audience)
    first_at = question.settled_at if question.state == State.ANSWERED else now
    _settle(question, State.ANSWERED, user=user, at=first_at or now)
    _tell(question, answer.text, key=str(answer.number), now=now)
    return answer


@transaction.atomic
def merge_question(*, question: Question, into: Question, user: User, now: datetime) -> Question:
    """Send who asked to another question with an answer for the whole community.

    Once however often it is pressed. Raises QuestionSettledError when it is not open any more,
    or NoAnswerThereError.
    """
    question = _lock(question)
    if question.state == State.MERGED and question.merged_into_id == into.pk:
        return question
    _refuse_settled(question)
    into = _lock(into)
    is_shared = into.audience == Question.Audience.COMMUNITY
    if into.community_id != question.community_id or into.state != State.ANSWERED or not is_shared:
        raise NoAnswerThereError(into.pk)
    question.merged_into = into
    _settle(question, State.MERGED, user=user, at=now)
    standing = into.answers.last()
    assert standing is not None
    _tell(question, standing.text, key=f"merged:{into.pk}", now=now)
    return question


@transaction.atomic
def set_question_aside(*, question: Question, reason: str, user: User, now: datetime) -> Question:
    """Set a question aside with a reason that who asked is told.

    Once however often it is pressed. Raises QuestionSettledError when it is not open any more.
    """
    question = _lock(question)
    if question.state == State.ASIDE and question.aside_reason == reason:
        return question
    _refuse_settled(question)
    question.aside_reason = reason
    _settle(question, State.ASIDE, user=user, at=now)
    _tell(question, reason, key="aside", now=now)
    return question


def _lock(question: Question) -> Question:
    return (
        Question.objects.select_for_update(of=("self",))
        .select_related("community__association", "person", "seat")
        .get(pk=question.pk)
    )


def _refuse_settled(question: Question) -> None:
    if question.state != State.OPEN:
        raise QuestionSettledError(question.get_state_display())


def _settle(question: Question, state: Question.State, *, user: User, at: datetime) -> None:
    question.state, question.settled_by, question.settled_at = state, user, at
    question.save()
    logger.info("user %s: question %s is now %s", user.pk, question.pk, state)


def _tell(question: Question, text: str, *, key: str, now: datetime) -> None:
    """Write to who asked by the own channel, in the place of what still waits.

    Nothing goes to who has no channel, or has left the seat since.
    """
    community, person = question.community, question.person
    occasion = question_occasion(question.pk)
    cancel_messages(occasions=[occasion])
    reader = Reader(person, question.seat, takes_part=False)
    channels, recipient = find_way(community, reader)
    if recipient is None or not belongs(community, person, question.seat):
        return
    page = page_of_answer(
        issue_pages(community=community, readers=[reader], now=now)[reader.pair], question
    )
    letter = write_letter(
        "answer",
        community=community,
        person=person,
        page=page,
        question=question,
        text=text,
        is_corrected=question.answers.count() > 1,
    )
    queue_message(
        association=community.association,
        key=f"{ANSWER}:{question.pk}:{key}",
        purpose=ANSWER,
        occasion=occasion,
        recipient=recipient,
        text=channels.text(
            recipient, letter, blanks=blanks_of(reader, community, letter.subject, page)
        ),
        now=now,
    )
