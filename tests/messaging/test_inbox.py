"""The inbox: stored once, applied once, in any order, whoever dies."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.foundation.queue import huey
from convoca.messaging.errors import EventStateError
from convoca.messaging.models import InboundEvent
from convoca.messaging.services import applying, inbox
from convoca.messaging.services.applying import (
    LEASE,
    MOST_ATTEMPTS,
    apply_due,
    claim_event,
    forget_events,
    replay_event,
    replay_events,
)
from convoca.messaging.services.inbox import Nudges, appliers_of, applies, nudge_inbox, store_event

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ZOOM = InboundEvent.Source.ZOOM


class WordsError(ConvocaError):
    def user_message(self) -> str:
        return "Falta la sesión. Créela y aplique el aviso."


class Room:
    """What a room would do with events: notes what it heard in a table, or fails."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, datetime]] = []
        self.knows = True
        self.fails: Exception | None = None

    def __call__(self, content: bytes, *, received_at: datetime) -> bool:
        self.heard.append((content, received_at))
        if self.knows:
            Association.objects.create(name=content.decode(), short_name="x", zone="UTC")
        if self.fails is not None:
            raise self.fails
        return self.knows


@pytest.fixture(autouse=True)
def room(monkeypatch) -> Room:
    monkeypatch.setattr(inbox, "_appliers", {})
    room = Room()
    applies(ZOOM)(room)
    return room


def store(content=b"one", **more) -> InboundEvent:
    store_event(source=ZOOM, content=content, now=NOW, **more)
    return InboundEvent.objects.get(content=content)


def work_at(moment=NOW, **more) -> int:
    return apply_due(clock=lambda: moment, **more)


def states() -> list[str]:
    return list(InboundEvent.objects.order_by("pk").values_list("state", flat=True))


def noted() -> list[str]:
    return list(Association.objects.order_by("pk").values_list("name", flat=True))


def test_store_event_keeps_the_same_bytes_once_a_source():
    new = [
        store_event(source=source, content=content, now=NOW)
        for source, content in [(ZOOM, b"a"), (ZOOM, b"a"), ("mail", b"a"), (ZOOM, b"a ")]
        for source in [InboundEvent.Source(source)]
    ]

    assert new == [True, False, True, True]
    assert InboundEvent.objects.count() == 3


def test_an_event_is_applied_once_with_the_moment_it_came(room):
    event = store()

    assert [work_at(NOW + timedelta(hours=1)), work_at(NOW + timedelta(hours=2))] == [1, 0]
    event.refresh_from_db()
    assert room.heard == [(b"one", NOW)]
    assert (event.state, event.applied_at) == ("applied", NOW + timedelta(hours=1))


def test_all_rooms_hear_of_an_event_and_one_that_knows_it_is_enough(room):
    other = Room()
    other.knows = False
    applies(ZOOM)(other)
    applies(ZOOM)(other)
    store()

    work_at()

    assert (len(room.heard), len(other.heard), states()) == (1, 1, ["applied"])
    assert appliers_of("zoom") == (room, other)


@pytest.mark.parametrize("rooms", [0, 1])
def test_an_event_that_nobody_knows_goes_to_quarantine(room, rooms, monkeypatch):
    room.knows = False
    if not rooms:
        monkeypatch.setattr(inbox, "_appliers", {})
    event = store()

    work_at()

    event.refresh_from_db()
    assert (event.state, noted()) == ("unknown", [])
    assert event.error.startswith("Nadie aquí sabe qué hacer")


def test_an_event_that_is_held_waits_for_a_person(room):
    event = store(held_because="Revise el reloj.")

    assert (work_at(), room.heard, event.error) == (0, [], "Revise el reloj.")


def test_a_failure_undoes_all_and_is_tried_later_and_later(room, caplog):
    room.fails = RuntimeError("no")
    event = store()
    moment, waits = NOW, []

    for _attempt in range(MOST_ATTEMPTS):
        work_at(moment)
        event.refresh_from_db()
        waits.append((event.next_try_at - moment).total_seconds())
        moment = event.next_try_at

    assert (event.state, event.attempts, noted()) == ("failed", MOST_ATTEMPTS, [])
    assert all(0.8 * 10 * 2**n <= wait <= 1.2 * 10 * 2**n for n, wait in enumerate(waits))
    assert event.error.startswith("No se pudo aplicar este aviso.")
    assert "was not applied" in caplog.text


def test_a_failure_on_purpose_says_its_own_words(room):
    room.fails = WordsError()
    event = store()

    work_at()

    event.refresh_from_db()
    assert (event.state, event.error) == ("waiting", WordsError().user_message())


def test_one_that_fails_does_not_hold_back_the_others(room):
    def refuse_one(content, *, received_at):
        if content == b"one":
            raise ValueError
        return False

    applies(ZOOM)(refuse_one)
    store(b"one")
    store(b"two")

    assert (work_at(), states(), noted()) == (2, ["waiting", "applied"], ["two"])


def test_a_claimed_event_is_nobody_elses_until_its_lease_ends():
    event = store()

    claims = [claim_event(now=NOW + late) for late in (0 * LEASE, LEASE / 2, LEASE)]

    assert [claim and claim.pk for claim in claims] == [event.pk, None, event.pk]


def test_an_event_that_was_claimed_anew_is_not_applied_by_who_slept(room):
    store()
    slept = claim_event(now=NOW)
    claim_event(now=NOW + LEASE)

    applying._apply(slept, now=NOW + LEASE)

    assert (room.heard, states()) == ([], ["waiting"])


def test_poison_that_kills_its_worker_each_time_fails_and_the_others_run(room):
    """JOB-02, for events."""
    poison = store(b"poison")
    moment = NOW
    for _death in range(MOST_ATTEMPTS):
        assert claim_event(now=moment).pk == poison.pk
        moment += LEASE
    store(b"good")

    work_at(moment)

    poison.refresh_from_db()
    assert (states(), noted()) == (["failed", "applied"], ["good"])
    assert poison.error == (
        "El programa se cayó cada vez que lo aplicaba. Avise a quien administra."
    )


def test_apply_due_stops_at_its_limit_and_when_told():
    for n in range(5):
        store(str(n).encode())

    assert [work_at(limit=2), work_at(until=lambda: True), work_at()] == [2, 0, 3]


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_replay_event_applies_it_as_if_it_had_just_come(room, state):
    event = store()
    InboundEvent.objects.update(state=state, attempts=8, error="Antes no.")

    replay_event(event=event, now=NOW)
    work_at()

    event.refresh_from_db()
    assert (event.state, event.attempts, event.error) == ("applied", 1, "")


@pytest.mark.parametrize("state", ["waiting", "applied"])
def test_replay_event_refuses_what_is_not_in_trouble_any_more(room, state):
    event = store()
    InboundEvent.objects.update(state=state)

    with pytest.raises(EventStateError) as refused:
        replay_event(event=event, now=NOW)

    assert states() == [state]
    assert "Recargue la página" in refused.value.user_message()


def test_replay_events_takes_all_of_one_state():
    for n in range(3):
        store(str(n).encode())
    InboundEvent.objects.filter(content=b"0").update(state="failed")
    InboundEvent.objects.filter(content=b"1").update(state="unknown")

    count = replay_events(state=InboundEvent.State.UNKNOWN, now=NOW)

    assert (count, states()) == (1, ["failed", "waiting", "waiting"])


def test_forget_events_drops_only_what_was_applied_a_month_ago():
    for n, state in enumerate(["applied", "applied", "failed", "unknown"]):
        store(str(n).encode())
        at = NOW - timedelta(days=30 if n else 29) if state == "applied" else None
        InboundEvent.objects.filter(content=str(n).encode()).update(state=state, applied_at=at)

    assert (forget_events(now=NOW), states()) == (1, ["applied", "failed", "unknown"])


def test_a_burst_is_one_nudge_and_what_comes_later_another():
    nudges = Nudges(every_s=1.0)
    huey.flush()

    asked = [nudges.ask(clock=lambda at=at: at) for at in (0.0, 0.5, 0.99, 1.0, 1.5)]

    assert asked == [True, False, False, True, False]
    assert huey.pending_count() + huey.scheduled_count() == 2


@pytest.mark.django_db(transaction=True)
def test_only_an_event_that_stands_nudges_the_worker(monkeypatch):
    """JOB-03, for events: what is rolled back is not run."""
    monkeypatch.setattr(inbox, "_nudges", Nudges())
    huey.flush()
    nudged = []

    for goes_wrong in (True, False):
        with transaction.atomic():
            store()
            nudge_inbox()
            transaction.set_rollback(goes_wrong)
        nudged.append(huey.pending_count() + huey.scheduled_count())

    assert (nudged, states()) == ([0, 1], ["waiting"])
