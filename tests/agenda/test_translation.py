"""What is read at import waits for the language of who looks."""

import pytest
from django.utils.functional import Promise

from convoca.agenda.forms.agendas import OverrideForm
from convoca.agenda.forms.coding import CodeForm, CodingForm, ThemeForm
from convoca.agenda.forms.steps import MISSING, NotesForm
from convoca.agenda.models import Interview
from convoca.agenda.views.interviews import FILTERS
from convoca.agenda.views.pictures import NUMBERS


@pytest.mark.parametrize(
    "words",
    [
        Interview.Mode.labels,
        Interview.State.labels,
        MISSING.values(),
        FILTERS.values(),
        NUMBERS,
    ],
)
def test_words_of_a_constant_wait_for_the_language(words):
    assert [one for one in words if not isinstance(one, Promise)] == []


@pytest.mark.parametrize("form", [CodeForm, CodingForm, NotesForm, OverrideForm, ThemeForm])
def test_labels_of_a_form_wait_for_the_language(form):
    labels = {name: field.label for name, field in form.base_fields.items()}

    assert [name for name, label in labels.items() if not isinstance(label, Promise)] == []
