"""Invitations of a cycle, and the only ways to one of them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from convoca.convening.core.deadlines import AnswerMoment, end_of_links, may_answer
from convoca.convening.core.occasions import answer_occasion, mail_key
from convoca.convening.models import ContactAttempt, Invitation
from convoca.cycles.core.stages import Stage, position
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat, Tenure
from convoca.directory.queries import email_of, opted_out_among
from convoca.foundation.errors import NotFoundError
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_messages


def live_invitations(cycle: Cycle) -> QuerySet[Invitation]:
    """Return the invitations of a cycle that were not taken back, from north to south."""
    return (
        Invitation.objects.filter(cycle=cycle, withdrawn_at__isnull=True)
        .select_related("person", "deputy", "seat__municipality__region", "seat__kind")
        .prefetch_related("person__contacts", "deputy__contacts")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name")
    )


def accepted_invitations(cycle: Cycle) -> QuerySet[Invitation]:
    """Return the invitations whose seat takes part; `participant` says who."""
    return live_invitations(cycle).filter(
        answer__in=[Invitation.Answer.YES, Invitation.Answer.DEPUTY]
    )


def get_invitation_of(*, cycle_id: int, seat_id: int, person_id: int) -> Invitation:
    """Return the live invitation that this person may answer, as invited or as deputy.

    Raises NotFoundError when it was taken back, or is another person's.
    """
    invitation = (
        Invitation.objects.filter(
            Q(person=person_id) | Q(deputy=person_id),
            cycle=cycle_id,
            seat=seat_id,
            withdrawn_at__isnull=True,
        )
        .select_related(
            "person", "deputy", "seat__municipality", "seat__kind", "cycle__community__association"
        )
        .first()
    )
    if invitation is None:
        raise NotFoundError(seat_id)
    return invitation


def get_visible_seat(cycle: Cycle, seat_id: int) -> Seat:
    """Return a seat of a cycle that was already checked, or raise NotFoundError."""
    community = cycle.community
    seat = (
        Seat.objects.filter(
            pk=seat_id, association=community.association_id, kind=community.kind_id
        )
        .select_related("municipality__region", "kind")
        .first()
    )
    if seat is None:
        raise NotFoundError(seat_id)
    return seat


def links_end_at(cycle: Cycle) -> datetime:
    """Return when the personal links of a cycle stop opening."""
    return end_of_links(
        answer_by=cycle.answer_by,
        plan_from=cycle.plan_from,
        plan_weeks=cycle.plan_weeks,
        zone=ZoneInfo(cycle.community.association.zone),
    )


def moment_of(invitation: Invitation, *, now: datetime) -> AnswerMoment:
    """Return where an answer given now would fall; at the closing the sessions are over."""
    cycle = invitation.cycle
    return AnswerMoment(
        now=now,
        answer_by=cycle.answer_by,
        is_over=position(Stage(cycle.stage)) >= position(Stage.CLOSING),
    )


def open_answers(invitation: Invitation, *, now: datetime) -> list[str]:
    """List the answers that may be given by link now, in the order of likelihood."""
    moment = moment_of(invitation, now=now)
    order = (Invitation.Answer.YES, Invitation.Answer.DEPUTY, Invitation.Answer.NO)
    return [
        answer.value
        for answer in order
        if may_answer(answer, takes_part=invitation.is_accepted, moment=moment)
    ]


def remindable(cycle: Cycle, *, now: datetime) -> list[Invitation]:
    """List who may be reminded now: no answer, an address, and no reminder yet today.

    Who asked not to be contacted is left in peace.
    Today is the day in the association's zone. Somebody invited for two seats appears once:
    with the seat that has waited longer for a reminder.
    """
    unanswered = live_invitations(cycle).filter(answer=Invitation.Answer.NONE)
    waiting_longest = list(unanswered.order_by(F("reminded_at").asc(nulls_first=True), "pk"))
    spared = _reminded_today(cycle, now=now)
    spared |= opted_out_among([invitation.person_id for invitation in waiting_longest])
    chosen: dict[int, Invitation] = {}
    for invitation in waiting_longest:
        person = invitation.person
        if person.pk not in spared and person.pk not in chosen and email_of(person):
            chosen[person.pk] = invitation
    return list(chosen.values())


def _reminded_today(cycle: Cycle, *, now: datetime) -> set[int]:
    zone = ZoneInfo(cycle.community.association.zone)
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)
    today = Invitation.objects.filter(
        seat__association=cycle.community.association_id, reminded_at__gte=midnight
    )
    return set(today.values_list("person", flat=True))


def calls_due(cycle: Cycle, *, today: date) -> int:
    """Count the seats whose last try promised a call by today and that have not answered."""
    newest = dict(cycle.attempts.order_by("at", "pk").values_list("seat", "next_on"))
    promised = {seat_id for seat_id, on in newest.items() if on is not None and on <= today}
    answered = live_invitations(cycle).exclude(answer=Invitation.Answer.NONE)
    return len(promised - set(answered.values_list("seat", flat=True)))


def pending_replacements(cycle: Cycle) -> list[ContactAttempt]:
    """List the notes that somebody left a seat, while the seat has nobody newer; newest first."""
    notes = cycle.attempts.filter(result=ContactAttempt.Result.REPLACED).select_related(
        "seat__municipality", "seat__kind"
    )
    newest: dict[int, ContactAttempt] = {}
    for note in notes:
        newest.setdefault(note.seat_id, note)
    tenures = Tenure.objects.filter(seat__in=newest, to_on__isnull=True)
    since = dict(tenures.values_list("seat", "from_on"))
    return [
        note
        for note in newest.values()
        if note.seat_id not in since or since[note.seat_id] < timezone.localdate(note.at)
    ]


def is_confirmed(invitation: Invitation, person: Person) -> bool:
    """Say whether a mail that tells a person of the last answer has left, or is about to.

    One that was cancelled meanwhile, or did not leave for sure, confirms nothing.
    """
    last = invitation.answers.last()
    if last is None:
        return False
    occasion = answer_occasion(invitation.pk)
    keys = [
        mail_key(template, person_id=person.pk, occasion=occasion, number=str(last.pk))
        for template in ("answer", "deputy_answer")
    ]
    return standing_messages(keys).exclude(state__in=Message.TROUBLE).exists()
