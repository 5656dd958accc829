"""How a view answers a pressed button."""

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from convoca.ui.answers import fragment_or_page


def request_of(*, htmx):
    request = RequestFactory().post("/", headers={"HX-Request": "true"} if htmx else {})
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)  # what the middleware of messages sets
    return request


def answer(*, htmx, **words):
    request = request_of(htmx=htmx)
    context = {"title": "Nada", "text": "Aún"}
    response = fragment_or_page(request, "ui/empty.html", context, page="/lista/", **words)
    told = [(message.level_tag, str(message)) for message in get_messages(request)]
    return response, told


@pytest.mark.parametrize(("error", "status"), [(None, 200), ("Ya se envió.", 409)])
def test_htmx_gets_the_fragment_and_409_when_refused(error, status):
    response, told = answer(htmx=True, error=error, done="Listo.")

    assert (response.status_code, told) == (status, [])
    assert '<div class="empty">' in response.content.decode()


@pytest.mark.parametrize(
    ("error", "told"),
    [(None, ("success", "Listo.")), ("Ya se envió.", ("error", "Ya se envió."))],
)
def test_plain_form_gets_the_page_and_a_message(error, told):
    response, messages = answer(htmx=False, error=error, done="Listo.")

    assert (response.status_code, response["Location"], messages) == (302, "/lista/", [told])


def test_plain_form_with_nothing_to_tell_gets_only_the_page():
    response, messages = answer(htmx=False)

    assert (response["Location"], messages) == ("/lista/", [])
