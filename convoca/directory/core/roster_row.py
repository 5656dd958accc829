"""One row of a roster, read."""

from dataclasses import dataclass

from convoca.directory.core.comunas import Proposal
from convoca.directory.core.messages import Message
from convoca.directory.core.roles import Role


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of the file; number is the sheet's own.

    cut is None where the comuna is not certain: then proposals, the likeliest first. kind is the
    code of the directorate where the row names one. person is the full name, first the given names
    where the file has them apart, email and phone are "" where absent. vacant: the file says that
    nobody holds the seat. rivals are other rows that claim the same seat, nine at most.
    """

    number: int
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
    rivals: tuple[int, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def has_error(self) -> bool:
        """Tell whether the row cannot be loaded as it is."""
        return any(message.level == "error" for message in self.messages)
