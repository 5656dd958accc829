"""The day's calls of a cycle: every seat looked at, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from convoca.convening.core.occasions import invitation_occasion, reminder_occasion
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import ContactPoint, Municipality, Person, Seat, TeamMember, Tenure
from convoca.directory.queries import email_of, opted_out_among
from convoca.messaging.models import Message
from convoca.outreach.core.hours import Place
from convoca.outreach.core.next_step import Outcome, Tried
from convoca.outreach.core.queue import Candidate, Due, Rest, look_at, order_queue
from convoca.outreach.core.split import Load, split_calls
from convoca.outreach.models import Deferral, Errand, GivenResult, Turn
from convoca.outreach.queries.places import places_around

Result, Channel = ContactAttempt.Result, ContactAttempt.Channel
CALLERS = {TeamMember.Role.COORDINATOR, TeamMember.Role.INTERVIEWER}


@dataclass(frozen=True)
class Contactable:
    """A seat with the person to call for it; `invitation` is None where only an errand asks."""

    seat: Seat
    person: Person
    since: datetime
    invitation: Invitation | None = None

    @property
    def answered(self) -> bool:
        """Say whether no answer is awaited."""
        return self.invitation is None or bool(self.invitation.answer)


@dataclass(frozen=True)
class Day:
    """The day's calls: what is due now in its order, who is to call it, why the others rest.

    `done` counts the results of today by person; `shares` gives each seat of today a caller.
    """

    due: tuple[Due, ...]
    rests: Mapping[int, Rest]
    shares: Mapping[int, int]
    done: Mapping[int, int]
    contactable: Mapping[int, Contactable]
    errands: Mapping[int, Errand]

    def planned_for(self, user_id: int) -> int:
        """Return how many calls somebody's day has, those behind included."""
        left = sum(1 for caller in self.shares.values() if caller == user_id)
        return self.done.get(user_id, 0) + left

    def turns_for(self, user_id: int) -> list[Due]:
        """Return the order in which somebody calls: the own share, then that of the others."""
        return sorted(self.due, key=lambda due: self.shares.get(due.seat_id) != user_id)

    def resting(self, rest: Rest) -> list[Contactable]:
        """Return the seats that rest for one reason, from north to south."""
        return [self.contactable[pk] for pk, found in self.rests.items() if found is rest]


def plan_day(cycle: Cycle, *, now: datetime, caller_id: int | None = None) -> Day:
    """Work out whom to call now; `caller_id` calls too, whatever role they have."""
    errands = _open_errands(cycle)
    carers = dict(cycle.cares.values_list("seat", "user"))
    contactable = _contactable(cycle, errands)
    candidates = _candidates(cycle, contactable, errands, now=now)
    looked_at = {one.seat_id: look_at(one, now=now) for one in candidates}
    done = _done_today(cycle, now=now)
    callers = _callers(cycle) | done.keys() | ({caller_id} if caller_id else set())
    in_hand = _in_hand(cycle, now=now, besides=caller_id)
    due = [each for each in looked_at.values() if isinstance(each, Due)]
    today = [
        pk for pk, found in looked_at.items() if isinstance(found, Due) or found is Rest.CLOSED
    ]
    return Day(
        due=tuple(
            each
            for each in order_queue(due, answered_share=_answered_share(contactable.values()))
            if each.candidate.person_id not in in_hand
        ),
        rests={pk: found for pk, found in looked_at.items() if isinstance(found, Rest)},
        shares=split_calls(
            [_load(contactable[pk], errands.get(pk), carers.get(pk)) for pk in today],
            done={caller: done.get(caller, 0) for caller in callers},
        ),
        done=done,
        contactable=contactable,
        errands=errands,
    )


def midnight_of(cycle: Cycle, *, now: datetime) -> datetime:
    """Return when the day began in the association's zone."""
    zone = ZoneInfo(cycle.community.association.zone)
    return datetime.combine(now.astimezone(zone).date(), time.min, tzinfo=zone)


def _open_errands(cycle: Cycle) -> dict[int, Errand]:
    """Return the errand of each seat that is due first."""
    found: dict[int, Errand] = {}
    for errand in Errand.objects.filter(cycle=cycle, closed_at__isnull=True):
        found.setdefault(errand.seat_id, errand)
    return found


def _contactable(cycle: Cycle, errands: Mapping[int, Errand]) -> dict[int, Contactable]:
    found = {
        each.seat_id: Contactable(each.seat, each.participant, each.created_at, each)
        for each in live_invitations(cycle)
    }
    tenures = (
        Tenure.objects.filter(seat__in=errands.keys() - found.keys(), to_on__isnull=True)
        .select_related("person", "seat__municipality__region", "seat__kind")
        .prefetch_related("person__contacts")
        .order_by("seat")
    )
    for each in tenures:
        start = datetime.combine(
            each.from_on, time.min, tzinfo=ZoneInfo(each.seat.municipality.zone)
        )
        found[each.seat_id] = Contactable(each.seat, each.person, start)
    return found


def _candidates(
    cycle: Cycle,
    contactable: Mapping[int, Contactable],
    errands: Mapping[int, Errand],
    *,
    now: datetime,
) -> list[Candidate]:
    place_of = places_around(now)
    tries = _tries(cycle, contactable)
    mails = _mails(contactable.values())
    opted_out = opted_out_among({each.person.pk for each in contactable.values()})
    rests = dict(Deferral.objects.filter(cycle=cycle).values_list("seat", "until"))
    return [
        _candidate(
            each,
            place_of=place_of,
            attempts=tries.get(pk, []),
            mail=mails.get(pk, _Mails()),
            errand=errands.get(pk),
            opted_out=each.person.pk in opted_out,
            rested_until=rests.get(pk),
        )
        for pk, each in contactable.items()
    ]


@dataclass(frozen=True)
class _Mails:
    """What became of the mails to one seat."""

    has_trouble: bool = False
    sent_at: datetime | None = None


def _candidate(
    one: Contactable,
    *,
    place_of: Callable[[Municipality], Place],
    attempts: list[ContactAttempt],
    mail: _Mails,
    errand: Errand | None,
    opted_out: bool,
    rested_until: datetime | None,
) -> Candidate:
    return Candidate(
        seat_id=one.seat.pk,
        person_id=one.person.pk,
        region=one.seat.municipality.region.code,
        place=place_of(one.seat.municipality),
        answered=one.answered,
        opted_out=opted_out,
        phone_since=_phone_since(one.person),
        has_email=bool(email_of(one.person)),
        has_mail_trouble=mail.has_trouble and mail.sent_at is None,
        written_at=mail.sent_at or one.since,
        tries=tuple(Tried(Outcome(each.result), each.at) for each in attempts),
        next_on=attempts[0].next_on if attempts else None,
        errand_on=errand.due_on if errand else None,
        rested_until=rested_until,
    )


def _phone_since(person: Person) -> datetime | None:
    return next(
        (
            contact.added_at
            for contact in person.contacts.all()
            if contact.channel == ContactPoint.Channel.PHONE and contact.is_current
        ),
        None,
    )


def _tries(cycle: Cycle, contactable: Mapping[int, Contactable]) -> dict[int, list[ContactAttempt]]:
    """Return the tries to reach who is to be called now, the newest first, by seat.

    An address that was wrong says nothing of the telephone.
    """
    found: dict[int, list[ContactAttempt]] = defaultdict(list)
    wrong_address = {"result": Result.WRONG, "channel__in": [Channel.EMAIL, Channel.LETTER]}
    for attempt in ContactAttempt.objects.filter(cycle=cycle).exclude(**wrong_address):
        one = contactable.get(attempt.seat_id)
        if one is not None and attempt.at >= one.since:
            found[attempt.seat_id].append(attempt)
    return found


def _mails(contactable: Iterable[Contactable]) -> dict[int, _Mails]:
    seat_of: dict[str, int] = {}
    for one in contactable:
        if one.invitation is not None:
            seat_of[invitation_occasion(one.invitation.pk)] = one.seat.pk
            seat_of[reminder_occasion(one.invitation.pk)] = one.seat.pk
    found: dict[int, _Mails] = {}
    messages = Message.objects.filter(occasion__in=seat_of).order_by("pk")
    for occasion, state, sent_at in messages.values_list("occasion", "state", "sent_at"):
        before = found.get(seat_of[occasion], _Mails())
        found[seat_of[occasion]] = _Mails(
            before.has_trouble or state in Message.TROUBLE, sent_at or before.sent_at
        )
    return found


def _load(one: Contactable, errand: Errand | None, carer_id: int | None) -> Load:
    """Return a seat to share: whom the errand names goes before who looks after the seat."""
    named = (errand.owner_id if errand else None, carer_id)
    return Load(
        one.seat.pk,
        one.seat.municipality.region.position,
        tuple(user_id for user_id in named if user_id is not None),
    )


def _answered_share(contactable: Iterable[Contactable]) -> dict[str, float]:
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for one in contactable:
        if one.invitation is not None:
            region = one.seat.municipality.region.code
            asked[region] += 1
            answered[region] += one.answered
    return {region: answered[region] / asked[region] for region in asked}


def _done_today(cycle: Cycle, *, now: datetime) -> dict[int, int]:
    given = GivenResult.objects.filter(
        cycle=cycle, undone_at__isnull=True, at__gte=midnight_of(cycle, now=now)
    )
    return dict(Counter(given.values_list("by", flat=True)))


def _callers(cycle: Cycle) -> set[int]:
    team = cycle.community.team.filter(role__in=CALLERS, user__is_active=True)
    return set(team.values_list("user", flat=True))


def _in_hand(cycle: Cycle, *, now: datetime, besides: int | None) -> set[int]:
    """Return the people whom somebody else has in hand, in any community."""
    held = Turn.objects.filter(
        cycle__community__association=cycle.community.association_id, held_until__gt=now
    )
    return set(held.exclude(user=besides).values_list("person", flat=True))
