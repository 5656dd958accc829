"""Communities, their teams and their cycles on the desk."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.desk.services import change_community
from convoca.directory.errors import CommunityNamedError
from convoca.directory.models import Community, Seat, TeamMember
from tests.factories.cycles import make_cycle
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_held_seats,
    make_kind,
    make_municipality,
    make_user,
)

pytestmark = pytest.mark.django_db


def form_of(kind, **changed) -> dict[str, object]:
    return {
        "kind": kind.pk,
        "name": "Directores de SECPLAN",
        "benefit_municipality": "Pautas probadas.",
        "benefit_directorate": "Dudas resueltas.",
        "session_count": 4,
        "session_min": 60,
        "gap_min_days": 10,
        "gap_max_days": 18,
        "cadence": "days",
        "reach": 2,
        "weight_attendance": 1,
        "weight_reach": 3,
        "weight_region": 2,
    } | changed


def test_an_administrator_creates_a_community_with_its_seats(client):
    user = make_user(administrator=True)
    make_municipality()
    client.force_login(user)

    client.post(reverse("desk:community_new"), form_of(make_kind()))

    community = Community.objects.get()
    assert Seat.objects.filter(kind=community.kind).count() == 1
    assert TeamMember.objects.get().role == "coordinator"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"gap_max_days": 3}, "Escriba al menos tantos días"),
        ({"session_count": 40}, "12"),
        ({"cadence": "monthly", "cadence_nth": 2}, "Elija también el día de la semana."),
        (
            {"cadence": "weekly", "cadence_weekday": 1, "cadence_nth": 2},
            "Elija «Cualquiera»: la semana del mes va solo con una sesión cada mes.",
        ),
        ({"name": ""}, "obligatorio"),
    ],
)
def test_a_community_with_a_bad_setting_is_refused_in_words(client, changed, said):
    client.force_login(make_user(administrator=True))

    answer = client.post(reverse("desk:community_new"), form_of(make_kind(), **changed))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Community.objects.count() == 0


def test_settings_of_a_community_are_changed(client):
    community = make_community()
    client.force_login(make_coordinator(community))

    save(client, community, known_of(client, community), session_min=90)

    community.refresh_from_db()
    assert (community.name, community.session_min) == ("Directores de SECPLAN", 90)


def test_cadence_of_a_community_is_kept_and_shown_again(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    second_tuesday = {"cadence": "monthly", "cadence_weekday": 1, "cadence_nth": 2}

    save(client, community, known_of(client, community), **second_tuesday)

    community.refresh_from_db()
    page = client.get(reverse("desk:community_edit", args=[community.pk])).content.decode()
    kept = [getattr(community, name) for name in second_tuesday]
    assert kept == ["monthly", 1, 2]
    assert community.longest_gap_days == 35
    assert [value for value in re.findall(r'value="(\w+)" selected', page) if value] == [
        *(str(community.kind.pk), "monthly", "1", "2"),
    ]


def test_cadence_that_somebody_else_changed_is_told_in_words(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    known = known_of(client, community)
    save(client, community, known, cadence="weekly", cadence_weekday=3)

    page = save(client, community, known, name="Otro nombre").content.decode()

    assert "<b>Cada cuánto se reúnen</b><br>cada semana</p>" in page
    assert "<b>Día de la semana</b><br>jueves</p>" in page


@pytest.mark.parametrize(
    "broken",
    [
        {"cadence_weekday": 5},
        {"cadence": "weekly", "cadence_weekday": 1, "cadence_nth": 1},
        {"cadence": "monthly", "cadence_nth": 1},
        {"cadence": "monthly", "cadence_weekday": 1, "cadence_nth": 5},
    ],
)
def test_cadence_that_means_nothing_is_refused_by_the_database(broken):
    community = make_community()

    with pytest.raises(IntegrityError):
        Community.objects.filter(pk=community.pk).update(**broken)


def known_of(client, community) -> str:
    """Return the mark of the settings in the page as it is now."""
    page = client.get(reverse("desk:community_edit", args=[community.pk])).content.decode()
    return re.search(r'name="known" value="([0-9a-f]+)"', page)[1]


def save(client, community, known, **changed):
    address = reverse("desk:community_edit", args=[community.pk])
    return client.post(address, {**form_of(community.kind, **changed), "known": known})


def test_settings_that_somebody_else_changed_are_not_written_over(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    known = known_of(client, community)
    save(client, community, known, session_min=90)

    answer = save(client, community, known, benefit_directorate="Lo que yo escribí.")

    page = " ".join(answer.content.decode().split())
    community.refresh_from_db()
    stored = "<b>Qué gana el trabajo de la dirección</b><br>Dudas resueltas.</p>"
    assert (answer.status_code, community.session_min) == (409, 90)
    assert "Otra persona cambió estos ajustes" in page
    assert stored in page
    assert "<b>Minutos por sesión</b><br>90</p>" in page
    assert "Lo que yo escribí." in page


def test_settings_pressed_again_after_the_warning_are_saved(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    known = known_of(client, community)
    save(client, community, known, session_min=90)
    warned = save(client, community, known, session_min=45).content.decode()

    save(client, community, re.search(r'name="known" value="(\w+)"', warned)[1], session_min=45)

    community.refresh_from_db()
    assert community.session_min == 45


def test_same_settings_pressed_twice_are_saved_once_without_a_warning(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    known = known_of(client, community)

    answers = [save(client, community, known, session_min=90) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_page_with_a_fault_keeps_the_mark_of_what_it_showed(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    known = known_of(client, community)
    save(client, community, known, session_min=90)

    answer = save(client, community, known, name="")

    assert answer.status_code == 422
    assert f'name="known" value="{known}"' in answer.content.decode()


def test_name_taken_at_the_same_moment_is_refused_when_settings_are_saved():
    community = make_community()
    other = Community.objects.create(
        association=community.association, kind=make_kind("DOM"), name="Comunidad DOM"
    )
    known, community.name = community.settings_mark, other.name

    with pytest.raises(CommunityNamedError):
        change_community(community=community, known=known)

    community.refresh_from_db()
    assert community.name == "Comunidad SECPLAN"


def test_two_communities_of_one_association_cannot_share_a_name(client):
    community = make_community()
    client.force_login(make_user(community.association, administrator=True))

    answer = client.post(
        reverse("desk:community_new"), form_of(make_kind("DOM"), name=community.name)
    )

    assert "Ya hay una comunidad con este nombre." in answer.content.decode()


def test_a_community_leads_from_the_roster_to_its_first_cycle(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    address = reverse("desk:community", args=[community.pk])
    assert "Cargar la nómina" in client.get(address).content.decode()

    make_held_seats(community, 2)

    assert "2 de 2 puestos tienen persona conocida" in client.get(address).content.decode()


def test_a_cycle_begins_on_a_monday_and_answers_end_at_six(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    today = timezone.localdate()
    answers = {"answer_by": today + timedelta(20), "plan_from": today + timedelta(50)}

    client.post(reverse("desk:cycle_new", args=[community.pk]), answers | {"plan_weeks": 10})
    again = client.post(
        reverse("desk:cycle_new", args=[community.pk]), answers | {"plan_weeks": 10}, follow=True
    )

    cycle = Cycle.objects.get()
    assert (cycle.plan_from.weekday(), timezone.localtime(cycle.answer_by).hour) == (0, 18)
    assert "ya tiene un ciclo abierto" in again.content.decode()


@pytest.mark.parametrize(
    ("days", "said"), [((-1, 50), "Ese día ya pasó"), ((40, 10), "posterior al plazo")]
)
def test_a_cycle_with_impossible_days_is_refused_in_words(client, days, said):
    community = make_community()
    client.force_login(make_coordinator(community))
    today = timezone.localdate()
    answers = {
        "answer_by": today + timedelta(days[0]),
        "plan_from": today + timedelta(days[1]),
        "plan_weeks": 10,
    }

    answer = client.post(reverse("desk:cycle_new", args=[community.pk]), answers)

    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize("route", ["community", "community_edit", "team", "cycle_new"])
def test_a_community_of_another_association_looks_absent(client, route):
    community = make_community()
    client.force_login(make_user(make_association("Otra"), "otra@ejemplo.cl", administrator=True))

    answer = client.get(reverse(f"desk:{route}", args=[community.pk]))

    assert answer.status_code == 404
    assert community.name not in answer.content.decode()


def test_an_expert_reads_a_cycle_and_changes_nothing(client):
    community = make_community()
    cycle = make_cycle(community)
    expert = make_user(community.association, "experta@ejemplo.cl")
    TeamMember.objects.create(community=community, user=expert, role="expert")
    client.force_login(expert)

    page = client.get(reverse("desk:cycle", args=[cycle.pk]))
    refused = client.post(reverse("desk:advance", args=[cycle.pk]), {"stage": "convening"})

    assert (page.status_code, refused.status_code) == (200, 404)
    assert "Pasar al sondeo" not in page.content.decode()


def test_a_coordinator_adds_somebody_to_the_team_and_takes_them_out(client):
    community = make_community()
    client.force_login(make_coordinator(community))
    other = make_user(community.association, "luis@ejemplo.cl", "Luis")
    address = reverse("desk:team", args=[community.pk])

    client.post(address, {"user": other.pk, "role": "interviewer"})
    member = community.team.get(user=other)
    client.post(reverse("desk:team_drop", args=[community.pk, member.pk]))

    assert member.role == "interviewer"
    assert not community.team.filter(user=other).exists()


def test_only_an_administrator_adds_to_the_staff(client):
    user = make_user()
    client.force_login(user)
    answers = {"name": "Luis", "email": "luis@ejemplo.cl"}

    refused = client.post(reverse("desk:staff"), answers)
    user.is_administrator = True
    user.save()
    client.post(reverse("desk:staff"), answers)

    assert refused.status_code == 404
    assert user.association.users.count() == 2
