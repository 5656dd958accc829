"""When people can, what the communities share, days closed, and the plans of dates."""

from convoca.workplan.models.availability import Availability
from convoca.workplan.models.closings import Closing, WorkedHoliday
from convoca.workplan.models.plans import CountryPlan, Plan
from convoca.workplan.models.pool import (
    Expert,
    Facilitation,
    Facilitator,
    Licence,
    PoolLink,
    PoolPerson,
)

__all__ = [
    "Availability",
    "Closing",
    "CountryPlan",
    "Expert",
    "Facilitation",
    "Facilitator",
    "Licence",
    "Plan",
    "PoolLink",
    "PoolPerson",
    "WorkedHoliday",
]
