"""What stands before everything that serves people."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

logger = logging.getLogger(__name__)
HOOKS = "/hooks"


class HooksMiddleware:
    """Answers the calls of providers before all other middleware; it stands first.

    Sessions, forms and policies are for people: without them a call costs half. Whatever goes
    wrong, the provider hears that it may try again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a call to a hook here; hand everything else on."""
        if not request.path_info.startswith(HOOKS):
            return self.get_response(request)
        try:
            view = resolve(request.path_info.removeprefix(HOOKS), "convoca.messaging.urls")
        except Resolver404:
            return self.get_response(request)
        try:
            answer: HttpResponse = view.func(request, *view.args, **view.kwargs)
        except Exception:
            logger.exception("a call to %s was not answered", request.path_info)
            return HttpResponse(status=503)
        return answer
