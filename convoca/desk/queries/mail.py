"""What goes out and what comes in, as the page of the messages shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from convoca.foundation.models import Association
from convoca.foundation.workers import list_living
from convoca.messaging.channels import channel_for
from convoca.messaging.models import ChannelPause, InboundEvent, Message
from convoca.messaging.queries import (
    count_by_channel,
    count_events,
    oldest_event_s,
    oldest_waiting_s,
    paused_channels,
)

LATE_AFTER = timedelta(minutes=10)
"""How long something that is due may wait before the page says that this is too long."""
Words = Mapping[str, tuple[Promise, Promise]]
"""By state of trouble: how so many are called, and what to know of them."""
OUTGOING: Words = {
    Message.State.UNCERTAIN: (
        ngettext_lazy("incierto", "inciertos", "n"),
        _("No se sabe si salieron: pregunte a la persona."),
    ),
    Message.State.FAILED: (
        ngettext_lazy("no salió", "no salieron", "n"),
        _("Cada uno dice por qué."),
    ),
    Message.State.SUPPRESSED: (
        ngettext_lazy("retenido", "retenidos", "n"),
        _("A esas direcciones ya no se escribe."),
    ),
}
INCOMING: Words = {
    InboundEvent.State.UNKNOWN: (
        ngettext_lazy("en cuarentena", "en cuarentena", "n"),
        _("Nadie aquí supo qué hacer con ellos, o llegaron a deshora."),
    ),
    InboundEvent.State.FAILED: (
        ngettext_lazy("no se pudo aplicar", "no se pudieron aplicar", "n"),
        _("Cada uno dice por qué."),
    ),
}
CHANNEL_NAMES: dict[str, Promise] = {
    Message.Channel.EMAIL: _("el correo"),
    Message.Channel.WHATSAPP: _("WhatsApp"),
}


@dataclass(frozen=True)
class Count:
    """How many rows are in a state, and the query of the address that lists them.

    `why` is what to know of them, where they need a person.
    """

    state: str
    label: str
    n: int
    query: str
    why: str = ""


@dataclass(frozen=True)
class Figures:
    """Counts by state: in all, what needs a person, and by channel or source.

    `table` has a line a state, with the counts in the order of `places`; only what there is.
    """

    total: int
    trouble: list[Count]
    states: list[Count]
    places: list[tuple[str, str]]
    table: list[tuple[str, list[Count]]]

    @property
    def unsettled(self) -> int:
        """Return how many need a person."""
        return sum(count.n for count in self.trouble)


@dataclass(frozen=True)
class Age:
    """Since when something that is due waits, None where nothing does.

    Where that is late, `is_working` says whether anybody does the background work at all.
    """

    oldest_at: datetime | None
    is_late: bool
    is_working: bool


@dataclass(frozen=True)
class ChannelLine:
    """A way out that is set up: its name, and what holds it back, if anything does."""

    channel: str
    label: str
    pause: ChannelPause | None


def outgoing_figures(association: Association) -> Figures:
    """Count the messages of an association by state and channel."""
    counts = count_by_channel(association)
    return _figures(counts, Message.Channel, Message.State, OUTGOING)


def incoming_figures() -> Figures:
    """Count what came in by state and source, for the whole installation."""
    return _figures(count_events(), InboundEvent.Source, InboundEvent.State, INCOMING)


def outgoing_age(now: datetime) -> Age:
    """Return since when a message that is due waits to leave."""
    return _age(oldest_waiting_s(), now=now)


def incoming_age(now: datetime) -> Age:
    """Return since when an event that is due waits to be applied."""
    return _age(oldest_event_s(now), now=now)


def list_channels(now: datetime) -> list[ChannelLine]:
    """List the channels that are set up or held back."""
    pauses = paused_channels(now)
    return [
        ChannelLine(channel.value, str(CHANNEL_NAMES[channel]), pauses.get(channel.value))
        for channel in Message.Channel
        if channel.value in pauses or channel_for(channel) is not None
    ]


def _figures(
    counts: Mapping[tuple[str, str], int],
    places: type[TextChoices],
    states: type[TextChoices],
    words: Words,
) -> Figures:
    by_state: Counter[str] = Counter()
    for (_place, state), n in counts.items():
        by_state[state] += n
    shown = [
        Count(state.value, str(state.label), by_state[state.value], f"?estado={state.value}")
        for state in states
        if by_state[state.value]
    ]
    held = {place for place, _state in counts}
    columns = [(place.value, str(place.label)) for place in places if place.value in held]
    return Figures(
        total=by_state.total(),
        trouble=[_in_words(count, words) for count in shown if count.state in words],
        states=shown,
        places=columns,
        table=[(each.label, _line(counts, each, columns)) for each in shown],
    )


def _in_words(count: Count, words: Words) -> Count:
    names, why = words[count.state]
    return replace(count, label=str(names % {"n": count.n}), why=str(why))


def _line(
    counts: Mapping[tuple[str, str], int], whole: Count, columns: list[tuple[str, str]]
) -> list[Count]:
    """Return the counts of one state, a place each."""
    return [
        Count(
            whole.state,
            label,
            counts.get((place, whole.state), 0),
            "?" + urlencode({"estado": whole.state, "por": place}),
        )
        for place, label in columns
    ]


def _age(seconds: int, *, now: datetime) -> Age:
    waited = timedelta(seconds=seconds)
    is_late = waited > LATE_AFTER
    return Age(
        oldest_at=now - waited if waited else None,
        is_late=is_late,
        is_working=not is_late or list_living(now=now).exists(),
    )
