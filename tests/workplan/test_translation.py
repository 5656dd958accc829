"""What is read at import waits for the language of who looks."""

import pytest
from django.utils.functional import Promise

from convoca.workplan.forms.closings import ClosingForm, PastedDaysForm
from convoca.workplan.forms.council import AbsenceForm, CouncilForm
from convoca.workplan.forms.experts import ExpertForm
from convoca.workplan.forms.hours import CELLS
from convoca.workplan.forms.pool import FacilitatorForm, LicenceForm
from convoca.workplan.models import Closing, Plan


@pytest.mark.parametrize(
    "words", [Plan.State.labels, Closing.Kind.labels, [label for _value, label in CELLS]]
)
def test_words_of_a_constant_wait_for_the_language(words):
    assert [one for one in words if not isinstance(one, Promise)] == []


@pytest.mark.parametrize(
    "form",
    [
        AbsenceForm,
        ClosingForm,
        CouncilForm,
        ExpertForm,
        FacilitatorForm,
        LicenceForm,
        PastedDaysForm,
    ],
)
def test_labels_of_a_form_wait_for_the_language(form):
    labels = {name: field.label for name, field in form.base_fields.items()}

    assert [name for name, label in labels.items() if not isinstance(label, Promise)] == []
