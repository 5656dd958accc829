"""What is asked of the Cloud API, and how its answers are read."""

import pytest

from convoca.messaging.core.whatsapp_requests import (
    Answer,
    read_answer,
    template_request,
    text_request,
)


def test_template_request_without_parameters_has_no_components():
    request = template_request(
        "+56911112222", name="bienvenida", language="es", parameters=(), reference=""
    )

    assert request == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "56911112222",
        "type": "template",
        "template": {"name": "bienvenida", "language": {"code": "es"}},
    }


def test_template_request_fills_the_blanks_of_the_body_in_order():
    request = template_request(
        "+56911112222", name="a", language="es", parameters=("Ana", "jueves"), reference="7"
    )

    texts = [{"type": "text", "text": "Ana"}, {"type": "text", "text": "jueves"}]
    assert request["template"]["components"] == [{"type": "body", "parameters": texts}]
    assert request["biz_opaque_callback_data"] == "7"


def test_text_request_is_cut_at_what_meta_takes():
    request = text_request("+56911112222", text="ñ" * 5000, reference="7")

    assert len(request["text"]["body"]) == 4096
    assert request["biz_opaque_callback_data"] == "7"


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b'{"contacts":[{"wa_id":"569"}],"messages":[{"id":"wamid.1"}]}', Answer("wamid.1", "569")),
        (b'{"messages":[{"id":"wamid.1","message_status":"accepted"}]}', Answer("wamid.1")),
        (b'{"error":{"code":131047,"message":"Tarde"}}', Answer(code=131047, details="Tarde")),
        (
            b'{"error":{"code":4,"message":"m","error_data":{"details":"d"}}}',
            Answer(code=4, details="d"),
        ),
        (b'{"error":{"code":"190"}}', Answer()),
        (b'{"error":{"code":true}}', Answer()),
        (b'{"error":"no"}', Answer()),
        (b'{"messages":[]}', Answer()),
        (b'{"messages":["x"]}', Answer()),
        (b'{"messages":[{"id":7}]}', Answer()),
        (b"[1]", Answer()),
        (b"<html>", Answer()),
        (b"", Answer()),
        (b"[" * 100_000, Answer()),
    ],
)  # fmt: skip
def test_read_answer_is_lenient(content, answer):
    assert read_answer(content) == answer
