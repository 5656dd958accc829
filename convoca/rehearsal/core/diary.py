"""What the invented people did, written down by the story itself as it happens.

Nothing in it is read back from the product: the figures counted from it (`core.tally`) can be
held against what the pages show. Seats are named by the code of their municipality.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Holder:
    """Who holds a seat; without an address `email` is empty."""

    name: str
    email: str


@dataclass(frozen=True)
class Meeting:
    """One session as it went. Who comes is `present`, seat by seat; nobody means cancelled.

    accepted: the seats that took part in the cycle that day.
    """

    number: int
    on: date
    topic: str
    accepted: frozenset[str]
    present: dict[str, str]
    excused: frozenset[str]


@dataclass
class CommunityDiary:
    """One community over its cycles.

    existing, unknown: seats of the country's file as the scene was set; `unknown` is a count.
    holders: who holds each seat now.
    group: (seat, person) in the group now.
    weeks: seats whose whole week somebody gave, in this cycle or before.
    promises: (cycle, seat) of each commitment, and whether it is still open.
    """

    existing: frozenset[str]
    unknown: int
    holders: dict[str, Holder]
    group: set[tuple[str, str]] = field(default_factory=set)
    weeks: set[str] = field(default_factory=set)
    promises: dict[tuple[int, str], bool] = field(default_factory=dict)
    cycles: list["CycleDiary"] = field(default_factory=list)

    def begin_cycle(self, *, number: int, on: date) -> "CycleDiary":
        """Open the pages of a cycle, with what the one before leaves."""
        before = self.cycles[-1] if self.cycles else None
        cycle = CycleDiary(
            community=self,
            number=number,
            begins_on=on,
            carried_weeks=frozenset(self.weeks),
            carried_silent=len(before.invited.keys() - before.answers.keys()) if before else 0,
            carried_promises=frozenset(key for key, is_open in self.promises.items() if is_open),
            carried_themes=before.reserve if before else (),
        )
        self.cycles.append(cycle)
        return cycle

    def move_in(self, seat: str, holder: Holder) -> None:
        """Give a seat to somebody else: the former holder's invitation and group are over."""
        self.holders[seat] = holder
        self.group = {member for member in self.group if member[0] != seat}
        if self.cycles:
            self.cycles[-1].forget(seat)


@dataclass
class CycleDiary:
    """One cycle of a community.

    carried_*: what the cycle before left.
    invited: the address each seat was invited at. mailed: seats a mail arrived at.
    arrived: how many mails arrived, anybody's. spoken: seats somebody answered a call for.
    answers: whether who answered takes part. participants: who takes part for a seat.
    interviewed: seats whose interview was finished. weeks: who gave a whole week for a seat.
    called: seats called because they drifted away, and whether they were reached.
    group_at_close: the group as it was when the cycle closed.
    """

    community: CommunityDiary
    number: int
    begins_on: date
    carried_weeks: frozenset[str] = frozenset()
    carried_silent: int = 0
    carried_promises: frozenset[tuple[int, str]] = frozenset()
    carried_themes: tuple[str, ...] = ()
    closed_on: date | None = None
    invited: dict[str, str] = field(default_factory=dict)
    mailed: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    answers: dict[str, bool] = field(default_factory=dict)
    participants: dict[str, str] = field(default_factory=dict)
    interviewed: set[str] = field(default_factory=set)
    weeks: dict[str, str] = field(default_factory=dict)
    reserve: tuple[str, ...] = ()
    meetings: list[Meeting] = field(default_factory=list)
    arrived: int = 0
    called: dict[str, bool] = field(default_factory=dict)
    group_at_close: frozenset[tuple[str, str]] | None = None

    @property
    def held(self) -> list[Meeting]:
        """Return the sessions that somebody came to."""
        return [meeting for meeting in self.meetings if meeting.present]

    @property
    def group(self) -> frozenset[tuple[str, str]]:
        """Return who is in the group, or was when the cycle closed."""
        now = frozenset(self.community.group)
        return now if self.group_at_close is None else self.group_at_close

    def close(self, *, on: date) -> None:
        """Close the cycle: what happens later in the community is not its own."""
        self.closed_on, self.group_at_close = on, frozenset(self.community.group)

    def invite(self, seats: set[str] | None = None) -> None:
        """Invite who holds these seats, or all; who was invited before is left as they are."""
        for seat, holder in self.community.holders.items():
            if seats is None or seat in seats:
                self.invited.setdefault(seat, holder.email)

    def receive(self, address: str) -> None:
        """Note that a mail arrived; those of deputies and staff are no seat's own."""
        self.arrived += 1
        self.mailed |= {seat for seat, email in self.invited.items() if email == address}

    def call(self, seat: str, *, reached: bool, drifting: bool = False) -> None:
        """Note a call; `drifting` for those that are made because somebody stays away."""
        if reached:
            self.spoken.add(seat)
        if drifting:
            self.called[seat] = reached

    def answer(self, seat: str, *, participant: str | None) -> None:
        """Note an answer; None takes no part."""
        self.answers[seat] = participant is not None
        if participant is None:
            self.participants.pop(seat, None)
        else:
            self.participants[seat] = participant

    def give_week(self, seat: str, person: str) -> None:
        """Note that somebody said when they can, in all hours of a week."""
        self.weeks[seat] = person
        self.community.weeks.add(seat)

    def promise(self, seat: str) -> None:
        """Note what a seat promised: once a cycle."""
        self.community.promises[self.number, seat] = True

    def forget(self, seat: str) -> None:
        """Begin anew with a seat that changed hands: invitation, mails, and answer are over."""
        self.invited.pop(seat, None)
        self.mailed.discard(seat)
        self.answers.pop(seat, None)
        self.participants.pop(seat, None)
