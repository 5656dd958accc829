"""Reading what Meta tells, whatever it looks like."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.messaging.core.whatsapp_events import (
    UNLIMITED,
    NumberNews,
    PreferenceNews,
    StatusNews,
    TemplateNews,
    TextNews,
    limit_of,
    read_events,
)
from tests.fakes.whatsapp import NUMBER_ID, event, status_event, text_event

AT = datetime.fromtimestamp(1_700_000_000, UTC)


def read(body: dict, **more) -> list:
    return read_events(json.dumps(body).encode(), **more)


def test_a_status_is_read_with_its_error_and_our_reference():
    body = status_event("wamid.1", "failed", errors=[{"code": 131026}], reference="7")

    assert read(body) == [StatusNews("wamid.1", "failed", AT, "56911112222", "7", 131026)]


@pytest.mark.parametrize(("code", "read_as"), [("131026", -1), (True, -1), (None, -1)])
def test_a_code_that_is_no_number_is_an_unknown_one(code, read_as):
    body = status_event("wamid.1", "failed", errors=[{"code": code}])

    assert [each.code for each in read(body)] == [read_as]


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        ({"type": "text", "text": {"body": "Sí\0, voy"}}, "text", "Sí, voy"),
        ({"type": "button", "button": {"text": "Baja", "payload": "x"}}, "button", "Baja"),
        ({"type": "interactive", "interactive": {"button_reply": {"title": "Sí"}}}, "button", "Sí"),
        ({"type": "interactive", "interactive": {"list_reply": {"title": "No"}}}, "button", "No"),
        ({"type": "interactive"}, "button", ""),
        ({"type": "audio", "audio": {"id": "1"}}, "other", ""),
        ({}, "other", ""),
    ],
)  # fmt: skip
def test_what_is_written_is_read_by_its_kind(message, kind, text):
    body = text_event("", wamid="wamid.1", **message)
    if not message:
        body["entry"][0]["changes"][0]["value"]["messages"][0].pop("type")

    assert read(body) == [TextNews("wamid.1", "56911112222", AT, kind, text, "Ana Núñez")]


def test_what_names_another_number_is_left_out():
    body = status_event("wamid.1", "sent")

    assert read(body, number_id="99") == []
    assert len(read(body, number_id=NUMBER_ID)) == 1


STOPPED = {"wa_id": "569", "value": "stop", "category": "marketing_messages"}
TEMPLATE = {"message_template_name": "a", "message_template_language": "es"}


@pytest.mark.parametrize(
    ("name", "value", "news"),
    [
        (
            "message_template_status_update",
            TEMPLATE | {"event": "APPROVED", "reason": "NONE"},
            [TemplateNews("a", "es", "APPROVED")],
        ),
        ("message_template_status_update", {"event": "APPROVED"}, []),
        (
            "template_category_update",
            TEMPLATE | {"new_category": "MARKETING"},
            [TemplateNews("a", "es", category="marketing")],
        ),
        (
            "phone_number_quality_update",
            {"event": "DOWNGRADE", "current_limit": "TIER_250"},
            [NumberNews("DOWNGRADE", 250)],
        ),
        (
            "business_capability_update",
            {"max_daily_conversations_per_business": "?", "max_daily_conversation_per_phone": 2000},
            [NumberNews("", 2000)],
        ),
        (
            "account_update",
            {"event": "ACCOUNT_RESTRICTION"},
            [NumberNews("ACCOUNT_RESTRICTION", stops=True)],
        ),
        ("account_update", {"event": "VERIFIED_ACCOUNT"}, [NumberNews("VERIFIED_ACCOUNT")]),
        (
            "user_preferences",
            {"user_preferences": [STOPPED, {"wa_id": "568", "value": "resume"}, {}]},
            [PreferenceNews("569", stops=True), PreferenceNews("568", stops=False)],
        ),
        ("security", {"event": "PIN_CHANGED"}, []),
    ],
)  # fmt: skip
def test_other_changes_are_read(name, value, news):
    assert read(event(name, value)) == news


@pytest.mark.parametrize(
    "rows", [[{"id": "x", "status": "sent"}], [{"timestamp": "1"}], ["x"], "x", None]
)
def test_rows_that_make_no_sense_are_left_out(rows):
    value = {"statuses": rows, "messages": rows, "contacts": rows}

    assert read(event("messages", value)) == []


def test_a_moment_beyond_time_is_left_out():
    assert read(status_event("wamid.1", "sent", at=10**18)) == []


@pytest.mark.parametrize(
    ("tier", "limit"),
    [
        (250, 250),
        (-1, UNLIMITED),
        ("TIER_250", 250),
        ("TIER_2K", 2000),
        ("tier_100k", 100_000),
        ("TIER_UNLIMITED", UNLIMITED),
        ("TIER_NOT_SET", None),
        (True, None),
        (None, None),
    ],
)
def test_limit_of_each_form(tier, limit):
    assert limit_of(tier) == limit


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON, st.sampled_from(["messages", "user_preferences", "account_update"]))
def test_no_content_makes_reading_fail(value, name):
    assert isinstance(read(event(name, value)), list)


@given(st.binary(max_size=60))
def test_no_bytes_make_reading_fail(content):
    assert read_events(content) == []
