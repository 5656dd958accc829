"""Reading personal links."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.utils import timezone
from django.utils.formats import date_format

from convoca.directory.errors import LinkExpiredError, LinkRevokedError, LinkUnknownError
from convoca.directory.models import Link, Person, PersonalLink, Seat
from convoca.foundation.links import hash_of

AnyLink = TypeVar("AnyLink", bound=Link)


def find_link(token: str, *, now: datetime) -> PersonalLink:
    """Return the live link of a token.

    Raises LinkUnknownError, LinkRevokedError or LinkExpiredError.
    """
    return live_link(PersonalLink.objects.filter(token_hash=hash_of(token)).first(), now=now)


def get_link(reference: str, *, now: datetime) -> PersonalLink:
    """Return the live link of a reference, for somebody who has shown its token before."""
    links = PersonalLink.objects.select_related("person", "seat__municipality", "seat__kind")
    return live_link(links.filter(reference=reference).first(), now=now)


def link_references(
    whose: Collection[tuple[Person, Seat]], *, purposes: Collection[str]
) -> list[str]:
    """Return the public names of all links, live or not, of people for seats."""
    pairs = {(person.pk, seat.pk) for person, seat in whose}
    links = PersonalLink.objects.filter(
        person__in={person for person, _seat in pairs},
        seat__in={seat for _person, seat in pairs},
        purpose__in=purposes,
    ).values_list("person_id", "seat_id", "reference")
    return [reference for person, seat, reference in links if (person, seat) in pairs]


def live_link(link: AnyLink | None, *, now: datetime) -> AnyLink:
    """Return a link that opens now.

    Raises LinkUnknownError, LinkRevokedError or LinkExpiredError.
    """
    if link is None:
        raise LinkUnknownError
    if link.revoked_at is not None:
        raise LinkRevokedError
    if link.expires_at <= now:
        raise LinkExpiredError(date_format(timezone.localtime(link.expires_at), "j \\d\\e F"))
    return link
