"""Asking who holds a seat today, where our mails come back: a director changes with the mayor."""

import logging
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import ContactPoint, Seat, Tenure
from convoca.directory.queries import opted_out_among
from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Message, Suppression
from convoca.messaging.queries import dead_addresses
from convoca.outreach.models import Errand
from convoca.outreach.services.errands import close_errand, open_errand

logger = logging.getLogger(__name__)
ORIGIN = "address:"


@transaction.atomic
def ask_for_holders(*, now: datetime) -> int:
    """Ask for a call to each seat whose person has a dead address; return how many are new.

    Once for each cycle, seat and address that died: somebody has asked, or is going to. Where
    a newer address is noted, or the seat has somebody else, a call that nobody made ends. Safe
    to run twice, also at once.
    """
    dead = dict(_dead_people())
    wanted = {
        (cycle.pk, seat.pk, f"{ORIGIN}{dead[person].pk}"): (cycle, seat)
        for cycle in Cycle.objects.filter(closed_at__isnull=True).select_related(
            "community__association"
        )
        for seat, person in _seats_of(cycle, set(dead))
    }
    known = {
        (each.cycle_id, each.seat_id, each.origin): each
        for each in Errand.objects.filter(origin__startswith=ORIGIN)
    }
    for key, errand in known.items():
        if key not in wanted and errand.closed_at is None:
            close_errand(errand=errand, now=now)
    new = [key for key in wanted if key not in known]
    for key in new:
        _ask(*wanted[key], origin=key[2], now=now)
    if new:
        logger.info("%s seats to be asked who holds them", len(new))
    return len(new)


def _dead_people() -> Iterator[tuple[int, Suppression]]:
    """Give each person whose current address is dead, unless they asked to be left in peace."""
    dead = dead_addresses()
    if not dead:
        return
    contacts = ContactPoint.objects.filter(
        channel=ContactPoint.Channel.EMAIL, is_current=True
    ).values_list("person", "value")
    found = {}
    for person, address in contacts.iterator():
        stop = dead.get(hash_address(Message.Channel.EMAIL, address))
        if stop is not None:
            found[person] = stop
    left_alone = opted_out_among(list(found))
    yield from ((person, stop) for person, stop in found.items() if person not in left_alone)


def _seats_of(cycle: Cycle, people: set[int]) -> Iterator[tuple[Seat, int]]:
    """Give the seats of a cycle that these people hold, or stand in for."""
    if not people:
        return
    community = cycle.community
    tenures = Tenure.objects.filter(
        person__in=people,
        to_on__isnull=True,
        seat__kind=community.kind_id,
        seat__association=community.association_id,
    ).exclude(seat__existence=Seat.Existence.DOES_NOT)
    for tenure in tenures.select_related("seat"):
        yield tenure.seat, tenure.person_id
    for invitation in live_invitations(cycle).filter(deputy__in=people):
        if invitation.participant.pk in people:
            yield invitation.seat, invitation.participant.pk


def _ask(cycle: Cycle, seat: Seat, *, origin: str, now: datetime) -> None:
    zone = ZoneInfo(cycle.community.association.zone)
    open_errand(
        cycle=cycle,
        seat=seat,
        reason=_("Nuestros correos vuelven: ¿quién ocupa hoy el cargo?"),
        script=_(
            "El correo que tenemos ya no recibe. Pregunte quién ocupa hoy el cargo y a qué "
            "dirección le escribimos. Si es la misma persona, corrija su correo."
        ),
        due_on=now.astimezone(zone).date(),
        owner=None,
        origin=origin,
        now=now,
    )
