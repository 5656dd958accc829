"""Judging what a domain says in the DNS about who may send in its name: SPF, DKIM, DMARC.

Source: RFC 7208 (SPF), RFC 6376 and 8301 (DKIM), RFC 7489 (DMARC).
"""

import base64
import binascii
from collections.abc import Sequence
from enum import StrEnum

MOST_LOOKUPS = 10
LEAST_KEY_BYTES = 200  # a key of 1024 bits takes 162 as DER, one of 2048 bits 294
ASKING = ("include:", "exists:", "redirect=", "a", "mx", "ptr")


class Verdict(StrEnum):
    """How a record is."""

    FINE = "fine"
    MISSING = "missing"
    DOUBLE = "double"
    OPEN = "open"
    TOO_LONG = "too_long"
    BROKEN = "broken"
    REVOKED = "revoked"
    WEAK = "weak"
    WATCHING = "watching"


def judge_spf(texts: Sequence[str]) -> Verdict:
    """Judge the TXT records of a domain as SPF, in any order.

    MISSING without one; DOUBLE with several, which counts as none; TOO_LONG where it alone
    asks for more than ten lookups; OPEN where anybody may send (+all, or no end at all);
    else FINE, with ~all and -all alike.
    """
    records = [text.split() for text in texts if text.lower().split()[:1] == ["v=spf1"]]
    if len(records) != 1:
        return Verdict.DOUBLE if records else Verdict.MISSING
    terms = [term.lower() for term in records[0][1:]]
    if sum(_asks(term) for term in terms) > MOST_LOOKUPS:
        return Verdict.TOO_LONG
    ends = {"-all", "~all"} & set(terms) or any(term.startswith("redirect=") for term in terms)
    return Verdict.FINE if ends else Verdict.OPEN


def judge_dkim(texts: Sequence[str]) -> Verdict:
    """Judge the TXT records of a selector as DKIM keys.

    MISSING without one; REVOKED where the key is empty; BROKEN where it cannot be read; WEAK
    for an RSA key shorter than 2048 bits.
    """
    records = [tags for text in texts if "p" in (tags := read_tags(text))]
    if not records:
        return Verdict.MISSING
    tags = records[0]
    if not tags["p"]:
        return Verdict.REVOKED
    try:
        key = base64.b64decode("".join(tags["p"].split()), validate=True)
    except (binascii.Error, ValueError):
        return Verdict.BROKEN
    is_rsa = tags.get("k", "rsa") == "rsa"
    return Verdict.WEAK if is_rsa and len(key) < LEAST_KEY_BYTES else Verdict.FINE


def judge_dmarc(texts: Sequence[str]) -> Verdict:
    """Judge the TXT records of _dmarc as DMARC.

    MISSING without one; DOUBLE with several, which counts as none; BROKEN without a policy;
    WATCHING where it only watches (p=none), which the big receivers accept; else FINE.
    """
    records = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(records) != 1:
        return Verdict.DOUBLE if records else Verdict.MISSING
    policy = read_tags(records[0]).get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return Verdict.BROKEN
    return Verdict.WATCHING if policy == "none" else Verdict.FINE


def read_tags(text: str) -> dict[str, str]:
    """Read "k=rsa; p=MIIB…" as its tags, names in lower case; what is no tag is left out."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def _asks(term: str) -> bool:
    """Say whether a term of SPF makes who checks it ask the DNS again."""
    bare = term.lstrip("+-~?")
    return bare.startswith(ASKING[:3]) or bare.split(":")[0].split("/")[0] in ASKING[3:]
