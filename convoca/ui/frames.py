"""What stands around the content of a page, as plain values: the rail, the cycle, the footer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

StepState = Literal["done", "now", ""]


@dataclass(frozen=True)
class RailItem:
    """One link of the rail; `count` None shows no number.

    `current` "page" marks the page we are on, "true" the section that the page belongs to.
    """

    label: str
    url: str
    count: int | None = None
    current: Literal["", "page", "true"] = ""


@dataclass(frozen=True)
class RailGroup:
    """A few links under a small title: "SECPLAN · ciclo 3"."""

    title: str
    items: Sequence[RailItem]


@dataclass(frozen=True)
class CycleStep:
    """One step of the strip of the cycle; `detail` says in words what is there or missing."""

    label: str
    detail: str = ""
    state: StepState = ""
    url: str = ""
    short: bool = False


@dataclass(frozen=True)
class CycleStrip:
    """Where a cycle is; `label` names it for a screen reader: "Ciclo 3"."""

    label: str
    steps: Sequence[CycleStep]


@dataclass(frozen=True)
class Notice:
    """A standing notice above the content. `tone`: "" tells, "good" confirms, "bad" needs her."""

    text: str
    tone: Literal["", "good", "bad"] = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class DeskFrame:
    """Everything around a page of the staff; `tabs` are the pages of the section it is in."""

    groups: Sequence[RailGroup] = ()
    cycle: CycleStrip | None = None
    tabs: Sequence[RailItem] = ()
    notices: Sequence[Notice] = ()


@dataclass(frozen=True)
class PortalFrame:
    """Everything around a page of a director; an absent address leaves its link out."""

    association: str
    privacy_url: str = ""
    leave_url: str = ""


@dataclass(frozen=True)
class Confirmation:
    """What a person reads before an act that cannot be done halfway; see `ui/confirm.html`.

    `facts` say how many people and what will happen; `sample` is one message as it will arrive;
    `hidden` goes with the form, as pairs of name and value.
    """

    question: str
    button: str
    action_url: str
    cancel_url: str
    facts: Sequence[str] = ()
    sample: str = ""
    hidden: Sequence[tuple[str, str]] = ()
