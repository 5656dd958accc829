"""What every request of the staff goes through."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError, NotFoundError


class HeadMiddleware:
    """Answers HEAD with the heads of the page alone; stands before all other middleware.

    Servers drop such a body themselves, and complain about it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take the body out of an answer to HEAD; its length stays as it was counted."""
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""
        return response


class DeskMiddleware(LoginRequiredMiddleware):
    """Asks for a sign-in unless a view needs none; turns refusals into plain pages."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the clock of the association of who is signed in."""
        user = request.user
        zone = user.association.zone if isinstance(user, User) else settings.TIME_ZONE
        with timezone.override(zone):
            return super().__call__(request)  # type: ignore[return-value]  # never asynchronous

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Lead to the sign-in; to the first-run page while there is nobody who could."""
        if not User.objects.exists():
            return HttpResponseRedirect(reverse("desk:first_run"))
        return super().handle_no_permission(request, view_func)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what went wrong on purpose and no view turned into words."""
        if isinstance(error, NotFoundError):
            return render(request, "404.html", status=404)
        if isinstance(error, ConvocaError):
            return render(request, "409.html", {"error": error.user_message()}, status=409)
        return None
