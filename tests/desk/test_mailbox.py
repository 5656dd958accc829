"""What goes out, as a page."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.foundation.hashes import hash_address
from convoca.foundation.links import address_of, mark_of, token_of
from convoca.foundation.workers import join_workers
from convoca.messaging.models import ChannelPause, Message, Suppression
from convoca.messaging.services import Recipient, Text, queue_message
from tests.factories.directory import make_association, make_user

pytestmark = pytest.mark.django_db
REFERENCE = "abcdefghijkl"
QUERIES = 7
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


def put(message, state, **more) -> Message:
    Message.objects.filter(pk=message.pk).update(state=state, **more)
    message.refresh_from_db()
    return message


def press(client, name, *parts, **data) -> str:
    return client.post(reverse(f"desk:{name}", args=parts), data, follow=True).content.decode()


def page_of(client, **query) -> str:
    return client.get(reverse("desk:mailbox"), query).content.decode()


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_an_uncertain_message_is_settled_by_a_person_and_pressed_again_says_so(
    client, administrator
):
    message = put(queue(administrator), "uncertain")

    first = press(client, "message_settle", message.pk, llego="si")
    second = press(client, "message_settle", message.pk, llego="no")

    assert states() == ["sent"]
    assert "Anotado: a Ana le llegó." in first
    assert "Este mensaje ya cambió de estado." in second


def test_a_failed_message_goes_again_from_the_list_which_keeps_its_filters(client, administrator):
    message = put(queue(administrator), "failed", attempts=8, error="Buzón lleno.")
    query = "estado=failed&para=Ana&otro=x"

    answer = client.post(
        reverse("desk:message_settle", args=[message.pk]), {"llego": "no", "volver": query}
    )

    assert answer.url == reverse("desk:mailbox") + "?estado=failed&para=Ana"
    assert Message.objects.values_list("state", "attempts", "error").get() == ("queued", 0, "")


@pytest.mark.parametrize("count", [1, 3])
def test_the_mailbox_asks_the_same_number_of_queries(
    client, administrator, django_assert_num_queries, count
):
    for n in range(count):
        put(queue(administrator, key=str(n)), "failed", error="No.")
    page_of(client)

    with django_assert_num_queries(QUERIES):
        page_of(client)


def test_the_mailbox_finds_by_state_channel_and_person(client, administrator):
    queue(administrator)

    shown = [
        "ana@comuna.cl" in page_of(client, **query)
        for query in (
            {"estado": "queued", "para": "ana@", "por": "email"},
            {"estado": "sent"},
            {"por": "whatsapp"},
            {"para": "nadie"},
            {"estado": "x", "por": "y", "vuelven": "2027-99-99T00:00:00Z"},
        )
    ]

    assert shown == [True, False, False, False, True]


def test_the_mailbox_tells_how_many_need_a_person_and_where_they_are(client, administrator):
    for n, state in enumerate(["failed", "failed", "uncertain", "suppressed", "sent"]):
        put(queue(administrator, key=str(n)), state)

    page = page_of(client)

    assert "4\xa0mensajes por resolver" in page
    assert [f'href="?estado={each}"' in page for each in ("failed", "uncertain", "sent")] == [
        True, True, False,
    ]  # fmt: skip
    assert 'href="?estado=sent&amp;por=email"' in page


def test_everything_that_failed_goes_again_in_thirty_seconds(client, administrator):
    put(queue(administrator, key="failed"), "failed", attempts=9, error="No respondió.")
    queue(administrator, key="waiting")

    page = press(client, "mailbox_retry")

    failed, waiting = Message.objects.order_by("pk")
    assert (failed.state, failed.attempts) == ("queued", 0)
    assert 28 < (failed.next_try_at - timezone.now()).total_seconds() <= 30
    assert waiting.next_try_at <= timezone.now()
    assert "1 mensaje sale otra vez en 30 segundos." in page


def test_a_retry_can_be_undone_once(client, administrator):
    put(queue(administrator, key="failed"), "failed", error="No respondió.")
    queue(administrator, key="waiting")
    moment = client.post(reverse("desk:mailbox_retry")).url.partition("vuelven=")[2]

    told = [press(client, "mailbox_retry_undo", vuelven=unquote(moment)) for _time in range(2)]

    assert "Deshecho: 1 mensaje no sale." in told[0]
    assert "no queda nada que deshacer" in told[1]
    assert list(Message.objects.order_by("pk").values_list("state", "error")) == [
        ("failed", "No respondió."),
        ("queued", ""),
    ]


@pytest.mark.parametrize("moment", ["", "ayer", "2027-99-99T00:00:00Z", "2027-01-01T00:00:00Z"])
def test_undoing_no_retry_says_so(client, administrator, moment):
    assert "no queda nada que deshacer" in press(client, "mailbox_retry_undo", vuelven=moment)


def test_retry_with_nothing_failed_says_so(client, administrator):
    assert "No queda ningún mensaje fallido" in press(client, "mailbox_retry")


def test_a_channel_is_paused_and_resumed_by_whoever_comes_first(client, administrator, settings):
    settings.REHEARSAL = True

    paused = [press(client, "channel_pause", canal="email") for _time in range(2)][-1]
    resumed = press(client, "channel_resume", canal="email")
    again = press(client, "channel_resume", canal="email")

    assert "El correo está en pausa desde" in paused
    assert f"La puso en pausa {administrator.name}." in paused
    assert "Lo que esperaba vuelve a salir." in resumed
    assert "Pausar el correo" in again
    assert list(ChannelPause.objects.values_list("channel", "by_name")) == [
        ("email", administrator.name)
    ]


@pytest.mark.parametrize("name", ["channel_pause", "channel_resume"])
def test_a_channel_that_is_none_is_not_there(client, administrator, name):
    answer = client.post(reverse(f"desk:{name}"), {"canal": "paloma"})

    assert (answer.status_code, ChannelPause.objects.count()) == (404, 0)


def test_an_address_that_got_nothing_is_written_to_again_by_a_persons_word(client, administrator):
    message = put(queue(administrator), "suppressed", error="Pidió no recibirlos.")
    stop = Suppression.objects.create(
        channel="email",
        address_hash=hash_address("email", "ana@comuna.cl"),
        scope="all",
        reason="unsubscribed",
        since_at=timezone.now() - timedelta(days=9),
    )
    before = client.get(reverse("desk:message", args=[message.pk])).content.decode()

    told = [press(client, "message_unstop", message.pk) for _time in range(2)]

    stop.refresh_from_db()
    assert "Hágalo solo si la persona lo pidió." in before and "Enviar otra vez" not in before
    assert "Desde ahora se le escribe otra vez." in told[0] and "Enviar otra vez" in told[0]
    assert "alguien lo cambió antes" in told[1]
    assert stop.ended_at is not None


def test_a_message_that_was_held_back_cannot_be_said_to_have_arrived(client, administrator):
    message = put(queue(administrator), "suppressed")

    said = press(client, "message_settle", message.pk, llego="si")
    kept = states()
    press(client, "message_settle", message.pk, llego="no")

    assert "Este mensaje ya cambió de estado." in said
    assert (kept, states()) == (["suppressed"], ["queued"])


def test_what_waits_too_long_is_an_alarm_that_tells_whether_anybody_works(client, administrator):
    """JOB-01: the age of the oldest is visible, and the page says what to do."""
    Message.objects.filter(pk=queue(administrator).pk).update(
        next_try_at=timezone.now() - timedelta(hours=2)
    )
    alone = page_of(client)
    join_workers(now=timezone.now())

    worked = page_of(client)

    assert "El más antiguo espera hace 2\xa0horas." in alone
    assert "El trabajo de fondo está detenido" in alone
    assert "El trabajo de fondo está detenido" not in worked
    assert "Si sigue así, avise a quien administra." in worked
