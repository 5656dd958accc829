"""Interviews for tests, made with the services that make the real ones."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.core.interviews.walk import theme_step_id
from convoca.agenda.models import (
    Answer,
    AnswerVersion,
    Consent,
    Interview,
    Recording,
    Statement,
    Theme,
    ThemeRating,
)
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.services import (
    finish_interview,
    prepare_interviews,
    save_answer,
)
from convoca.agenda.services.recordings import add_recording
from convoca.agenda.services.savings import Saving, keep_saving
from convoca.cycles.models import Cycle
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.support.kept import kept

AUDIO = b"OggS" + bytes(range(256)) * 8
Ratings = Mapping[str, tuple[int, int]]


@kept
def make_interviews(seats: int = 1, *, now: datetime = NOW) -> list[Interview]:
    """Make a cycle whose seats all take part, with an interview each that nobody has begun."""
    cycle = make_accepted_cycle(seats, now=now)
    prepare_interviews(cycle=cycle, now=now)
    return list(Interview.objects.filter(cycle=cycle).order_by("pk"))


def theme_named(cycle: Cycle, title: str) -> Theme:
    return Theme.objects.get(community=cycle.community, title=title)


def rate(interview: Interview, theme: Theme, rating: RatedTheme, *, now: datetime = NOW) -> None:
    """Save how a theme is seen, as its step of the interview does."""
    save_answer(interview=interview, question=theme_step_id(theme.pk), value=rating, now=now)


def answer_interview(
    interview: Interview,
    ratings: Ratings | None = None,
    *,
    may_quote: str = "yes",
    texts: Mapping[str, str] | None = None,
    now: datetime = NOW,
) -> Interview:
    """Answer everything required, the themes as given and the rest as not applying; and finish."""
    fixed = {"consent": "yes", "may_quote": may_quote, "whatsapp": "yes", **(texts or {})}
    for question, value in fixed.items():
        save_answer(interview=interview, question=question, value=value, now=now)
    rate_all(interview, ratings or {}, now=now)
    return finish_interview(interview=interview, now=now)


def rate_all(interview: Interview, ratings: Ratings, *, now: datetime = NOW) -> None:
    """Write all themes at once, as their steps would one by one: tests/agenda/test_factory.py."""
    themes = interview.cycle.community.themes.filter(is_active=True)
    seen = {theme.pk: ratings.get(theme.title, (None, None)) for theme in themes}
    Answer.objects.bulk_create(
        [
            Answer(interview=interview, question=theme_step_id(pk), value="", saved_at=now)
            for pk in seen
        ],
        update_conflicts=True,
        unique_fields=["interview", "question"],
        update_fields=["value", "saved_at"],
    )
    ThemeRating.objects.bulk_create(
        [
            ThemeRating(
                interview=interview, theme_id=pk, interest=marks[0], urgency=marks[1], saved_at=now
            )
            for pk, marks in seen.items()
        ],
        update_conflicts=True,
        unique_fields=["interview", "theme"],
        update_fields=["interest", "urgency", "saved_at"],
    )


def write_beside(interview: Interview, text: str, *, now: datetime = NOW) -> AnswerVersion:
    """Let two pages write the first problem apart; return the text that stays beside the other."""
    for words in (text, "Otra cosa."):
        saving = Saving(uuid4(), "problems", words, base=0, pen=uuid4())
        keep_saving(interview=interview, saving=saving, now=now)
    return interview.versions.filter(beside_since__isnull=False).latest("pk")


def allow_recording(interview: Interview, *, now: datetime = NOW) -> None:
    """Keep the spoken yes of the person to being recorded."""
    Consent.objects.create(
        interview=interview,
        purpose=Consent.Purpose.RECORD,
        is_given=True,
        text="¿Podemos grabar el audio?",
        text_version="1",
        way=Consent.Way.SPOKEN,
        said_at=now,
    )


def make_recording(
    interview: Interview, content: bytes = AUDIO, *, now: datetime = NOW
) -> Recording:
    """Keep audio of an interview that may be recorded."""
    audio = ContentFile(content, "entrevista.ogg")
    return add_recording(
        interview=interview, client_id=uuid4(), content=audio, marks=[], now=now, user=None
    )


@kept
def make_statement(text: str = "Rendimos tres veces lo mismo.", **more) -> Statement:
    """Make one finished interview that said this, and return its statement."""
    interview = make_interviews()[0]
    answer_interview(interview, texts={"problems": text}, **more)
    return interview.statements.get(superseded_at__isnull=True)


def open_steps(interview: Interview) -> list[str]:
    """Return the ids of the steps that the interview has now."""
    return [step.id for step in walk_of(interview, values_of(interview)).steps]
