"""Changing one's own password."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from convoca.desk.forms.start import PasswordForm
from convoca.desk.services import change_password
from convoca.directory.queries import signed_in_user


@sensitive_post_parameters()
@rate_limit(action="change_password")  # type: ignore[untyped-decorator]  # the library has no types
def change(request: HttpRequest) -> HttpResponse:
    """Change the password of who is signed in; only this browser stays signed in."""
    user = signed_in_user(request)
    if not user.has_usable_password():
        messages.info(request, _("Usted entra con un código que le llega a su correo."))
        return redirect("desk:staff")
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        change_password(user=user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        messages.success(request, _("Su clave cambió. En otros equipos habrá que entrar otra vez."))
        return redirect("desk:staff")
    status = 422 if form.is_bound else 200
    return render(request, "desk/password.html", {"form": form}, status=status)
