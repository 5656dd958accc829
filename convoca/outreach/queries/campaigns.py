"""Campaigns, whom they are for, and how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Region, Settlement
from convoca.directory.queries import email_of, opted_out_among, phone_of
from convoca.foundation.errors import NotFoundError
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_messages
from convoca.outreach.core.campaign import MESSAGES, Channel
from convoca.outreach.models import Campaign, CampaignSeat, Errand, Wave, WaveContact

Figure = Literal["reached", "left", "answered"]
FIGURES: tuple[Figure, ...] = ("reached", "left", "answered")


@dataclass(frozen=True)
class ContactRow:
    """One person whom a wave reached for: whether it left, and whether an answer came after."""

    contact: WaveContact
    has_left: bool
    has_answered: bool
    trouble: str = ""

    def counts_as(self, figure: str) -> bool:
        """Say whether the row belongs to a figure of its wave."""
        belongs = {"reached": True, "left": self.has_left, "answered": self.has_answered}
        return belongs.get(figure, False)


@dataclass(frozen=True)
class WaveFigures:
    """A wave with how many it reached for, how many left, and how many answered after it."""

    wave: Wave
    reached: int
    left: int
    answered: int


def get_visible_campaign(cycle: Cycle, campaign_id: int) -> Campaign:
    """Return a campaign of a cycle that was already checked, or raise NotFoundError."""
    campaign = (
        Campaign.objects.select_related(
            "cycle__community__association", "cycle__community__kind", "created_by", "started_by"
        )
        .prefetch_related("waves")
        .filter(cycle=cycle, pk=campaign_id)
        .first()
    )
    if campaign is None:
        raise NotFoundError(campaign_id)
    return campaign


def list_campaigns(cycle: Cycle) -> list[Campaign]:
    """List the campaigns of a cycle, the newest first, with their waves and seats."""
    return list(Campaign.objects.filter(cycle=cycle).prefetch_related("waves", "seats"))


def audience_of(cycle: Cycle, chosen: Mapping[str, str]) -> list[Invitation]:
    """List whom a filter means: invited, without an answer, and not opted out.

    `region` is a code, `settlement` a class of comuna, `reach` is "email", "no_email" or
    "phone"; what is absent or empty means all.
    """
    waiting = live_invitations(cycle).filter(answer=Invitation.Answer.NONE)
    if chosen.get("region"):
        waiting = waiting.filter(seat__municipality__region__code=chosen["region"])
    if chosen.get("settlement"):
        waiting = waiting.filter(seat__municipality__settlement=chosen["settlement"])
    found = list(waiting)
    opted_out = opted_out_among({each.person_id for each in found})
    reach = chosen.get("reach", "")
    return [each for each in found if each.person_id not in opted_out and _fits(each, reach)]


def chosen_words(chosen: Mapping[str, str], reach_words: Mapping[str, str]) -> list[str]:
    """Say what a filter means, a piece each; nothing chosen gives nothing."""
    region = Region.objects.filter(code=chosen.get("region") or "-").first()
    settlement = chosen.get("settlement")
    words = [
        region.name if region else "",
        str(Settlement(settlement).label) if settlement in Settlement.values else "",
        reach_words.get(chosen.get("reach", ""), ""),
    ]
    return [each for each in words if each]


def list_contacts(campaign: Campaign) -> list[ContactRow]:
    """List whom the waves of a campaign have reached for, wave by wave from north to south."""
    contacts = list(
        WaveContact.objects.filter(wave__campaign=campaign)
        .select_related("wave", "member__person", "member__seat__municipality__region")
        .order_by(
            "wave__number",
            "member__seat__municipality__region__position",
            "member__seat__municipality__comuna_name",
        )
    )
    mails = {each.key: each for each in standing_messages(c.message_key for c in contacts)}
    called = _called(campaign)
    answered_at = _answered_at(campaign)
    return [_row(each, mails.get(each.message_key), called, answered_at) for each in contacts]


def figures_of(campaign: Campaign, rows: Sequence[ContactRow]) -> list[WaveFigures]:
    """Count the rows by wave; a wave that has not begun counts nobody."""
    return [
        WaveFigures(wave, *(_count(rows, wave, figure) for figure in FIGURES))
        for wave in campaign.waves.all()
    ]


def ended_counts(campaign: Campaign) -> list[tuple[str, str, int]]:
    """Count for whom a campaign is over, by why: (value, words, count)."""
    ends = list(campaign.seats.values_list("ended", flat=True))
    return [(end.value, str(end.label), ends.count(end.value)) for end in CampaignSeat.Ending]


def waiting_count(campaign: Campaign) -> int:
    """Count for whom the campaign goes on."""
    return campaign.seats.filter(ended="").count()


def list_members(campaign: Campaign, *, ended: str) -> list[CampaignSeat]:
    """List the seats of a campaign that ended so, from north to south; "" those that go on."""
    return list(
        campaign.seats.filter(ended=ended)
        .select_related("person", "seat__municipality__region")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name")
    )


@dataclass(frozen=True)
class Letters:
    """How many letters a campaign has, and how many of them nobody has printed."""

    all: int
    waiting: int


def count_letters(campaign: Campaign) -> Letters:
    """Count the letters of a campaign."""
    made = WaveContact.objects.filter(
        wave__campaign=campaign, wave__channel=Channel.LETTER
    ).values_list("settled_at", flat=True)
    printed = list(made)
    return Letters(len(printed), sum(at is None for at in printed))


def phone_origin(wave: Wave) -> str:
    """Return the name under which a telephone wave asks for its calls."""
    return f"campaign:{wave.campaign_id}:{wave.number}"


def _fits(invitation: Invitation, reach: str) -> bool:
    has_email = bool(email_of(invitation.person))
    has_phone = bool(phone_of(invitation.person))
    fits = {"email": has_email, "no_email": not has_email, "phone": has_phone}
    return fits.get(reach, True)


def _called(campaign: Campaign) -> set[tuple[str, int]]:
    """Return the origin and seat of the calls of a campaign that ended with a talk."""
    origins = [phone_origin(wave) for wave in campaign.waves.all()]
    done = Errand.objects.filter(cycle=campaign.cycle_id, origin__in=origins).exclude(result="")
    return set(done.values_list("origin", "seat"))


def _answered_at(campaign: Campaign) -> dict[int, datetime]:
    answered = live_invitations(campaign.cycle).exclude(answer=Invitation.Answer.NONE)
    found = answered.order_by().values_list("seat", "answered_at")
    return {seat: at for seat, at in found if at is not None}


def _row(
    contact: WaveContact,
    mail: Message | None,
    called: set[tuple[str, int]],
    answered_at: Mapping[int, datetime],
) -> ContactRow:
    seat_id = contact.member.seat_id
    has_left = contact.settled_at is not None
    if contact.wave.channel in MESSAGES:
        has_left = mail is not None and mail.has_left
    elif contact.wave.channel == Channel.PHONE:
        has_left = (phone_origin(contact.wave), seat_id) in called
    failed = mail is not None and mail.state in Message.TROUBLE
    return ContactRow(
        contact,
        has_left=has_left,
        has_answered=seat_id in answered_at and answered_at[seat_id] >= contact.at,
        trouble=mail.get_state_display() if mail and failed else "",
    )


def _count(rows: Sequence[ContactRow], wave: Wave, figure: Figure) -> int:
    return sum(row.contact.wave_id == wave.pk and row.counts_as(figure) for row in rows)
