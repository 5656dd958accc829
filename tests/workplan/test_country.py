"""The plan of the country: asked for, worked out, planned again in part, and what may cross it."""

from datetime import datetime

import pytest
import time_machine

from convoca.agenda.models import AgendaTopic
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.models import Work
from convoca.foundation.works import Hold, LostWorkError, claim_work, retry_work
from convoca.foundation.works.doing import MOST_TRIES
from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.core.search.progress import Progress
from convoca.workplan.errors import (
    AgendaMissingError,
    CountryPlanOldError,
    NobodyAnsweredError,
    NothingToPlanError,
    PlanClashError,
    PlanConfirmedError,
)
from convoca.workplan.models import CountryPlan, Facilitation, Facilitator, Plan
from convoca.workplan.queries.country import current_plans
from convoca.workplan.queries.country_clash import check_clash
from convoca.workplan.queries.country_ready import list_candidates
from convoca.workplan.services import (
    cancel_country_plan,
    confirm_plan,
    replan_one,
    request_country_plan,
    solve_waiting_country_plans,
    solve_waiting_plans,
)
from convoca.workplan.services.country_solving import (
    LEASE,
    CountryTelling,
    seconds_for,
    solve_country,
)
from tests.factories.convening import answer
from tests.factories.country import make_country, make_ready_cycle, solved_country
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community
from tests.factories.workplan import solved_plan

pytestmark = pytest.mark.django_db
ONE_HOUR = ("y" + "n" * 8) + fill_day("n", "n") * 4


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def ask(cycles, user=None):
    association = cycles[0].community.association
    ids = {cycle.pk for cycle in cycles}
    return request_country_plan(association=association, cycle_ids=ids, user=user, now=NOW)


def starts_of(plan):
    return {one["start"] for one in plan.result["sessions"]}


def test_plan_of_the_country_gives_each_cycle_a_plan_that_stands_by_itself():
    cycles = make_country("DOM", "SECPLAN", weekly=ONE_HOUR)

    country = solved_country(cycles)

    plans = current_plans(country, whole=True)
    assert (country.state, country.result["status"]) == ("solved", "optimal")
    assert [plan.cycle_id for plan in plans] == [cycle.pk for cycle in cycles]
    assert [check_plan(plan.problem, plan.result) for plan in plans] == [[], []]
    assert not starts_of(plans[0]) & starts_of(plans[1])
    assert sum(plan.result["value"] for plan in plans) == country.result["value"]


def test_each_community_keeps_its_own_length_and_weights():
    cycles = make_country("DOM", "SECPLAN")
    Community.objects.filter(kind__code="DOM").update(session_min=90, weight_reach=7)

    plans = current_plans(solved_country(cycles), whole=True)

    assert [plan.problem["session_min"] for plan in plans] == [90, 60]
    assert [plan.problem["weights"]["reach"] for plan in plans] == [7, 3]


def test_each_plan_counts_its_own_weeks_of_the_last_cycle():
    cycles = make_country("DOM", "SECPLAN")
    cycles[1].availabilities.update(is_carried=True)

    plans = current_plans(solved_country(cycles), whole=True)

    assert [plan.problem["carried"] for plan in plans] == [0, 1]


def test_asking_twice_computes_once():
    cycles = make_country("DOM", "SECPLAN")

    assert ask(cycles) == ask(cycles[:1])
    assert Work.objects.get().title == "Calcular el plan del país: 2 comunidades"


def test_candidates_say_what_each_community_lacks():
    ready, unasked, without_agenda, settled = make_country("A", "B", "C", "D")
    association = ready.community.association
    make_community(association, "E")
    unasked.availabilities.all().delete()
    AgendaTopic.objects.filter(agenda__cycle=without_agenda).delete()
    confirm_plan(plan=solved_plan(settled), user=None, now=NOW)

    found = list_candidates(association)

    assert [(one.community.kind.code, one.answered, one.accepted, one.lack) for one in found] == [
        ("A", 1, 1, ""),
        ("B", 0, 1, "Nadie ha dicho aún cuándo puede."),
        ("C", 1, 1, "Falta confirmar su agenda."),
        ("D", 1, 1, "Ya tiene sus fechas."),
        ("E", 0, 0, "No tiene un ciclo abierto."),
    ]


def test_candidates_leave_out_what_somebody_else_answered_for_the_seat():
    (cycle,) = make_country("DOM")
    invitation = cycle.invitations.get()
    answer(invitation, "deputy")

    found = list_candidates(cycle.community.association)

    assert [(one.answered, one.accepted) for one in found] == [(0, 1)]


def test_asking_for_communities_that_are_not_ready_is_refused():
    (cycle,) = make_country("DOM")
    AgendaTopic.objects.all().delete()

    with pytest.raises(NothingToPlanError) as refused:
        ask([cycle])

    assert "Ninguna de las comunidades elegidas está lista" in refused.value.user_message()
    assert not CountryPlan.objects.exists()


def test_cancelled_plan_leaves_nothing_and_may_be_asked_for_again():
    cycles = make_country("DOM", "SECPLAN")
    first = ask(cycles)
    association = first.association

    told = [cancel_country_plan(association=association, now=NOW) for _ in range(2)]

    first.refresh_from_db()
    assert (told, first.state, solve_waiting_country_plans()) == ([True, False], "cancelled", 0)
    assert ask(cycles) != first


def test_page_is_told_how_far_it_is_once_a_second_until_it_is_cancelled():
    country = ask(make_country("DOM"))
    seconds = iter([0, 0.5, 1.5, 1.9, 3])
    telling = CountryTelling(Hold(claim_work(now=NOW), LEASE), 33, lambda: next(seconds))

    telling.hear(Progress(best=None, bound=1200.0, seconds=0.4))
    told = []
    for _ in range(3):
        telling.clock()
        country.refresh_from_db()
        told.append((Work.objects.get().progress_done, country.result))
    cancel_country_plan(association=country.association, now=NOW)

    known = {"progress": [[0.4, None, 1200.0]]}
    assert told == [(0, {}), (1, known), (1, known)]
    with pytest.raises(LostWorkError):
        telling.clock()


def test_more_communities_get_more_time_up_to_a_limit():
    assert [seconds_for(count) for count in (1, 20, 200)] == [33, 90, 180]


def test_cut_three_times_it_fails_in_words_and_can_be_tried_again():
    country = ask(make_country("DOM"))
    Work.objects.update(tries=MOST_TRIES)
    solve_waiting_country_plans()
    country.refresh_from_db()
    failed = (country.state, country.message)

    retry_work(work_id=Work.objects.get().pk, now=NOW)
    solve_waiting_country_plans()

    country.refresh_from_db()
    assert failed[0] == "failed"
    assert "Se intentó tres veces" in failed[1]
    assert (country.state, country.message) == ("solved", "")


def test_cycle_that_confirmed_before_its_turn_is_left_out_with_the_reason():
    first, second = make_country("DOM", "SECPLAN")
    country = ask([first, second])
    confirm_plan(plan=solved_plan(first), user=None, now=NOW)

    solve_waiting_country_plans()

    country.refresh_from_db()
    assert country.result["left"] == [{"community": "Comunidad DOM", "why": "Ya tiene sus fechas."}]
    assert [plan.cycle_id for plan in current_plans(country)] == [second.pk]


def test_no_cycle_left_when_its_turn_comes_fails_for_good():
    (cycle,) = make_country("DOM")
    country = ask([cycle])
    confirm_plan(plan=solved_plan(cycle), user=None, now=NOW)

    solve_waiting_country_plans()

    country.refresh_from_db()
    assert (country.state, Work.objects.latest("pk").can_retry) == ("failed", False)
    assert country.message.startswith("Ya no queda ninguna comunidad por calcular")


def test_what_changed_while_it_was_worked_out_makes_no_dates():
    cycles = make_country("A", "B", "C", "D")
    country = ask(cycles)
    record = solve_country(Hold(claim_work(now=NOW), LEASE))
    AgendaTopic.objects.filter(agenda__cycle=cycles[0], position=2).delete()
    confirm_plan(plan=solved_plan(cycles[1]), user=None, now=NOW)
    Cycle.objects.filter(pk=cycles[2].pk).update(closed_at=NOW)

    record()

    country.refresh_from_db()
    assert country.result["left"] == [
        {
            "community": "Comunidad A",
            "why": "Su agenda cambió mientras se calculaba. Calcúlela otra vez.",
        },
        {
            "community": "Comunidad B",
            "why": "Confirmó otras fechas mientras se calculaba; se respetan.",
        },
        {"community": "Comunidad C", "why": "Su ciclo se cerró mientras se calculaba."},
    ]
    assert [plan.cycle for plan in current_plans(country)] == [cycles[3]]


def test_planned_again_alone_keeps_away_from_the_others():
    first, second = make_country("DOM", "SECPLAN", weekly=ONE_HOUR)
    country = solved_country([first, second])
    before = {plan.cycle_id: plan for plan in current_plans(country)}

    again = replan_one(country=country, cycle=first, user=None, now=NOW)
    twice = replan_one(country=country, cycle=first, user=None, now=NOW)
    solve_waiting_plans()

    again.refresh_from_db()
    assert (again, again.state, again.country) == (twice, "solved", country)
    assert not starts_of(again) & starts_of(before[second.pk])
    assert current_plans(country) == [again, before[second.pk]]


def test_planning_again_is_refused_for_what_stands_and_for_an_older_plan():
    first, second = make_country("DOM", "SECPLAN")
    old = solved_country([first, second])
    newer = solved_country([first, second])

    with pytest.raises(CountryPlanOldError) as refused:
        replan_one(country=old, cycle=second, user=None, now=NOW)
    assert "más nuevo" in refused.value.user_message()

    confirm_plan(plan=current_plans(newer, whole=True)[0], user=None, now=NOW)
    with pytest.raises(PlanConfirmedError):
        replan_one(country=newer, cycle=first, user=None, now=NOW)


def test_planning_again_without_agenda_or_answers_is_refused():
    cycles = make_country("DOM", "SECPLAN")
    country = solved_country(cycles)
    AgendaTopic.objects.filter(agenda__cycle=cycles[0]).delete()
    cycles[1].availabilities.all().delete()

    for cycle, error in zip(cycles, (AgendaMissingError, NobodyAnsweredError), strict=True):
        with pytest.raises(error):
            replan_one(country=country, cycle=cycle, user=None, now=NOW)


def test_licence_taken_in_the_meantime_keeps_a_plan_from_standing():
    first, second = make_country("DOM", "SECPLAN", weekly=ONE_HOUR)
    alone = [solved_plan(first), solved_plan(second)]
    assert starts_of(alone[0]) == starts_of(alone[1])
    confirm_plan(plan=alone[0], user=None, now=NOW)

    with pytest.raises(PlanClashError) as refused:
        check_clash(alone[1])

    start = datetime.fromisoformat(min(starts_of(alone[0])))
    assert refused.value.what == "Licencia 1"
    assert refused.value.when.endswith(f"a las {start:%-H:%M}")
    assert "otra comunidad confirmó una sesión: Licencia 1" in refused.value.user_message()


def test_communities_without_written_licences_do_not_clash():
    first, second = make_country("DOM", "SECPLAN", weekly=ONE_HOUR, licences=0)
    country = solved_country([first, second])
    plans = current_plans(country, whole=True)
    confirm_plan(plan=plans[0], user=None, now=NOW)

    assert starts_of(plans[0]) == starts_of(plans[1])
    assert check_clash(plans[1]) is None


def test_communities_that_do_not_fit_together_say_so():
    cycles = make_country("DOM", "SECPLAN", weekly=ONE_HOUR)
    association = cycles[0].community.association
    Cycle.objects.update(plan_weeks=2)
    Community.objects.update(gap_min_days=7, gap_max_days=7)
    licence = association.licences.get()
    licence.away = [["2027-03-02", "2027-03-05"], ["2027-03-09", "2027-03-12"]]
    licence.save()
    busy = ("y" + "n" * 8) + fill_day("n", "n") * 4
    facilitator = Facilitator.objects.create(association=association, name="Fe", weekly=busy)
    for cycle in cycles:
        Facilitation.objects.create(community=cycle.community, facilitator=facilitator)

    country = solved_country(cycles)

    assert (country.state, Plan.objects.count()) == ("failed", 0)
    assert country.message


def test_other_associations_are_never_in_the_plan():
    (cycle,) = make_country("DOM")
    foreign = make_ready_cycle(make_community(kind="SECPLAN"))
    make_cycle(make_community(cycle.community.association, "TRANSITO"))

    country = ask([cycle, foreign])

    assert country.problem == {"asked": [cycle.pk]}
