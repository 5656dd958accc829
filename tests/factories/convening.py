"""Invitations for tests, made with the services that make the real ones."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from convoca.convening.models import AnswerRecord, Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import (
    DeputyInput,
    Mark,
    answer_invitation,
    assign_seats,
    invite_seats,
    record_attendance_marks,
)
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Seat, User
from convoca.foundation.links import address_of
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_held_seats
from tests.support.kept import kept


@kept
def make_invited_cycle(seats: int = 1, *, now: datetime = NOW) -> Cycle:
    """Make a community with held seats, in a cycle to which all were invited."""
    community = make_community()
    make_held_seats(community, seats)
    cycle = make_cycle(community, now=now)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=now)
    return cycle


@kept
def make_invitation(*, now: datetime = NOW) -> Invitation:
    """Make a cycle of one seat and return its invitation."""
    return live_invitations(make_invited_cycle(now=now)).get()


def answer(
    invitation: Invitation, given: str = "yes", *, now: datetime = NOW, **more
) -> Invitation:
    """Answer an invitation by its link."""
    if given == "deputy":
        more.setdefault("deputy", DeputyInput("Diego Deputado", "diego@comuna.cl"))
    return answer_invitation(
        invitation=invitation, answer=given, via=AnswerRecord.Via.LINK, now=now, **more
    )


@kept
def make_accepted_cycle(seats: int = 1, *, now: datetime = NOW) -> Cycle:
    """Make a cycle whose seats all take part."""
    cycle = make_invited_cycle(seats, now=now)
    for invitation in live_invitations(cycle):
        answer(invitation, now=now)
    return cycle


def put_in_care(cycle: Cycle, seat_ids: Collection[int], user: User, *, now: datetime = NOW) -> int:
    """Let somebody take seats into the own care."""
    return assign_seats(cycle=cycle, seat_ids=seat_ids, user=user, by=user, now=now)


def mark_presences(cycle: Cycle, seat: Seat, presences: str) -> None:
    """Mark one seat's sessions from the first on: "pae" is present, absent, excused."""
    words = {"p": "present", "a": "absent", "e": "excused"}
    person = seat.tenures.get(to_on__isnull=True).person
    for number, letter in enumerate(presences, start=1):
        marks = [Mark(seat.pk, person.pk, words[letter])]
        record_attendance_marks(cycle=cycle, number=number, marks=marks)


def link_path(person: Person, purpose: str = "invitation") -> str:
    """Return the path of a person's live link, as it stands in the mail."""
    link = PersonalLink.objects.get(person=person, purpose=purpose, revoked_at__isnull=True)
    return urlsplit(address_of(link.reference)).path
