"""From done interviews to the ballots of the agenda rule, and what the rule proposes."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from convoca.agenda.core.rule.agenda import Agenda as RuledAgenda
from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.agenda_format import RULE_NAME, RULE_VERSION, restore_agenda
from convoca.agenda.core.rule.ballots import (
    SMALLEST_GROUP,
    Approval,
    Ballots,
    Rating,
    Theme,
    Voter,
    restore_ballots,
)
from convoca.agenda.core.rule.ballots.values import NO_ANSWER
from convoca.agenda.core.rule.group_weights import group_weights, kinds_not_heard
from convoca.agenda.models import Agenda, Interview, ThemeRating
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.interviews import done_interviews
from convoca.cycles.models import Cycle
from convoca.directory.models import Municipality, Seat, Settlement
from convoca.ui.formats import format_number


@dataclass(frozen=True)
class DraftAgenda:
    """What the ballots say, and the agenda that is proposed or was confirmed."""

    ballots: Ballots
    agenda: RuledAgenda
    unheard_kinds: tuple[str, ...] = ()
    rule_name: str = RULE_NAME
    rule_version: int = RULE_VERSION

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
    def empty_handed(self) -> int:
        """Return how many people have no theme of theirs."""
        chosen = set(self.agenda.chosen_ids)
        approval = self.ballots.approval
        return sum(not one.approved_themes(approval) & chosen for one in self.ballots.voters)

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


@dataclass(frozen=True)
class _Heard:
    """The done interviews, and by kind of municipality the people heard and the seats there are."""

    interviews: Sequence[Interview]
    people: Counter[str]
    seats: Counter[str]


def ballots_of(
    cycle: Cycle, *, required_kinds: Sequence[str] = (), approval: Approval | None = None
) -> Ballots:
    """Build the ballots of a cycle from its done interviews.

    A person weighs the seats of the kind of municipality (urban, mixed, rural) divided by those
    interviewed of that kind. A theme that does not apply has no rating. With fewer themes in the
    list than sessions, there are as many places as themes.
    """
    return _ballots(cycle, _listen(cycle), required_kinds, approval)


def _ballots(
    cycle: Cycle, heard: _Heard, required_kinds: Sequence[str], approval: Approval | None
) -> Ballots:
    weights = group_weights(heard.seats, heard.people)
    ratings = _ratings(heard.interviews)
    themes = tuple(Theme(str(one.pk), _clean(one.title)) for one in list_themes(cycle.community))
    voters = [_voter(one, weights, ratings[one.pk]) for one in heard.interviews]
    return Ballots(
        themes=themes,
        voters=tuple(sorted(voters, key=lambda voter: voter.id)),
        sessions=min(cycle.community.session_count, len(themes) or 1),
        approval=approval or Approval(),
        required_kinds=tuple(sorted(required_kinds)),
    )


def _voter(
    interview: Interview, weights: Mapping[str, Fraction], ratings: Mapping[str, Rating]
) -> Voter:
    municipality = interview.seat.municipality
    return Voter(
        id=str(interview.pk),
        kind=kind_name(municipality),
        region=_clean(municipality.region.short_name),
        size=size_name(municipality.population, settings.COUNTRY["size_bounds"]),
        weight=weights[kind_name(municipality)],
        ratings=ratings,
    )


def _clean(text: str) -> str:
    """Write a text as the format of the ballots takes it: nothing in it that does not show."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def size_name(population: int, bounds: Sequence[int]) -> str | None:
    """Say how many people a municipality has, by classes; None in a country without classes.

    Args:
        bounds: people from which the next class begins, ascending.
    """
    if not bounds:
        return None
    band = bisect_right(bounds, population)
    if band == 0:
        return _("menos de %(to)s") % {"to": format_number(bounds[0])}
    if band == len(bounds):
        return _("%(from)s o más") % {"from": format_number(bounds[-1])}
    ends = {"from": format_number(bounds[band - 1]), "to": format_number(bounds[band] - 1)}
    return _("%(from)s a %(to)s") % ends


def kind_name(municipality: Municipality) -> str:
    """Return how the ballots call a kind of municipality: "urbana", "mixta", "rural"."""
    return municipality.get_settlement_display() or NO_ANSWER


def draft_agenda(
    cycle: Cycle, *, required_kinds: Sequence[str] = (), approval: Approval | None = None
) -> DraftAgenda:
    """Return the agenda that the rule proposes now."""
    heard = _listen(cycle)
    ballots = _ballots(cycle, heard, required_kinds, approval)
    unheard = kinds_not_heard(heard.seats, heard.people)
    return DraftAgenda(ballots, make_agenda(ballots), unheard)


def requirable_kinds(cycle: Cycle) -> list[str]:
    """List the kinds of municipality that may be assured a theme: five or more interviewed."""
    counted = done_interviews(cycle).values_list("seat__municipality__settlement")
    people = dict(counted.annotate(people=Count("pk")).order_by())
    return [
        str(label) for value, label in Settlement.choices if people.get(value, 0) >= SMALLEST_GROUP
    ]


def confirmed_draft(agenda: Agenda) -> DraftAgenda:
    """Return a confirmed agenda as it was: with its ballots, and the themes then confirmed.

    All of it was stored then: what changed since in the country, the seats, the themes, the
    codebook or the rule itself changes nothing here.
    """
    ballots = restore_ballots(agenda.ballots)
    topics = list(agenda.topics.all())
    restored = restore_agenda(
        ballots,
        agenda.result,
        chosen=[str(topic.theme_id) for topic in topics if not topic.in_reserve],
        reserve=[str(topic.theme_id) for topic in topics if topic.in_reserve],
    )
    return DraftAgenda(
        ballots,
        restored,
        unheard_kinds=tuple(agenda.result.get("unheard_kinds", ())),
        rule_name=agenda.result["rule"]["name"],
        rule_version=agenda.result["rule"]["version"],
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


def _listen(cycle: Cycle) -> _Heard:
    interviews = list(done_interviews(cycle).select_related("seat__municipality__region"))
    there = Q(existence=Seat.Existence.EXISTS) | Q(pk__in=[one.seat_id for one in interviews])
    community = cycle.community
    seats = Seat.objects.filter(there, association=community.association, kind=community.kind)
    return _Heard(
        interviews=interviews,
        people=Counter(kind_name(one.seat.municipality) for one in interviews),
        seats=Counter(kind_name(one.municipality) for one in seats.select_related("municipality")),
    )
