"""What a person did with what was proposed."""

from datetime import datetime

from django.db import transaction

from convoca.agenda.core.coding.suggesting.hit_rate import Decision
from convoca.agenda.models import Statement, Suggestion
from convoca.agenda.queries.statements import LIVE
from convoca.directory.models import User


@transaction.atomic
def settle_suggestion(
    *, statement: Statement, user: User | None, now: datetime
) -> Suggestion | None:
    """Remember which codes a statement got where something was proposed for it.

    Called after each coding; the codes that it has now count, so that done anew after an undo it
    says what stands. Return what was settled; None where nothing was proposed.
    """
    rows = Suggestion.objects.select_for_update(of=("self",)).filter(statement=statement)
    suggestion = rows.order_by("-pk").first()
    if suggestion is None:
        return None
    given = LIVE.filter(statement=statement).order_by("pk").values_list("code__guid", flat=True)
    chosen = [str(guid) for guid in given]
    if not chosen:
        return None
    proposed = tuple(one["code"] for one in suggestion.proposals)
    decision = Decision(proposed, suggestion.usual, frozenset(chosen), suggestion.is_blind)
    suggestion.chosen, suggestion.chosen_rank = chosen, decision.rank
    suggestion.decided_at, suggestion.decided_by = now, user
    suggestion.save(update_fields=["chosen", "chosen_rank", "decided_at", "decided_by"])
    return suggestion
