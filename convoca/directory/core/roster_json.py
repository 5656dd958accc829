"""Rows of a roster as plain values for storage, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from convoca.directory.core.comunas import Proposal
from convoca.directory.core.messages import Message
from convoca.directory.core.roster_row import RosterRow

_PLAIN = (
    "number",
    "sheet",
    "place",
    "cut",
    "kind",
    "person",
    "first",
    "email",
    "phone",
    "role",
    "vacant",
    "is_shared_mailbox",
)


def pack_rows(rows: Iterable[RosterRow]) -> list[dict[str, Any]]:  # Any: values of JSON
    """Turn rows, before they were compared with each other, into values of JSON."""
    return [_pack(row) for row in rows]


def unpack_rows(packed: Iterable[Mapping[str, Any]]) -> list[RosterRow]:  # Any: as above
    """Turn what pack_rows gave back into the same rows."""
    return [_unpack(each) for each in packed]


def _pack(row: RosterRow) -> dict[str, Any]:  # Any: as above
    values = {name: getattr(row, name) for name in _PLAIN}
    packed = {name: value for name, value in values.items() if value not in {"", None, False}}
    if row.proposals:
        packed["proposals"] = [[p.cut, p.name, p.score, p.reason] for p in row.proposals]
    if row.messages:
        packed["messages"] = [[m.level, m.text, m.about] for m in row.messages]
    return packed


def _unpack(packed: Mapping[str, Any]) -> RosterRow:  # Any: as above
    values = dict(packed)
    proposals = tuple(Proposal(*each) for each in values.pop("proposals", ()))
    messages = tuple(Message(*each) for each in values.pop("messages", ()))
    return RosterRow(**values, proposals=proposals, messages=messages)
