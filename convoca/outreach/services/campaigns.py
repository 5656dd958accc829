"""Preparing, starting, stopping a campaign: mass acts, once however often the button is pressed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.convening.core.occasions import reminder_occasion
from convoca.convening.errors import UndoTooLateError
from convoca.convening.models import Invitation
from convoca.convening.services import uncount_reminders
from convoca.convening.services.locks import lock_open_cycle
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.foundation.queue import nudge_after_commit
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_messages
from convoca.messaging.services import UNDO_TIME, Recipient, Text, queue_message, undo_messages
from convoca.outreach.core.campaign import MESSAGES
from convoca.outreach.core.merge import unknown_fields
from convoca.outreach.errors import CampaignStateError, NobodyChosenError, UnknownFieldError
from convoca.outreach.models import Campaign, CampaignSeat, Errand, Wave, WaveContact
from convoca.outreach.queries.campaigns import audience_of, phone_origin
from convoca.outreach.services.texts import link_in_sample, template_of, write_wave
from convoca.outreach.services.waves import PURPOSE, advance_campaign

logger = logging.getLogger(__name__)
ADVANCE = "advance_campaigns"
"""The nudge that asks the worker to look at the campaigns."""
State = Campaign.State


@dataclass(frozen=True)
class WaveInput:
    """One wave as it was written; `template` is for WhatsApp."""

    channel: str
    subject: str
    body: str
    template: str = ""


@dataclass(frozen=True)
class CampaignInput:
    """A campaign as it was written; `chosen` is the filter of `queries.audience_of`."""

    name: str
    chosen: Mapping[str, str]
    gap_days: int
    most_contacts: int
    waves: Sequence[WaveInput]


@dataclass(frozen=True)
class TakenBack:
    """How many contacts were taken back, and how many had left."""

    undone: int
    left: int


@transaction.atomic
def save_campaign(
    *, cycle: Cycle, campaign: Campaign | None, given: CampaignInput, user: User, now: datetime
) -> Campaign:
    """Keep a campaign that is being prepared, a new one where none is named.

    The same words pressed twice in a moment are one campaign.

    Raises CycleOverError, UnknownFieldError; CampaignStateError once it has started.
    """
    cycle = lock_open_cycle(cycle)
    unknown = [name for wave in given.waves for name in unknown_fields(wave.subject + wave.body)]
    if unknown:
        raise UnknownFieldError(unknown)
    if campaign is None:
        campaign = Campaign.objects.filter(
            cycle=cycle, name=given.name, state=State.DRAFT, created_by=user
        ).first() or Campaign(cycle=cycle, created_at=now, created_by=user)
    else:
        campaign = _locked(campaign, State.DRAFT)
    campaign.name, campaign.chosen = given.name, dict(given.chosen)
    campaign.gap_days, campaign.most_contacts = given.gap_days, given.most_contacts
    campaign.save()
    campaign.waves.all().delete()
    Wave.objects.bulk_create(
        Wave(
            campaign=campaign,
            number=n,
            channel=w.channel,
            subject=w.subject,
            body=w.body,
            template=w.template,
        )
        for n, w in enumerate(given.waves, start=1)
    )
    return campaign


@transaction.atomic
def start_campaign(*, campaign: Campaign, user: User, now: datetime) -> int:
    """Start a campaign with those who fit now; return how many they are.

    Its first mails wait, so that it can be undone; `started_at` names the batch.

    Raises CycleOverError, CampaignStateError, NobodyChosenError.
    """
    lock_open_cycle(campaign.cycle)
    campaign = _locked(campaign, State.DRAFT)
    audience = audience_of(campaign.cycle, campaign.chosen)
    if not audience:
        raise NobodyChosenError(campaign.pk)
    CampaignSeat.objects.bulk_create(
        CampaignSeat(campaign=campaign, seat=each.seat, person=each.person) for each in audience
    )
    campaign.state, campaign.started_at, campaign.started_by = State.RUNNING, now, user
    campaign.save(update_fields=["state", "started_at", "started_by"])
    advance_campaign(campaign_id=campaign.pk, now=now, not_before=now + UNDO_TIME)
    logger.info("user %s started campaign %s", user.pk, campaign.pk)
    return len(audience)


@transaction.atomic
def undo_start(*, campaign: Campaign, now: datetime) -> TakenBack:
    """Undo the start of a campaign while its first mails wait: it is in preparation again.

    Where some have left, it stays with those, stopped.

    Raises CycleOverError, CampaignStateError; UndoTooLateError after that time.
    """
    lock_open_cycle(campaign.cycle)
    campaign = _locked(campaign, State.RUNNING)
    if campaign.started_at is None or now >= campaign.started_at + UNDO_TIME:
        raise UndoTooLateError(campaign.pk)
    result = _take_back(campaign, now=now)
    if result.left:
        campaign.state, campaign.stopped_at = State.STOPPED, now
    else:
        campaign.seats.all().delete()
        campaign.state, campaign.started_at, campaign.started_by = State.DRAFT, None, None
    campaign.save(update_fields=["state", "started_at", "started_by", "stopped_at"])
    return result


@transaction.atomic
def stop_campaign(*, campaign: Campaign, now: datetime) -> TakenBack:
    """Stop a campaign: what waits leaves no more, its calls go out of the queue.

    Raises CampaignStateError when it does not run.
    """
    campaign = _locked(campaign, State.RUNNING)
    result = _take_back(campaign, now=now)
    campaign.state, campaign.stopped_at = State.STOPPED, now
    campaign.save(update_fields=["state", "stopped_at"])
    return result


@transaction.atomic
def resume_campaign(*, campaign: Campaign) -> None:
    """Let a campaign that was stopped go on where it was.

    Raises CycleOverError; CampaignStateError when it was not stopped.
    """
    lock_open_cycle(campaign.cycle)
    campaign = _locked(campaign, State.STOPPED)
    campaign.state, campaign.stopped_at = State.RUNNING, None
    campaign.save(update_fields=["state", "stopped_at"])
    nudge_after_commit(ADVANCE)


def write_sample(campaign: Campaign) -> list[tuple[Wave, Text]]:
    """Write each wave as the first person of the campaign would get it, without any real link.

    Raises NobodyChosenError.
    """
    audience = audience_of(campaign.cycle, campaign.chosen)
    if not audience:
        raise NobodyChosenError(campaign.pk)
    written = []
    for wave in campaign.waves.all():
        wave.campaign = campaign
        template = template_of(wave)
        written.append(
            (wave, write_wave(wave, audience[0], link=link_in_sample(), template=template))
        )
    return written


@transaction.atomic
def send_test(*, campaign: Campaign, user: User, now: datetime) -> int:
    """Send the samples to who asks for them; once a minute, however often it is pressed.

    Raises NobodyChosenError.
    """
    samples = write_sample(campaign)
    for wave, text in samples:
        told = text.subject or f"{wave.get_channel_display()}"
        queue_message(
            association=campaign.cycle.community.association,
            key=f"test:{PURPOSE}:{wave.pk}:{user.pk}:{now:%Y%m%d%H%M}",
            purpose="test",
            occasion=f"test:{PURPOSE}:{campaign.pk}",
            recipient=Recipient(user.email, user.name),
            text=Text(_("Prueba: %(subject)s") % {"subject": told}, text.body),
            now=now,
        )
    return len(samples)


def _locked(campaign: Campaign, state: str) -> Campaign:
    """Return the campaign as it is now, held until the transaction ends.

    Raises CampaignStateError when it is not in that state.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    held = Campaign.objects.select_related("cycle__community__association").get(pk=campaign.pk)
    if held.state != state:
        raise CampaignStateError(held.pk)
    return held


def _take_back(campaign: Campaign, *, now: datetime) -> TakenBack:
    """Take back what has not left: mails that wait, calls nobody made, letters nobody printed."""
    contacts = list(
        WaveContact.objects.filter(wave__campaign=campaign).select_related("wave", "member")
    )
    channels = Wave.ChannelName
    back = _stop_messages(campaign, [c for c in contacts if c.wave.channel in MESSAGES])
    back += _close_calls(campaign, [c for c in contacts if c.wave.channel == channels.PHONE], now)
    back += [c for c in contacts if c.wave.channel == channels.LETTER and c.settled_at is None]
    WaveContact.objects.filter(pk__in=[contact.pk for contact in back]).delete()
    return TakenBack(len(back), len(contacts) - len(back))


def _stop_messages(campaign: Campaign, contacts: Sequence[WaveContact]) -> list[WaveContact]:
    """Stop the messages that wait; return their contacts. They do not count as reminders."""
    waiting = standing_messages(c.message_key for c in contacts).filter(state=Message.State.QUEUED)
    batches = dict(waiting.values_list("key", "created_at"))
    seats = [c.member.seat_id for c in contacts if c.message_key in batches]
    live = Invitation.objects.filter(
        cycle=campaign.cycle_id, seat__in=seats, withdrawn_at__isnull=True
    )
    found = {reminder_occasion(each.pk): each for each in live}
    stopped: dict[int, int] = {}
    for batch in set(batches.values()):
        done = undo_messages(occasions=found.keys(), purposes=[PURPOSE], batch=batch)
        stopped |= {found[occasion].seat_id: found[occasion].pk for occasion in done}
    uncount_reminders(invitation_ids=stopped.values())
    return [c for c in contacts if c.message_key in batches and c.member.seat_id in stopped]


def _close_calls(
    campaign: Campaign, contacts: Sequence[WaveContact], now: datetime
) -> list[WaveContact]:
    """End the calls that nobody has made; return their contacts."""
    origins = [phone_origin(wave) for wave in campaign.waves.all()]
    calls = Errand.objects.filter(
        cycle=campaign.cycle_id, origin__in=origins, closed_at__isnull=True
    )
    open_now = set(calls.values_list("origin", "seat"))
    calls.update(closed_at=now)
    return [c for c in contacts if (phone_origin(c.wave), c.member.seat_id) in open_now]
