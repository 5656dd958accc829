"""Contacting people: turns at the telephone, results, errands, campaigns, opt-outs."""

from convoca.outreach.services.campaigns import (
    ADVANCE,
    CampaignInput,
    TakenBack,
    WaveInput,
    resume_campaign,
    save_campaign,
    send_test,
    start_campaign,
    stop_campaign,
    undo_start,
    write_sample,
)
from convoca.outreach.services.dead_addresses import ask_for_holders
from convoca.outreach.services.errands import close_errand, open_errand
from convoca.outreach.services.letters import print_letters
from convoca.outreach.services.optouts import end_opt_out, opt_out
from convoca.outreach.services.results import give_result, undo_result
from convoca.outreach.services.turns import leave_queue, put_off, take_turn
from convoca.outreach.services.waves import advance_campaign, advance_campaigns

__all__ = [
    "ADVANCE",
    "CampaignInput",
    "TakenBack",
    "WaveInput",
    "advance_campaign",
    "advance_campaigns",
    "ask_for_holders",
    "close_errand",
    "end_opt_out",
    "give_result",
    "leave_queue",
    "open_errand",
    "opt_out",
    "print_letters",
    "put_off",
    "resume_campaign",
    "save_campaign",
    "send_test",
    "start_campaign",
    "stop_campaign",
    "take_turn",
    "undo_result",
    "undo_start",
    "write_sample",
]
