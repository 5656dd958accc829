"""What somebody did last while coding, so that it can be taken back."""

from convoca.agenda.models import CodingAct, Statement
from convoca.cycles.models import Cycle
from convoca.directory.models import User


def find_last_act(cycle: Cycle, user: User) -> CodingAct | None:
    """Return the last thing that somebody did in a cycle and did not take back; None if none."""
    acts = CodingAct.objects.filter(cycle=cycle, by=user, event__isnull=True)
    return acts.filter(undone_at__isnull=True).order_by("-pk").first()


def statement_of_act(act: CodingAct) -> Statement | None:
    """Return the first statement that an act touched, as it was before it; None if it is gone."""
    before = Statement.objects.filter(ended_in=act).order_by("start")
    coded = Statement.objects.filter(codings__ended_in=act).order_by("start", "pk")
    given = Statement.objects.filter(codings__made_in=act).order_by("start", "pk")
    return before.first() or coded.first() or given.first()
