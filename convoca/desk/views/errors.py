"""Pages of refusals and of faults."""

import errno
import sqlite3
import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error

from convoca.foundation.errors import NotFoundError

RETRY_AFTER_S = 60
FULL = {errno.ENOSPC, errno.EDQUOT}


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form must be sent again."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def closed(_request: HttpRequest) -> HttpResponse:
    """Answer an address that this house does not offer as one that is not there."""
    raise NotFoundError


def fault(request: HttpRequest) -> HttpResponse:
    """Answer what nobody caught: 503 and when to come again for what passes, 500 for the rest.

    The page of 503 asks neither the request nor the database for anything.
    """
    if not will_pass(sys.exception()):
        return server_error(request)
    page = render_to_string("503.html")
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_S)})


def will_pass(error: BaseException | None) -> bool:
    """Say whether an error comes from around us: database away, locked or without room, full disk.

    SQLite calls also a wrong query an operational error, with the plain code SQLITE_ERROR.
    """
    if isinstance(error, OSError):
        return error.errno in FULL
    cause = error.__cause__ if error else None
    if isinstance(cause, sqlite3.Error):
        is_ours = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR
        return isinstance(error, OperationalError) and not is_ours
    return isinstance(error, (OperationalError, InterfaceError))
