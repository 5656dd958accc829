"""From done interviews to the ballots of the agenda rule, and what the rule proposes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from django.db.models import Q

from convoca.agenda.core.rule.agenda import Agenda as RuledAgenda
from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.ballots import Ballots, Rating, Theme, Voter, parse_ballots
from convoca.agenda.core.rule.ballots.values import NO_ANSWER
from convoca.agenda.core.rule.certificate import certify
from convoca.agenda.core.rule.group_weights import group_weights
from convoca.agenda.core.rule.phragmen import Choice
from convoca.agenda.models import Agenda, Interview, ThemeRating
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.interviews import done_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Municipality, Seat


@dataclass(frozen=True)
class DraftAgenda:
    """What the ballots say, and the agenda that is proposed or was confirmed."""

    ballots: Ballots
    agenda: RuledAgenda

    @cached_property
    def titles(self) -> dict[str, str]:
        return {theme.id: theme.title for theme in self.ballots.themes}

    @property
    def interviewed(self) -> int:
        return len(self.ballots.voters)

    @property
    def region_count(self) -> int:
        return len({voter.region for voter in self.ballots.voters} - {NO_ANSWER})

    @property
    def covered_share(self) -> Fraction:
        """Return the share, by weight, of those with at least one theme of theirs."""
        return 1 - self.agenda.certificate.nobody_share if self.ballots.voters else Fraction(0)

    @property
    def chosen_theme_ids(self) -> list[int]:
        return [int(theme) for theme in self.agenda.chosen_ids]

    @property
    def reserve_theme_ids(self) -> list[int]:
        return [int(theme) for theme in self.agenda.reserve_ids]


def ballots_of(cycle: Cycle, *, required_kinds: Sequence[str] = ()) -> Ballots:
    """Build the ballots of a cycle from its done interviews.

    A person weighs the seats of the kind of municipality (urban, mixed, rural) divided by those
    interviewed of that kind. A theme that does not apply has no rating.
    """
    interviews = list(done_interviews(cycle).select_related("seat__municipality__region"))
    ratings = _ratings(interviews)
    weights = _weights(cycle, interviews)
    voters = [
        Voter(
            id=str(interview.pk),
            kind=kind_name(interview.seat.municipality),
            region=interview.seat.municipality.region.short_name,
            weight=weights[kind_name(interview.seat.municipality)],
            ratings=ratings[interview.pk],
        )
        for interview in interviews
    ]
    return Ballots(
        themes=tuple(Theme(str(one.pk), one.title) for one in list_themes(cycle.community)),
        voters=tuple(sorted(voters, key=lambda voter: voter.id)),
        sessions=cycle.community.session_count,
        required_kinds=tuple(sorted(required_kinds)),
    )


def kind_name(municipality: Municipality) -> str:
    """Return how the ballots call a kind of municipality: "urbana", "mixta", "rural"."""
    return municipality.get_settlement_display() or NO_ANSWER


def draft_agenda(cycle: Cycle, *, required_kinds: Sequence[str] = ()) -> DraftAgenda:
    """Return the agenda that the rule proposes now."""
    ballots = ballots_of(cycle, required_kinds=required_kinds)
    return DraftAgenda(ballots, make_agenda(ballots))


def confirmed_draft(agenda: Agenda) -> DraftAgenda:
    """Return a confirmed agenda as it was: with its ballots, and the themes then confirmed."""
    ballots = parse_ballots(agenda.ballots)
    topics = list(agenda.topics.all())
    chosen = [str(topic.theme_id) for topic in topics if not topic.in_reserve]
    reserve = [str(topic.theme_id) for topic in topics if topic.in_reserve]
    return DraftAgenda(ballots, agenda_with(ballots, make_agenda(ballots), chosen, reserve))


def agenda_with(
    ballots: Ballots, ruled: RuledAgenda, chosen: Sequence[str], reserve: Sequence[str]
) -> RuledAgenda:
    """Return an agenda with themes chosen by hand, measured as the rule's own is."""
    loads = {choice.theme_id: choice for choice in (*ruled.chosen, *ruled.reserve)}

    def choices(themes: Sequence[str]) -> tuple[Choice, ...]:
        return tuple(loads.get(theme, Choice(theme, Fraction(0))) for theme in themes)

    return replace(
        ruled,
        chosen=choices(chosen),
        reserve=choices(reserve),
        certificate=certify(ballots, tuple(chosen)),
    )


def _ratings(interviews: Sequence[Interview]) -> dict[int, dict[str, Rating]]:
    found: dict[int, dict[str, Rating]] = defaultdict(dict)
    given = ThemeRating.objects.filter(
        interview__in=[one.pk for one in interviews], theme__is_active=True
    )
    for rating in given.filter(interest__isnull=False):
        value = Rating(rating.interest or 0, rating.urgency or 0)
        found[rating.interview_id][str(rating.theme_id)] = value
    return found


def _weights(cycle: Cycle, interviews: Sequence[Interview]) -> dict[str, Fraction]:
    heard = Counter(kind_name(interview.seat.municipality) for interview in interviews)
    there = Q(existence=Seat.Existence.EXISTS) | Q(pk__in=[one.seat_id for one in interviews])
    community = cycle.community
    seats = Seat.objects.filter(there, association=community.association, kind=community.kind)
    counted = Counter(kind_name(seat.municipality) for seat in seats.select_related("municipality"))
    return group_weights(counted, heard)
