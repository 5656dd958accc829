"""WhatsApp the whole way round: out by the API, back by signed calls of the web hook."""

import pytest
from django.utils import timezone

from convoca.messaging import jobs
from convoca.messaging.channels.whatsapp_errors import WhatsAppLaterError
from convoca.messaging.channels.whatsapp_gate import Pass, let_pass
from convoca.messaging.models import Conversation, Message, SenderNumber, WrittenText
from convoca.messaging.services import deliver_due
from convoca.messaging.services.inbox import appliers_of
from convoca.messaging.services.parcels import parcel_of
from convoca.messaging.services.whatsapp_events import apply_whatsapp
from tests.factories.directory import make_association
from tests.factories.whatsapp import agree, make_template, queue_whatsapp, use_whatsapp
from tests.fakes.whatsapp import NUMBER_ID, SECRET, text_event
from tests.support.at_once import at_once, shared_database

PEOPLE = [f"+5691111000{n}" for n in range(6)]


@pytest.mark.django_db(transaction=True)
def test_what_leaves_comes_back_as_delivered_failed_or_by_mail(
    live_server, whatsapp_server, settings
):
    use_whatsapp(settings, whatsapp_server)
    settings.WHATSAPP_APP_SECRET, settings.EMAIL_SERVER = SECRET, None
    association = make_association()
    make_template(association)
    for address in PEOPLE[:3]:
        agree(association, address)
        fallback = "ana@comuna.cl" if address == PEOPLE[2] else ""
        queue_whatsapp(association, address, fallback=fallback)
    whatsapp_server.failures = {PEOPLE[1][1:]: 131026, PEOPLE[2][1:]: 131049}

    deliver_due()
    told = [*whatsapp_server.statuses(), text_event("Ahí estaré", sender=PEOPLE[0][1:])]
    answers = whatsapp_server.report(f"{live_server.url}/hooks/whatsapp", told, copies=2)
    jobs.apply_events()

    assert set(answers) == {200}
    rows = Message.objects.order_by("key").values_list("state", "channel")
    assert list(rows) == [("delivered", "whatsapp"), ("failed", "whatsapp"), ("queued", "email")]
    assert [written.text for written in WrittenText.objects.all()] == ["Ahí estaré"]


def test_the_worker_knows_who_applies_what_meta_tells():
    assert apply_whatsapp in appliers_of("whatsapp")


@pytest.mark.slow
@pytest.mark.parallel
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_both_take_the_last_place_of_the_limit(settings, tmp_path):
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", NUMBER_ID
    settings.WHATSAPP_DAILY_LIMIT = 2
    association = make_association()
    make_template(association)
    for address in PEOPLE:
        agree(association, address)
    parcels = [parcel_of(queue_whatsapp(association, address)) for address in PEOPLE]

    with shared_database(tmp_path):
        outcomes = at_once([lambda one=one: let_pass(one, now=timezone.now()) for one in parcels])
        taken = Conversation.objects.filter(last_template_at__isnull=False).count()
        numbers = SenderNumber.objects.count()

    assert (taken, numbers) == (2, 1)
    assert sorted(type(each).__name__ for each in outcomes) == sorted(
        [Pass.__name__] * 2 + [WhatsAppLaterError.__name__] * 4
    )
