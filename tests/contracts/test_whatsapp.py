"""Our requests, and the answers of our fake, against Meta's own description."""

import json
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone
from openapi_core.testing import MockRequest, MockResponse
from openapi_core.validation.request.exceptions import InvalidRequestBody

from convoca.messaging.core.whatsapp_requests import read_answer
from convoca.messaging.models import Conversation
from convoca.messaging.services import bring_templates, deliver_due, hand_in_template
from convoca.messaging.services.whatsapp_events import apply_whatsapp
from tests.contracts import whatsapp_file
from tests.factories.directory import make_association
from tests.factories.whatsapp import ANA, agree, make_template, queue_whatsapp, use_whatsapp
from tests.fakes.whatsapp import SHELF_ID, Refusal, WhatsAppServer

pytestmark = [pytest.mark.shared, pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def server(settings, whatsapp_contract):
    server = WhatsAppServer()
    server.start()
    use_whatsapp(settings, server)
    yield server
    server.stop()


@pytest.fixture
def association(server):
    association = make_association()
    agree(association)
    make_template(association)
    make_template(association, "bienvenida", body="Le damos la bienvenida.")
    return association


def as_openapi(path: str, headers: dict, body: dict) -> MockRequest:
    """Return a request that really reached the fake, as the description knows it."""
    return MockRequest(
        "https://graph.facebook.com",
        "post",
        path,
        headers=headers,
        data=json.dumps(body).encode(),
        content_type=headers["Content-Type"],
    )


@pytest.mark.parametrize("template", ["recordatorio", ""])
def test_the_requests_that_our_client_sends_are_as_meta_describes_them(
    association, server, whatsapp_contract, template
):
    Conversation.objects.create(address=ANA, last_inbound_at=timezone.now())
    queue_whatsapp(association, template=template)

    assert deliver_due() == 1

    for sent in server.requests:
        whatsapp_contract.validate_request(as_openapi(*sent))


@pytest.mark.parametrize(
    "spoil",
    [
        {"messaging_product": "sms"},
        {"to": 56911112222},
        {"template": {"language": {"code": "es"}}},
        {"nonsense": 1},
    ],
)
def test_the_description_would_see_a_wrong_request(association, server, whatsapp_contract, spoil):
    queue_whatsapp(association)
    deliver_due()
    path, headers, body = server.requests[0]

    with pytest.raises(InvalidRequestBody):
        whatsapp_contract.validate_request(as_openapi(path, headers, body | spoil))


@pytest.mark.parametrize("refusal", [None, Refusal(131026), Refusal(190, 401)])
def test_the_answers_of_our_fake_are_as_meta_describes_them(
    association, server, whatsapp_contract, refusal
):
    queue_whatsapp(association)
    if refusal:
        server.next_refusals.append(refusal)

    deliver_due()

    [(status, content)] = server.answers
    response = MockResponse(content, status_code=status, content_type="application/json")
    whatsapp_contract.validate_response(as_openapi(*server.requests[0]), response)


def test_metas_own_examples_of_answers_are_read(whatsapp_contract):
    post = whatsapp_contract.spec / "paths" / whatsapp_file.MESSAGES / "post"
    answer = post.read_value()["responses"]["200"]["content"]["application/json"]
    names = [
        read_answer(json.dumps(each["value"]).encode()).wamid
        for each in answer["examples"].values()
        if "messages" in each["value"]
    ]

    assert len(names) > 10
    assert all(names)


def test_metas_own_examples_of_calls_are_applied_without_a_failure(association, whatsapp_contract):
    for body in whatsapp_file.examples().values():
        apply_whatsapp(json.dumps(body).encode(), received_at=timezone.now())


def as_shelf(path: str, headers: dict, body: dict, method: str) -> MockRequest:
    place, _, query = path.partition("?")
    return MockRequest(
        "https://graph.facebook.com",
        method,
        place,
        args=dict(parse_qsl(query)),
        headers=headers,
        data=json.dumps(body).encode() if body else None,
        content_type="application/json",
    )


def test_what_is_asked_of_metas_templates_and_answered_is_as_meta_describes_it(
    association, server, whatsapp_contract, settings
):
    settings.WHATSAPP_BUSINESS_ID = SHELF_ID
    hand_in_template(template=make_template(association, "aviso", body="Hola, {{1}}. Venga."))

    bring_templates(association=association, now=timezone.now())

    for sent, method, (status, content) in zip(
        server.requests, ["post", "get"], server.answers, strict=True
    ):
        request = as_shelf(*sent, method)
        response = MockResponse(content, status_code=status, content_type="application/json")
        whatsapp_contract.validate_request(request)
        whatsapp_contract.validate_response(request, response)
