"""When somebody is busy, from a calendar file (.ics): a file of a stranger, read with bounds.

The names of events are never read: what leaves this package is hours and days. Every loop is
over the bytes of the file or over a purse of days that ends (`recurrence.Purse`).
"""

from convoca.workplan.core.asking.busy.files import MOST_BYTES
from convoca.workplan.core.asking.busy.lines import CalendarFileError, Fault
from convoca.workplan.core.asking.busy.proposal import DayProposal, Proposal, propose
from convoca.workplan.core.asking.busy.reading import Span, read_busy

__all__ = [
    "MOST_BYTES",
    "CalendarFileError",
    "DayProposal",
    "Fault",
    "Proposal",
    "Span",
    "propose",
    "read_busy",
]
