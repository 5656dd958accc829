"""The outbox as a page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.foundation.links import address_of, mark_of, token_of
from convoca.messaging.models import Message
from convoca.messaging.services import Recipient, Text, queue_message
from tests.factories.directory import make_association, make_user

pytestmark = pytest.mark.django_db
REFERENCE = "abcdefghijkl"
BODY = f"Hola\n{mark_of(REFERENCE)}\n"


def queue(user, key="a", purpose="invitation", body=BODY) -> Message:
    return queue_message(
        association=user.association,
        key=key,
        purpose=purpose,
        occasion="cycle:1",
        recipient=Recipient("ana@comuna.cl", "Ana"),
        text=Text("Asunto", body),
        now=timezone.now(),
    )


@pytest.fixture
def administrator(client):
    user = make_user(administrator=True)
    client.force_login(user)
    return user


def test_in_rehearsal_a_message_shows_links_that_open(client, administrator, settings):
    settings.REHEARSAL = True
    message = queue(administrator)

    page = client.get(reverse("desk:message", args=[message.pk])).content.decode()

    assert address_of(REFERENCE) in page


@pytest.mark.parametrize(
    ("purpose", "body", "secret"),
    [
        ("invitation", f"Hola {mark_of(REFERENCE)}", token_of(REFERENCE)),
        ("sign_in", "Su código: 123456", "123456"),
    ],
)
def test_outside_rehearsal_nobody_reads_what_opens_a_door(
    client, administrator, settings, purpose, body, secret
):
    settings.REHEARSAL = False
    message = queue(administrator, purpose=purpose, body=body)

    page = client.get(reverse("desk:message", args=[message.pk])).content.decode()

    assert secret not in page
    assert REFERENCE not in page


def test_a_message_of_another_association_looks_absent(client, administrator):
    stranger = make_user(make_association("Otra"), "otra@ejemplo.cl")
    message = queue(stranger)

    answer = client.get(reverse("desk:message", args=[message.pk]))

    assert answer.status_code == 404
    assert "ana@comuna.cl" not in answer.content.decode()


def test_an_uncertain_message_is_settled_by_a_person(client, administrator):
    message = queue(administrator)
    Message.objects.update(state=Message.State.UNCERTAIN)

    client.post(reverse("desk:message_settle", args=[message.pk]), {"llego": "si"})
    client.post(reverse("desk:message_settle", args=[message.pk]), {"llego": "no"})

    message.refresh_from_db()
    assert message.state == Message.State.SENT


@pytest.mark.parametrize("count", [1, 3])
def test_the_mailbox_asks_the_same_number_of_queries(
    client, administrator, settings, django_assert_num_queries, count
):
    settings.REHEARSAL = True
    for n in range(count):
        queue(administrator, key=str(n))

    with django_assert_num_queries(5):
        client.get(reverse("desk:mailbox"))


def test_the_mailbox_finds_by_state_and_by_person(client, administrator):
    queue(administrator)

    found = client.get(reverse("desk:mailbox"), {"estado": "queued", "para": "ana@"})
    other = client.get(reverse("desk:mailbox"), {"estado": "sent"})

    assert "ana@comuna.cl" in found.content.decode()
    assert "ana@comuna.cl" not in other.content.decode()


def test_administrator_sends_everything_that_failed_again(client, administrator):
    failed = queue(administrator, key="failed")
    queue(administrator, key="waiting")
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=9)

    before = client.get(reverse("desk:mailbox")).content.decode()
    after = client.post(reverse("desk:mailbox_retry"), follow=True).content.decode()

    assert "Reintentar el correo fallido" in before
    assert "1 correo vuelve a salir." in after
    assert "Reintentar" not in after
    assert list(Message.objects.values_list("state", "attempts")) == [("queued", 0)] * 2


def test_retry_with_nothing_failed_says_so(client, administrator):
    page = client.post(reverse("desk:mailbox_retry"), follow=True).content.decode()

    assert "No queda ningún correo fallido" in page
