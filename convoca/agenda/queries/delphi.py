"""The draft of the agenda before the directors: what each one sees, and what they say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from convoca.agenda.core.rule.ballots import Ballots, Rating, restore_ballots
from convoca.agenda.core.rule.medians import GroupMedian, group_medians
from convoca.agenda.core.rule.words import explain_rule
from convoca.agenda.models import Agenda, AgendaRound, AgendaVoice, Interview
from convoca.agenda.queries.interviews import (
    InterviewRow,
    done_interviews,
    interview_rows,
    whole_interviews,
)
from convoca.agenda.queries.statements import group_sizes, place_source
from convoca.convening.core.occasions import cycle_occasion
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink
from convoca.foundation.errors import NotFoundError
from convoca.messaging.queries import last_batch

ROUND_PURPOSE = "agenda_round"
Word = AgendaVoice.Word


@dataclass(frozen=True)
class DraftLine:
    """One theme as a director sees it: its place (None: not in it), the own and the group's note.

    The own is None where the theme does not apply or has no note; the group's is None where
    fewer than five gave one.
    """

    theme_id: int
    title: str
    place: int | None
    own: Rating | None
    group: GroupMedian | None


@dataclass(frozen=True)
class OwnDraft:
    """The draft for one director: the agenda and the reserve, in order, and the own word.

    `rule` tells how the themes were chosen.
    """

    round: AgendaRound
    interview: Interview
    chosen: Sequence[DraftLine]
    reserve: Sequence[DraftLine]
    voice: AgendaVoice | None
    rule: str


@dataclass(frozen=True)
class Objection:
    """Who objects, without saying who: the theme that is missing, the words, and their source."""

    theme: str
    text: str
    source: str


@dataclass(frozen=True)
class RoundFigures:
    """How many were asked and what they said; `objections` begin with the latest."""

    asked: int
    confirms: int
    objects: int
    objections: Sequence[Objection]
    wanted: Sequence[tuple[str, int]]

    @property
    def said(self) -> int:
        return self.confirms + self.objects

    @property
    def silent(self) -> int:
        return self.asked - self.said


def last_round(cycle: Cycle) -> AgendaRound | None:
    """Return the round of a cycle that was opened last, open or not."""
    return AgendaRound.objects.filter(cycle=cycle).first()


def is_open(asked: AgendaRound, *, now: datetime) -> bool:
    """Say whether directors may still say their word: not closed, in time, nothing confirmed."""
    is_over = asked.closed_at is not None or now >= asked.closes_at
    return not is_over and not Agenda.objects.filter(cycle=asked.cycle_id).exists()


def round_of_link(link: PersonalLink) -> tuple[AgendaRound, Interview]:
    """Return the round and the interview that a personal link opens.

    Raises NotFoundError where the interview does not count (any more), or no round was opened.
    """
    occasion, _colon, cycle_id = link.occasion.partition(":")
    if occasion != "cycle" or not cycle_id.isdigit():
        raise NotFoundError(link.occasion)
    asked = (
        AgendaRound.objects.filter(cycle=int(cycle_id))
        .select_related("cycle__community__association")
        .first()
    )
    if asked is None:
        raise NotFoundError(link.occasion)
    theirs = done_interviews(asked.cycle).filter(seat=link.seat, person=link.person)
    interview = whole_interviews(theirs).first()
    if interview is None:
        raise NotFoundError(link.occasion)
    return asked, interview


def own_draft(asked: AgendaRound, interview: Interview) -> OwnDraft:
    """Return the draft as it was when the round was opened, with the notes of one director."""
    ballots = restore_ballots(asked.ballots)
    own = next((one.ratings for one in ballots.voters if one.id == str(interview.pk)), {})
    lines = _lines(ballots, asked, own)
    return OwnDraft(
        round=asked,
        interview=interview,
        chosen=[lines[theme] for theme in _ids(asked, "chosen")],
        reserve=[lines[theme] for theme in _ids(asked, "reserve")],
        voice=asked.voices.filter(interview=interview).select_related("missing_theme").first(),
        rule=explain_rule(ballots),
    )


def missing_choices(asked: AgendaRound) -> list[tuple[int, str]]:
    """List the themes that one may miss: those asked about that are not in the draft."""
    chosen = set(_ids(asked, "chosen"))
    themes = cast("list[dict[str, str]]", asked.ballots["themes"])
    return [(int(one["id"]), one["title"]) for one in themes if one["id"] not in chosen]


def voices_that_count(asked: AgendaRound) -> QuerySet[AgendaVoice]:
    """Return what was said in a round by those whose interview counts."""
    return asked.voices.filter(interview__in=done_interviews(asked.cycle))


def round_figures(asked: AgendaRound) -> RoundFigures:
    """Count what was said, and list the objections without names."""
    interviews = done_interviews(asked.cycle)
    voices = voices_that_count(asked).select_related(
        "missing_theme", "interview__seat__municipality__region"
    )
    objecting = list(voices.filter(word=Word.OBJECTS).order_by("-said_at", "-pk"))
    sizes = group_sizes(interviews)
    return RoundFigures(
        asked=interviews.count(),
        confirms=voices.filter(word=Word.CONFIRMS).count(),
        objects=len(objecting),
        objections=[
            Objection(
                _missing(one),
                one.text,
                place_source(one.interview.seat.municipality, sizes),
            )
            for one in objecting
        ],
        wanted=_count_wanted(objecting),
    )


def rows_to_write(asked: AgendaRound) -> list[InterviewRow]:
    """List who was interviewed, still takes part, and has not said a word in the round."""
    said = set(asked.voices.values_list("interview", flat=True))
    return [
        row for row in asked_rows(asked.cycle) if row.interview and row.interview.pk not in said
    ]


def asked_rows(cycle: Cycle) -> list[InterviewRow]:
    """List the done interviews whose person still takes part, from north to south."""
    return [
        row
        for row in interview_rows(cycle)
        if row.is_done
        and row.interview is not None
        and row.interview.person_id == row.invitation.participant.pk
    ]


def last_round_letters(cycle: Cycle, *, now: datetime) -> datetime | None:
    """Return the moment of the last mass of letters while it can be undone, or None."""
    return last_batch(occasion=cycle_occasion(cycle.pk), purpose=ROUND_PURPOSE, now=now)


def _lines(ballots: Ballots, asked: AgendaRound, own: Mapping[str, Rating]) -> dict[str, DraftLine]:
    medians = group_medians(ballots)
    places = {theme: place for place, theme in enumerate(_ids(asked, "chosen"), 1)}
    return {
        theme.id: DraftLine(
            theme_id=int(theme.id),
            title=theme.title,
            place=places.get(theme.id),
            own=own.get(theme.id),
            group=medians.get(theme.id),
        )
        for theme in ballots.themes
    }


def _ids(asked: AgendaRound, part: str) -> list[str]:
    return [str(theme) for theme in cast("list[str]", asked.result[part])]


def _missing(voice: AgendaVoice) -> str:
    return voice.missing_theme.title if voice.missing_theme else _("Otro tema")


def _count_wanted(objecting: Sequence[AgendaVoice]) -> list[tuple[str, int]]:
    """Count the objections by the theme they miss, the most wanted first, then by its name."""
    counted: dict[str, int] = {}
    for voice in objecting:
        counted[_missing(voice)] = counted.get(_missing(voice), 0) + 1
    return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
