"""Ballots: what each interviewed person finds interesting and urgent, as plain values."""

from convoca.agenda.core.rule.ballots.faults import BallotsError
from convoca.agenda.core.rule.ballots.fingerprint import (
    ballots_hash,
    ballots_to_dict,
    restore_ballots,
)
from convoca.agenda.core.rule.ballots.parsing import parse_ballots
from convoca.agenda.core.rule.ballots.reading import MAX_FILE_BYTES, read_ballots
from convoca.agenda.core.rule.ballots.values import (
    BALLOTS_FORMAT,
    SMALLEST_GROUP,
    Approval,
    Ballots,
    Rating,
    Theme,
    Voter,
)

__all__ = [
    "BALLOTS_FORMAT",
    "MAX_FILE_BYTES",
    "SMALLEST_GROUP",
    "Approval",
    "Ballots",
    "BallotsError",
    "Rating",
    "Theme",
    "Voter",
    "ballots_hash",
    "ballots_to_dict",
    "parse_ballots",
    "read_ballots",
    "restore_ballots",
]
