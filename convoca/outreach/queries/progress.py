"""How far each person of a campaign has come, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.directory.queries import email_of, opted_out_among, phone_of
from convoca.messaging.models import Message
from convoca.messaging.queries import agreed_addresses, standing_messages
from convoca.outreach.core.campaign import Channel, Recipient
from convoca.outreach.core.hours import Place
from convoca.outreach.models import Campaign, CampaignSeat, WaveContact
from convoca.outreach.queries.places import places_around


@dataclass(frozen=True)
class Member:
    """A seat of a campaign with what the rules need; `invitation` is None where it is gone."""

    row: CampaignSeat
    recipient: Recipient
    invitation: Invitation | None


@dataclass(frozen=True)
class _Contacts:
    """What was tried in a cycle: all waves of all campaigns, all calls.

    `with_person` counts the waves that reached for a person by any of their seats.
    """

    with_person: Mapping[int, list[datetime]]
    at: Mapping[int, list[datetime]]
    waves: Mapping[int, int]
    keys: Mapping[int, list[str]]


def list_open_members(campaign: Campaign, *, now: datetime) -> list[Member]:
    """List the seats of a campaign for which it goes on, from north to south."""
    rows = list(
        campaign.seats.filter(ended="")
        .select_related("campaign", "person", "seat__municipality__region")
        .prefetch_related("person__contacts")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name")
    )
    invitations = {each.seat_id: each for each in live_invitations(campaign.cycle)}
    contacts = _contacts(campaign)
    failed = _failed_keys(contacts)
    opted_out = opted_out_among({row.person_id for row in rows})
    place_of = places_around(now)
    association = campaign.cycle.community.association
    agreed = agreed_addresses(association, {phone_of(row.person) for row in rows})
    return [
        _member(
            row,
            invitations.get(row.seat_id),
            contacts,
            place=place_of(row.seat.municipality),
            opted_out=row.person_id in opted_out,
            failed=failed,
            agreed=agreed,
        )
        for row in rows
    ]


def _member(
    row: CampaignSeat,
    invitation: Invitation | None,
    contacts: _Contacts,
    *,
    place: Place,
    opted_out: bool,
    failed: set[str],
    agreed: set[str],
) -> Member:
    begun_at = row.campaign.started_at
    tried = contacts.at.get(row.seat_id, [])
    by_other_seats = contacts.with_person.get(row.person_id, [])
    moments = [*tried, *by_other_seats, *_written_at(invitation)]
    recipient = Recipient(
        place=place,
        channels=_channels(row, agreed),
        answered=invitation is not None and bool(invitation.answer),
        opted_out=opted_out,
        changed=invitation is None or invitation.participant.pk != row.person_id,
        bounced=any(key in failed for key in contacts.keys.get(row.seat_id, [])),
        waves_done=contacts.waves.get(row.seat_id, 0),
        contacts=sum(begun_at is not None and at >= begun_at for at in tried),
        contacted_at=max(moments, default=None),
    )
    return Member(row, recipient, invitation)


def _channels(row: CampaignSeat, agreed: set[str]) -> frozenset[Channel]:
    """Return how the person can be reached; a letter finds everybody at the municipality.

    `agreed` are the telephones whose holders agreed to WhatsApp.
    """
    found = {Channel.LETTER}
    if phone_of(row.person) in agreed:
        found.add(Channel.WHATSAPP)
    if email_of(row.person):
        found.add(Channel.EMAIL)
    if phone_of(row.person):
        found.add(Channel.PHONE)
    return frozenset(found)


def _written_at(invitation: Invitation | None) -> list[datetime]:
    """Return when the invitation and its last reminder were written."""
    if invitation is None:
        return []
    return [at for at in (invitation.created_at, invitation.reminded_at) if at is not None]


def _contacts(campaign: Campaign) -> _Contacts:
    at: dict[int, list[datetime]] = defaultdict(list)
    with_person: dict[int, list[datetime]] = defaultdict(list)
    waves: dict[int, int] = {}
    keys: dict[int, list[str]] = defaultdict(list)
    made = WaveContact.objects.filter(member__campaign__cycle=campaign.cycle_id)
    fields = ("member__seat", "member__person", "member__campaign", "wave__number", "at")
    for seat, person, of_campaign, number, moment, key in made.values_list(*fields, "message_key"):
        at[seat].append(moment)
        with_person[person].append(moment)
        if of_campaign == campaign.pk:
            waves[seat] = max(waves.get(seat, 0), number)
            keys[seat].append(key)
    tries = ContactAttempt.objects.filter(cycle=campaign.cycle_id)
    for seat, moment in tries.values_list("seat", "at"):
        at[seat].append(moment)
    return _Contacts(with_person, at, waves, keys)


def _failed_keys(contacts: _Contacts) -> set[str]:
    """Return the keys of the mails that did not arrive; of WhatsApp, another wave may."""
    wanted = [key for keys in contacts.keys.values() for key in keys if key]
    failed = standing_messages(wanted).filter(
        channel=Message.Channel.EMAIL,
        state__in=[Message.State.FAILED, Message.State.SUPPRESSED],
    )
    return set(failed.values_list("key", flat=True))
