"""The templates that Meta keeps for our account: read, and one handed in to be approved."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.conf import settings

from convoca.messaging.channels.http import HttpAnswer, HttpClient, NoAnswerError, NotSentError
from convoca.messaging.channels.whatsapp import whatsapp_account
from convoca.messaging.core.whatsapp_requests import read_answer
from convoca.messaging.core.whatsapp_shelf import (
    Page,
    ShelfAnswerError,
    TheirTemplate,
    approval_request,
    read_page,
)
from convoca.messaging.errors import ShelfClosedError, ShelfRefusedError

FIELDS = "name,language,category,status,components,rejected_reason"
A_PAGE = 100
MOST_PAGES = 60
OK = range(200, 300)


class TemplateShelf:
    """Meta's shelf of templates of one account of ours."""

    def __init__(self, address: str, http: HttpClient) -> None:
        self._address = address
        self._http = http

    def read(self) -> Iterator[TheirTemplate]:
        """Yield every template, page by page.

        Raises ShelfRefusedError, or ShelfClosedError where no whole answer comes.
        """
        after = ""
        for _page in range(MOST_PAGES):
            asked = {"fields": FIELDS, "limit": A_PAGE} | ({"after": after} if after else {})
            page = self._page(asked)
            yield from page.templates
            after = page.after
            if not after:
                return

    def hand_in(self, *, name: str, language: str, category: str, body: str) -> None:
        """Ask Meta to approve a text; it answers whether it took it, not yet what it thinks.

        Raises as `read`.
        """
        request = approval_request(name=name, language=language, category=category, body=body)
        try:
            _refuse(self._http.post(self._address, request))
        except (NotSentError, NoAnswerError) as error:
            raise ShelfClosedError(str(error)) from error

    def _page(self, asked: Mapping[str, object]) -> Page:
        try:
            answer = self._http.get(f"{self._address}?{urlencode(asked)}")
            _refuse(answer)
            return read_page(answer.content)
        except (NotSentError, NoAnswerError, ShelfAnswerError) as error:
            raise ShelfClosedError(str(error)) from error


def _refuse(answer: HttpAnswer) -> None:
    """Raise ShelfRefusedError unless Meta took the request."""
    if answer.status not in OK:
        raise ShelfRefusedError(answer.status, read_answer(answer.content).code)


def template_shelf() -> TemplateShelf | None:
    """Return the shelf of the account of the settings, or None where it is not named."""
    account, business_id = whatsapp_account(), settings.WHATSAPP_BUSINESS_ID
    if account is None or not business_id or settings.REHEARSAL:
        return None
    address = f"{account.api_url}/{account.version}/{business_id}/message_templates"
    return TemplateShelf(address, HttpClient(account.key))
