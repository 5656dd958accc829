"""The page «Trabajos»: what is in hand, what failed, what ended; stopped and asked for again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from convoca.directory.models import TeamMember
from convoca.foundation.models import Work
from convoca.foundation.works import claim_work
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator, make_user
from tests.foundation.works import Craft, asked, known

pytestmark = pytest.mark.django_db
PAGE = "/trabajos/"


@pytest.fixture(autouse=True)
def craft():
    with time_machine.travel(NOW, tick=False), known(Craft()) as craft:
        yield craft


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def coordinator(client, community):
    user = make_coordinator(community)
    client.force_login(user)
    return user


def make_work(community, subject_id=1, *, state="waiting", now=NOW, asked_by_id=None, **more):
    work = asked(
        subject_id,
        now=now,
        asked_by_id=asked_by_id,
        association=community.association,
        community_id=community.pk,
    )
    is_over = state not in Work.OPEN
    Work.objects.filter(pk=work.pk).update(state=state, ended_at=now if is_over else None, **more)
    work.refresh_from_db()
    return work


def text(client) -> str:
    return client.get(PAGE).content.decode()


def press(client, name, work):
    return client.post(reverse(f"desk:{name}", args=[work.pk]), follow=True).content.decode()


def test_page_without_works_says_what_will_be_seen(client, coordinator):
    page = text(client)

    assert "Todavía no hay trabajos" in page
    assert "every 3s" not in page


def test_page_shows_how_far_a_work_is_and_who_asked(client, community, coordinator):
    make_work(
        community,
        state="running",
        asked_by_id=coordinator.pk,
        progress_done=1_200,
        progress_total=2_400,
    )

    page = text(client)

    assert "1\N{NO-BREAK SPACE}trabajo en marcha" in page
    assert '<a href="/telar/1/">Tejer 1</a>' in page
    assert f"{community.name} · lo pidió {coordinator}" in page
    assert '<progress max="2400" value="1200" aria-label="Avance: Tejer 1">' in page
    assert "50\N{NO-BREAK SPACE}%" in page


@pytest.mark.parametrize(
    ("minutes", "said", "is_worrying"),
    [(0, "Espera su turno", False), (3, "Espera hace 3\N{NO-BREAK SPACE}minutos", False),
     (6, "Espera hace 6\N{NO-BREAK SPACE}minutos", True)],
)  # fmt: skip
def test_page_says_how_long_a_work_waits_and_when_that_is_too_long(
    client, community, coordinator, minutes, said, is_worrying
):
    """JOB-01: the age of what waits is seen, and past five minutes somebody is to be told."""
    make_work(community, now=NOW - timedelta(minutes=minutes))

    page = text(client)

    assert said in page
    assert ("esperan hace más de cinco minutos" in page) is is_worrying


def test_page_shows_why_a_work_failed_and_what_ended_in_seven_days(client, community, coordinator):
    make_work(community, 1, state="failed", error="Se cortó la luz.", can_retry=True)
    make_work(community, 2, state="failed", error="No es una nómina.")
    make_work(community, 3, state="done", now=NOW - timedelta(days=6))
    make_work(community, 4, state="cancelled", now=NOW - timedelta(days=8))

    page = text(client)

    assert ["Se cortó la luz." in page, "No es una nómina." in page] == [True, True]
    assert page.count("Intentar otra vez</button>") == 1
    assert ["Tejer 3" in page, "Tejer 4" in page] == [True, False]


def test_page_refreshes_only_what_is_in_hand(client, community, coordinator):
    make_work(community, 1, state="running")
    make_work(community, 2, state="done")

    fragment = client.get(PAGE, {"en_marcha": 1}, HTTP_HX_REQUEST="true").content.decode()

    assert ["Tejer 1" in fragment, "Tejer 2" in fragment] == [True, False]
    assert "<html" not in fragment


def test_page_that_refreshes_is_read_again_when_a_work_ended(client, community, coordinator):
    make_work(community, state="done")

    answer = client.get(PAGE, {"en_marcha": 1}, HTTP_HX_REQUEST="true")

    assert (answer["HX-Refresh"], answer.content) == ("true", b"")


def test_cancel_stops_a_work_also_when_it_is_pressed_twice(client, community, coordinator, craft):
    work = make_work(community)
    claim_work(now=NOW)

    pages = [press(client, "work_cancel", work) for _ in range(2)]

    assert ["Se canceló: Tejer 1." in page for page in pages] == [True, True]
    assert craft.followed == [(1, "cancelled", "")]


def test_cancel_of_a_work_that_is_done_says_so(client, community, coordinator):
    work = make_work(community, state="done")

    assert "Este trabajo ya terminó" in press(client, "work_cancel", work)


def test_retry_lets_a_work_wait_again_also_when_two_press(client, community, coordinator, craft):
    work = make_work(community, state="failed", error="Se cortó.", can_retry=True)

    pages = [press(client, "work_retry", work) for _ in range(2)]

    assert ["Se intentará otra vez: Tejer 1." in page for page in pages] == [True, True]
    assert craft.followed == [(1, "waiting", "")]


def test_retry_of_a_work_that_ended_says_so(client, community, coordinator):
    work = make_work(community, state="done")

    assert "Este trabajo ya terminó" in press(client, "work_retry", work)


@pytest.mark.parametrize("name", ["work_cancel", "work_retry"])
def test_work_of_a_community_one_does_not_coordinate_looks_absent(client, community, name):
    work = make_work(community, state="failed", error="Se cortó.", can_retry=True)
    other = make_community(community.association, kind="DOM")
    user = make_coordinator(other)
    TeamMember.objects.create(community=community, user=user, role=TeamMember.Role.EXPERT)
    client.force_login(user)

    answer = client.post(reverse(f"desk:{name}", args=[work.pk]))

    assert (answer.status_code, Work.objects.get().state) == (404, "failed")
    assert "Tejer 1" not in text(client)


def test_administrator_sees_the_works_of_the_association_and_of_no_other(client, community):
    make_work(community, 1)
    make_work(make_community(make_user(email="otra@otra.cl").association), 2)
    client.force_login(make_user(community.association, administrator=True))

    page = text(client)

    assert ["Tejer 1" in page, "Tejer 2" in page] == [True, False]


@pytest.mark.parametrize(
    ("role", "is_there"), [("coordinator", True), ("expert", False), ("interviewer", False)]
)
def test_rail_leads_to_the_works_for_who_has_any(client, community, role, is_there):
    user = make_user(community.association)
    TeamMember.objects.create(community=community, user=user, role=role)
    client.force_login(user)

    page = client.get(reverse("desk:communities")).content.decode()

    assert (f'href="{PAGE}"' in page) is is_there


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_queries(
    client, community, coordinator, django_assert_num_queries, count
):
    for n in range(count):
        for place, state in enumerate(Work.State):
            subject = n * 10 + place
            make_work(community, subject, state=state, asked_by_id=coordinator.pk)

    with django_assert_num_queries(7):
        client.get(PAGE)
