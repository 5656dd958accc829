"""The people of the staff: who enters and who no longer does."""

import pytest
from django.urls import reverse

from convoca.directory.models import User
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    """Somebody of the staff, seen by an administrator."""
    administrator = make_user(administrator=True)
    client.force_login(administrator)
    return make_user(administrator.association, "ana@ejemplo.cl", "Ana Pérez")


@pytest.mark.parametrize(
    ("given", "is_active", "offered"),
    [("no", False, "Dejar entrar a Ana Pérez"), ("si", True, "Cerrar la entrada a Ana Pérez")],
)
def test_shutting_somebody_out_answers_with_the_row_alone(client, ana, given, is_active, offered):
    path = reverse("desk:staff_active", args=[ana.pk])

    answer = client.post(path, {"activa": given}, headers={"HX-Request": "true"})

    row = answer.content.decode()
    assert User.objects.get(pk=ana.pk).is_active is is_active
    assert (answer.status_code, offered in row, "<table" in row) == (200, True, False)


def test_shutting_somebody_out_without_javascript_says_so_on_the_page(client, ana):
    path = reverse("desk:staff_active", args=[ana.pk])

    answer = client.post(path, {"activa": "no"}, follow=True)

    page = answer.content.decode()
    assert answer.request["PATH_INFO"] == reverse("desk:staff")
    assert "Ana Pérez ya no puede entrar." in page
    assert "Dejar entrar a Ana Pérez" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_staff_asks_the_same_number_of_queries(client, ana, django_assert_num_queries, count):
    for n in range(count):
        make_user(ana.association, f"persona{n}@ejemplo.cl")

    with django_assert_num_queries(4):
        client.get(reverse("desk:staff"))
