"""What came of a call, by one touch."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convoca.convening.models import ContactAttempt
from convoca.foundation.days import OF_OUR_TIME

Result = ContactAttempt.Result
Channel = ContactAttempt.Channel


class TurnForm(forms.Form):
    """Which person in hand a button is about."""

    turn = forms.IntegerField(min_value=1)


class ResultForm(TurnForm):
    """What came of the call; a day alone says: call again that day."""

    result = forms.ChoiceField(choices=Result.choices, required=False)
    on = forms.DateField(
        label=_("Otro día"),
        validators=OF_OUR_TIME,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    channel = forms.ChoiceField(
        choices=[(Channel.PHONE, Channel.PHONE.label), (Channel.WHATSAPP, Channel.WHATSAPP.label)],
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """Fill in what the button that was pressed means."""
        given = super().clean() or {}
        given["channel"] = given.get("channel") or Channel.PHONE
        if not given.get("result"):
            given["result"] = Result.CALL_LATER
        if given["result"] == Result.CALL_LATER and not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Elija el día en que hay que volver a llamar."))
        return given
