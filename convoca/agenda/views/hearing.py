"""Pages that may play audio of ours and use the microphone; no other page may."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse

Rest = ParamSpec("Rest")
POLICY = {"media-src": [SELF, "blob:"]}


def hears(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Let the page of a view record and play audio."""
    allowed = csp_update(POLICY)(view)

    def with_policy(
        request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        response = cast("HttpResponse", allowed(request, *args, **kwargs))
        response["Permissions-Policy"] = "microphone=(self)"
        return response

    update_wrapper(with_policy, view)
    return with_policy
