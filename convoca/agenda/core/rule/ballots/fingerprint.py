"""The canonical form of ballots, and its hash: the same input is recognised as the same."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any  # a document of ours, as the database gives it back

from convoca.agenda.core.rule.ballots.values import (
    BALLOTS_FORMAT,
    Approval,
    Ballots,
    Rating,
    Theme,
    Voter,
)


def ballots_to_dict(ballots: Ballots) -> dict[str, object]:
    """Write ballots in the format convoca.agenda.ballots/1.

    Themes keep their order, because it breaks ties; people go by id, because their order
    changes nothing. `parse_ballots` gives equal ballots back, but for the order of the people.
    """
    return {
        "format": BALLOTS_FORMAT,
        "k": ballots.sessions,
        "approval": {"mode": ballots.approval.mode, "threshold": ballots.approval.threshold},
        "required_kinds": sorted(ballots.required_kinds),
        "themes": [{"id": theme.id, "title": theme.title} for theme in ballots.themes],
        "people": [_person(voter) for voter in sorted(ballots.voters, key=lambda one: one.id)],
    }


def restore_ballots(document: Mapping[str, Any]) -> Ballots:
    """Give the ballots of what `ballots_to_dict` wrote, maybe years ago.

    The document is our own and is not judged anew: limits that came later do not hide it.
    """
    approval = document["approval"]
    return Ballots(
        themes=tuple(Theme(one["id"], one["title"]) for one in document["themes"]),
        voters=tuple(_voter(one) for one in document["people"]),
        sessions=document["k"],
        approval=Approval(approval["mode"], approval["threshold"]),
        required_kinds=tuple(document["required_kinds"]),
    )


def _voter(person: Mapping[str, Any]) -> Voter:
    approvals = person.get("approvals")
    return Voter(
        id=person["id"],
        kind=person["kind"],
        region=person["region"],
        size=person.get("size"),
        weight=Fraction(person["weight"]),
        ratings={theme: Rating(*pair) for theme, pair in person.get("ratings", {}).items()},
        approvals=frozenset(approvals) if approvals is not None else None,
    )


def ballots_hash(ballots: Ballots) -> str:
    """Give the SHA-256, in hexadecimal, of the canonical form as compact JSON in UTF-8."""
    text = json.dumps(
        ballots_to_dict(ballots), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def fraction_text(value: Fraction) -> str:
    """Write a fraction as "p/q", in lowest terms, also when it is whole."""
    return f"{value.numerator}/{value.denominator}"


def _person(voter: Voter) -> dict[str, object]:
    person: dict[str, object] = {
        "id": voter.id,
        "kind": voter.kind,
        "region": voter.region,
        "weight": fraction_text(voter.weight),
    }
    if voter.size is not None:
        person["size"] = voter.size
    if voter.approvals is not None:
        person["approvals"] = sorted(voter.approvals)
    else:
        person["ratings"] = {
            theme: [rating.interest, rating.urgency]
            for theme, rating in sorted(voter.ratings.items())
        }
    return person
