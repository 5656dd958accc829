"""What is written on the board: who looks after seats, and the name of a view."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convoca.convening.queries import NOBODY
from convoca.directory.models import User
from convoca.ui.formats import format_number


class CareForm(forms.Form):
    """Who looks after the chosen seats; `seats` are their ids as the page showed them."""

    user = forms.ChoiceField(
        label=_("¿Quién los tendrá a cargo?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Elija a alguien del equipo. Todavía no se asignó ningún puesto."),
            "invalid_choice": _("Esa persona ya no está en el equipo. Elija a otra."),
        },
    )

    def __init__(self, data: object, people: Iterable[tuple[User, int]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the form as it came, or nothing yet
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((str(user.pk), _person(user, count)) for user, count in people),
            (NOBODY, gettext("Nadie por ahora")),
        ]


class SavedViewForm(forms.Form):
    """The name of a view, and whether the team sees it."""

    name = forms.CharField(
        label=_("Nombre"),
        max_length=60,
        error_messages={
            "required": _("Escriba un nombre para la vista."),
            "max_length": _("El nombre es muy largo: use 60 letras o menos."),
        },
    )
    is_shared = forms.BooleanField(label=_("Compartir con el equipo"), required=False)


def _person(user: User, count: int) -> str:
    if not count:
        return str(user)
    return gettext("%(name)s (tiene %(n)s)") % {"name": user, "n": format_number(count)}
