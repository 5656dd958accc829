"""What one seat did at the sessions held, in order; an excuse counts neither for nor against."""

from collections.abc import Iterable
from dataclasses import dataclass

from convoca.convening.core.bands import Band, band_of, best_band_still_possible
from convoca.convening.core.presence import Presence, Presences

MISSES_THAT_COOL = 2


@dataclass(frozen=True)
class Record:
    """The marks of a seat at the sessions held, the oldest first; None where it has no mark.

    Only present and absent are counted: a session without a mark, or with an excuse, is in no
    numerator and in no denominator of what follows.
    """

    marks: tuple[Presence | None, ...] = ()

    @property
    def attended(self) -> int:
        """Count the sessions at which somebody of the seat was."""
        return self.marks.count(Presence.PRESENT)

    @property
    def excused(self) -> int:
        """Count the sessions it said it could not come to."""
        return self.marks.count(Presence.EXCUSED)

    @property
    def counted_marks(self) -> tuple[Presence, ...]:
        """Return only the marks that are for or against, in their order."""
        return tuple(
            mark for mark in self.marks if mark is Presence.PRESENT or mark is Presence.ABSENT
        )

    @property
    def counted(self) -> int:
        """Count the sessions that are for or against."""
        return len(self.counted_marks)

    @property
    def misses_in_a_row(self) -> int:
        """Count the absences since it last came; excuses between them neither add nor break."""
        misses = 0
        for mark in reversed(self.counted_marks):
            if mark is Presence.PRESENT:
                break
            misses += 1
        return misses

    @property
    def is_in_touch(self) -> bool:
        """Say whether it was at the last session held, or said that it could not come to it."""
        return self.marks[-1:] in {(Presence.PRESENT,), (Presence.EXCUSED,)}

    @property
    def is_cooling(self) -> bool:
        """Say whether the seat is cooling ("se enfría"): the board and the alerts ask this alone.

        misses_in_a_row >= 2, and not in touch. Whether it ever came does not matter: who said
        yes and let the first two go is cooling too. An excuse is no miss and does not end a
        row, but who sent one for the last session is in touch; a session without a mark is
        as if it had not been. With less than two sessions held, or none, False.
        """
        return self.misses_in_a_row >= MISSES_THAT_COOL and not self.is_in_touch

    @property
    def came_last(self) -> bool:
        """Say whether it was at the last session held."""
        return bool(self.marks) and self.marks[-1] is Presence.PRESENT

    @property
    def last_attended(self) -> int:
        """Return the place, from 1, of the last session it came to; 0 if it never came."""
        places = [place for place, mark in enumerate(self.marks, 1) if mark is Presence.PRESENT]
        return max(places, default=0)

    @property
    def band(self) -> Band:
        """Return how often it came, of the sessions that are for or against."""
        return band_of(self.attended, held=self.counted)

    def best_band(self, *, sessions: int) -> Band:
        """Return "lo mejor posible aún": the band if it comes to all sessions that are left.

        Left are `sessions` less those held (the marks, excused or not); none below 0.
        """
        left = max(0, sessions - len(self.marks))
        return best_band_still_possible(
            self.attended, held=self.counted, sessions=self.counted + left
        )


def record_of(presences: Presences, *, held: Iterable[int]) -> Record:
    """Return the record of a seat over the numbers of the sessions held, in ascending order."""
    return Record(tuple(presences.marks.get(number) for number in sorted(held)))


@dataclass(frozen=True)
class BandCounts:
    """How many seats are in each band now, and how many could still end in each.

    `of` is the denominator: seats that accepted. The four counts of `now` add up to it, and
    so do those of `best`. With no session held `now` puts all of them in NEVER.
    """

    held: int
    sessions: int
    of: int
    now: dict[Band, int]
    best: dict[Band, int]


def count_bands(records: Iterable[Record], *, sessions: int) -> BandCounts:
    """Count seats by band, now and at best.

    Args:
        records: one for each accepted seat, over the same sessions held; empty gives zeros.
        sessions: sessions the cycle is to have.
    """
    seats = list(records)
    held = max((len(record.marks) for record in seats), default=0)
    now = [record.band for record in seats]
    best = [record.best_band(sessions=sessions) for record in seats]
    return BandCounts(
        held=held,
        sessions=max(sessions, held),
        of=len(seats),
        now={band: now.count(band) for band in Band},
        best={band: best.count(band) for band in Band},
    )
