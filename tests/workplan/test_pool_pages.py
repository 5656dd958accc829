"""What the communities share: who sees it, who changes it, who is asked."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from convoca.agenda.models import Theme
from convoca.foundation.links import token_of
from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import ALWAYS, NO
from convoca.workplan.forms.experts import ExpertForm
from convoca.workplan.models import Expert, Facilitation, Facilitator, Licence, PoolLink
from convoca.workplan.services import ask_pool
from tests.factories.cycles import NOW
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_user,
)
from tests.factories.workplan import MORNINGS, make_expert, make_facilitator, make_licence
from tests.workplan.pages import text_of

pytestmark = pytest.mark.django_db
FREE = {"free": ["0-9", "0-10"]}
MAIL = "elena@ejemplo.cl"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def user(client, community):
    user = make_coordinator(community)
    client.force_login(user)
    return user


def go(client, name="pool", *args):
    return client.get(reverse(f"workplan:{name}", args=args))


def press(client, page, /, *args, **data):
    return client.post(reverse(f"workplan:{page}", args=args), data)


def test_pool_says_who_has_not_said_and_what_nobody_wrote_down(client, user, community):
    make_expert(community, name="Calla", email=MAIL)
    make_expert(community, name="Habla", weekly=MORNINGS)
    make_expert(community, name="Aparte", is_active=False)

    shown = text_of(go(client))

    assert "1 persona no ha dicho cuándo puede" in shown
    assert "20 de 45 horas" in shown
    assert "A 1 comunidad la conduce su coordinación, a cualquier hora: Comunidad SECPLAN." in shown
    assert "cada comunidad cuenta con una videollamada propia para 500 personas" in shown


def test_pool_heat_counts_who_is_in_use_hour_by_hour(client, user, community):
    make_expert(community, name="A", weekly=MORNINGS)
    make_expert(community, name="B")
    make_expert(community, name="C", is_active=False)

    heat = go(client).context["page"].heat

    assert heat.total == 2
    assert [cells[0].free for _hour, cells in heat.rows] == [2, 2, 2, 2, 1, 1, 1, 1, 1]
    assert [cells[0].depth for _hour, cells in heat.rows][3:5] == [10, 5]


def test_pool_asks_as_much_of_the_database_for_three_of_each_as_for_one(
    client, user, community, django_assert_max_num_queries
):
    house = community.association

    def add(name):
        make_expert(community, name=name, email=f"{name}@ejemplo.cl")
        make_facilitator(house, make_community(house, f"DOM{name}"), name=name)
        make_licence(house, name)

    add("a")
    with django_assert_max_num_queries(40) as one:
        go(client)
    add("b")
    add("c")

    with django_assert_max_num_queries(len(one.captured_queries)):
        go(client)


def test_pool_is_for_who_coordinates_any_community(client, community):
    for role in ("expert", "interviewer"):
        member = make_user(community.association, f"{role}@ejemplo.cl")
        community.team.create(user=member, role=role)
        client.force_login(member)
        assert go(client).status_code == 404
    client.force_login(make_user(community.association, "a@ejemplo.cl", administrator=True))
    assert go(client).status_code == 200


@pytest.mark.parametrize("name", ["pool_expert", "facilitator", "licence"])
def test_rows_of_another_association_are_absent(client, user, name):
    theirs = make_community(make_association("Otra"))
    row = {
        "pool_expert": lambda: make_expert(theirs),
        "facilitator": lambda: make_facilitator(theirs.association),
        "licence": lambda: make_licence(theirs.association),
    }[name]()

    assert go(client, name, row.pk).status_code == 404
    assert press(client, name, row.pk, name="X").status_code == 404


def test_expert_of_a_community_is_changed_by_who_coordinates_it(client, user, community):
    other = make_community(community.association, "DOM")
    theirs = make_expert(other, name="Ajena", email=MAIL)

    assertContains(go(client), "Ajena")
    assertNotContains(go(client), reverse("workplan:pool_expert", args=[theirs.pk]))
    assert go(client, "pool_expert", theirs.pk).status_code == 404
    assert press(client, "pool_ask_one", "experto", theirs.pk).status_code == 404


def test_themes_of_an_expert_are_folded_by_community_but_where_one_is_marked(user, community):
    other = make_community(community.association, "DOM")
    mine, _theirs = (
        Theme.objects.create(community=one, title="Obras", position=1) for one in (community, other)
    )
    expert = make_expert(community, mine)

    form = ExpertForm(communities=[community, other], expert=expert)

    assert [(one.community, one.is_open) for one in form.theme_groups] == [
        ("Comunidad DOM", False),
        ("Comunidad SECPLAN", True),
    ]
    assert [one.is_open for one in ExpertForm(communities=[other]).theme_groups] == [True]


def test_facilitator_is_added_with_communities_that_another_ran(client, user, community):
    house = community.association
    second = make_community(house, "DOM")
    before = make_facilitator(house, community, name="Antes")

    assertContains(go(client, "facilitator_new"), "Comunidad SECPLAN (hoy: Antes)")
    press(
        client, "facilitator_new", name="Felipe", user=user.pk,
        communities=[community.pk, second.pk], is_active="on", **FREE,
    )  # fmt: skip

    kept = Facilitator.objects.get(name="Felipe")
    runs = {one.community_id: one.facilitator for one in Facilitation.objects.all()}
    assert runs == {community.pk: kept, second.pk: kept}
    assert (kept.user, kept.association, kept.weekly.count("y")) == (user, house, 2)
    assert not before.facilitations.exists()


def test_facilitator_changed_by_another_meanwhile_is_shown_again(client, user, community):
    person = make_facilitator(community.association, community)
    known = go(client, "facilitator", person.pk).context["known"]
    person.facilitations.all().delete()

    refused = press(client, "facilitator", person.pk, name="Mío", known=known, **FREE)

    assert refused.status_code == 422
    assert "Otra persona cambió estos datos" in text_of(refused)
    assert Facilitator.objects.get().name == "Felipe Facilitador"


def test_member_of_the_staff_is_one_facilitator_only(client, user, community):
    make_facilitator(community.association, user=user)

    refused = press(client, "facilitator_new", name="Otra vez", user=user.pk, **FREE)

    assert refused.status_code == 422
    assert Facilitator.objects.count() == 1


def test_licence_is_added_changed_and_never_twice_by_one_name(client, user, community):
    press(client, "licence_new", name="Zoom", capacity=300, is_active="on")
    licence = Licence.objects.get()
    press(client, "licence", licence.pk, name="Zoom", capacity=500, away_0_first="2027-03-02")
    twice = press(client, "licence_new", name="Zoom", capacity=100)

    licence.refresh_from_db()
    assert (licence.capacity, licence.is_active) == (500, False)
    assert licence.away == [["2027-03-02", "2027-03-02"]]
    assert "Ya hay una licencia con ese nombre." in text_of(twice)


def test_licence_changed_by_another_meanwhile_is_shown_again(client, user, community):
    licence = make_licence(community.association)
    known = go(client, "licence", licence.pk).context["known"]
    Licence.objects.update(capacity=1000)

    refused = press(client, "licence", licence.pk, name="Zoom", capacity=2, known=known)

    assert refused.status_code == 422
    assert Licence.objects.get().capacity == 1000


@pytest.mark.parametrize("kind", ["experto", "facilitador", "licencia"])
def test_row_put_aside_comes_back_by_the_same_button(client, user, community, kind):
    row = {
        "experto": lambda: make_expert(community),
        "facilitador": lambda: make_facilitator(community.association),
        "licencia": lambda: make_licence(community.association),
    }[kind]()

    for state, expected in (("aside", False), ("aside", False), ("active", True)):
        press(client, "pool_aside", kind, row.pk, state=state)
        row.refresh_from_db()
        assert row.is_active is expected
    assert press(client, "pool_aside", "otra", row.pk).status_code == 404


def test_asking_writes_once_a_day_to_who_has_not_said(client, user, community):
    calla = make_expert(community, name="Calla", email=MAIL)
    make_expert(community, name="Sin correo")
    make_expert(community, name="Habla", email="h@ejemplo.cl", weekly=MORNINGS)
    make_expert(community, name="Aparte", email="p@ejemplo.cl", is_active=False)
    runs = make_facilitator(community.association, email="f@ejemplo.cl")

    assertContains(go(client, "pool_ask"), "¿Preguntar a 2 personas cuándo pueden?")
    press(client, "pool_ask")
    press(client, "pool_ask")

    assert sorted(Message.objects.values_list("to_address", flat=True)) == [MAIL, "f@ejemplo.cl"]
    assert {link.person for link in PoolLink.objects.all()} == {calla, runs}
    message = Message.objects.get(to_address=MAIL)
    link = PoolLink.objects.get(expert=calla)
    assert f"{{{{enlace:{link.reference}." in message.body
    assert token_of(link.reference) not in message.body


def test_asking_one_is_undone_and_asked_again_by_the_same_address(client, user, community):
    expert = make_expert(community, email=MAIL, weekly=MORNINGS)

    press(client, "pool_ask_one", "experto", expert.pk)
    first = PoolLink.objects.get()
    shown = text_of(go(client))
    press(client, "pool_ask_undo")
    press(client, "pool_ask_one", "experto", expert.pk)

    assert "¿Fue un error?" in shown
    assert "se le preguntó hoy" in shown
    assert [one.state for one in Message.objects.order_by("pk")] == ["cancelled", "queued"]
    assert PoolLink.objects.get() == first
    assert press(client, "pool_ask_one", "licencia", expert.pk).status_code == 404


def test_undoing_after_the_mail_left_says_so(client, user, community, clock):
    make_expert(community, email=MAIL)
    press(client, "pool_ask")
    clock.shift(timedelta(minutes=1))

    press(client, "pool_ask_undo")

    assert Message.objects.get().state == "queued"


def test_test_mail_goes_to_who_asks_for_it(client, user, community):
    press(client, "pool_ask_test")
    make_expert(community, email=MAIL)
    press(client, "pool_ask_test")

    message = Message.objects.get()
    assert message.to_address == user.email
    assert "(aquí va el enlace personal de cada persona)" in message.body
    assert not PoolLink.objects.exists()


def test_asking_with_nobody_left_leads_back(client, user):
    assert go(client, "pool_ask").url == reverse("workplan:pool")


def test_link_asked_for_again_later_keeps_its_address_and_lives_longer(user, community, clock):
    expert = make_expert(community, email=MAIL)
    ask_pool(user=user, now=NOW)
    before = PoolLink.objects.get()

    later = NOW + timedelta(days=2)
    ask_pool(user=user, only=expert, now=later)

    after = PoolLink.objects.get()
    assert after.reference == before.reference
    assert after.expires_at == before.expires_at + timedelta(days=2)


def test_facilitator_of_the_staff_says_the_own_hours_on_the_desk(client, user, community):
    assert go(client, "own_hours").status_code == 404
    make_facilitator(community.association, user=user)

    assertContains(go(client, "own_hours"), "¿En qué horas puede conducir sesiones?")
    assert press(client, "own_hours").status_code == 422
    press(client, "own_hours", away_0_first="2027-03-02", **FREE)

    kept = Facilitator.objects.get()
    assert (kept.weekly, kept.answered_at) == ("yy" + NO * 43, NOW)
    assert kept.away == [["2027-03-02", "2027-03-02"]]


def test_saving_what_was_not_said_leaves_it_not_said(client, user, community):
    expert = make_expert(community, name="Elena")
    every = [f"{day}-{hour}" for day in range(5) for hour in range(9, 18)]

    press(
        client, "pool_expert", expert.pk,
        name="Elena Soto", free=every, max_per_day=1, max_per_week=2, is_active="on",
    )  # fmt: skip

    kept = Expert.objects.get()
    assert (kept.name, kept.weekly, kept.has_said) == ("Elena Soto", ALWAYS, False)
