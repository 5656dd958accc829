"""The first-run page: who answers for this installation."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convoca.desk.forms.start import FirstRunForm
from convoca.directory.models import User
from convoca.directory.services import found_association


@login_not_required
def first_run(request: HttpRequest) -> HttpResponse:
    """Create the first administrator; once there is one, this page is gone."""
    if User.objects.exists():
        return redirect("desk:today")
    form = FirstRunForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "desk/first_run.html", {"form": form}, status=status)
    try:
        user = found_association(
            name=form.cleaned_data["association"],
            short_name=form.cleaned_data["short_name"],
            zone=settings.TIME_ZONE,
            email=form.cleaned_data["email"],
            person_name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
        )
    except IntegrityError:  # the button was pressed twice
        return redirect("desk:today")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("desk:today")
