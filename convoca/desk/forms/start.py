"""The first-run page and the people of the staff."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import User


def _strong(password: str) -> str:
    """Return a password that is good enough; say in our words what is missing of another."""
    try:
        validate_password(password)
    except forms.ValidationError as error:
        said = _("Es fácil de adivinar. Escriba doce letras o más, por ejemplo cuatro palabras.")
        raise forms.ValidationError(said) from error
    return password


class FirstRunForm(forms.Form):
    """The association and its first administrator."""

    association = forms.CharField(label=_("Nombre de la asociación"), max_length=200)
    short_name = forms.CharField(label=_("Sigla o nombre corto"), max_length=40)
    name = forms.CharField(label=_("Su nombre"), max_length=200)
    email = forms.EmailField(label=_("Su correo"))
    password = forms.CharField(
        label=_("Una clave"),
        widget=forms.PasswordInput,
        help_text=_("Doce letras o más. También podrá entrar con un código a su correo."),
    )

    def clean_password(self) -> str:
        """Refuse a password that is short or common."""
        return _strong(self.cleaned_data["password"])


class PasswordForm(forms.Form):
    """The password of now and the new one, twice."""

    old = forms.CharField(
        label=_("Su clave de ahora"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("La clave nueva"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Doce letras o más."),
    )
    again = forms.CharField(
        label=_("La clave nueva, otra vez"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_old(self) -> str:
        """Refuse a password that is not the one of now."""
        password: str = self.cleaned_data["old"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("Esa no es su clave de ahora. Escríbala otra vez."))
        return password

    def clean_new(self) -> str:
        """Refuse a password that is short or common."""
        return _strong(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        """Refuse two new passwords that are not the same."""
        values = super().clean() or {}
        if "new" in values and "again" in values and values["new"] != values["again"]:
            self.add_error("again", _("No es igual a la de arriba. Escríbala otra vez."))
        return values


class StaffForm(forms.Form):
    """Somebody new of the staff; they sign in with a code sent to their mail."""

    name = forms.CharField(label=_("Nombre"), max_length=200)
    email = forms.EmailField(label=_("Correo"))
    is_administrator = forms.BooleanField(
        label=_("Administra: puede hacer todo en la asociación"), required=False
    )

    def clean_email(self) -> str:
        """Refuse an address that is already of somebody."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Esta persona ya está en el equipo."))
        return email
