"""What only the desk can do, because it sees all rooms: pass gates, close, begin again."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from convoca.agenda.services import carry_over as carry_themes
from convoca.convening.services import carry_over_invitations
from convoca.cycles.core.stages import Stage
from convoca.cycles.errors import CycleMovedError
from convoca.cycles.models import Cycle
from convoca.cycles.queries import previous_cycle
from convoca.cycles.services import advance_cycle, keep_figures, lock_cycle, start_cycle
from convoca.desk.queries.figures import read_figures
from convoca.desk.queries.gates import gate_report
from convoca.directory.errors import CommunityChangedError, CommunityNamedError
from convoca.directory.models import Community, User
from convoca.meetings.services import carry_commitments
from convoca.workplan.services import carry_availability


@transaction.atomic
def pass_gate(
    *, cycle: Cycle, from_stage: str, user: User, now: datetime, reason: str = ""
) -> Cycle:
    """Pass the gate that the coordinator saw; closing keeps the figures as they are.

    Raises CycleMovedError when the cycle has left `from_stage`, and what advance_cycle raises.
    """
    cycle = lock_cycle(cycle)
    if cycle.stage != from_stage:
        raise CycleMovedError(cycle.pk)
    moved = advance_cycle(cycle=cycle, report=gate_report(cycle), user=user, now=now, reason=reason)
    if moved.stage == Stage.CLOSED:
        keep_figures(cycle=moved, figures=asdict(read_figures(moved)))
    return moved


@transaction.atomic
def change_community(*, community: Community, known: str) -> Community:
    """Save what a community is and how it runs, as changed from the settings marked `known`.

    Pressed twice it is saved once. Raises CommunityChangedError when somebody else changed them
    since, CommunityNamedError when another community has its name.
    """
    held = Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    if held.settings_mark not in {known, community.settings_mark}:
        raise CommunityChangedError(held.pk)
    try:
        with transaction.atomic():
            community.save()
    except IntegrityError as error:
        raise CommunityNamedError(community.name) from error
    return community


def change_password(*, user: User, password: str) -> None:
    """Give somebody of the staff a new password; what was open with the old one is shut."""
    user.set_password(password)
    user.save(update_fields=["password"])


@transaction.atomic
def begin_cycle(
    *, community: Community, answer_by: datetime, plan_from: date, plan_weeks: int, now: datetime
) -> Cycle:
    """Begin the next cycle with what the one before leaves.

    Themes in reserve, standing availability, open commitments, and whom to call because they
    never answered.

    Needs are asked anew: no answer and no interview is carried over.
    """
    cycle = start_cycle(
        community=community,
        answer_by=answer_by,
        plan_from=plan_from,
        plan_weeks=plan_weeks,
        now=now,
    )
    before = previous_cycle(cycle)
    if before is not None:
        carry_over_invitations(source_cycle=before, target_cycle=cycle, now=now)
        carry_themes(source_cycle=before, target_cycle=cycle)
        carry_availability(source_cycle=before, target_cycle=cycle, now=now)
        carry_commitments(source_cycle=before, target_cycle=cycle)
    return cycle
