"""What the staff writes about one seat."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from convoca.convening.models import ContactAttempt, Invitation
from convoca.directory.core.phones import read_phone
from convoca.directory.models import Seat, Tenure
from convoca.foundation.days import OF_OUR_TIME

BAD_EMAIL = format_lazy(
    _("A ese correo le falta algo. Revise que sea como {example}."),
    example=settings.COUNTRY["email_example"],
)
BAD_PHONE = format_lazy(
    _("A ese teléfono le faltan o le sobran cifras. Escríbalo como {example}."),
    example=settings.COUNTRY["phone_example"],
)
BY_HAND = [
    (value, label)
    for value, label in ContactAttempt.Channel.choices
    if value != ContactAttempt.Channel.LINK
]


class PhoneField(forms.CharField):
    """A telephone number as people write it; kept in the international form."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Teléfono"),
            required=False,
            max_length=60,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        )

    def clean(self, value: object) -> str:
        """Return the number in E.164, or say which digits are missing."""
        cell = read_phone(super().clean(value) or "", region=settings.PHONE_REGION)
        if cell.number and not cell.has_all_digits:
            raise forms.ValidationError(BAD_PHONE)
        return cell.number


def _email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("Correo"), required=False, max_length=254, error_messages={"invalid": BAD_EMAIL}
    )


class AttemptForm(forms.Form):
    """A try to reach a seat."""

    channel = forms.ChoiceField(label=_("Por dónde"), choices=BY_HAND)
    result = forms.ChoiceField(label=_("Qué pasó"), choices=ContactAttempt.Result.choices)
    note = forms.CharField(
        label=_("Nota"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = forms.DateField(
        label=_("Volver a intentar el"),
        validators=OF_OUR_TIME,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AnswerForm(forms.Form):
    """An answer somebody told the staff."""

    answer = forms.ChoiceField(
        label=_("Respuesta"),
        choices=[
            (Invitation.Answer.YES, _("Sí participará")),
            (Invitation.Answer.DEPUTY, _("Irá otra persona")),
            (Invitation.Answer.NO, _("Ahora no puede")),
        ],
        error_messages={"required": _("Elija qué respondió.")},
    )
    deputy_name = forms.CharField(
        label=_("Si va otra persona, quién"), required=False, max_length=200
    )
    deputy_email = _email_field()
    reason = forms.CharField(label=_("Si no puede, por qué"), required=False, max_length=1000)

    def clean(self) -> dict[str, object]:
        """Ask for a name where somebody else goes."""
        given = super().clean() or {}
        if given.get("answer") == Invitation.Answer.DEPUTY and not given.get("deputy_name"):
            self.add_error("deputy_name", _("Escriba el nombre de quien irá."))
        return given


class ContactsForm(forms.Form):
    """How a person is reached."""

    email = _email_field()
    phone = PhoneField()


class HolderForm(forms.Form):
    """Who holds the seat from now on."""

    name = forms.CharField(
        label=_("Nombre y apellido"),
        max_length=200,
        error_messages={"required": _("Escriba el nombre de quien ocupa ahora el puesto.")},
    )
    email = _email_field()
    phone = PhoneField()
    role = forms.ChoiceField(label=_("En calidad de"), choices=Tenure.Role.choices)


class ExistenceForm(forms.Form):
    """Whether the municipality has this directorate."""

    existence = forms.ChoiceField(label=_("Esta dirección"), choices=Seat.Existence.choices)


class NoteForm(forms.Form):
    """What the team keeps in mind about a seat."""

    text = forms.CharField(
        label=_("Nota"),
        max_length=2000,
        error_messages={"required": _("Escriba la nota.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class GroupLinkForm(forms.Form):
    """The invite link of the WhatsApp group."""

    url = forms.CharField(
        label=_("Enlace del grupo de WhatsApp"),
        help_text=_("En WhatsApp: información del grupo, «Invitar mediante enlace», copiar."),
        max_length=200,
        error_messages={"required": _("Pegue aquí el enlace del grupo.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
