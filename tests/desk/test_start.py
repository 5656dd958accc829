"""The first run and signing in."""

import re

import pytest
from django.urls import reverse

from convoca.directory.models import User
from convoca.foundation.models import Association
from convoca.messaging.models import Message
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
ANSWERS = {
    "association": "Asociación de Municipalidades",
    "short_name": "AMUCH",
    "name": "Carla Díaz",
    "email": "carla@amuch.cl",
    "password": "una clave bien larga",
}


def test_first_run_makes_the_association_and_signs_in_its_administrator(client):
    answer = client.post(reverse("desk:first_run"), ANSWERS, follow=True)

    user = User.objects.get()
    assert (user.email, user.is_administrator) == ("carla@amuch.cl", True)
    assert Association.objects.get().short_name == "AMUCH"
    assert "Aún no hay comunidades" in answer.content.decode()


def test_first_run_is_gone_once_somebody_is_there(client):
    make_user(administrator=True)

    answer = client.post(reverse("desk:first_run"), ANSWERS)

    assert answer.url == reverse("desk:today")
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["corta", "password12345"])
def test_first_run_refuses_a_weak_password_and_keeps_the_rest(client, password):
    answer = client.post(reverse("desk:first_run"), ANSWERS | {"password": password})

    assert answer.status_code == 422
    assert 'value="Carla Díaz"' in answer.content.decode()
    assert "Es fácil de adivinar" in answer.content.decode()
    assert User.objects.count() == 0


def test_without_anybody_every_page_leads_to_the_first_run(client):
    answer = client.get(reverse("desk:today"), follow=True)

    assert answer.request["PATH_INFO"] == reverse("desk:first_run")


def test_sign_in_by_a_code_that_arrives_by_mail(client):
    make_user(email="ana@amuch.cl", administrator=True)

    client.post(reverse("account_request_login_code"), {"email": "ana@amuch.cl"})
    message = Message.objects.get()
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", message.body, re.M)[1]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)

    assert message.to_address == "ana@amuch.cl"
    assert answer.context["user"].email == "ana@amuch.cl"


def test_sign_in_by_code_tells_nobody_whether_an_address_is_known(client):
    make_user(email="ana@amuch.cl")

    pages = [
        client.post(reverse("account_request_login_code"), {"email": email}, follow=True)
        for email in ("ana@amuch.cl", "nadie@amuch.cl")
    ]

    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert Message.objects.count() == 1


def test_sign_in_with_a_password(client):
    make_user(email="ana@amuch.cl")

    client.post(
        reverse("account_login"), {"login": "ana@amuch.cl", "password": "clave larga de prueba"}
    )

    assert client.get(reverse("desk:today")).status_code == 200


def test_nobody_signs_up(client):
    make_user()

    answer = client.post(
        reverse("account_signup"), {"email": "intruso@mal.cl", "password1": "una clave bien larga"}
    )

    assert "intruso@mal.cl" not in User.objects.values_list("email", flat=True)
    assert answer.status_code == 404


def test_somebody_who_left_no_longer_enters(client):
    user = make_user(email="ana@amuch.cl")
    client.force_login(user)
    user.is_active = False
    user.save()

    answer = client.get(reverse("desk:today"))

    assert answer.status_code == 302
