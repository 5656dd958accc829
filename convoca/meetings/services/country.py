"""From the plan of the country to the sessions of its communities, one community at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.meetings.errors import SessionsExistError
from convoca.meetings.services.schedule import schedule_sessions
from convoca.workplan.errors import PlanConfirmedError
from convoca.workplan.models import Plan


@dataclass(frozen=True)
class CountryDates:
    """What came of confirming several plans, each by the name of its community.

    refused pairs the community with a plain sentence; settled had its dates already, from
    whoever pressed before.
    """

    made: Sequence[str]
    settled: Sequence[str]
    refused: Sequence[tuple[str, str]]


def schedule_country(*, plans: Sequence[Plan], user: User, now: datetime) -> CountryDates:
    """Confirm plans and make the sessions of their cycles.

    Each by itself, in a transaction of its own: one that is refused holds no other back.
    """
    made, settled, refused = [], [], []
    for plan in plans:
        name = plan.cycle.community.name
        try:
            schedule_sessions(plan=plan, user=user, now=now)
        except (SessionsExistError, PlanConfirmedError):
            settled.append(name)
        except ConvocaError as error:
            refused.append((name, error.user_message()))
        else:
            made.append(name)
    return CountryDates(made, settled, refused)
