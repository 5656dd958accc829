"""What the group said of each theme: the middle of its notes, never of a few."""

from dataclasses import dataclass
from statistics import median

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP, Ballots, Rating


@dataclass(frozen=True)
class GroupMedian:
    """The medians of interest and urgency, 1 to 5 in steps of a half, and of how many people."""

    interest: float
    urgency: float
    people: int


def group_medians(ballots: Ballots) -> dict[str, GroupMedian]:
    """Give the median of interest and of urgency of each theme, one person one note.

    With an even number of notes it is the mean of the two in the middle. "No aplica" and people
    who named their themes directly give no note. A theme with notes of fewer than five people is
    absent: it could show what one of them said.
    """
    notes: dict[str, list[Rating]] = {theme.id: [] for theme in ballots.themes}
    for voter in ballots.voters:
        for theme_id, rating in voter.ratings.items():
            notes[theme_id].append(rating)
    return {
        theme_id: GroupMedian(
            interest=float(median(rating.interest for rating in given)),
            urgency=float(median(rating.urgency for rating in given)),
            people=len(given),
        )
        for theme_id, given in notes.items()
        if len(given) >= SMALLEST_GROUP
    }
