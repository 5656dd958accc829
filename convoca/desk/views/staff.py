"""The people of the staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.desk.forms.start import StaffForm
from convoca.directory.errors import StaffKnownError
from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.directory.services import add_staff, set_active
from convoca.ui.answers import HtmxHttpRequest, fragment_or_page

ROW = "desk/staff.html#row"


def staff(request: HttpRequest) -> HttpResponse:
    """Show who is of the staff; an administrator adds somebody."""
    user = signed_in_user(request, administrator=request.method == "POST")
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_staff(association=user.association, **form.cleaned_data)
        except StaffKnownError as error:
            form.add_error("email", error.user_message())
        else:
            said = _("%(name)s ya puede entrar con un código que le llegará a su correo.")
            messages.success(request, said % {"name": added.name})
            return redirect("desk:staff")
    people = User.objects.filter(association=user.association).order_by("-is_active", "name")
    context = {"form": form, "people": people.prefetch_related("teams__community")}
    return render(request, "desk/staff.html", context, status=422 if form.is_bound else 200)


@require_POST
def staff_active(request: HtmxHttpRequest, user_id: int) -> HttpResponse:
    """Let somebody in again, or no longer; nobody shuts themselves out."""
    user = signed_in_user(request, administrator=True)
    is_active = request.POST.get("activa") == "si"
    person = set_active(association=user.association, user_id=user_id, is_active=is_active, by=user)
    said = _("%(name)s ya puede entrar.") if is_active else _("%(name)s ya no puede entrar.")
    return fragment_or_page(
        request, ROW, {"person": person}, page="desk:staff", done=said % {"name": person.name}
    )
