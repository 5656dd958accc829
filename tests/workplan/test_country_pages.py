"""The pages of the plan of the country: what a coordinator and an administrator see and do."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.foundation.models import Work
from convoca.workplan.models import Availability, CountryPlan, Plan
from convoca.workplan.queries.country import current_plans
from convoca.workplan.services import confirm_plan, solve_waiting_plans
from tests.factories.country import make_country, make_ready_cycle, solved_country
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator, make_user
from tests.factories.workplan import solved_plan
from tests.workplan.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def go(client, name="country", *args, **query):
    return client.get(reverse(f"workplan:{name}", args=args), query)


def press(client, name, *args, **data):
    return client.post(reverse(f"workplan:{name}", args=args), data)


def told(client, response) -> str:
    return text_of(client.get(response.url))


def administrator_of(client, cycle):
    user = make_user(cycle.community.association, "administra@ejemplo.cl", administrator=True)
    client.force_login(user)
    return user


def test_page_before_any_plan_lists_who_takes_part_and_what_is_missing(client):
    ready, unasked = make_country("DOM", "SECPLAN")
    unasked.availabilities.all().delete()
    administrator_of(client, ready)

    shown = text_of(go(client))

    assert f'name="cycle" value="{ready.pk}" checked' in shown
    assert f'name="cycle" value="{unasked.pk}"' not in shown
    assert "Nadie ha dicho aún cuándo puede." in shown
    assert reverse("workplan:availability", args=[unasked.pk]) in shown
    assert "Calcular las fechas de las marcadas" in shown


def test_asked_for_by_two_people_it_is_worked_out_once_and_can_be_cancelled(client):
    first, second = make_country("DOM", "SECPLAN")
    client.force_login(make_coordinator(first.community))
    press(client, "country_compute", cycle=[first.pk, second.pk])
    client.force_login(make_coordinator(second.community, "otra@ejemplo.cl"))
    press(client, "country_compute", cycle=[second.pk])
    Work.objects.update(state="running", progress_done=8, progress_total=36)
    CountryPlan.objects.update(result={"progress": [[0.5, None, 1200], [1.5, 1000, 1010]]})

    shown = text_of(go(client))
    fragment = text_of(go(client, "country_progress"))
    said = [told(client, press(client, "country_cancel")) for _ in range(2)]

    assert CountryPlan.objects.count() == 1
    assert "Calculando el plan del país" in shown
    assert "como mucho puede mejorar un 1,0 %" in fragment
    assert '<progress max="36" value="8"' in fragment
    assert "El cálculo se canceló; nada cambió." in said[0]
    assert "El cálculo ya había terminado." in said[1]


def test_what_was_worked_out_before_stays_while_the_next_is_in_hand(client):
    cycles = make_country("DOM", "SECPLAN")
    solved_country(cycles)
    administrator_of(client, cycles[0])
    press(client, "country_compute", cycle=[cycle.pk for cycle in cycles])

    shown = text_of(go(client))

    assert "Calculando el plan del país" in shown
    assert "Mientras tanto, esto es lo último que se calculó." in shown
    assert shown.count("asistencias esperadas") == 2


def test_progress_of_a_plan_that_ended_reads_the_page_again(client):
    (cycle,) = make_country("DOM")
    administrator_of(client, cycle)

    assert go(client, "country_progress").headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("chosen", [[], ["x", "999999"]])
def test_asking_without_a_community_says_what_to_do(client, chosen):
    (cycle,) = make_country("DOM")
    administrator_of(client, cycle)

    said = told(client, press(client, "country_compute", cycle=chosen))

    assert "Ninguna de las comunidades elegidas está lista" in said


def test_result_tells_each_community_its_dates_and_what_all_share(client):
    cycles = make_country("DOM", "SECPLAN", people=5)
    country = solved_country(cycles)
    country.result["certificate"] = {
        "alone": {one: terms["value"] + 40 for one, terms in country.result["communities"].items()},
        "prices": [["licence", "300", 34, country.result["value"] // 50, 1]],
    }
    country.save()
    administrator_of(client, cycles[0])

    shown = text_of(go(client))

    assert "2 comunidades con fechas" in shown
    assert "Demostrado: con esas respuestas no hay mejores fechas para todas juntas." in shown
    assert shown.count("comparte: −") == 2
    assert "5 de 5 · 100 % puede 2 veces o más" in shown
    assert "Las licencias de videollamada" in shown
    assert "Sobre todo el martes 2 de marzo a las 10:00. Una más daría, a lo más, 2,0 %" in shown
    assert "Confirmar las fechas de 2 comunidades" in shown


def test_few_answers_are_never_broken_down(client):
    cycles = make_country("DOM", people=4)
    solved_country(cycles)
    administrator_of(client, cycles[0])

    shown = text_of(go(client))

    assert "asistencias esperadas" in shown
    assert "veces o más" not in shown


def test_coordinator_reads_all_and_acts_on_the_own_community_alone(client):
    own, other = make_country("DOM", "SECPLAN")
    country = solved_country([own, other])
    client.force_login(make_coordinator(own.community))
    plans = {plan.cycle_id: plan for plan in current_plans(country)}

    shown = text_of(go(client))
    refused = press(client, "country_replan", country.pk, other.pk)
    confirmed = client.post(reverse("meetings:country_confirm"), {"plan": plans[other.pk].pk})

    assert "Confirmar las fechas de 1 comunidad" in shown
    assert f'name="plan" value="{plans[own.pk].pk}"' in shown
    assert f'name="plan" value="{plans[other.pk].pk}"' not in shown
    assert (refused.status_code, confirmed.status_code) == (404, 404)


def test_pages_are_not_for_who_coordinates_nothing_nor_for_other_associations(client):
    (cycle,) = make_country("DOM")
    country = solved_country([cycle])
    foreign = make_ready_cycle(make_community(kind="SECPLAN"))
    client.force_login(make_user(cycle.community.association, "nadie@ejemplo.cl"))
    strangers = go(client).status_code, go(client, "country_calendar").status_code
    administrator_of(client, foreign)

    shown = text_of(go(client)) + text_of(go(client, "country_calendar"))
    refused = press(client, "country_replan", country.pk, foreign.pk)

    assert strangers == (404, 404)
    assert "Comunidad DOM" not in shown
    assert refused.status_code == 404


def test_one_community_is_planned_again_and_the_page_says_so(client):
    first, second = make_country("DOM", "SECPLAN")
    country = solved_country([first, second])
    administrator_of(client, first)

    said = told(client, press(client, "country_replan", country.pk, first.pk))
    solve_waiting_plans()
    shown = text_of(go(client))

    assert "Se calculan otra vez las fechas de Comunidad DOM" in said
    assert "calculando otra vez" in said
    assert "calculando otra vez" not in shown
    assert Plan.objects.filter(cycle=first, country=country).count() == 2


def test_looking_for_other_dates_in_vain_leaves_those_and_says_so(client):
    first, second = make_country("DOM", "SECPLAN")
    country = solved_country([first, second])
    administrator_of(client, first)
    press(client, "country_replan", country.pk, first.pk)
    failed = Plan.objects.get(state="queued")
    Plan.objects.filter(pk=failed.pk).update(state="failed", message="No hay horas.")

    shown = text_of(go(client))

    assert shown.count("No se hallaron otras: por qué") == 1
    assert f"?plan={failed.pk}" in shown
    assert "Confirmar las fechas de 2 comunidades" in shown


def test_community_whose_own_plan_was_confirmed_meanwhile_shows_those_dates(client):
    first, second = make_country("DOM", "SECPLAN")
    solved_country([first, second])
    own = solved_plan(first)
    confirm_plan(plan=own, user=None, now=NOW)
    administrator_of(client, first)

    rows = go(client).context["page"].rows
    calendar = go(client, "country_calendar").context["calendar"]

    assert [(row.plan == own, row.may_confirm) for row in rows] == [(True, False), (False, True)]
    assert {(one.cycle_id, one.is_confirmed) for one in calendar.entries} == {
        (first.pk, True),
        (second.pk, False),
    }


def test_planning_again_what_stands_says_what_to_do(client):
    first, second = make_country("DOM", "SECPLAN")
    country = solved_country([first, second])
    confirm_plan(plan=current_plans(country, whole=True)[0], user=None, now=NOW)
    administrator_of(client, first)

    said = told(client, press(client, "country_replan", country.pk, first.pk))

    assert "Las fechas de este ciclo ya están confirmadas." in said


def test_what_was_left_out_and_what_does_not_fit_is_said(client):
    (cycle,) = make_country("DOM")
    country = solved_country([cycle])
    country.result["left"] = [{"community": "Comunidad X", "why": "Su ciclo se cerró."}]
    country.save()
    administrator_of(client, cycle)
    with_left = text_of(go(client))
    country.state = "failed"
    country.result = {"conflicts": ["Las licencias no alcanzan."]}
    country.save()

    failed = text_of(go(client))

    assert "Comunidad X. Su ciclo se cerró." in with_left
    assert "Juntas no caben: no hay fechas posibles" in failed
    assert "Las licencias no alcanzan." in failed


def test_answers_that_came_later_are_counted_where_dates_may_still_change(client):
    first, second = make_country("DOM", "SECPLAN")
    country = solved_country([first, second])
    confirm_plan(plan=current_plans(country, whole=True)[0], user=None, now=NOW)
    Availability.objects.update(answered_at=NOW + timedelta(hours=1))
    administrator_of(client, first)

    assert "Desde este cálculo respondió 1 persona más." in text_of(go(client))


def test_calendar_shows_every_session_by_week_and_one_community_if_asked(client):
    first, second = make_country("DOM", "SECPLAN", licences=2)
    country = solved_country([first, second])
    confirm_plan(plan=current_plans(country, whole=True)[0], user=None, now=NOW)
    administrator_of(client, first)

    whole = text_of(go(client, "country_calendar"))
    own = text_of(go(client, "country_calendar", comunidad=first.community.pk))
    unknown = text_of(go(client, "country_calendar", comunidad="x"))

    assert "4 sesiones en el calendario del país" in whole
    assert whole.count(", propuesta</span>") == 2
    assert "de 2 licencias" in whole
    assert "2 sesiones en el calendario del país" in own
    assert ", propuesta</span>" not in own
    assert unknown.count(", propuesta</span>") == 2


def test_calendar_without_sessions_leads_to_the_plan(client):
    (cycle,) = make_country("DOM")
    administrator_of(client, cycle)

    assert "Ir al plan del país" in text_of(go(client, "country_calendar"))


def test_number_of_queries_is_the_same_for_one_community_and_for_three(client):
    cycles = make_country("A", "B", "C", licences=3)
    administrator_of(client, cycles[0])
    counts = []
    for count in (1, 3):
        solved_country(cycles[:count])
        for name in ("country", "country_calendar"):
            with CaptureQueriesContext(connection) as asked:
                shown = text_of(go(client, name))
            counts.append(len(asked))
            assert ("Comunidad C</a>" in shown) == (count == 3)

    assert counts[:2] == counts[2:]
    assert max(counts) <= 15
