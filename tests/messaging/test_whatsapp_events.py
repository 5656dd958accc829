"""What people write to us by WhatsApp, and what Meta tells of our number and templates."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from convoca.messaging.models import (
    ChannelPause,
    Conversation,
    Message,
    OptIn,
    SenderNumber,
    Template,
    WrittenText,
)
from convoca.messaging.services import deliver_due
from convoca.messaging.services.whatsapp_events import apply_whatsapp
from tests.factories.directory import make_association
from tests.factories.whatsapp import ANA, agree, make_template, queue_whatsapp, use_whatsapp
from tests.fakes.whatsapp import NUMBER_ID, event, status_event, text_event

pytestmark = pytest.mark.django_db
State = Message.State
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def association(settings):
    settings.WHATSAPP_PHONE_NUMBER_ID = NUMBER_ID
    settings.WHATSAPP_TOKEN = ""
    return make_association()


def tell(body: dict, *, now: datetime | None = None) -> bool:
    return apply_whatsapp(json.dumps(body).encode(), received_at=now or timezone.now())


def test_what_somebody_writes_is_kept_once_and_opens_the_window(association):
    body = text_event("¿A qué hora es?", at=AT.timestamp())

    assert (tell(body), tell(body)) == (True, True)

    written = WrittenText.objects.get()
    assert (written.address, written.name, written.kind, written.text, written.seen_at) == (
        ANA,
        "Ana Núñez",
        "text",
        "¿A qué hora es?",
        None,
    )
    assert Conversation.objects.get().last_inbound_at == AT


def test_texts_in_any_order_keep_the_latest_moment_and_none_of_the_future(association):
    now = timezone.now()
    later, ahead = now - timedelta(hours=1), now + timedelta(days=9)

    tell(text_event("dos", at=later.timestamp()))
    tell(text_event("uno", at=AT.timestamp()))
    assert Conversation.objects.get().last_inbound_at == later.replace(microsecond=0)

    tell(text_event("tres", at=ahead.timestamp()), now=now)
    assert Conversation.objects.get().last_inbound_at == now


@pytest.mark.parametrize(
    "kind",
    [
        {"type": "text", "text": {"body": "  Baja, por favor. "}},
        {"type": "button", "button": {"payload": "x", "text": "No recibir más"}},
        {
            "type": "interactive",
            "interactive": {
                "type": "button_reply",
                "button_reply": {"id": "1", "title": "Darme de baja"},
            },
        },
    ],
)
def test_baja_ends_the_opt_in_at_once_and_what_waits_goes_no_more(
    association, whatsapp_server, settings, kind
):
    use_whatsapp(settings, whatsapp_server)
    agree(association, now=AT)
    make_template(association)
    waiting = queue_whatsapp(association)

    tell(text_event("", at=timezone.now().timestamp(), **kind))
    deliver_due()

    waiting.refresh_from_db()
    assert (waiting.state, whatsapp_server.requests) == (State.FAILED, [])
    assert OptIn.objects.get().ended_at is not None
    assert WrittenText.objects.get().seen_at is not None


def test_alta_is_a_new_proof_in_the_persons_own_words(association):
    tell(text_event("Alta", at=AT.timestamp()))

    opt_in = OptIn.objects.get()
    assert (opt_in.address, opt_in.wording, opt_in.how, opt_in.given_at, opt_in.ended_at) == (
        ANA,
        "Alta",
        "wrote",
        AT,
        None,
    )


@pytest.mark.parametrize("words", [("alta", "baja"), ("baja", "alta")])
def test_alta_and_baja_count_in_the_order_they_were_written(association, words):
    """Alta at three, baja at four: it stays ended, whichever reaches us first."""
    moments = {"alta": AT, "baja": AT + timedelta(hours=1)}

    for word in words:
        tell(text_event(word, at=moments[word].timestamp()))

    assert not OptIn.objects.filter(ended_at__isnull=True).exists()


def test_an_alta_after_a_baja_counts(association):
    agree(association, now=AT)
    tell(text_event("baja", at=(AT + timedelta(hours=1)).timestamp()))

    tell(text_event("alta", at=(AT + timedelta(hours=2)).timestamp()))

    assert OptIn.objects.get(ended_at__isnull=True).wording == "alta"


def test_other_kinds_are_kept_without_their_content(association):
    tell(text_event("", at=AT.timestamp(), type="image", image={"id": "1"}))

    written = WrittenText.objects.get()
    assert (written.kind, written.text) == ("other", "")


def test_who_stops_us_in_the_application_has_no_opt_in_any_more(association):
    agree(association, now=AT)
    row = {"wa_id": "56911112222", "category": "marketing_messages", "value": "stop"}

    tell(event("user_preferences", {"user_preferences": [row]}))

    assert OptIn.objects.get().ended_at is not None


def test_a_person_is_known_by_the_number_that_meta_uses(association):
    Conversation.objects.create(address=ANA, wa_id="5611112222")

    tell(text_event("Hola", sender="5611112222", at=AT.timestamp()))

    assert WrittenText.objects.get().address == ANA


@pytest.mark.parametrize(
    ("word", "state", "reason"),
    [
        ("APPROVED", "approved", "Motivo en Meta: INVALID_FORMAT."),
        ("REJECTED", "rejected", "Motivo en Meta: INVALID_FORMAT."),
        ("PAUSED", "paused", "Motivo en Meta: INVALID_FORMAT."),
        ("NUEVO", "pending", ""),
    ],
)
def test_a_templates_review_is_written_down(association, word, state, reason):
    template = make_template(association, state="pending", changed_at=AT)
    value = {"event": word, "message_template_name": "recordatorio", "reason": "INVALID_FORMAT"}

    tell(event("message_template_status_update", value | {"message_template_language": "es"}))

    template.refresh_from_db()
    assert (template.state, template.reason) == (state, reason)


def test_a_templates_category_is_written_down_and_an_older_word_changes_nothing(association):
    template = make_template(association, changed_at=AT)
    value = {"message_template_name": "recordatorio", "message_template_language": "es"}

    tell(event("template_category_update", value | {"new_category": "MARKETING"}))
    older = AT - timedelta(days=1)
    tell(event("template_category_update", value | {"new_category": "UTILITY"}), now=older)

    template.refresh_from_db()
    assert template.category == Template.Category.MARKETING


def test_a_template_that_we_do_not_keep_is_of_no_use(association):
    value = {"message_template_name": "ajena", "message_template_language": "es", "event": "PAUSED"}

    assert tell(event("message_template_status_update", value)) is False


def test_the_limit_that_meta_tells_is_kept(association):
    tell(event("business_capability_update", {"max_daily_conversations_per_business": "TIER_2K"}))

    sender = SenderNumber.objects.get()
    assert (sender.number_id, sender.daily_limit) == (NUMBER_ID, 2000)


@pytest.mark.parametrize(("state", "pauses"), [("DISABLE", 1), ("REINSTATE", 0)])
def test_an_account_that_meta_closes_sends_nothing_more(association, state, pauses):
    ban = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": [state]}}

    tell(event("account_update", ban))

    assert ChannelPause.objects.count() == pauses


def test_all_that_one_call_holds_is_applied(association):
    first = queue_whatsapp(association)
    Message.objects.update(state=State.SENT, provider_id="wamid.1")
    body = status_event("wamid.1", "delivered")
    body["entry"] += text_event("Hola", at=AT.timestamp())["entry"]
    body["entry"][0]["changes"] += status_event("wamid.1", "read")["entry"][0]["changes"]

    tell(body)

    first.refresh_from_db()
    assert (first.state, WrittenText.objects.count()) == (State.READ, 1)


def test_what_is_for_another_number_or_makes_no_sense_is_of_no_use(association):
    other = text_event("Hola")
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "99"

    assert [tell(other), tell({"object": "page", "entry": []}), tell({})] == [False] * 3
    assert apply_whatsapp(b"\xff[", received_at=AT) is False
