"""The planning problem from the rows: what is shared, what is closed, what is taken."""

from datetime import date, datetime

import pytest

from convoca.agenda.models import Theme
from convoca.convening.queries import accepted_invitations
from convoca.directory.models import Holiday
from convoca.workplan.core.problem.grid import ALWAYS, NO
from convoca.workplan.core.problem.model import (
    Cadence,
    Expert,
    Facilitator,
    Licence,
    Taken,
    Weights,
)
from convoca.workplan.core.problem.parsing import parse_problem, problem_to_dict
from convoca.workplan.models import Expert as ExpertRow
from convoca.workplan.models import WorkedHoliday
from convoca.workplan.queries import (
    build_country_problem,
    build_problem,
    default_weights,
    is_team,
)
from convoca.workplan.queries.problem.taken import taken_sessions
from tests.factories.convening import answer
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_seat
from tests.factories.workplan import (
    MORNINGS,
    confirm_at,
    confirm_topics,
    make_answered_cycle,
    make_closing,
    make_expert,
    make_facilitator,
    make_licence,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
MONDAY = date(2027, 3, 1)


def build(cycle):
    return build_problem(cycle, default_weights(cycle.community), today=TODAY)


def build_both(*cycles, **more):
    return build_country_problem(cycles, Weights(), today=TODAY, **more)


@pytest.fixture
def cycle():
    return make_answered_cycle(MORNINGS)


@pytest.fixture
def other(cycle):
    """A second community of the same association, without people."""
    return make_cycle(make_community(cycle.community.association, "DOM"))


def join(cycle, person):
    """Let somebody take part in another cycle too."""
    seat = make_seat(cycle.community, holder=person)
    invitation = cycle.invitations.create(seat=seat, person=person, created_at=NOW)
    answer(invitation)
    return f"person:{person.pk}"


def test_problem_takes_facilitator_and_licences_of_the_association(cycle):
    house = cycle.community.association
    away = [["2027-03-02", "2027-03-04"]]
    person = make_facilitator(house, cycle.community, weekly=MORNINGS, away=away)
    small, large = make_licence(house, "A", 100, away=away), make_licence(house, "B", 500)
    make_licence(house, "C", 900, is_active=False)

    problem = build(cycle)

    days = ((date(2027, 3, 2), date(2027, 3, 4)),)
    assert problem.facilitators == (Facilitator(f"facilitator:{person.pk}", MORNINGS, days),)
    assert problem.communities[0].facilitator == f"facilitator:{person.pk}"
    assert problem.licences == (
        Licence(f"licence:{small.pk}", 100, days),
        Licence(f"licence:{large.pk}", 500),
    )
    names = problem.extra["names"]
    assert (names[f"facilitator:{person.pk}"], names[f"licence:{small.pk}"]) == (person.name, "A")


def test_problem_takes_experts_of_the_association_who_may_lead_a_topic(cycle, other):
    first, second = confirm_topics(cycle)
    theirs = Theme.objects.create(community=other.community, title="Ajeno", position=1)
    broad = make_expert(cycle.community, name="A", max_per_day=2, max_per_week=5, weekly="-" * 45)
    narrow = make_expert(cycle.community, second, name="B")
    make_expert(cycle.community, theirs, name="C")
    ExpertRow.objects.update(community=None)

    experts = build(cycle).experts

    both = (f"theme:{first.pk}", f"theme:{second.pk}")
    assert experts == (
        Expert(f"expert:{broad.pk}", both, ALWAYS, (), 2, 5),
        Expert(f"expert:{narrow.pk}", both[1:], ALWAYS),
    )


def test_experts_of_other_themes_leave_the_topics_to_the_team(cycle, other):
    confirm_topics(cycle)
    theirs = Theme.objects.create(community=other.community, title="Ajeno", position=1)
    make_expert(cycle.community, theirs)
    ExpertRow.objects.update(community=None)

    assert [one.id for one in build(cycle).experts] == ["team"]


def test_country_problem_tells_apart_what_stands_in_for_somebody(cycle, other):
    topics = tuple(f"theme:{one.pk}" for one in confirm_topics(cycle))
    confirm_topics(other)
    expert = make_expert(other.community)

    problem = build_both(cycle, other)

    own, theirs = cycle.community, other.community
    assert [one.id for one in problem.communities] == [own.name, theirs.name]
    assert [one.id for one in problem.experts] == [f"expert:{expert.pk}", f"team-{own.pk}"]
    assert problem.experts[1].skills == topics
    assert is_team(f"team-{own.pk}")
    assert not is_team(f"expert:{expert.pk}")
    assert [one.id for one in problem.licences] == [f"call-{own.pk}", f"call-{theirs.pk}"]
    assert [one.facilitator for one in problem.communities] == [
        f"coordination-{own.pk}",
        f"coordination-{theirs.pk}",
    ]


def test_country_problem_keeps_each_community_to_its_window_length_and_weights(cycle, other):
    other.plan_from, other.plan_weeks = date(2027, 3, 10), 2
    other.community.session_min, other.community.weight_reach = 90, 9

    problem = build_both(cycle, other)

    own, theirs = problem.communities
    open_days = [
        day
        for day in range(7 * problem.weeks)
        if date.fromordinal(MONDAY.toordinal() + day) not in theirs.closed_days
    ]
    assert (problem.first_day, problem.weeks, problem.session_min) == (MONDAY, 13, 90)
    assert (open_days[0], open_days[-1], len(own.closed_days)) == (9, 20, 0)
    assert (own.session_min, theirs.session_min) == (60, None)
    assert (own.weights, theirs.weights) == (None, Weights(reach=9))
    assert problem.extra["cycles"] == {own.id: cycle.pk, theirs.id: other.pk}


def test_country_problem_names_who_takes_part_in_several_communities(cycle, other):
    person = accepted_invitations(cycle).first().participant
    name = join(other, person)

    problem = build_both(cycle, other)

    assert [[one.person for one in each.participants] for each in problem.communities] == [
        [name],
        [name],
    ]
    assert build(cycle).communities[0].participants[0].person is None


def test_country_problem_is_read_back_from_its_file_format(cycle, other):
    confirm_topics(cycle)
    confirm_topics(other)
    join(other, accepted_invitations(cycle).first().participant)
    make_licence(cycle.community.association, away=[["2027-03-02", "2027-03-04"]])
    other.plan_from = date(2027, 3, 10)

    problem = build_both(cycle, other)

    assert parse_problem(problem_to_dict(problem)) == problem


def test_country_problem_of_nothing_is_refused():
    with pytest.raises(ValueError, match="nothing"):
        build_both()


def test_problem_takes_what_confirmed_sessions_of_other_cycles_use(cycle, other):
    house = cycle.community.association
    person, licence = make_facilitator(house, cycle.community), make_licence(house)
    name = join(other, accepted_invitations(cycle).first().participant)
    confirm_at(
        other,
        "2027-03-09T10:00",
        "2029-03-09T10:00",
        licence=f"licence:{licence.pk}",
        facilitator=f"facilitator:{person.pk}",
        expert="expert:999999",
    )

    problem = build(cycle)

    assert problem.taken == (
        Taken(
            datetime(2027, 3, 9, 10),
            60,
            licence=f"licence:{licence.pk}",
            facilitator=f"facilitator:{person.pk}",
            persons=(name,),
        ),
    )
    assert problem.communities[0].participants[0].person == name
    assert build_both(cycle, other).taken == ()


def test_sessions_that_share_nothing_are_not_taken(cycle, other):
    plan = confirm_at(other, "2027-03-09T10:00")

    assert build(cycle).taken == ()
    assert len(taken_sessions(cycle.community.association)) == 1
    assert taken_sessions(cycle.community.association, besides=[plan.cycle_id]) == []


def test_problem_closes_what_the_association_closes_for_whom_it_does(cycle, other):
    house, seat = cycle.community.association, accepted_invitations(cycle).first().seat
    make_closing(house, date(2027, 3, 2), date(2027, 3, 3))
    make_closing(house, date(2027, 3, 4), community=cycle.community)
    make_closing(house, date(2027, 3, 5), community=other.community)
    make_closing(house, date(2027, 3, 8), region=seat.municipality.region)
    make_closing(house, date(2027, 3, 9), municipality=seat.municipality)
    make_closing(house, date(2027, 3, 10), dropped_at=NOW)

    problem = build(cycle)

    assert problem.closed_days == {date(2027, 3, 2), date(2027, 3, 3), date(2027, 3, 4)}
    assert problem.regional_closed == {seat.municipality.region.code: {date(2027, 3, 8)}}
    away = ((date(2027, 3, 9), date(2027, 3, 9)),)
    assert problem.communities[0].participants[0].away == away


def test_problem_closes_no_holiday_that_is_worked(cycle):
    house, region = cycle.community.association, accepted_invitations(cycle).first().seat
    region = region.municipality.region
    for day, where in ((2, None), (3, None), (4, region)):
        Holiday.objects.create(on=date(2027, 3, day), name="Feriado", region=where)
    WorkedHoliday.objects.create(association=house, on=date(2027, 3, 2))
    WorkedHoliday.objects.create(association=house, on=date(2027, 3, 4), region=region)

    problem = build(cycle)

    assert problem.closed_days == {date(2027, 3, 3)}
    assert problem.regional_closed == {}


def test_problem_takes_the_cadence_of_the_community(cycle):
    cycle.community.cadence, cycle.community.cadence_weekday = "monthly", 1
    cycle.community.cadence_nth = 2

    assert build(cycle).communities[0].cadence == Cadence("monthly", 1, 2)


def test_building_asks_as_much_of_the_database_for_three_experts_as_for_one(
    cycle, django_assert_num_queries
):
    confirm_topics(cycle)
    make_expert(cycle.community)
    with django_assert_num_queries(12):
        build(cycle)
    make_expert(cycle.community, weekly=NO * 45)
    make_facilitator(cycle.community.association, cycle.community)
    make_licence(cycle.community.association)

    with django_assert_num_queries(12):
        build(cycle)
