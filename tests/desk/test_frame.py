"""The rail around every page of the staff."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from convoca.desk.queries.frame import frame_of
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_user
from tests.factories.workplan import make_facilitator

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_cycle(make_community())


def labels_for(user) -> list[str]:
    """Return all that the rail offers somebody on the page of today."""
    request = RequestFactory().get(reverse("desk:today"))
    request.resolver_match = resolve(request.path)
    request.user = user
    return [item.label for group in frame_of(request).groups for item in group.items]


def marked(cycle, name: str, *rest: object) -> list[tuple[str, str]]:
    """Return what the rail marks on a page: its label and how."""
    path = reverse(name, args=rest)
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    request.user = make_user(cycle.community.association, administrator=True)
    items = [item for group in frame_of(request).groups for item in group.items]
    return [(item.label, item.current) for item in items if item.current]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("desk:cycle", "El ciclo"),
        ("convening:board", "Puestos"),
        ("convening:invitations", "Convocatoria"),
        ("agenda:agenda", "Agenda"),
        ("meetings:commitments", "Compromisos"),
    ],
)
def test_rail_marks_the_page_itself(cycle, name, label):
    assert marked(cycle, name, cycle.pk) == [(label, "page")]


@pytest.mark.parametrize("name", ["desk:today", "desk:communities", "desk:mailbox", "desk:staff"])
def test_rail_marks_one_page_of_the_association(cycle, name, settings):
    settings.REHEARSAL = True

    assert [how for _label, how in marked(cycle, name)] == ["page"]


@pytest.mark.parametrize(
    ("name", "rest", "label"),
    [
        ("desk:message", [], "Mensajes"),
        ("convening:unreached", [], "Convocatoria"),
        ("convening:seat", [7], "Puestos"),
        ("agenda:interview", [7], "Entrevistas"),
        ("agenda:themes", [], "Entrevistas"),
        ("agenda:consents", [7], "Entrevistas"),
        ("agenda:exchange", [], "Dichos"),
        ("agenda:round", [], "Agenda"),
        ("agenda:codebook", [], "Dichos"),
        ("workplan:entry", [7], "Disponibilidad"),
        ("workplan:experts", [], "Plan de trabajo"),
        ("workplan:expert", [7], "Plan de trabajo"),
        ("meetings:session", [1], "Sesiones"),
        ("meetings:change", [1], "Sesiones"),
        ("meetings:attendance", [1], "Sesiones"),
        ("meetings:minutes", [1], "Sesiones"),
    ],
)
def test_rail_marks_the_section_of_a_page_below_it(cycle, settings, name, rest, label):
    settings.REHEARSAL = True

    assert marked(cycle, name, cycle.pk, *rest) == [(label, "true")]


def test_rail_marks_the_staff_while_somebody_changes_the_password(cycle):
    assert marked(cycle, "desk:password") == [("Equipo", "true")]


@pytest.mark.parametrize("name", ["desk:community_edit", "desk:team", "directory:roster_new"])
def test_rail_marks_communities_on_the_pages_of_one(cycle, name):
    assert marked(cycle, name, cycle.community_id) == [("Comunidades", "true")]


def test_rail_offers_the_own_hours_to_who_runs_sessions_and_coordinates_nothing(cycle):
    house = cycle.community.association
    other, runner = make_user(house, "otra@ejemplo.cl"), make_user(house, "felipe@ejemplo.cl")
    make_facilitator(house, cycle.community, user=runner)

    offered = [label for label in labels_for(runner) if label not in labels_for(other)]

    assert offered == ["Mis horas"]


@pytest.mark.parametrize("name", ["workplan:pool", "workplan:closings", "workplan:licence_new"])
def test_rail_marks_the_plan_of_the_country_on_what_all_share(cycle, name):
    assert marked(cycle, name) == [("Plan del país", "true")]
