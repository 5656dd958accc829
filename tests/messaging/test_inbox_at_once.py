"""The inbox at the very same moment: several calls, several workers, two impatient people."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from convoca.foundation.models import Association
from convoca.messaging.errors import EventStateError
from convoca.messaging.models import InboundEvent, RefusalCount
from convoca.messaging.services import inbox
from convoca.messaging.services.applying import apply_due, replay_event
from convoca.messaging.services.inbox import applies, count_refusal, store_event
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
ZOOM = InboundEvent.Source.ZOOM
HANDS, EVENTS = 4, 25


def store(number: int) -> bool:
    return store_event(source=ZOOM, content=b"%d" % number, now=timezone.now())


def test_the_same_event_told_at_once_is_one():
    told = at_once([partial(store, 1)] * HANDS)

    assert Counter(told) == {True: 1, False: HANDS - 1}
    assert InboundEvent.objects.count() == 1


def test_wrong_calls_at_once_are_all_counted():
    today = timezone.localdate()

    at_once([partial(count_refusal, source=ZOOM, today=today)] * HANDS)

    assert RefusalCount.objects.get().count == HANDS


def test_several_workers_apply_each_event_once(monkeypatch):
    def note(content: bytes, *, received_at: object) -> bool:
        Association.objects.create(name=content.decode(), short_name="", zone="UTC")
        return True

    monkeypatch.setattr(inbox, "_appliers", {})
    applies(ZOOM)(note)
    for number in range(EVENTS):
        store(number)

    tried = at_once([apply_due] * HANDS)

    assert sum(tried) == EVENTS
    assert sorted(int(each.name) for each in Association.objects.all()) == list(range(EVENTS))


def test_an_event_replayed_by_two_at_once_is_replayed_by_one():
    store(1)
    InboundEvent.objects.update(state="failed")
    event = InboundEvent.objects.get()

    told = at_once([partial(replay_event, event=event, now=timezone.now())] * HANDS)

    assert Counter(type(each) for each in told) == {type(None): 1, EventStateError: HANDS - 1}
