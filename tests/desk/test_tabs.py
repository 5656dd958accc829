"""The row of links under the headline: the pages of a section that somebody may open."""

import pytest
from django.urls import reverse

from convoca.directory.models import TeamMember
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_user

pytestmark = pytest.mark.django_db
INTERVIEWS = ["Lista", "Mi día", "Avance", "Pauta"]
CODING = [
    "Codificar",
    "Lista",
    "Libro de códigos",
    "Por tipo de comuna",
    "Por tema",
    "Propuestas",
    "A ciegas",
]


@pytest.fixture
def cycle():
    return make_cycle(make_community())


def sign_in(client, cycle, role):
    user = make_user(cycle.community.association)
    TeamMember.objects.create(community=cycle.community, user=user, role=role)
    client.force_login(user)


def tabs_on(client, cycle, name):
    return client.get(reverse(name, args=[cycle.pk])).context["frame"].tabs


@pytest.mark.parametrize(
    ("role", "name", "labels"),
    [
        ("interviewer", "agenda:interviews", INTERVIEWS),
        ("coordinator", "agenda:guide", [*INTERVIEWS, "Temas de la lista", "Quién entrevista"]),
        ("expert", "agenda:statements", CODING),
        ("coordinator", "agenda:exchange", [*CODING, "Llevar y traer"]),
        ("coordinator", "agenda:agenda", []),
        ("expert", "workplan:experts", ["Fechas", "Quién lleva las sesiones"]),
    ],
)
def test_tabs_lead_only_where_somebody_may_go(client, cycle, role, name, labels):
    sign_in(client, cycle, role)

    tabs = tabs_on(client, cycle, name)

    assert [tab.label for tab in tabs] == labels
    assert {client.get(tab.url).status_code for tab in tabs} <= {200}


def test_tabs_of_what_all_communities_share_need_no_cycle(client, cycle):
    sign_in(client, cycle, "coordinator")

    tabs = client.get(reverse("workplan:closings")).context["frame"].tabs

    assert [(tab.label, tab.current) for tab in tabs] == [
        ("Fechas de todas", ""),
        ("Calendario", ""),
        ("Quiénes y con qué", ""),
        ("Días sin sesiones", "page"),
    ]
    assert {client.get(tab.url).status_code for tab in tabs} == {200}


def test_tabs_mark_the_page_that_is_shown(client, cycle):
    sign_in(client, cycle, "coordinator")

    tabs = tabs_on(client, cycle, "agenda:codebook")

    assert [(tab.label, tab.current) for tab in tabs if tab.current] == [
        ("Libro de códigos", "page")
    ]
