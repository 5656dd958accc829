"""Sending people their own live links again, to the address that is known and to no other."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from convoca.cycles.models import Cycle
from convoca.directory.models import ContactPoint, Person, PersonalLink
from convoca.directory.services import issue_link
from convoca.foundation.errors import NotFoundError
from convoca.foundation.links import mark_of
from convoca.messaging.services import Recipient, queue_message, write_text
from convoca.notices.queries import get_membership
from convoca.notices.services.letters import LINK_LIFE
from convoca.workplan.services import send_pool_links_again

CYCLE = "cycle:"
RENEWED_FOR = timedelta(days=14)


@transaction.atomic
def send_links_again(*, email: str, now: datetime) -> int:
    """Mail their live links to who has this address now; return how many mails wait to leave.

    A link that has expired is replaced by a fresh one where its cycle is still open, or its
    person still belongs to the community; what was revoked stays revoked. Two people with one
    mailbox get one mail each, which names them; experts and facilitators get theirs too.
    """
    people = Person.objects.filter(
        contacts__channel=ContactPoint.Channel.EMAIL,
        contacts__is_current=True,
        contacts__value__iexact=email,
    ).select_related("association")
    sent = sum(_send(person, email=email, now=now) for person in people.order_by("pk"))
    return sent + send_pool_links_again(email=email, now=now)


def _send(person: Person, *, email: str, now: datetime) -> bool:
    _renew_expired(person, now=now)
    live = list(_links_of(person).filter(expires_at__gt=now))
    if not live:
        return False
    context: dict[str, object] = {
        "person": person,
        "association": person.association,
        "links": [(link, mark_of(link.reference)) for link in live],
    }
    occasion = f"renewal:{person.pk}"
    queue_message(
        association=person.association,
        key=f"renewal:{person.pk}:{occasion}:{now:%Y%m%d%H%M%S}",
        purpose="renewal",
        occasion=occasion,
        recipient=Recipient(email, person.name),
        text=write_text("portal/messages/renewal.txt", context),
        now=now,
        not_after=min(link.expires_at for link in live),
    )
    return True


def _links_of(person: Person) -> QuerySet[PersonalLink]:
    return (
        PersonalLink.objects.filter(person=person, revoked_at__isnull=True)
        .select_related("person", "seat__municipality", "seat__kind")
        .order_by("created_at", "pk")
    )


def _renew_expired(person: Person, *, now: datetime) -> None:
    """Give a fresh link in the place of each expired one that still has something to open."""
    expired = list(_links_of(person).filter(expires_at__lte=now).select_for_update(of=("self",)))
    open_occasions = _open_cycles(expired)
    for link in expired:
        if link.occasion in open_occasions:
            _renew(link, life=RENEWED_FOR, now=now)
        elif link.purpose == PersonalLink.Purpose.NOTICES and _opens_notices(link):
            _renew(link, life=LINK_LIFE, now=now)


def _open_cycles(links: Sequence[PersonalLink]) -> set[str]:
    """Return the occasions of links whose cycle is still open."""
    named = {link.occasion for link in links if link.occasion.startswith(CYCLE)}
    cycles = {int(occasion.removeprefix(CYCLE)) for occasion in named}
    still_open = Cycle.objects.filter(pk__in=cycles, closed_at__isnull=True)
    return {f"{CYCLE}{pk}" for pk in still_open.values_list("pk", flat=True)}


def _opens_notices(link: PersonalLink) -> bool:
    """Say whether the person of a link still belongs to its community."""
    try:
        get_membership(link)
    except NotFoundError:
        return False
    return True


def _renew(link: PersonalLink, *, life: timedelta, now: datetime) -> None:
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    issue_link(
        person=link.person,
        seat=link.seat,
        purpose=link.purpose,
        occasion=link.occasion,
        expires_at=now + life,
        now=now,
    )
