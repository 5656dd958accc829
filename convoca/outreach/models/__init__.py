"""Whom to reach next, by whom, and why: the tables of the room, by subject."""

from convoca.outreach.models.campaigns import Campaign, CampaignSeat, Wave, WaveContact
from convoca.outreach.models.queue import Deferral, Errand, GivenResult, Turn

__all__ = [
    "Campaign",
    "CampaignSeat",
    "Deferral",
    "Errand",
    "GivenResult",
    "Turn",
    "Wave",
    "WaveContact",
]
