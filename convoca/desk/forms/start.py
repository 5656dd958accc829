"""The first-run page and the people of the staff."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import User


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
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


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
