"""One row of a roster, read."""

from dataclasses import dataclass, replace

from convoca.directory.core.comunas import Proposal
from convoca.directory.core.messages import Message
from convoca.directory.core.roles import Role


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of the file; number is the sheet's own, sheet "" where only one is read.

    cut is None where the comuna is not certain: then proposals, the likeliest first. kind is the
    code of the directorate where the row names one. person is the full name, first the given names
    where the file has them apart, email and phone are "" where absent. vacant: the file says that
    nobody holds the seat. rivals are the keys of other rows that claim the same seat, nine at
    most.
    """

    number: int
    sheet: str = ""
    place: str = ""
    cut: str | None = None
    proposals: tuple[Proposal, ...] = ()
    kind: str | None = None
    person: str = ""
    first: str = ""
    email: str = ""
    phone: str = ""
    role: Role = "titular"
    vacant: bool = False
    is_shared_mailbox: bool = False
    rivals: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def key(self) -> str:
        """Name the row within its file: "7", or "7@Hoja 2" where several sheets are read."""
        return f"{self.number}@{self.sheet}" if self.sheet else str(self.number)

    @property
    def has_error(self) -> bool:
        """Tell whether the row cannot be loaded as it is."""
        return any(message.level == "error" for message in self.messages)

    def with_message(self, message: Message) -> "RosterRow":
        """Add what is said about the row."""
        return replace(self, messages=(*self.messages, message))
