"""The agenda as a file others read: the format convoca.agenda/1."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any  # a document of ours, as the database gives it back

from convoca.agenda.core.rule.agenda import Agenda, Rankings
from convoca.agenda.core.rule.ballots import Approval, Ballots
from convoca.agenda.core.rule.ballots.fingerprint import fraction_text
from convoca.agenda.core.rule.certificate import Certificate, CoverageByGroup, certify
from convoca.agenda.core.rule.phragmen import Choice
from convoca.agenda.core.rule.required_kinds import RequiredKind
from convoca.agenda.core.rule.sensitivity import Sensitivity

AGENDA_FORMAT = "convoca.agenda/1"
RULE_NAME = "sequential-phragmen"
RULE_VERSION = 1


def agenda_to_dict(agenda: Agenda) -> dict[str, object]:
    """Write an agenda in the format convoca.agenda/1.

    Loads are exact ("p/q") for chosen and reserve themes; shares are floats from 0 to 1. In
    `coverage` each group has its people and its share, or null when it has under five people;
    it has `size` only where the ballots tell the size of the municipalities.
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
        "coverage": _coverages(certificate),
        "rankings": {
            "mean": list(rankings.mean),
            "approvals": list(rankings.approvals),
            "equal_shares": list(rankings.equal_shares),
        },
        "sensitivity": _sensitivity(agenda),
    }


def restore_agenda(
    ballots: Ballots, result: Mapping[str, Any], *, chosen: Sequence[str], reserve: Sequence[str]
) -> Agenda:
    """Give an agenda back from what `agenda_to_dict` wrote, with the themes finally chosen.

    What the rule gave is read, never computed again: an agenda of an older version of the rule
    shows as it was. Only the certificate is measured anew, for the themes finally chosen, because
    it belongs to no rule. A theme that the rule did not order has load 0.
    """
    rule, loads = result["rule"], result["loads"]
    rankings, sensitivity = result["rankings"], result["sensitivity"]

    def choices(themes: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(Choice(theme, Fraction(loads.get(theme, 0))) for theme in themes)

    return Agenda(
        sessions=rule["k"],
        approval=Approval(rule["approval"]["mode"], rule["approval"]["threshold"]),
        required_kinds=tuple(
            RequiredKind(
                one["kind"],
                tuple(one["fitting"]),
                tuple(theme for theme in chosen if theme in one["fitting"]),
            )
            for one in rule["required_kinds"]
        ),
        input_hash=result["input_hash"],
        chosen=choices(chosen),
        reserve=choices(reserve),
        certificate=certify(ballots, chosen),
        rankings=Rankings(
            *(tuple(rankings[name]) for name in ("mean", "approvals", "equal_shares"))
        ),
        sensitivity=Sensitivity(
            {int(at): tuple(themes) for at, themes in sensitivity["thresholds"].items()},
            tuple(theme for theme in chosen if theme in _always_there(sensitivity)),
        ),
    )


def _always_there(sensitivity: Mapping[str, Any]) -> frozenset[str]:
    found = [frozenset(themes) for themes in sensitivity["thresholds"].values()]
    return frozenset.intersection(*found)


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


def _coverages(certificate: Certificate) -> dict[str, object]:
    coverages: dict[str, object] = {
        "kind": _coverage(certificate.by_kind),
        "region": _coverage(certificate.by_region),
    }
    if certificate.by_size:
        coverages["size"] = _coverage(certificate.by_size)
    return coverages


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
