"""Opening a blind round, coding in it, and settling what came of it."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import User

SHARES = [("0.1", _("10 %")), ("0.15", _("15 %")), ("0.2", _("20 %"))]
NO_REASON = _("Escriba el motivo. Queda guardado junto a la ronda.")


def _people(label: str, coders: Sequence[User]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", gettext("Elija")), *((one.pk, str(one)) for one in coders)],
        coerce=int,
        error_messages={"required": _("Elija a una persona.")},
    )


class OpenBlindRoundForm(forms.Form):
    """Who codes blind, and how much."""

    share = forms.TypedChoiceField(
        label=_("Cuánto se codifica dos veces"), choices=SHARES, coerce=Decimal, initial="0.15"
    )

    def __init__(self, data: QueryDict | None, *, coders: Sequence[User]) -> None:
        super().__init__(data)
        self.coders = {one.pk: one for one in coders}
        self.fields["first"] = _people(gettext("Una persona"), coders)
        self.fields["second"] = _people(gettext("Y otra"), coders)
        self.order_fields(["first", "second", "share"])

    @property
    def chosen(self) -> tuple[User, User]:
        clean = self.cleaned_data
        return (self.coders[clean["first"]], self.coders[clean["second"]])


class BlindCodesForm(forms.Form):
    """The codes that one of the two gives to a statement, out of the book of the round."""

    codes = forms.MultipleChoiceField(
        label=_("Códigos"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        book: Sequence[Mapping[str, str]],
        given: Collection[str] | None,
    ) -> None:
        super().__init__(data)
        self.fields["codes"] = forms.MultipleChoiceField(
            label=_("Códigos"),
            choices=[(one["guid"], one["name"]) for one in book],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.initial = {"codes": list(given or [])}


class SettleForm(forms.Form):
    """The codes of a statement on which two people differ, and why these."""

    reason = forms.CharField(
        label=_("Por qué se resuelve así"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        codes: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.fields["codes"] = forms.MultipleChoiceField(
            label=_("Códigos"), choices=codes, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["codes", "reason"])


class BlindReasonForm(forms.Form):
    """Why a round ends before its time."""

    reason = forms.CharField(
        label=_("Motivo"), max_length=500, error_messages={"required": NO_REASON}
    )


class ReplaceCoderForm(BlindReasonForm):
    """Who leaves a round, who comes, and why."""

    def __init__(
        self, data: QueryDict | None, *, both: Sequence[User], coders: Sequence[User]
    ) -> None:
        super().__init__(data)
        others = [one for one in coders if one not in both]
        self.people = {one.pk: one for one in (*both, *others)}
        self.fields["left"] = _people(gettext("Quién sale"), both)
        self.fields["came"] = _people(gettext("Quién entra"), others)
        self.order_fields(["left", "came", "reason"])

    @property
    def left(self) -> User:
        return self.people[self.cleaned_data["left"]]

    @property
    def came(self) -> User:
        return self.people[self.cleaned_data["came"]]
