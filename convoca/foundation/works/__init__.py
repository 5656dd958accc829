"""Long work: asked for in a page, done by the worker, seen and stopped by people.

A room says how its kind is done with `@does`, asks with `start_work`, and reads `latest_work`
for its page. The row is the truth; see `models.Work`.
"""

from convoca.foundation.works.asking import (
    WORKS,
    WorkOrder,
    cancel_work,
    cancel_work_of,
    forget_works,
    retry_work,
    start_work,
)
from convoca.foundation.works.doing import claim_work, do_next_work, do_works, has_waiting_work
from convoca.foundation.works.errors import (
    LostWorkError,
    WorkEndedError,
    WorkFailedError,
    WorkInterruptedError,
)
from convoca.foundation.works.holding import Hold, Record
from convoca.foundation.works.kinds import does
from convoca.foundation.works.reading import latest_work

__all__ = [
    "WORKS",
    "Hold",
    "LostWorkError",
    "Record",
    "WorkEndedError",
    "WorkFailedError",
    "WorkInterruptedError",
    "WorkOrder",
    "cancel_work",
    "cancel_work_of",
    "claim_work",
    "do_next_work",
    "do_works",
    "does",
    "forget_works",
    "has_waiting_work",
    "latest_work",
    "retry_work",
    "start_work",
]
