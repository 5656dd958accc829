"""What an event looks like without what it says of anybody."""

import json

from convoca.messaging.core.outline import Line, outline_json, outline_mail

STATUS = {
    "object": "whatsapp_business_account",
    "entry": [
        {
            "id": "102290129340398",
            "changes": [
                {
                    "field": "messages",
                    "value": {
                        "contacts": [{"profile": {"name": "Ana Soto"}, "wa_id": "56912345678"}],
                        "statuses": [{"status": "read", "recipient": 56912345678, "paid": True}],
                        "price": 0.02,
                        "note": "",
                        "none": None,
                    },
                }
            ],
        }
    ],
}
NOTICE = b"""From: MAILER-DAEMON@comuna.cl
To: rebote+12@asociacion.cl
Subject: No se pudo entregar a ana.soto@comuna.cl
Content-Type: multipart/report; report-type=delivery-status; boundary="x"
Auto-Submitted: auto-replied

--x
Content-Type: text/plain

No existe ana.soto@comuna.cl
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.comuna.cl

Final-Recipient: rfc822; ana.soto@comuna.cl
Action: failed
Status: 5.1.1

--x--
"""


def test_outline_json_shows_the_shape_and_masks_what_tells_of_people():
    assert outline_json(json.dumps(STATUS).encode()) == [
        Line(0, "object", "whatsapp_business_account"),
        Line(0, "entry 1", ""),
        Line(1, "id", "…0398"),
        Line(1, "changes 1", ""),
        Line(2, "field", "messages"),
        Line(2, "value", ""),
        Line(3, "contacts 1", ""),
        Line(4, "profile", ""),
        Line(5, "name", "•••"),
        Line(4, "wa_id", "•••"),
        Line(3, "statuses 1", ""),
        Line(4, "status", "read"),
        Line(4, "recipient", "•••"),
        Line(4, "paid", "true"),
        Line(3, "price", "0.02"),
        Line(3, "note", ""),
        Line(3, "none", "null"),
    ]


def test_outline_json_of_what_is_none_is_empty():
    assert [outline_json(each) for each in (b"", b"hola", b"\xff", b"[" * 100_000)] == [[]] * 4


def test_outline_json_has_an_end_however_long_and_deep_the_event():
    long = json.dumps(list(range(1000))).encode()
    deep = ('{"a":' * 50 + "1" + "}" * 50).encode()

    assert len(outline_json(long)) == 300
    assert outline_json(deep)[-1] == Line(13, "a", "•••")


def test_outline_mail_tells_what_kind_of_notice_it_is_and_of_nobody():
    lines = outline_mail(NOTICE)

    assert lines == [
        Line(0, "Content-Type", "multipart/report"),
        Line(0, "Auto-Submitted", "auto-replied"),
        Line(1, "Content-Type", "text/plain"),
        Line(1, "Content-Type", "message/delivery-status"),
        Line(2, "Action", "failed"),
        Line(2, "Status", "5.1.1"),
    ]


def test_outline_mail_of_no_mail_is_empty():
    assert [outline_mail(b""), outline_mail(b"\xff\xfe\x00")] == [[], []]
