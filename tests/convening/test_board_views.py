"""Views of the board kept under a name: own, shared, renamed, dropped and brought back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.convening.models import SavedView
from convoca.convening.queries import list_saved_views
from convoca.directory.models import TeamMember, User
from tests.convening.pages import missing, press, read
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(cycle) -> User:
    user = make_user(cycle.community.association, "colega@ejemplo.cl", "Cora Colega")
    TeamMember.objects.create(community=cycle.community, user=user, role="expert")
    return user


@pytest.fixture
def view(cycle, staff) -> SavedView:
    return make_view(cycle, staff, "Sur vacante")


def make_view(cycle, owner, name: str, *, is_shared: bool = False) -> SavedView:
    return SavedView.objects.create(
        community=cycle.community, owner=owner, name=name, query="region=Sur", is_shared=is_shared
    )


def kept(user) -> list[tuple]:
    views = SavedView.objects.filter(owner=user, dropped_at__isnull=True)
    return list(views.values_list("name", "query", "is_shared"))


def test_filters_are_kept_under_a_name_and_opened_again(client, cycle, staff):
    query = "estado=vacant&region=Sur&nada=1&clase=x"

    page = press(client, cycle, "views", name=" Sur ", query=query, is_shared="on")

    board = reverse("convening:board", args=[cycle.pk])
    assert kept(staff) == [("Sur", "estado=vacant&region=Sur", True)]
    assert page.redirect_chain == [(f"{board}?estado=vacant&region=Sur", 302)]
    assert missing(page.content.decode(), "Vista «Sur» guardada.", 'aria-current="true">Sur') == []


def test_saving_the_same_name_again_replaces_it(client, cycle, staff, view):
    press(client, cycle, "views", name=view.name, query="estado=risk")

    assert kept(staff) == [("Sur vacante", "estado=risk", False)]


@pytest.mark.parametrize(
    ("name", "words"), [("", "Escriba un nombre"), ("x" * 61, "El nombre es muy largo")]
)
def test_bad_name_keeps_what_was_typed_and_the_filters(client, cycle, staff, name, words):
    page = press(client, cycle, "views", name=name, query="region=Sur", is_shared="on")

    shown = [words, 'name="query" value="region=Sur"', f'value="{name}"' if name else "checked"]
    assert (page.status_code, kept(staff)) == (422, [])
    assert missing(page.content.decode(), *shown) == []


def test_shared_view_is_seen_by_the_team_and_an_own_one_is_not(client, cycle, staff, colleague):
    make_view(cycle, colleague, "Ajena")
    make_view(cycle, colleague, "De todos", is_shared=True)
    make_view(cycle, staff, "Mía")

    board, page = read(client, cycle, "board"), read(client, cycle, "views")

    assert [view.name for view in list_saved_views(cycle.community, staff)] == ["De todos", "Mía"]
    for text in (board, page):
        assert missing(text, "De todos", "de Cora Colega", "Mía") == []
        assert "Ajena" not in text


def test_view_is_renamed_and_shared(client, cycle, staff, view):
    press(client, cycle, "view_change", view=view.pk, name="Austral", is_shared="on")

    assert kept(staff) == [("Austral", "region=Sur", True)]


def test_name_in_use_is_refused_and_nothing_changes(client, cycle, staff, view):
    other = make_view(cycle, staff, "Otra")

    page = press(client, cycle, "view_change", view=other.pk, name=view.name)

    assert kept(staff) == [("Otra", "region=Sur", False), ("Sur vacante", "region=Sur", False)]
    assert "Ya tiene una vista con ese nombre" in page.content.decode()


def test_empty_name_of_a_kept_view_says_so_in_its_place(client, cycle, staff, view):
    page = press(client, cycle, "view_change", view=view.pk, name="")

    assert (page.status_code, kept(staff)) == (422, [("Sur vacante", "region=Sur", False)])
    assert "Escriba un nombre" in page.content.decode()


def test_dropped_view_can_be_brought_back(client, cycle, staff, view):
    gone = press(client, cycle, "view_drop", view=view.pk).content.decode()
    after = kept(staff)
    press(client, cycle, "view_restore")

    assert missing(gone, "Vista «Sur vacante» borrada.", "Deshacer") == []
    assert (after, kept(staff)) == ([], [("Sur vacante", "region=Sur", False)])


def test_only_the_view_dropped_last_can_be_brought_back(client, cycle, staff, view):
    other = make_view(cycle, staff, "Otra")
    for one in (view, other, other):
        press(client, cycle, "view_drop", view=one.pk)

    press(client, cycle, "view_restore")
    page = press(client, cycle, "view_restore")

    assert kept(staff) == [("Otra", "region=Sur", False)]
    assert "Esa vista ya no está." in page.content.decode()


def test_view_whose_name_was_taken_meanwhile_does_not_come_back(client, cycle, staff, view):
    press(client, cycle, "view_drop", view=view.pk)
    make_view(cycle, staff, view.name)

    page = press(client, cycle, "view_restore")

    assert kept(staff) == [("Sur vacante", "region=Sur", False)]
    assert "Ya tiene una vista con ese nombre" in page.content.decode()


@pytest.mark.parametrize("act", ["view_change", "view_drop"])
@pytest.mark.parametrize("known", [True, False])
def test_view_of_somebody_else_looks_absent(client, cycle, staff, colleague, act, known):
    view = make_view(cycle, colleague, "De todos", is_shared=True)

    page = press(client, cycle, act, view=view.pk if known else "x9", name="Tomada")

    assert kept(colleague) == [("De todos", "region=Sur", True)]
    assert "Esa vista ya no está." in page.content.decode()


def test_without_views_the_page_says_how_to_make_one(client, cycle, staff):
    assert "Filtre el tablero" in read(client, cycle, "views")


def test_views_take_the_same_queries_for_one_and_three(client, cycle, staff):
    counts = []
    for names in (["Una"], ["Dos", "Tres"]):
        for name in names:
            make_view(cycle, staff, name)
        with CaptureQueriesContext(connection) as asked:
            page = read(client, cycle, "views")
        counts.append((len(asked), page.count("Guardar cambios")))

    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]
