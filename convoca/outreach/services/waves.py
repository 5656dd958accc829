"""A campaign goes on by itself: who is next is worked out, kept as rows, then sent."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from convoca.convening.core.occasions import cycle_occasion, reminder_occasion
from convoca.convening.models import Invitation
from convoca.convening.queries import links_end_at
from convoca.convening.services import count_reminders
from convoca.directory.models import Person, PersonalLink
from convoca.directory.queries import email_of, phone_of, read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from convoca.messaging.services import Letter, Recipient, queue_messages
from convoca.outreach.core.campaign import (
    MESSAGES,
    Channel,
    End,
    Limits,
    Send,
    next_move,
)
from convoca.outreach.models import Campaign, CampaignSeat, Errand, Wave, WaveContact
from convoca.outreach.queries.campaigns import phone_origin
from convoca.outreach.queries.progress import Member, list_open_members
from convoca.outreach.services.texts import link_of_mail, template_of, write_wave

PURPOSE = "campaign"
Reached = tuple[Member, Invitation]


def advance_campaigns(*, now: datetime) -> int:
    """Let every campaign go on; return how many people were reached for. Safe to run twice."""
    running = Campaign.objects.filter(
        state=Campaign.State.RUNNING, cycle__closed_at__isnull=True
    ).order_by("pk")
    return sum(
        advance_campaign(campaign_id=pk, now=now) for pk in running.values_list("pk", flat=True)
    )


@transaction.atomic
def advance_campaign(*, campaign_id: int, now: datetime, not_before: datetime | None = None) -> int:
    """Reach for everybody of a running campaign whose turn it is; return how many.

    Each wave reaches for a person once: its row, and the mail or the call, are written together.
    The mails of a mass act wait until `not_before`.
    """
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("cycle__community__association", "cycle__community__kind")
        .get(pk=campaign_id)
    )
    if campaign.state != Campaign.State.RUNNING:
        return 0
    waves = list(campaign.waves.all())
    next_for, ends = _decide(campaign, waves, now=now)
    _end(campaign, ends, now=now)
    for place, reached in sorted(next_for.items()):
        wave = waves[place]
        wave.campaign = campaign
        _reach(wave, reached, now=now, not_before=not_before)
    return sum(len(reached) for reached in next_for.values())


def _decide(
    campaign: Campaign, waves: Sequence[Wave], *, now: datetime
) -> tuple[dict[int, list[Reached]], dict[End, list[CampaignSeat]]]:
    """Return whom each wave reaches for now, and for whom the campaign is over."""
    limits = Limits(campaign.gap_days, campaign.most_contacts)
    channels = [Channel(wave.channel) for wave in waves]
    next_for: dict[int, list[Reached]] = defaultdict(list)
    ends: dict[End, list[CampaignSeat]] = defaultdict(list)
    people: set[int] = set()
    for member in list_open_members(campaign, now=now):
        move = next_move(member.recipient, channels, now=now, limits=limits)
        if isinstance(move, End):
            ends[move].append(member.row)
        elif isinstance(move, Send) and member.invitation and member.row.person_id not in people:
            people.add(member.row.person_id)  # another seat of theirs waits for the gap
            next_for[move.wave].append((member, member.invitation))
    return next_for, ends


def _end(campaign: Campaign, ends: dict[End, list[CampaignSeat]], *, now: datetime) -> None:
    """Note for whom the campaign is over; calls it asked for are not needed after that."""
    for why, rows in ends.items():
        CampaignSeat.objects.filter(pk__in=[row.pk for row in rows]).update(ended=why, ended_at=now)
        if why is not End.ALL_WAVES:
            origins = [phone_origin(wave) for wave in campaign.waves.all()]
            calls = Errand.objects.filter(
                cycle=campaign.cycle_id,
                origin__in=origins,
                seat__in=[row.seat_id for row in rows],
                closed_at__isnull=True,
            )
            calls.update(closed_at=now)


def _reach(
    wave: Wave, reached: Sequence[Reached], *, now: datetime, not_before: datetime | None
) -> None:
    by_message = wave.channel in MESSAGES
    read_places(invitation.seat for _member, invitation in reached)
    WaveContact.objects.bulk_create(
        WaveContact(
            wave=wave,
            member=member.row,
            at=now,
            message_key=_message_key(wave, member) if by_message else "",
        )
        for member, _invitation in reached
    )
    if by_message:
        _write(wave, reached, now=now, not_before=not_before)
    elif wave.channel == Channel.PHONE:
        _ask_for_calls(wave, reached, now=now)


def _write(
    wave: Wave, reached: Sequence[Reached], *, now: datetime, not_before: datetime | None
) -> None:
    cycle = wave.campaign.cycle
    ends_at = links_end_at(cycle)
    template = template_of(wave)
    links = issue_links(
        wanted=[(member.row.person, invitation.seat) for member, invitation in reached],
        purpose=PersonalLink.Purpose.INVITATION,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(ends_at, now + timedelta(days=1)),
        now=now,
    )
    queue_messages(
        association=cycle.community.association,
        purpose=PURPOSE,
        letters=[
            Letter(
                key=_message_key(wave, member),
                occasion=reminder_occasion(invitation.pk),
                recipient=_recipient(wave, member.row.person),
                text=write_wave(
                    wave,
                    invitation,
                    link=mark_of(links[member.row.person_id, invitation.seat_id].reference),
                    template=template,
                ),
                not_after=ends_at if ends_at > now else None,
            )
            for member, invitation in reached
        ],
        now=now,
        not_before=not_before,
    )
    count_reminders(invitation_ids=[invitation.pk for _member, invitation in reached], now=now)


def _recipient(wave: Wave, person: Person) -> Recipient:
    """Return where a wave goes; what WhatsApp does not take goes by mail."""
    if wave.channel == Channel.EMAIL:
        return Recipient(email_of(person), person.name)
    return Recipient(
        phone_of(person), person.name, Message.Channel.WHATSAPP, fallback=email_of(person)
    )


def _ask_for_calls(wave: Wave, reached: Sequence[Reached], *, now: datetime) -> None:
    Errand.objects.bulk_create(
        [
            Errand(
                cycle=wave.campaign.cycle,
                seat=member.row.seat,
                reason=wave.campaign.name,
                script=write_wave(wave, invitation, link=link_of_mail()).body,
                due_on=member.recipient.place.today(now),
                origin=phone_origin(wave),
                opened_at=now,
            )
            for member, invitation in reached
        ],
        ignore_conflicts=True,  # the same call asked for before it was stopped, and still open
    )


def _message_key(wave: Wave, member: Member) -> str:
    return f"{PURPOSE}:{wave.pk}:{member.row.seat_id}"
