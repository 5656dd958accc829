"""The agenda as a file others read: the format convoca.agenda/1."""

import json

from convoca.agenda.core.rule.agenda import Agenda
from convoca.agenda.core.rule.ballots.fingerprint import fraction_text
from convoca.agenda.core.rule.certificate import CoverageByGroup

AGENDA_FORMAT = "convoca.agenda/1"
RULE_NAME = "sequential-phragmen"
RULE_VERSION = 1


def agenda_to_dict(agenda: Agenda) -> dict[str, object]:
    """Write an agenda in the format convoca.agenda/1.

    Loads are exact ("p/q") for chosen and reserve themes; shares are floats from 0 to 1. In
    `coverage` each group has its people and its share, or null when it has under five people.
    """
    certificate, rankings = agenda.certificate, agenda.rankings
    return {
        "format": AGENDA_FORMAT,
        "rule": _rule(agenda),
        "input_hash": agenda.input_hash,
        "chosen": list(agenda.chosen_ids),
        "reserve": list(agenda.reserve_ids),
        "loads": {
            choice.theme_id: fraction_text(choice.load)
            for choice in (*agenda.chosen, *agenda.reserve)
        },
        "nobody_share": float(certificate.nobody_share),
        "line": float(certificate.line),
        "left_out": [
            {"theme": entry.theme_id, "share": float(entry.share)} for entry in certificate.left_out
        ],
        "coverage": {
            "kind": _coverage(certificate.by_kind),
            "region": _coverage(certificate.by_region),
        },
        "rankings": {
            "mean": list(rankings.mean),
            "approvals": list(rankings.approvals),
            "equal_shares": list(rankings.equal_shares),
        },
        "sensitivity": _sensitivity(agenda),
    }


def agenda_to_bytes(agenda: Agenda) -> bytes:
    """Write the format as UTF-8 JSON with a final newline; the same agenda, the same bytes."""
    text = json.dumps(agenda_to_dict(agenda), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()


def _rule(agenda: Agenda) -> dict[str, object]:
    return {
        "name": RULE_NAME,
        "version": RULE_VERSION,
        "k": agenda.sessions,
        "approval": {"mode": agenda.approval.mode, "threshold": agenda.approval.threshold},
        "required_kinds": [
            {"kind": one.kind, "fitting": list(one.fitting), "met_by": list(one.met_by)}
            for one in agenda.required_kinds
        ],
    }


def _coverage(groups: CoverageByGroup) -> dict[str, object]:
    return {
        name: group and {"people": group.people, "share": float(group.share)}
        for name, group in groups.items()
    }


def _sensitivity(agenda: Agenda) -> dict[str, object]:
    by_threshold = agenda.sensitivity.chosen_by_threshold
    return {
        "thresholds": {str(threshold): list(themes) for threshold, themes in by_threshold.items()},
        "stay": list(agenda.sensitivity.stay),
    }
