"""Giving and taking back personal links."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from convoca.directory.models import Link, Person, PersonalLink, Seat
from convoca.foundation.links import hash_of, new_reference, token_of
from convoca.foundation.queue import nudge_after_commit

LINKS_REVOKED = "links_revoked"
"""The nudge that follows: rooms above take back what waits with a link that was revoked."""

Whose = tuple[Person, Seat]
Pair = tuple[int, int]
AnyLink = TypeVar("AnyLink", bound=Link)


@transaction.atomic
def issue_links(
    *,
    wanted: Sequence[Whose],
    purpose: str,
    occasion: str,
    expires_at: datetime,
    now: datetime,
) -> dict[Pair, PersonalLink]:
    """Return the live link of each person and seat, by their ids, made now where there is none.

    An earlier one keeps its address and gets the later expiry. How many are wanted changes
    the number of queries only by the database's own limit.
    """
    pairs = {(person.pk, seat.pk) for person, seat in wanted}
    live = _live_links(pairs, purpose=purpose, occasion=occasion)
    missing = sorted(pairs - live.keys())
    if missing:
        PersonalLink.objects.bulk_create(
            [_new_link(pair, purpose, occasion, expires_at, now) for pair in missing],
            ignore_conflicts=True,  # another hand may have made one a moment ago: read it back
        )
        live = _live_links(pairs, purpose=purpose, occasion=occasion)
    _prolong([link for link in live.values() if link.expires_at < expires_at], expires_at)
    return live


def issue_link(
    *,
    person: Person,
    seat: Seat,
    purpose: str,
    occasion: str,
    expires_at: datetime,
    now: datetime,
) -> PersonalLink:
    """Return the live link of this person for this purpose, made now if there is none.

    As `issue_links` does for many.
    """
    links = issue_links(
        wanted=[(person, seat)], purpose=purpose, occasion=occasion, expires_at=expires_at, now=now
    )
    return links[person.pk, seat.pk]


@transaction.atomic
def revoke_links_of(
    *, whose: Sequence[Whose], now: datetime, occasions: Collection[str] = ()
) -> int:
    """Take back the live links of people for seats; of all occasions where none is named.

    Rooms above are nudged to take back the messages that wait with them.
    """
    pairs = {(person.pk, seat.pk) for person, seat in whose}
    links = _links_of(pairs)
    if occasions:
        links = links.filter(occasion__in=occasions)
    revoked = [link.pk for link in links if (link.person_id, link.seat_id) in pairs]
    if revoked:
        nudge_after_commit(LINKS_REVOKED)
    return PersonalLink.objects.filter(pk__in=revoked).update(revoked_at=now)


def revoke_links(
    *, person: Person, seat: Seat, now: datetime, occasions: Collection[str] = ()
) -> int:
    """Take back the live links of a person for a seat; of all occasions where none is named."""
    return revoke_links_of(whose=[(person, seat)], now=now, occasions=occasions)


def draw_address(link: AnyLink, *, expires_at: datetime, now: datetime) -> AnyLink:
    """Give a new link, not saved yet, the address that nobody can guess."""
    link.reference = new_reference()
    link.token_hash = hash_of(token_of(link.reference))
    link.created_at, link.expires_at = now, expires_at
    return link


def _links_of(pairs: Collection[Pair]) -> QuerySet[PersonalLink]:
    """Return the live links of these people for these seats, and some of other pairs of both."""
    return PersonalLink.objects.filter(
        person__in={person for person, _seat in pairs},
        seat__in={seat for _person, seat in pairs},
        revoked_at__isnull=True,
    )


def _live_links(
    pairs: Collection[Pair], *, purpose: str, occasion: str
) -> dict[Pair, PersonalLink]:
    links = _links_of(pairs).filter(purpose=purpose, occasion=occasion)
    found = {(link.person_id, link.seat_id): link for link in links}
    return {pair: link for pair, link in found.items() if pair in pairs}


def _new_link(
    pair: Pair, purpose: str, occasion: str, expires_at: datetime, now: datetime
) -> PersonalLink:
    person_id, seat_id = pair
    link = PersonalLink(person_id=person_id, seat_id=seat_id, purpose=purpose, occasion=occasion)
    return draw_address(link, expires_at=expires_at, now=now)


def _prolong(links: Sequence[PersonalLink], expires_at: datetime) -> None:
    if not links:
        return
    sooner = PersonalLink.objects.filter(pk__in=[link.pk for link in links])
    sooner.filter(expires_at__lt=expires_at).update(expires_at=expires_at)
    for link in links:
        link.expires_at = expires_at
