"""What is read at import waits for the language of who looks."""

import pytest
from django.utils.functional import Promise

from convoca.agenda.forms.agendas import OverrideForm
from convoca.agenda.forms.appointments import CallForm, HourForm
from convoca.agenda.forms.blind_rounds import OpenBlindRoundForm, ReplaceCoderForm, SettleForm
from convoca.agenda.forms.codes import CodeForm, MergeForm, SplitForm
from convoca.agenda.forms.coding import CodingForm, CutForm, MemoForm, ThemeForm
from convoca.agenda.forms.delphi import RoundForm
from convoca.agenda.forms.guide_files import GuideFileForm
from convoca.agenda.forms.guides import QuestionForm, SectionForm, UseForm
from convoca.agenda.forms.interviewers import InterviewerForm, TakerForm
from convoca.agenda.forms.recordings import MarkForm, RecordingForm
from convoca.agenda.forms.steps import MISSING, NotesForm
from convoca.agenda.models import Interview
from convoca.agenda.views.interviews import FILTERS


@pytest.mark.parametrize(
    "words",
    [
        Interview.Mode.labels,
        Interview.State.labels,
        MISSING.values(),
        FILTERS.values(),
    ],
)
def test_words_of_a_constant_wait_for_the_language(words):
    assert [one for one in words if not isinstance(one, Promise)] == []


FORMS = [
    *(CallForm, CodeForm, CodingForm, CutForm, GuideFileForm, HourForm, InterviewerForm),
    *(MarkForm, MemoForm, MergeForm, NotesForm, OpenBlindRoundForm, OverrideForm, QuestionForm),
    *(RecordingForm, ReplaceCoderForm, RoundForm, SectionForm, SettleForm, SplitForm, TakerForm),
    *(ThemeForm, UseForm),
]


@pytest.mark.parametrize("form", FORMS)
def test_labels_of_a_form_wait_for_the_language(form):
    labels = {name: field.label for name, field in form.base_fields.items() if field.label}

    assert [name for name, label in labels.items() if not isinstance(label, Promise)] == []
