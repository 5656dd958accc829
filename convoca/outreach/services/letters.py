"""Printing the letters of a campaign."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import Invitation
from convoca.convening.queries import links_end_at, live_invitations
from convoca.directory.models import PersonalLink
from convoca.directory.queries import read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import address_of
from convoca.foundation.words import join_names
from convoca.outreach.core.campaign import Channel
from convoca.outreach.errors import NothingToPrintError
from convoca.outreach.letters import LetterPage, render_letters
from convoca.outreach.models import Campaign, WaveContact
from convoca.outreach.queries.places import paper
from convoca.outreach.services.texts import write_wave
from convoca.ui.formats import format_day


def print_letters(*, campaign: Campaign, now: datetime) -> bytes:
    """Return the letters of a campaign to those who have not answered, as one PDF.

    All that the letter waves have reached for: those printed before come again, since paper
    gets lost. Their links are issued, and the letters count as sent from now on.

    Raises NothingToPrintError.
    """
    pages = _write_pages(campaign, now=now)
    if not pages:
        raise NothingToPrintError(campaign.pk)
    made = render_letters(
        list(pages.values()),
        title=campaign.name,
        scan=_("Responda con la cámara de su teléfono, o escriba esta dirección:"),
        alt=_("Código para abrir su enlace personal"),
        paper=paper(),
    )
    waiting = WaveContact.objects.filter(pk__in=pages, settled_at__isnull=True)
    waiting.update(settled_at=now)
    return made


@transaction.atomic
def _write_pages(campaign: Campaign, *, now: datetime) -> dict[int, LetterPage]:
    """Write the page of each contact, with its personal link."""
    cycle = campaign.cycle
    contacts = (
        WaveContact.objects.filter(
            wave__campaign=campaign, wave__channel=Channel.LETTER, member__ended=""
        )
        .select_related("wave", "member__person")
        .order_by("wave__number", "member__seat__municipality__comuna_name")
    )
    unanswered = live_invitations(cycle).filter(answer=Invitation.Answer.NONE)
    invitations = {each.seat_id: each for each in unanswered}
    wanted = [
        (contact, invitations[contact.member.seat_id])
        for contact in contacts
        if contact.member.seat_id in invitations
    ]
    links = issue_links(
        wanted=[(contact.member.person, invitation.seat) for contact, invitation in wanted],
        purpose=PersonalLink.Purpose.INVITATION,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), now + timedelta(days=1)),
        now=now,
    )
    read_places(invitation.seat for _contact, invitation in wanted)
    pages = {}
    for contact, invitation in wanted:
        contact.wave.campaign = campaign
        link = links[contact.member.person_id, invitation.seat_id]
        pages[contact.pk] = _page(contact, invitation, address_of(link.reference), now=now)
    return pages


def _page(contact: WaveContact, invitation: Invitation, link: str, *, now: datetime) -> LetterPage:
    association = contact.wave.campaign.cycle.community.association
    today = now.astimezone(ZoneInfo(association.zone)).date()
    text = write_wave(contact.wave, invitation, link=link)
    seat = invitation.seat
    municipalities = join_names([each.name for each in seat.municipalities])
    return LetterPage(
        sender=association.name,
        day=format_day(today, today=date.min),
        addressee=[invitation.participant.name, seat.kind.name, municipalities],
        subject=text.subject,
        paragraphs=[part for part in text.body.split("\n") if part.strip()],
        link=link,
    )
