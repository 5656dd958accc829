"""Mail by the interface of a mail service, any that django-anymail knows: an extra.

Only loaded where a service is set; the package is in `requirements/mail.in`.
"""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any, Self

import requests
from anymail.exceptions import (  # type: ignore[import-untyped]
    AnymailConfigurationError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
    AnymailWebhookValidationFailure,
)
from django.core.mail import get_connection
from django.http import HttpRequest
from django.utils import timezone
from urllib3.exceptions import NewConnectionError

from convoca.messaging.channels.base import Parcel
from convoca.messaging.channels.mime import build_mail
from convoca.messaging.core.reports import REFERENCE, ServiceReport
from convoca.messaging.core.retry_after import read_retry_after
from convoca.messaging.errors import (
    ChannelDownError,
    ChannelUncertainError,
    RefusedError,
    ServiceRefusedError,
    SignInRefusedError,
)

NO_SUCH_BOX = (550, "5.1.1")
BUSY = {429, 503}
SHUT = {401, 403}
FAULT = 500


class AnymailChannel:
    """Sends by one service; its reports come to /hooks/correo and name the message."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._connection: Any = None  # django-anymail has no types

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def send(self, parcel: Parcel) -> str:
        """Send one mail; return the service's name for it."""
        mail: Any = build_mail(parcel)  # what anymail reads and writes besides Django's own
        mail.metadata = {REFERENCE: parcel.reference}
        try:
            self._ready().send_messages([mail])
        except AnymailRecipientsRefused as error:
            raise RefusedError(*NO_SUCH_BOX, permanent=True) from error
        except AnymailRequestsAPIError as error:
            raise _what_it_means(error) from error
        name = str(mail.anymail_status.message_id or "")
        if not name:  # an answer that nobody understood
            raise ChannelUncertainError(f"no name: {mail.anymail_status.status}")
        return name

    def _ready(self) -> Any:
        if self._connection is None:
            try:
                self._connection = get_connection(f"anymail.backends.{self._service}.EmailBackend")
            except AnymailConfigurationError as error:
                raise SignInRefusedError("settings of the service are missing") from error
            self._connection.open()
        return self._connection


def _what_it_means(error: Any) -> Exception:  # one of anymail's
    """Say by an answer, or by its absence, what became of the mail."""
    response = error.response
    if response is None:
        if _never_left(error.__cause__):
            return ChannelDownError(f"no connection: {type(error.__cause__).__name__}")
        return ChannelUncertainError(f"no answer: {type(error.__cause__).__name__}")
    if response.status_code in SHUT:
        return SignInRefusedError(f"sign-in refused: {response.status_code}")
    if response.status_code in BUSY:
        return ChannelDownError(f"busy: {response.status_code}", wait=_asked(response))
    if response.status_code >= FAULT:
        return ChannelUncertainError(f"fault: {response.status_code}")
    return ServiceRefusedError(response.status_code)


def _never_left(cause: BaseException | None) -> bool:
    """Say whether no connection was made, so that nothing can have been taken."""
    reason = getattr(cause.args[0], "reason", None) if cause and cause.args else None
    return isinstance(cause, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)


def _asked(response: requests.Response) -> timedelta | None:
    return read_retry_after(response.headers.get("Retry-After", ""), now=timezone.now())


def read_reports(service: str, request: HttpRequest) -> Iterator[bytes]:
    """Give what a service tells in one call, each report in the form of `core.reports`.

    Raises PermissionError for who does not have the secret that was agreed.
    """
    hooks = import_module(f"anymail.webhooks.{service}")
    [view_class] = {
        each
        for name, each in vars(hooks).items()
        if name.endswith(("TrackingWebhookView", "CombinedWebhookView"))
        and each.__module__ == hooks.__name__
    }
    view = view_class()
    view.setup(request)
    try:
        view.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        raise PermissionError(str(error)) from error
    for event in view.parse_events(request):
        yield _report(event).to_bytes()


def _report(event: Any) -> ServiceReport:  # one of anymail's
    return ServiceReport(
        kind=event.event_type,
        event_id=str(event.event_id or ""),
        provider_id=str(event.message_id or ""),
        reference=str((event.metadata or {}).get(REFERENCE, "")),
        recipient=str(event.recipient or ""),
        reason=str(event.reject_reason or ""),
        answer=str(event.mta_response or event.description or ""),
    )
