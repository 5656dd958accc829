"""What a message says, and to whom."""

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string

from convoca.foundation.links import MARK, mark_of
from convoca.messaging.models import Message

SUBJECT_MARK = "Asunto: "


@dataclass(frozen=True)
class Recipient:
    """Where a message goes; messaging knows addresses, never people.

    `fallback` is the mail address it goes to when WhatsApp does not take it for good.
    """

    address: str
    name: str
    channel: Message.Channel = Message.Channel.EMAIL
    fallback: str = ""


@dataclass(frozen=True)
class Text:
    """What a message says; the body may hold marks of personal links.

    `template` names an approved text of WhatsApp and `parameters` what fills it, marks
    included; `body` is then how the whole reads. `is_list` is for what a person may
    unsubscribe from: notices, digests, campaigns; never what concerns a session they accepted.
    """

    subject: str
    body: str
    calendar: str = ""
    calendar_method: str = ""
    template: str = ""
    parameters: tuple[str, ...] = field(default=())
    is_list: bool = False

    @property
    def link_reference(self) -> str:
        """Return the name of the personal link in it; empty where it holds none or several."""
        found = set(MARK.findall(self.body))
        references = {one for one in found if mark_of(one) in self.body}
        return references.pop() if len(references) == 1 else ""


@dataclass(frozen=True)
class Letter:
    """One message of a batch, not in the outbox yet.

    `key` is its promise of once; `occasion` ("session:12") lets it be cancelled; after
    `not_after` it is no use any more and is dropped.
    """

    key: str
    occasion: str
    recipient: Recipient
    text: Text
    not_after: datetime | None = None


def write_text(
    template: str,
    context: dict[str, object],
    *,
    calendar: str = "",
    calendar_method: str = "",
    is_list: bool = False,
) -> Text:
    """Write a message from a template whose first line is its subject ("Asunto: …")."""
    head, _, body = render_to_string(template, context).strip().partition("\n")
    return Text(
        subject=" ".join(head.removeprefix(SUBJECT_MARK).split()),
        body=body.strip() + "\n",
        calendar=calendar,
        calendar_method=calendar_method,
        is_list=is_list,
    )
