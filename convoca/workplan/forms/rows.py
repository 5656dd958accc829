"""Several rows ticked in a form."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from convoca.foundation.numbers import read_id


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no argument at run time
    """Rows of a queryset; a number that no row can have is no choice, whatever the database."""

    def clean(self, value: Any) -> QuerySet[Any]:  # Any: as a browser sent it; rows of any table
        """Refuse such numbers before the database sees them."""
        for one in value or ():
            if not read_id(str(one)):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": one},
                )
        found: QuerySet[Any] = super().clean(value)
        return found
