"""What the standard REFI-QDA 1.5 asks of the part that we write: order, names, forms of values.

A fault for each thing that its schema would refuse there; pyrefiqda, which is made from the
schema, reads the same files in the tests.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

GUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
NUMBER, TRUTH, COLOUR, TEXT = r"-?\d+", r"true|false|0|1", r"#[0-9a-fA-F]{6}", r"(?s:.*)"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"
MADE = {"creatingUser": GUID, "creationDateTime": MOMENT}


@dataclass(frozen=True)
class Element:
    """The children of an element in their order, its values, and which of these it must have."""

    children: tuple[str, ...] = ()
    must: dict[str, str] = field(default_factory=dict)
    may: dict[str, str] = field(default_factory=dict)


ELEMENTS = {
    "Project": Element(
        ("Users", "CodeBook", "Sources", "Notes", "Description"),
        {"name": TEXT},
        {"origin": TEXT, "creatingUserGUID": GUID, "creationDateTime": MOMENT},
    ),
    "Users": Element(("User",)),
    "User": Element((), {"guid": GUID}, {"name": TEXT, "id": TEXT}),
    "CodeBook": Element(("Codes", "Sets"), {}, {"origin": TEXT}),
    "Codes": Element(("Code",)),
    "Code": Element(
        ("Description", "Code"),
        {"guid": GUID, "name": TEXT, "isCodable": TRUTH},
        {"color": COLOUR},
    ),
    "Sources": Element(("TextSource",)),
    "TextSource": Element(
        ("Description", "PlainTextContent", "PlainTextSelection", "Coding"),
        {"guid": GUID},
        {"name": TEXT, "plainTextPath": TEXT, **MADE},
    ),
    "PlainTextSelection": Element(
        ("Description", "Coding"),
        {"guid": GUID, "startPosition": NUMBER, "endPosition": NUMBER},
        {"name": TEXT, **MADE},
    ),
    "Coding": Element(("CodeRef",), {"guid": GUID}, MADE),
    "CodeRef": Element((), {"targetGUID": GUID}),
    "Description": Element(),
    "PlainTextContent": Element(),
}
NOT_EMPTY = {"Users", "Codes", "Sources", "Coding"}


def faults_of(content: bytes, root: str) -> list[str]:
    """Say what the standard would refuse in a codebook ("CodeBook") or a project ("Project")."""
    found = etree.fromstring(content)
    name = etree.QName(found).localname
    return _faults(found) if name == root else [f"begins with {name}"]


def _faults(one: etree._Element) -> list[str]:
    name = etree.QName(one).localname
    rule = ELEMENTS.get(name)
    if rule is None:
        return [f"{name}: not of the standard"]
    inside = [etree.QName(child).localname for child in one]
    strange = [child for child in inside if child not in rule.children]
    found = [f"{name}: holds {child}" for child in strange]
    places = [rule.children.index(child) for child in inside if child not in strange]
    if places != sorted(places):
        found.append(f"{name}: its parts are in another order")
    if name in NOT_EMPTY and not inside:
        found.append(f"{name}: empty")
    found += _value_faults(one, name, rule)
    return [*found, *(fault for child in one for fault in _faults(child))]


def _value_faults(one: etree._Element, name: str, rule: Element) -> list[str]:
    known = rule.must | rule.may
    own = {key: value for key, value in one.attrib.items() if not key.startswith("{")}
    missing = [f"{name}: without {key}" for key in rule.must if key not in own]
    strange = [f"{name}: {key}" for key in own if key not in known]
    wrong = [
        f"{name}: {key} is {value}"
        for key, value in own.items()
        if key in known and not re.fullmatch(known[key], value)
    ]
    return missing + strange + wrong
