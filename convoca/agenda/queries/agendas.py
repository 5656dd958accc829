"""The confirmed agenda, for this room and those above."""

from typing import NamedTuple

from convoca.agenda.models import Agenda, AgendaTopic, Theme
from convoca.cycles.models import Cycle


class ConfirmedTopic(NamedTuple):
    """The theme of the session with this number."""

    position: int
    theme_id: int
    title: str


def find_agenda(cycle: Cycle) -> Agenda | None:
    """Return the confirmed agenda of a cycle, if there is one."""
    agendas = Agenda.objects.filter(cycle=cycle).select_related("confirmed_by")
    return agendas.prefetch_related("topics__theme").first()


def confirmed_topics(cycle: Cycle) -> list[ConfirmedTopic]:
    """List the themes of the confirmed agenda by session; empty before it is confirmed."""
    topics = AgendaTopic.objects.filter(agenda__cycle=cycle, in_reserve=False)
    return [
        ConfirmedTopic(topic.position, topic.theme_id, topic.theme.title)
        for topic in topics.select_related("theme")
    ]


def reserve_themes(cycle: Cycle) -> list[tuple[Theme, int]]:
    """List the themes in reserve with their place, the first to come first."""
    topics = AgendaTopic.objects.filter(agenda__cycle=cycle, in_reserve=True)
    return [(topic.theme, topic.position) for topic in topics.select_related("theme")]
