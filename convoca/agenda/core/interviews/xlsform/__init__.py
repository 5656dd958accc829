"""Guides as XLSForms: the sheets `survey`, `choices` and `settings` that Kobo and ODK read.

Source: xlsform.org; what a guide has and an XLSForm has not travels in columns `convoca_*`, which
others pass over.
"""

from convoca.agenda.core.interviews.xlsform.faults import FaultKind, FormFault
from convoca.agenda.core.interviews.xlsform.reading import Reading, read_xlsform
from convoca.agenda.core.interviews.xlsform.values import FormSheet, NumberedRow, XlsForm
from convoca.agenda.core.interviews.xlsform.writing import write_xlsform

__all__ = [
    "FaultKind",
    "FormFault",
    "FormSheet",
    "NumberedRow",
    "Reading",
    "XlsForm",
    "read_xlsform",
    "write_xlsform",
]
