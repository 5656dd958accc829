"""The convocatoria: everybody is invited, reminded, called; some answer, some change hands."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from convoca.convening.models import AnswerRecord, ContactAttempt, Invitation
from convoca.convening.queries import list_group_members, live_invitations
from convoca.convening.services import (
    DeputyInput,
    answer_invitation,
    invite_seats,
    mark_group_member,
    record_attempt,
    remind_unanswered,
    replace_holder,
)
from convoca.convening.services.group import GroupState
from convoca.directory.models import Seat, Tenure
from convoca.directory.queries import email_of, seats_of
from convoca.rehearsal.core.diary import Holder
from convoca.rehearsal.core.people import invent_person
from convoca.rehearsal.core.temperament import answering_contact
from convoca.rehearsal.services.act import Act, code_of, key_of
from convoca.rehearsal.services.walker import Visit

Answer = Invitation.Answer
SOON = timedelta(minutes=2)
ANSWERING_MIN = 4 * 24 * 60
CYCLE_MONTHS = 4.6
REASONS = (
    "",
    "",
    "Estoy con licencia este semestre.",
    "Tengo la cuenta pública encima; invítenme al próximo ciclo.",
    "Ya participo en otra red parecida.",
)


def convene(act: Act, *, contacts: int | None = None) -> None:
    """Invite all, then remind and call; after each contact those answer whose moment it is.

    `contacts` stops after so many.
    """
    moments = act.calendar.contacts[:contacts]
    for number, moment in enumerate(moments, 1):
        if number == 1:
            user = act.team.coordinator
            invite_seats(cycle=act.cycle, seat_ids=None, user=user, now=moment)
            act.diary.invite()
        else:
            remind_unanswered(cycle=act.cycle, user=act.team.coordinator, now=moment)
        act.deliver(moment + SOON)
        _answer_round(act, contact=number, moment=moment)
        act.deliver(moment + timedelta(minutes=ANSWERING_MIN))


def change_hands(act: Act, *, moment: datetime, months: float) -> list[int]:
    """Give some seats to other people, as happens in so many months; return the seats."""
    community = act.cycle.community
    changed = []
    for seat in seats_of(community.association, community.kind):
        for tenure in list(getattr(seat, "holding")):  # noqa: B009 - see `seats_of`
            chance = act.chance("turnover", key_of(seat, tenure.person), moment.date())
            if chance.random() < act.mood.turnover_month * months:
                _replace(act, seat, moment)
                _leave_group(act, seat, moment)
                changed.append(seat.pk)
    return changed


def invite_successors(act: Act, *, seat_ids: Sequence[int], moment: datetime) -> None:
    """Invite who is new in the middle of a cycle; a late yes is always welcome."""
    if not seat_ids:
        return
    invite_seats(cycle=act.cycle, seat_ids=seat_ids, user=act.team.coordinator, now=moment)
    invited = live_invitations(act.cycle).filter(seat__in=seat_ids)
    act.diary.invite({code_of(invitation.seat) for invitation in invited})
    act.deliver(moment + SOON)
    for invitation in invited:
        rank = act.temperament(invitation.seat, invitation.person).answer
        has_email = bool(email_of(invitation.person))
        wants = _decide(act, invitation) != Answer.NO
        if has_email and wants and answering_contact(rank, act.mood.curve[:1]):
            _answer(act, invitation, moment + timedelta(hours=5))
    act.deliver(moment + timedelta(days=1))


def _replace(act: Act, seat: Seat, moment: datetime) -> Tenure:
    number = seat.tenures.count() + 1
    kind = act.cycle.community.kind.code
    chance = act.chance("person", seat.municipality.code, kind, number)
    has_email = chance.random() >= act.assumptions.no_email_share
    person = invent_person(chance, place=seat.municipality.comuna_name, has_email=has_email)
    act.diary.community.move_in(code_of(seat), Holder(person.name, person.email))
    return replace_holder(
        seat=seat,
        name=person.name,
        email=person.email,
        phone=person.phone,
        role=Tenure.Role.TITULAR,
        user=act.team.coordinator,
        now=moment,
        cycle=act.cycle,
    )


def _leave_group(act: Act, seat: Seat, moment: datetime) -> None:
    """Take out of the group who was there for a seat that changed hands."""
    inside = list_group_members(act.cycle.community).filter(
        seat=seat, joined_at__isnull=False, left_at__isnull=True
    )
    for membership in inside:
        mark_group_member(membership=membership, state=GroupState.LEFT, now=moment)


def _answer_round(act: Act, *, contact: int, moment: datetime) -> None:
    """Let those answer whom this contact moves, in the days after it."""
    for invitation in live_invitations(act.cycle).filter(answer=Answer.NONE):
        seat, person = invitation.seat, invitation.person
        rank = act.temperament(seat, person).answer
        rank -= act.assumptions.loyal_points if seat.pk in act.loyal else 0.0
        chance = act.chance("answer time", key_of(seat, person), contact)
        at = moment + timedelta(minutes=chance.randint(5, ANSWERING_MIN))
        answers = answering_contact(rank, act.mood.curve) == contact
        if not email_of(person):
            _call(act, invitation, at, reached=answers)
        elif answers:
            _answer(act, invitation, at)


def _call(act: Act, invitation: Invitation, at: datetime, *, reached: bool) -> None:
    """Call somebody without an address; who answers the call says yes or no."""
    result = ContactAttempt.Result.REACHED if reached else ContactAttempt.Result.NO_ANSWER
    record_attempt(
        cycle=act.cycle,
        seat=invitation.seat,
        channel=ContactAttempt.Channel.PHONE,
        result=result,
        note="",
        user=act.team.coordinator,
        now=at,
    )
    seat = code_of(invitation.seat)
    act.diary.call(seat, reached=reached)
    if reached:
        declines = _decide(act, invitation) == Answer.NO
        act.diary.answer(seat, participant=None if declines else invitation.person.name)
        answer_invitation(
            invitation=invitation,
            answer=Answer.NO if declines else Answer.YES,
            via=AnswerRecord.Via.STAFF,
            user=act.team.coordinator,
            now=at,
        )


def _decide(act: Act, invitation: Invitation) -> Answer:
    """Return what somebody answers once they do."""
    seat, person = invitation.seat, invitation.person
    if act.temperament(seat, person).acceptance >= act.mood.acceptance:
        return Answer.NO
    sends = act.chance("deputy", key_of(seat, person)).random() < act.assumptions.deputy_share
    return Answer.DEPUTY if sends else Answer.YES


def _answer(act: Act, invitation: Invitation, at: datetime) -> None:
    """Answer by the personal link: on its page where that is walked, otherwise by the service."""
    answer = _decide(act, invitation)
    chance = act.chance("deputy person", key_of(invitation.seat, invitation.person))
    place = invitation.seat.municipality.comuna_name
    deputy = invent_person(chance, place=place)
    person = deputy.name if answer == Answer.DEPUTY else invitation.person.name
    seat = code_of(invitation.seat)
    act.diary.answer(seat, participant=None if answer == Answer.NO else person)
    email = email_of(invitation.person)
    visit = act.walker.visit(purpose="invitation", email=email) if answer != Answer.NO else None
    if visit is not None:
        _answer_on_page(visit, answer, DeputyInput(deputy.name, deputy.email))
        act.deliver_now()
        return
    answer_invitation(
        invitation=invitation,
        answer=answer,
        via=AnswerRecord.Via.LINK,
        now=at,
        reason=chance.choice(REASONS) if answer == Answer.NO else "",
        deputy=DeputyInput(deputy.name, deputy.email) if answer == Answer.DEPUTY else None,
    )


def _answer_on_page(visit: Visit, answer: Answer, deputy: DeputyInput) -> None:
    if answer == Answer.YES:
        visit.press({}, action="/invitacion/participare/")
    else:
        visit.follow("/invitacion/reemplazo/")
        visit.press({"name": deputy.name, "email": deputy.email})
