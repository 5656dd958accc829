"""What a page says about itself when it saves: which text it showed, and a name for the saving."""

import uuid
from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from convoca.agenda.forms.json_text import read_json
from convoca.agenda.services.savings import Saving

LONGEST_BODY = 64_000
FRESH = 86_400 * 30


class MarksForm(forms.Form):
    """The hidden fields of a question's form; a page that lost them saves all the same."""

    client_id = forms.UUIDField(required=False)
    guide = forms.IntegerField(required=False, min_value=1, max_value=30_000)
    answer_base = forms.IntegerField(required=False, min_value=0, max_value=2**31)
    note_base = forms.IntegerField(required=False, min_value=0, max_value=2**31)
    probes_base = forms.IntegerField(required=False, min_value=0, max_value=2**31)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    def saving(self, part: str, question: str, value: object) -> Saving:
        """Return the saving of one part of the form: "answer", "note" or "probes"."""
        marks = self.cleaned_data
        whole = marks.get("client_id") or uuid.uuid4()
        return Saving(
            client_id=uuid.uuid5(whole, part),
            question=question,
            value=value,
            base=marks.get(f"{part}_base"),
            guide=marks.get("guide"),
        )


class SavingForm(forms.Form):
    """One change that a page sends by itself, as JSON; `saving` once it is valid."""

    client_id = forms.UUIDField()
    pen = forms.UUIDField()
    question = forms.CharField(max_length=60)
    base = forms.IntegerField(min_value=0, max_value=2**31)
    age_s = forms.FloatField(min_value=0, max_value=FRESH)
    guide = forms.IntegerField(min_value=1, max_value=30_000)

    def __init__(self, body: bytes) -> None:
        self.payload = _read(body)
        super().__init__(dict(self.payload))

    @property
    def saving(self) -> Saving:
        value = self.payload.get("value")
        return Saving(value=value, may_be_draft=True, **self.cleaned_data)


def _read(body: bytes) -> Mapping[str, object]:
    """Return what a body holds; nothing that can be used gives an empty one."""
    if len(body) > LONGEST_BODY:
        return {}
    try:
        found = read_json(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
