"""Who makes the interviews of a community, what they have, and how the rest could be shared."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from convoca.agenda.core.interviews.assignment import (
    Maker,
    Obstacle,
    Sharing,
    Task,
    share_interviews,
)
from convoca.agenda.models import Appointment, Assignment, Interview, Interviewer
from convoca.agenda.queries.interviews import InterviewRow, interview_rows, live_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Region, TeamMember, User
from convoca.foundation.errors import NotFoundError

State = Interview.State
MAKERS = (TeamMember.Role.COORDINATOR, TeamMember.Role.INTERVIEWER)
OBSTACLES: dict[Obstacle, Promise] = {
    Obstacle.NOBODY: gettext_lazy("nadie hace entrevistas todavía"),
    Obstacle.REGION: gettext_lazy("nadie tiene su región"),
    Obstacle.LANGUAGE: gettext_lazy("nadie de su región habla su lengua"),
    Obstacle.FULL: gettext_lazy("quienes podrían ya tienen su máximo"),
}


@dataclass(frozen=True)
class TeamRow:
    """Somebody who may make interviews, whether they do, and what they have in this cycle."""

    user: User
    interviewer: Interviewer | None
    assigned: int
    done: int


@dataclass(frozen=True)
class Share:
    """What the proposal gives one interviewer."""

    interviewer: Interviewer
    has: int
    gets: int

    @property
    def total(self) -> int:
        """Return how many they would have."""
        return self.has + self.gets


@dataclass(frozen=True)
class Proposal:
    """The interviews shared out, not confirmed; `mark` names what it was worked out from."""

    sharing: Sharing
    shares: Sequence[Share]
    without: Sequence[tuple[Promise, Sequence[InterviewRow]]]
    before: Mapping[int, int | None]
    mark: str

    @property
    def changes(self) -> dict[int, int]:
        """Return who gets each interview that is not theirs already, by seat."""
        return {
            seat: user for seat, user in self.sharing.given.items() if self.before[seat] != user
        }


def makers_of(community: Community) -> QuerySet[User]:
    """Return the staff who may make interviews of a community, by name."""
    of_the_team = Q(teams__community=community, teams__role__in=MAKERS)
    of_the_house = Q(association=community.association, is_administrator=True)
    return (
        User.objects.filter(of_the_team | of_the_house, is_active=True)
        .distinct()
        .order_by("name", "pk")
    )


def get_maker(community: Community, user_id: int) -> User:
    """Return somebody who may make interviews of a community, or raise NotFoundError."""
    user = makers_of(community).filter(pk=user_id).first()
    if user is None:
        raise NotFoundError(user_id)
    return user


def interviewers_of(community: Community) -> list[Interviewer]:
    """List who makes interviews and still may, by name."""
    return list(
        Interviewer.objects.filter(community=community, user__in=makers_of(community))
        .select_related("user")
        .prefetch_related("regions")
        .order_by("user__name", "pk")
    )


def list_team(cycle: Cycle) -> list[TeamRow]:
    """List who may make interviews, those who do first, with what they have in the cycle."""
    interviewers = {one.user_id: one for one in interviewers_of(cycle.community)}
    states = list(
        live_interviews(cycle)
        .filter(interviewer__isnull=False)
        .values_list("interviewer_id", "state")
    )
    assigned = Counter(user for user, _state in states)
    done = Counter(user for user, state in states if state == State.DONE)
    rows = [
        TeamRow(user, interviewers.get(user.pk), assigned[user.pk], done[user.pk])
        for user in makers_of(cycle.community)
    ]
    return sorted(rows, key=lambda row: row.interviewer is None)


def regions_of(community: Community) -> QuerySet[Region]:
    """Return the regions in which a community has seats, from north to south."""
    return (
        Region.objects.filter(
            municipalities__seats__kind=community.kind,
            municipalities__seats__association=community.association,
        )
        .distinct()
        .order_by("position")
    )


def propose_sharing(cycle: Cycle, *, afresh: bool) -> Proposal:
    """Share out the interviews that nobody has; `afresh`, also those that nobody has begun.

    What was begun, is done, or has an hour stays where it is.
    """
    rows = {row.invitation.seat_id: row for row in interview_rows(cycle)}
    interviewers = interviewers_of(cycle.community)
    agreed = set(
        Appointment.objects.filter(
            interview__in=live_interviews(cycle), cancelled_at__isnull=True
        ).values_list("interview", flat=True)
    )
    tasks = [_task(row, agreed=agreed, afresh=afresh) for row in rows.values()]
    makers = [_maker(one) for one in interviewers]
    sharing = share_interviews(tasks, makers)
    kept = Counter(task.maker_id for task in tasks if task.kept)
    gets = Counter(sharing.given.values())
    return Proposal(
        sharing=sharing,
        shares=[Share(one, kept[one.user_id], gets[one.user_id]) for one in interviewers],
        without=_without(sharing, rows),
        before={task.id: task.maker_id for task in tasks},
        mark=_mark(tasks, makers),
    )


def last_assignment(cycle: Cycle) -> Assignment | None:
    """Return the last sharing that stands, while none of its interviews has begun; or None."""
    last = cycle.assignments.filter(undone_at__isnull=True).first()
    return last if last is not None and not has_begun(last) else None


def has_begun(assignment: Assignment) -> bool:
    """Say whether one of the interviews of a sharing was begun, or has an hour."""
    interviews = live_interviews(assignment.cycle).filter(seat__in=list(assignment.given))
    standing = Appointment.objects.filter(interview__in=interviews, cancelled_at__isnull=True)
    return interviews.exclude(state=State.PENDING).exists() or standing.exists()


def _task(row: InterviewRow, *, agreed: set[int], afresh: bool) -> Task:
    """Tell the rule of one seat; who began alone has no maker, and stays so."""
    interview = row.interview
    maker = interview.interviewer_id if interview else None
    is_open = interview is None or (interview.state == State.PENDING and interview.pk not in agreed)
    return Task(
        id=row.invitation.seat_id,
        region=row.invitation.seat.municipality.region.code,
        language=interview.language if interview else "",
        maker_id=maker,
        kept=not is_open or (maker is not None and not afresh),
    )


def _maker(interviewer: Interviewer) -> Maker:
    return Maker(
        id=interviewer.user_id,
        regions=frozenset(region.code for region in interviewer.regions.all()),
        languages=frozenset(interviewer.languages),
        most=interviewer.most,
    )


def _without(
    sharing: Sharing, rows: Mapping[int, InterviewRow]
) -> list[tuple[Promise, list[InterviewRow]]]:
    """Group who would have nobody by why, from north to south."""
    grouped = {
        obstacle: [row for seat, row in rows.items() if sharing.without.get(seat) is obstacle]
        for obstacle in Obstacle
    }
    return [(OBSTACLES[obstacle], found) for obstacle, found in grouped.items() if found]


def _mark(tasks: Sequence[Task], makers: Sequence[Maker]) -> str:
    """Name what a proposal was worked out from: another when anything of it is another."""
    told = [sorted(map(_told, tasks)), sorted(map(_told, makers))]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _told(one: Task | Maker) -> tuple[str, ...]:
    values = vars(one).values()
    return tuple(str(sorted(each)) if isinstance(each, frozenset) else str(each) for each in values)
