"""Answering an invitation: by the director's link, by the deputy's, or told to the staff."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.convening.core.deadlines import may_answer
from convoca.convening.core.occasions import answer_occasion, reminder_occasion
from convoca.convening.errors import AnswerLateError, DeputyMissingError
from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.queries import moment_of
from convoca.convening.services.confirmations import confirm_answer
from convoca.convening.services.deputies import DeputyInput, find_or_add_deputy
from convoca.convening.services.locks import lock_invitation
from convoca.convening.services.participation import settle_participation, who_takes_part
from convoca.directory.models import Person, User
from convoca.messaging.services import cancel_messages

__all__ = ["DeputyInput", "add_decline_reason", "answer_invitation", "decline_for_good"]

Answer = Invitation.Answer
Via = AnswerRecord.Via


@dataclass(frozen=True)
class _Decision:
    """An answer worked out: what is kept, who stands in, and in which words it is recorded."""

    answer: str
    deputy: Person | None
    reason: str
    detail: str
    deputy_stays: bool = False


@transaction.atomic
def answer_invitation(
    *,
    invitation: Invitation,
    answer: str,
    via: str,
    now: datetime,
    user: User | None = None,
    reason: str = "",
    deputy: DeputyInput | None = None,
    actor: Person | None = None,
) -> Invitation:
    """Keep an answer and confirm it by mail. The same answer again is the same answer.

    By link until the deadline any answer; after it only one that brings somebody in, while
    sessions are still to come (see `core.deadlines.may_answer`); the staff may record one
    until the cycle closes. Naming a deputy invites that person with an own link for the same
    seat. `actor` is the deputy when the answer came by the deputy's link: yes confirms, no
    leaves the seat with nobody and tells the director, another deputy takes the place. What
    waits for who does not take part any more is cancelled.

    Raises CycleOverError, InvitationWithdrawnError, AnswerLateError, DeputyMissingError.
    """
    invitation = lock_invitation(invitation)
    answer = Answer(answer)
    if actor is None and via == Via.LINK:
        actor = invitation.person
    by_deputy = actor is not None and actor == invitation.deputy
    decision = _decide(invitation, answer, reason, deputy, by_deputy=by_deputy, now=now)
    if _is_same(invitation, decision, actor):
        return invitation
    if via == Via.LINK and not may_answer(
        answer, takes_part=invitation.is_accepted, moment=moment_of(invitation, now=now)
    ):
        raise AnswerLateError(invitation.pk)
    return _settle(invitation, decision, now=now, via=via, by=user, person=actor)


@transaction.atomic
def decline_for_good(
    *, invitation: Invitation, actor: Person, reason: str, now: datetime
) -> Invitation:
    """Keep the no of who asks, by the own link, to be left in peace: that is never too late.

    Otherwise as `answer_invitation`. Raises CycleOverError or InvitationWithdrawnError.
    """
    invitation = lock_invitation(invitation)
    by_deputy = actor == invitation.deputy
    decision = _decide(invitation, Answer.NO, reason, None, by_deputy=by_deputy, now=now)
    if _is_same(invitation, decision, actor):
        return invitation
    return _settle(invitation, decision, now=now, via=Via.LINK, by=None, person=actor)


@transaction.atomic
def add_decline_reason(*, invitation: Invitation, reason: str) -> Invitation:
    """Add why somebody cannot take part to the answer "no"; after another answer, nothing.

    Raises CycleOverError or InvitationWithdrawnError.
    """
    invitation = lock_invitation(invitation)
    last = invitation.answers.last()
    if invitation.answer == Answer.NO and last is not None:
        invitation.decline_reason = last.detail = reason.strip()
        invitation.save(update_fields=["decline_reason"])
        last.save(update_fields=["detail"])
    return invitation


def _decide(
    invitation: Invitation,
    answer: str,
    reason: str,
    deputy: DeputyInput | None,
    *,
    by_deputy: bool,
    now: datetime,
) -> _Decision:
    if answer == Answer.DEPUTY:
        if deputy is None or not deputy.name.strip():
            raise DeputyMissingError(invitation.pk)
        person = find_or_add_deputy(invitation, deputy, now=now)
        return _Decision(answer, person, "", person.name, deputy.stays)
    if by_deputy and invitation.deputy:
        return _decide_for_deputy(invitation, invitation.deputy, answer, reason)
    return _Decision(answer, None, reason.strip(), reason.strip())


def _decide_for_deputy(
    invitation: Invitation, deputy: Person, answer: str, reason: str
) -> _Decision:
    """Return what the deputy's own yes or no means for the seat; the deputy stays known."""
    if answer == Answer.YES:
        return _Decision(Answer.DEPUTY, deputy, "", deputy.name, invitation.deputy_stays)
    return _Decision(Answer.NO, deputy, reason.strip(), reason.strip())


def _is_same(invitation: Invitation, decision: _Decision, actor: Person | None) -> bool:
    last = invitation.answers.select_related("person").last()
    return (
        last is not None
        and (last.answer, last.detail, last.person) == (decision.answer, decision.detail, actor)
        and invitation.deputy == decision.deputy
        and invitation.deputy_stays == decision.deputy_stays
    )


def _settle(
    invitation: Invitation,
    decision: _Decision,
    *,
    now: datetime,
    via: str,
    by: User | None,
    person: Person | None,
) -> Invitation:
    """Keep a decision with all that follows: what is cancelled, who is invited, who is told."""
    former, took_part = invitation.deputy, who_takes_part(invitation)
    record = _keep(invitation, decision, now=now, via=via, by=by, person=person)
    cancel_messages(occasions=[reminder_occasion(invitation.pk), answer_occasion(invitation.pk)])
    settle_participation(invitation, took_part=took_part, deputy=former, now=now)
    by_deputy = former if person is not None and person == former else None
    confirm_answer(invitation, record, by_deputy=by_deputy, now=now)
    return invitation


def _keep(
    invitation: Invitation,
    decision: _Decision,
    *,
    now: datetime,
    via: str,
    by: User | None,
    person: Person | None,
) -> AnswerRecord:
    invitation.answer = decision.answer
    invitation.answered_at = now
    invitation.deputy = decision.deputy
    invitation.deputy_stays = decision.deputy_stays
    invitation.decline_reason = decision.reason if decision.answer == Answer.NO else ""
    invitation.save(
        update_fields=["answer", "answered_at", "deputy", "deputy_stays", "decline_reason"]
    )
    return AnswerRecord.objects.create(
        invitation=invitation,
        answer=decision.answer,
        detail=decision.detail,
        at=now,
        via=via,
        by=by,
        person=person,
    )
