"""The directors' round for tests, opened with the service that opens the real one."""

from datetime import datetime, timedelta

from convoca.agenda.models import AgendaRound, AgendaVoice, Interview
from convoca.agenda.queries import draft_agenda
from convoca.agenda.services.delphi import open_round, say_voice
from convoca.cycles.models import Cycle
from tests.factories.agenda import Ratings, answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.support.kept import kept

BUYING, PLANNING = "Licitaciones y compras", "PLADECO y participación"


@kept
def make_answered_interviews(
    count: int = 1, ratings: Ratings | None = None, **more: object
) -> list[Interview]:
    """Make done interviews of one cycle, all with these ratings."""
    return [
        answer_interview(one, ratings or {BUYING: (5, 5)}, **more) for one in make_interviews(count)
    ]


def open_round_of(cycle: Cycle, *, now: datetime = NOW, days: int = 7) -> AgendaRound:
    """Open the round of a cycle with the draft as it is now."""
    return open_round(
        cycle=cycle,
        closes_at=now + timedelta(days=days),
        seen_hash=draft_agenda(cycle).agenda.input_hash,
        user=None,
        now=now,
    )


def say(
    asked: AgendaRound,
    interview: Interview,
    word: str = "confirms",
    *,
    theme: int | None = None,
    text: str = "",
    now: datetime = NOW,
) -> AgendaVoice:
    """Say a word in a round, as the page does."""
    return say_voice(
        asked=asked, interview=interview, word=word, missing_theme_id=theme, text=text, now=now
    )
