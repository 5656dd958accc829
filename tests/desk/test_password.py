"""Somebody of the staff changes the own password."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
OLD, NEW = "clave larga de prueba", "otra clave bien larga"
GIVEN = {"old": OLD, "new": NEW, "again": NEW}
PAGE = "/cuenta/password/change/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def user(client):
    user = make_user()
    client.force_login(user)
    return user


def test_new_password_is_kept_and_the_browser_stays_signed_in(client, user):
    elsewhere = Client()
    elsewhere.force_login(user)

    answer = client.post(PAGE, GIVEN, follow=True)

    user.refresh_from_db()
    assert user.check_password(NEW)
    assert answer.request["PATH_INFO"] == reverse("desk:staff")
    assert "Su clave cambió" in answer.content.decode()
    assert elsewhere.get(reverse("desk:today")).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"old": "no era esta clave"}, "Esa no es su clave de ahora"),
        ({"new": "corta", "again": "corta"}, "Es fácil de adivinar"),
        ({"again": "una clave distinta"}, "No es igual a la de arriba"),
    ],
)
def test_wrong_password_changes_nothing_and_says_what_to_do(client, user, wrong, said):
    answer = client.post(PAGE, GIVEN | wrong)

    user.refresh_from_db()
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert user.check_password(OLD)


def test_who_enters_with_a_code_has_no_password_to_change(client, user):
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    answer = client.get(PAGE, follow=True)

    assert answer.request["PATH_INFO"] == reverse("desk:staff")
    assert "Usted entra con un código" in answer.content.decode()
    assert "Cambiar mi clave" not in answer.content.decode()


def test_page_of_the_staff_leads_to_the_password(client, user):
    assert f'href="{PAGE}"' in client.get(reverse("desk:staff")).content.decode()


def test_guessing_the_password_is_slowed_down_in_words(client, user):
    tries = [client.post(PAGE, GIVEN | {"old": f"intento {n}"}) for n in range(6)]

    assert [answer.status_code for answer in tries] == [422] * 5 + [429]
    assert "Espere unos minutos" in tries[-1].content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "password/set/",
        "password/reset/",
        "password/change/x/",
        "email/",
        "signup/",
        "reauthenticate/",
    ],
)
def test_every_other_page_of_the_account_stays_shut(client, user, path):
    assert client.get(f"/cuenta/{path}").status_code == 404
    assert client.post(f"/cuenta/{path}", {}).status_code == 404
