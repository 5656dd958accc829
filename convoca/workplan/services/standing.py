"""Where the sessions of a confirmed plan stand by now: moved, or called off.

`meetings`, a room above, tells what became of a session; so the sessions of others are planned
around where it is.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.foundation.models import Association
from convoca.workplan.models import Plan
from convoca.workplan.queries.standing import STANDING, standing_sessions

Written = dict[str, Any]  # Any: kept as JSON


def hold_association(cycle: Cycle) -> None:
    """Hold what the communities of an association share, until the end of the transaction.

    Always before its cycles, so that two never wait for each other; rows that only point at the
    association (a work, a message) are written meanwhile.
    """
    held = Association.objects.select_for_update(no_key=True)
    held.get(pk=cycle.community.association_id)


@transaction.atomic
def keep_standing(
    *, cycle: Cycle, number: int, start: str, expert: str | None, licence: str | None
) -> Written | None:
    """Keep where a session of a confirmed plan stands by now; return what was kept before.

    Without a confirmed plan there is nothing to keep.
    """
    return _write(cycle, number, {"start": start, "expert": expert, "licence": licence})


@transaction.atomic
def keep_start(*, cycle: Cycle, number: int, start: str) -> None:
    """Keep the hour of a session, which stays with the same expert and licence."""
    plan = _held_plan(cycle)
    if plan is None:
        return
    was = next((one for one in standing_sessions(plan) if one.number == number), None)
    hands = (was.expert, was.licence) if was else (None, None)
    keep_standing(cycle=cycle, number=number, start=start, expert=hands[0], licence=hands[1])


@transaction.atomic
def release_session(*, cycle: Cycle, number: int) -> None:
    """Say that a session was called off: what it used is free for others."""
    _write(cycle, number, None)


@transaction.atomic
def restore_standing(*, cycle: Cycle, number: int, before: Written | None) -> None:
    """Put back what `keep_standing` returned; None is what the plan itself says."""
    plan = _held_plan(cycle)
    if plan is not None:
        kept = {**plan.result.get(STANDING, {})}
        kept.pop(str(number), None)
        _store(plan, kept if before is None else {**kept, str(number): before})


def _write(cycle: Cycle, number: int, standing: Written | None) -> Written | None:
    plan = _held_plan(cycle)
    if plan is None:
        return None
    kept = plan.result.get(STANDING, {})
    _store(plan, {**kept, str(number): standing})
    before: Written | None = kept.get(str(number))
    return before


def _held_plan(cycle: Cycle) -> Plan | None:
    confirmed = Plan.objects.filter(cycle=cycle, state=Plan.State.CONFIRMED)
    return confirmed.select_for_update(of=("self",)).first()


def _store(plan: Plan, standing: Mapping[str, Written | None]) -> None:
    plan.result = {**plan.result, STANDING: standing}
    plan.save(update_fields=["result"])
