"""What a coordinator does with one seat: tries to reach it, corrects it, gives it to another."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.errors import (
    InvitationMissingError,
    SeatHeldError,
    SeatServedError,
    SeatServesError,
)
from convoca.convening.models import AnswerRecord, ContactAttempt, Invitation, SuccessorReport
from convoca.convening.services.answers import answer_invitation
from convoca.convening.services.locks import lock_invitation, lock_invitations, lock_open_cycle
from convoca.convening.services.withdrawal import close_doors, withdraw
from convoca.cycles.models import Cycle
from convoca.directory.core.phones import read_phone
from convoca.directory.models import ContactPoint, Person, Seat, Tenure, User
from convoca.directory.queries import current_holder, email_of
from convoca.directory.services import add_person, seat_person, set_contact
from convoca.messaging.services import Recipient, readdress_messages

SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def record_attempt(
    *,
    cycle: Cycle,
    seat: Seat,
    channel: str,
    result: str,
    note: str,
    user: User | None,
    now: datetime,
    next_on: date | None = None,
) -> ContactAttempt:
    """Record a try to reach a seat by hand. The same words within a minute are one try.

    "Acepta" and "no quiere participar" are also kept as the answer of the seat's invitation,
    in the words of `answer_invitation`.

    Raises InvitationMissingError or CycleOverError when there is no answer to give.
    """
    Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
    told = {
        "cycle": cycle,
        "seat": seat,
        "channel": channel,
        "result": result,
        "note": note.strip(),
        "by": user,
        "next_on": next_on,
    }
    same = ContactAttempt.objects.filter(**told, at__gt=now - SAME_PRESS, at__lte=now).first()
    if same is None and result in ContactAttempt.ANSWERS:
        _keep_answer(cycle, seat, result=result, note=note, user=user, now=now)
    return same or ContactAttempt.objects.create(**told, at=now)


def _keep_answer(
    cycle: Cycle, seat: Seat, *, result: str, note: str, user: User | None, now: datetime
) -> None:
    """Keep what the participant told by hand; who takes part already says nothing new."""
    live = Invitation.objects.filter(cycle=cycle, seat=seat, withdrawn_at__isnull=True).first()
    if live is None:
        raise InvitationMissingError(seat.pk)
    invitation = lock_invitation(live)
    accepts = result == ContactAttempt.Result.ACCEPTS
    if accepts and invitation.is_accepted:
        return
    answer_invitation(
        invitation=invitation,
        answer=Invitation.Answer.YES if accepts else Invitation.Answer.NO,
        via=AnswerRecord.Via.STAFF,
        now=now,
        user=user,
        reason="" if accepts else note,
        actor=invitation.deputy if invitation.answer == Invitation.Answer.DEPUTY else None,
    )


@transaction.atomic
def report_replacement(
    *, invitation: Invitation, reporter: Person, successor: str, contact: str, now: datetime
) -> ContactAttempt:
    """Keep what a director tells of having left the seat; a person decides what to do with it.

    Changes neither the seat nor the answer. Who is named is kept as a proposal for the seat.
    The same words again are the same note.
    """
    parts = [_("%(name)s avisa que ya no está en el cargo.") % {"name": reporter.name}]
    if successor.strip():
        parts.append(_("Lo ocupa: %(name)s.") % {"name": successor.strip()})
    if contact.strip():
        parts.append(_("Se le ubica en: %(contact)s.") % {"contact": contact.strip()})
    Seat.objects.select_for_update(no_key=True).get(pk=invitation.seat_id)
    told = {
        "cycle": invitation.cycle,
        "seat": invitation.seat,
        "channel": ContactAttempt.Channel.LINK,
        "result": ContactAttempt.Result.REPLACED,
        "note": " ".join(parts),
    }
    same = ContactAttempt.objects.filter(**told).first()
    if same is not None:
        return same
    attempt = ContactAttempt.objects.create(**told, at=now)
    if successor.strip():
        _propose(attempt, name=" ".join(successor.split()), contact=contact.strip())
    return attempt


def _propose(attempt: ContactAttempt, *, name: str, contact: str) -> SuccessorReport:
    """Keep who is said to hold the seat; of the contact what is an address or a whole number."""
    phone = read_phone(contact, region=settings.PHONE_REGION)
    return SuccessorReport.objects.create(
        attempt=attempt,
        name=name,
        email=contact if "@" in contact and " " not in contact else "",
        phone=phone.number if phone.has_all_digits else "",
    )


@transaction.atomic
def replace_holder(
    *,
    seat: Seat,
    name: str,
    email: str,
    phone: str,
    role: str,
    user: User,
    now: datetime,
    cycle: Cycle,
) -> Tenure:
    """Give the seat to another person in the middle of a cycle.

    The former holder keeps what they did; their links of this seat stop opening, no mail that
    waits for them here leaves, their invitation is taken back. The seat is then ready to be
    invited: nothing is sent by this. The same person again changes nothing.

    Raises CycleOverError.
    """
    cycle = lock_open_cycle(cycle)
    seat = (
        Seat.objects.select_for_update(of=("self",), no_key=True)
        .select_related("association")
        .get(pk=seat.pk)
    )
    current = current_holder(seat)
    if current and current.person.name == name.strip() and email_of(current.person) == email:
        return current
    live = Invitation.objects.filter(seat=seat, cycle=cycle, withdrawn_at__isnull=True)
    invitations = lock_invitations(live)
    withdraw(invitations, cycle=cycle, now=now)
    leaving = {current.person if current else None, *(each.deputy for each in invitations)}
    close_doors([(person, seat) for person in leaving if person], now=now)
    today = now.astimezone(ZoneInfo(seat.association.zone)).date()
    origin = _("anotado por %(user)s el %(day)s") % {"user": user, "day": f"{today:%d-%m-%Y}"}
    person = add_person(
        association=seat.association, name=name, origin=origin, email=email, phone=phone
    )
    return seat_person(seat=seat, person=person, role=role, on=today, origin=origin)


@transaction.atomic
def update_contacts(
    *, person: Person, email: str, phone: str, user: User | None, now: datetime
) -> int:
    """Correct how a person is reached; an empty value leaves the one there is.

    Without `user` the person did it by the own link. What failed or still waits for an address
    of before goes to the new one, as far as it is worth sending. Returns how many messages that
    were.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    mailboxes = person.contacts.filter(channel=ContactPoint.Channel.EMAIL)
    former = set(mailboxes.values_list("value", flat=True)) - {email}
    by_whom = user or _("la propia persona, por su enlace")
    origin = _("corregido por %(user)s") % {"user": by_whom}
    set_contact(person=person, channel=ContactPoint.Channel.EMAIL, value=email, origin=origin)
    set_contact(person=person, channel=ContactPoint.Channel.PHONE, value=phone, origin=origin)
    if not email:
        return 0
    recipient = Recipient(email, person.name)
    return readdress_messages(association=person.association, to=recipient, former=former, now=now)


@transaction.atomic
def mark_existence(*, seat: Seat, existence: str) -> Seat:
    """Note whether the municipality has this directorate.

    Raises SeatHeldError, SeatServedError or SeatServesError when somebody holds it, or it shares
    an office, and it is said not to be there for sure.
    """
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
    if existence != Seat.Existence.EXISTS:
        _refuse_absence(seat)
    seat.existence = Seat.Existence(existence)
    seat.save(update_fields=["existence"])
    return seat


def _refuse_absence(seat: Seat) -> None:
    if current_holder(seat) is not None:
        raise SeatHeldError(seat.pk)
    if seat.served_by is not None:
        raise SeatServedError(seat.place, seat.served_by.place)
    if seat.serves.exists():
        raise SeatServesError(seat.pk)
