"""What the interviews tell: whose is done."""

from convoca.convening.models import InterviewMark
from convoca.cycles.models import Cycle


def record_interview(*, cycle: Cycle, seat_id: int, is_done: bool) -> None:
    """Keep whether the interview of a seat is done. Told twice, nothing new.

    The row of the interview is held by who tells, so that two cannot tell at once.
    """
    if is_done:
        InterviewMark.objects.get_or_create(cycle=cycle, seat_id=seat_id)
    else:
        InterviewMark.objects.filter(cycle=cycle, seat=seat_id).delete()
