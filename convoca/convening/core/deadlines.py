"""Until when an answer counts, and until when a personal link opens."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

GRACE = timedelta(days=14)


@dataclass(frozen=True)
class AnswerMoment:
    """When an answer arrives: `is_over` says that the sessions of the cycle are over."""

    now: datetime
    answer_by: datetime
    is_over: bool

    @property
    def is_late(self) -> bool:
        """Say whether the deadline has passed; the moment itself is still in time."""
        return self.now > self.answer_by


def may_answer(answer: str, *, takes_part: bool, moment: AnswerMoment) -> bool:
    """Say whether a director may give this answer by the personal link now.

    Until the deadline: any answer, as often as they like. After it, while sessions are
    still to come: only one that brings somebody in ("yes" or "deputy" where nobody takes
    part), for a late yes is always welcome. The rest is read-only, because dates were set with it.
    Once the sessions are over: nothing.

    Args:
        answer: "yes", "no" or "deputy".
        takes_part: somebody of the seat takes part by the answer given before.
    """
    if moment.is_over:
        return False
    if not moment.is_late:
        return True
    return answer in {"yes", "deputy"} and not takes_part


def end_of_links(
    *, answer_by: datetime, plan_from: date, plan_weeks: int, zone: tzinfo
) -> datetime:
    """Return when the links of a cycle stop opening.

    Two weeks after the later of both: the deadline to answer, and the end of the weeks in
    which sessions may be held (midnight in `zone`). So a late yes finds its page.
    """
    last_day = plan_from + timedelta(weeks=plan_weeks)
    sessions_end = datetime.combine(last_day, time.min, tzinfo=zone)
    return max(answer_by, sessions_end) + GRACE
