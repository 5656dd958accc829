"""Records written as text: p present, a absent, e excused, - no mark."""

from convoca.convening.core.presence import Presence
from convoca.convening.core.record import Record

LETTERS = {"p": Presence.PRESENT, "a": Presence.ABSENT, "e": Presence.EXCUSED, "-": None}


def rec(marks: str) -> Record:
    return Record(tuple(LETTERS[letter] for letter in marks))


def recs(*marks: str) -> list[Record]:
    return [rec(each) for each in marks]
