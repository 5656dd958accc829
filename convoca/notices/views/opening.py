"""How every page of this room opens: the cycle through its check, then what lies behind it."""

from django.http import HttpRequest

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.notices.models import Notice, Question
from convoca.notices.queries import get_notice, get_question


def open_cycle(request: HttpRequest, cycle_id: int) -> Cycle:
    """Return a cycle that this person coordinates, or raise NotFoundError."""
    return get_visible_cycle(request.user, cycle_id, "coordinate")


def open_notice(request: HttpRequest, cycle_id: int, notice_id: int) -> Notice:
    """Return a notice of a cycle that this person coordinates, or raise NotFoundError."""
    return get_notice(open_cycle(request, cycle_id), notice_id)


def open_question(request: HttpRequest, cycle_id: int, question_id: int) -> tuple[Cycle, Question]:
    """Return a question of a community that this person coordinates, or raise NotFoundError."""
    cycle = open_cycle(request, cycle_id)
    return cycle, get_question(cycle.community, question_id)
