"""Mails that come back: what becomes of their message and of their address."""

from datetime import timedelta

import pytest

from convoca.foundation.models import Association
from convoca.messaging.models import Bounce, Message
from convoca.messaging.services import Recipient, readdress_messages
from convoca.messaging.services.addresses import return_address_of
from convoca.messaging.services.mails import apply_mail
from tests.factories.directory import make_association
from tests.factories.mails import ADDRESS, SENT_AT, make_bounce, make_message, open_stops

pytestmark = pytest.mark.django_db
NOW = SENT_AT + timedelta(minutes=5)
DAY = timedelta(days=1)
DEAD = [("all", "bounced")]
FULL = {"status": "5.2.2", "diagnostic": "552 5.2.2 mailbox full"}
BOX_FULL = (
    "El correo volvió: el buzón de esta persona está lleno (5.2.2). "
    "Llámele o pídale otra dirección."
)
BLOCKED = {"status": "5.7.1", "diagnostic": "554 5.7.1 blocked using zen.spamhaus.org"}


@pytest.fixture
def association() -> Association:
    return make_association()


@pytest.fixture(autouse=True)
def bounces_address(settings):
    settings.BOUNCES_ADDRESS = "rebote@asociacion.cl"


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.error


@pytest.mark.parametrize("state", ["sent", "uncertain", "leased", "delivered"])
def test_hard_bounce_fails_the_message_and_suppresses_its_address_prv_05(association, state):
    message = make_message(association, state=state)

    used = apply_mail(make_bounce(message), received_at=NOW)

    message.refresh_from_db()
    assert used
    assert (message.state, message.sent_at, open_stops()) == ("failed", None, DEAD)
    assert message.error == (
        "El correo volvió: esta dirección no existe (5.1.1). "
        "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
    )


@pytest.mark.parametrize("state", ["queued", "cancelled", "suppressed", "read"])
def test_hard_bounce_leaves_the_state_of_what_did_not_just_leave(association, state):
    message = make_message(association, state=state)

    apply_mail(make_bounce(message), received_at=NOW)

    message.refresh_from_db()
    held_back = "suppressed" if state == "queued" else state
    assert (message.state, open_stops()) == (held_back, DEAD)


def test_hard_bounce_again_changes_nothing(association):
    message = make_message(association)
    for _ in range(2):
        apply_mail(make_bounce(message), received_at=NOW)

    assert (Bounce.objects.count(), open_stops()) == (1, DEAD)


def test_hard_bounce_is_sent_again_to_the_corrected_address(association):
    message = make_message(association)
    apply_mail(make_bounce(message), received_at=NOW)

    readdress_messages(
        association=association, to=Recipient("anita@comuna.cl", "Ana"), former=[ADDRESS], now=NOW
    )

    message.refresh_from_db()
    assert (message.state, message.to_address) == ("queued", "anita@comuna.cl")


def test_late_bounce_of_a_former_address_says_nothing_of_the_new_one(association):
    message = make_message(association)
    notice = make_bounce(message, to=return_address_of(message))
    Message.objects.update(to_address="anita@muni.cl", state="sent")

    apply_mail(notice, received_at=NOW)

    assert open_stops("anita@muni.cl") == []


def test_soft_bounce_fails_the_message_and_keeps_the_address(association):
    message = make_message(association)

    apply_mail(make_bounce(message, **FULL), received_at=NOW)

    assert open_stops() == []
    assert state_of(message) == ("failed", BOX_FULL)


def bounce_on(association, days: list[float], **notice) -> list[tuple[str, str]]:
    for number, day in enumerate(days):
        message = make_message(association, f"k{number}")
        apply_mail(make_bounce(message, **notice), received_at=NOW + day * DAY)
    return open_stops()


@pytest.mark.parametrize(
    ("days", "stops"),
    [
        ([0, 1, 2], DEAD),
        ([0, 6, 13], DEAD),
        ([0, 1], []),
        ([0, 1, 14], []),
        ([0, 0.01, 0.02], []),
    ],
)
def test_soft_bounces_on_three_days_of_fourteen_are_as_hard(association, days, stops):
    assert bounce_on(association, days, **FULL) == stops


def test_soft_bounces_by_a_rule_of_the_server_never_kill_an_address(association):
    assert bounce_on(association, [0, 1, 2, 3], **BLOCKED) == []


def test_third_soft_bounce_says_what_to_do(association):
    bounce_on(association, [0, 1, 2], **FULL)

    last = Message.objects.get(key="k2")
    assert last.error == (
        "El correo volvió varias veces en dos semanas. Ya no se escribe a esta dirección: "
        "llame a la persona y pídale otra."
    )


@pytest.mark.parametrize(("state", "after"), [("sent", "sent"), ("uncertain", "sent")])
def test_delayed_notice_changes_nothing_but_what_was_uncertain(association, state, after):
    message = make_message(association, state=state)

    apply_mail(make_bounce(message, action="delayed", status="4.4.1"), received_at=NOW)

    assert (state_of(message), open_stops()) == ((after, ""), [])
    assert Bounce.objects.get().kind == "delayed"


@pytest.mark.parametrize("state", ["sent", "uncertain", "leased"])
def test_report_of_success_settles_the_message_as_delivered(association, state):
    message = make_message(association, state=state)

    apply_mail(make_bounce(message, action="delivered", status="2.0.0"), received_at=NOW)

    message.refresh_from_db()
    assert (message.state, message.delivered_at, message.error) == ("delivered", NOW, "")


def test_return_address_names_the_message_without_any_copy(association):
    message = make_message(association)
    notice = make_bounce(message, to=return_address_of(message)).replace(b"Message-ID", b"X-No")

    assert apply_mail(notice, received_at=NOW)
    assert open_stops() == DEAD


def test_return_address_with_another_sign_names_nothing(association):
    message = make_message(association)
    forged = f"rebote+{message.pk}-0123456789abcdef@asociacion.cl"
    notice = make_bounce(message, to=forged).replace(b"Message-ID", b"X-No")

    assert not apply_mail(notice, received_at=NOW)
    assert (state_of(message), open_stops()) == (("sent", ""), [])


def test_return_address_of_an_earlier_key_still_counts(association, settings):
    message = make_message(association)
    to = return_address_of(message)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "otra-clave-de-prueba"

    assert apply_mail(make_bounce(message, to=to), received_at=NOW)


@pytest.mark.parametrize(
    ("recipient", "is_named", "stops"),
    [
        ("otra@gmail.com", True, []),
        ("a.rojas@comuna.cl", True, DEAD),
        ("a.rojas@comuna.cl", False, []),
        ("ANA@comuna.cl", False, DEAD),
    ],
)
def test_bounce_about_another_address_kills_ours_only_in_the_same_house(
    association, recipient, is_named, stops
):
    message = make_message(association)
    to = return_address_of(message) if is_named else "convoca@asociacion.cl"

    apply_mail(make_bounce(message, recipient=recipient, to=to), received_at=NOW)

    assert (state_of(message)[0], open_stops()) == ("failed", stops)


def test_notice_about_a_mail_that_is_not_ours_is_of_no_use(association):
    message = make_message(association)
    Message.objects.update(message_id="<another@convoca>")

    assert not apply_mail(make_bounce(message), received_at=NOW)


def test_auto_reply_ends_here_and_nothing_is_answered_prv_16(association):
    message = make_message(association)
    reply = (
        f"From: Ana <{ADDRESS}>\nSubject: Respuesta automatica: Hola\n"
        f"Auto-Submitted: auto-replied\nIn-Reply-To: {message.message_id}\n\nEstoy de vacaciones."
    )

    used = apply_mail(reply.encode(), received_at=NOW)

    assert (used, state_of(message), Message.objects.count()) == (True, ("sent", ""), 1)


def test_words_of_a_person_are_of_no_use_here(association):
    make_message(association)

    assert not apply_mail(b"From: Ana <ana@comuna.cl>\nSubject: Re: Hola\n\nVoy.", received_at=NOW)


def test_complaint_ends_the_lists_of_who_made_it(association):
    message = make_message(association)
    notice = (
        "From: fbl@proveedor.example\nSubject: complaint\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message.message_id}\n\n--b--\n"
    )

    assert apply_mail(notice.encode(), received_at=NOW)
    assert (state_of(message), open_stops()) == (("sent", ""), [("lists", "complained")])
