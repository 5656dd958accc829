"""What the doctor says of mail, of its domain and of what waits; L26."""

import base64
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.foundation.diagnosis import Diagnosis, Level
from convoca.foundation.mail_server import MailServer
from convoca.messaging.channels.dns_records import texts_of
from convoca.messaging.channels.mail_trial import Trial, try_mail_server
from convoca.messaging.doctor import (
    examine_sender,
    look_at_account,
    look_at_bounces,
    look_at_mail_server,
    look_at_messages,
    look_at_whatsapp,
)
from convoca.messaging.errors import ChannelDownError
from convoca.messaging.models import ChannelPause, Message, Template
from convoca.messaging.services import pause_channel
from tests.factories.directory import make_association
from tests.factories.messaging import make_message
from tests.factories.whatsapp import make_template
from tests.support.dns import name_server, resolver_at

KEY = base64.b64encode(bytes(294)).decode()
GOOD = {
    "amuch.cl": ["v=spf1 include:_spf.correo.cl ~all"],
    "s1._domainkey.amuch.cl": [f"v=DKIM1; k=rsa; p={KEY}"],
    "_dmarc.amuch.cl": ["v=DMARC1; p=quarantine"],
}


def levels(diagnoses):
    return [(diagnosis.about, diagnosis.level) for diagnosis in diagnoses]


def test_domain_that_says_all_is_fine():
    with name_server(GOOD) as resolver:
        found = list(examine_sender("amuch.cl", "s1", resolver))

    assert levels(found) == [
        ("SPF amuch.cl", Level.FINE),
        ("DKIM s1._domainkey.amuch.cl", Level.FINE),
        ("DMARC _dmarc.amuch.cl", Level.FINE),
    ]


def test_domain_that_says_nothing_is_trouble_with_what_to_publish():
    with name_server({"amuch.cl": []}) as resolver:
        found = list(examine_sender("amuch.cl", "s1", resolver))

    assert [diagnosis.level for diagnosis in found] == [Level.TROUBLE] * 3
    assert found[0] == Diagnosis(
        "SPF amuch.cl",
        Level.TROUBLE,
        "No está.",
        "Un solo registro TXT: v=spf1 include:su-servidor ~all",
    )


def test_policy_of_the_domain_above_stands_for_one_below():
    with name_server(GOOD | {"avisos.amuch.cl": ["v=spf1 -all"]}) as resolver:
        found = list(examine_sender("avisos.amuch.cl", "", resolver))

    assert [diagnosis.level for diagnosis in found] == [Level.FINE, Level.WARNING, Level.FINE]


def test_silent_name_server_is_a_warning_and_not_a_verdict():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    resolver = resolver_at(port)

    with pytest.raises(ChannelDownError):
        texts_of("amuch.cl", resolver, patience_s=0.3)


def test_sender_without_a_domain_is_told_so():
    assert levels(examine_sender("localhost", "")) == [("Dominio del correo", Level.WARNING)]


def test_mail_server_that_answers_is_fine(smtp_server, settings):
    settings.EMAIL_SERVER = MailServer("127.0.0.1", smtp_server.port, "", "", "none")

    assert levels(look_at_mail_server()) == [("Correo", Level.FINE)]
    assert smtp_server.messages == []


def test_mail_server_without_encryption_is_unsafe(smtp_server):
    server = MailServer("127.0.0.1", smtp_server.port, "", "", "starttls")

    assert try_mail_server(server) == Trial.UNSAFE


def test_mail_server_that_is_away_is_trouble_with_what_to_do(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.EMAIL_SERVER = MailServer("127.0.0.1", port, "", "", "none")

    assert list(look_at_mail_server()) == [
        Diagnosis(
            "Correo",
            Level.TROUBLE,
            f"127.0.0.1:{port} no responde.",
            "Revise servidor y puerto en CONVOCA_EMAIL_URL, y que la red deje salir.",
        )
    ]


def test_no_mail_server_is_a_warning(settings):
    settings.EMAIL_SERVER = None

    assert levels(look_at_mail_server()) == [("Correo", Level.WARNING)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("waited", "level"),
    [
        (timedelta(minutes=5), Level.FINE),
        (timedelta(minutes=20), Level.WARNING),
        (timedelta(hours=3), Level.TROUBLE),
    ],
)
def test_messages_that_wait_long_are_told(waited, level):
    make_message(next_try_at=timezone.now() - waited)

    assert levels(look_at_messages()) == [("Mensajes", level)]


@pytest.mark.django_db
def test_uncertain_messages_are_told():
    make_message(state=Message.State.UNCERTAIN)

    assert [diagnosis.sentence for diagnosis in look_at_messages()] == [
        "Ninguno espera hace más de 15 minutos.",
        "1 mensaje incierto.",
    ]


@pytest.mark.parametrize(
    ("values", "level", "sentence"),
    [
        ({"A": "", "B": ""}, Level.FINE, "Sin cuenta."),
        ({"A": "x", "B": ""}, Level.WARNING, "La cuenta está a medias."),
        ({"A": "x", "B": "y"}, Level.FINE, "Los ajustes de la cuenta están."),
    ],
)
def test_account_is_complete_absent_or_half(values, level, sentence):
    found = look_at_account("WhatsApp", values, "Sin cuenta.")

    assert (found.level, found.sentence) == (level, sentence)


@pytest.mark.parametrize(
    ("address", "mailbox", "expected"),
    [
        ("", None, (Level.FINE, "")),
        ("rebote@amuch.cl", "casilla", (Level.FINE, "")),
        ("rebote@amuch.cl", None, (Level.WARNING, "Ponga también CONVOCA_BOUNCES_URL.")),
        ("", "casilla", (Level.WARNING, "Ponga también CONVOCA_BOUNCES_ADDRESS.")),
    ],
)
def test_bounces_need_an_address_and_a_mailbox(settings, address, mailbox, expected):
    settings.BOUNCES_ADDRESS, settings.BOUNCES_MAILBOX = address, mailbox

    assert [(each.level, each.advice) for each in look_at_bounces()] == [expected]


def test_mail_service_stands_for_a_mail_server(settings):
    settings.EMAIL_SERVER, settings.MAIL_SERVICE = None, "postmark"

    assert list(look_at_mail_server()) == [
        Diagnosis("Correo", Level.FINE, "Sale por el servicio postmark.")
    ]


@pytest.fixture
def account(settings):
    """A whole account of WhatsApp and an approved template."""
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", "106"
    settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN = "firma", "palabra"
    make_template(make_association())


def said_of_whatsapp() -> list[tuple[Level, str, str]]:
    return [(each.level, each.sentence, each.advice) for each in look_at_whatsapp()]


@pytest.mark.django_db
def test_whatsapp_that_is_whole_is_fine(account):
    assert said_of_whatsapp() == [(Level.FINE, "Los ajustes de la cuenta están.", "")]


@pytest.mark.django_db
def test_whatsapp_without_any_setting_is_just_absent():
    assert said_of_whatsapp() == [
        (Level.FINE, "Sin cuenta: se usan textos listos para copiar.", "")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("TOKEN", "La cuenta está a medias: nada sale por WhatsApp."),
        ("PHONE_NUMBER_ID", "La cuenta está a medias: nada sale por WhatsApp."),
        ("APP_SECRET", "No se oye a Meta: ni qué llegó ni quién escribe BAJA."),
        ("VERIFY_TOKEN", "No se oye a Meta: ni qué llegó ni quién escribe BAJA."),
    ],
)
def test_whatsapp_in_part_says_what_is_missing(account, settings, name, sentence):
    setattr(settings, f"WHATSAPP_{name}", "")

    assert said_of_whatsapp() == [
        (Level.WARNING, sentence, f"Ponga también CONVOCA_WHATSAPP_{name}.")
    ]


@pytest.mark.django_db
def test_whatsapp_without_an_approved_template_says_what_to_do(account):
    Template.objects.update(state=Template.State.PAUSED)

    assert said_of_whatsapp()[1:] == [
        (
            Level.WARNING,
            "Ninguna plantilla está aprobada: solo sale texto a quien escribió hace poco.",
            "Agregue en Mensajes, WhatsApp, las que Meta aprobó.",
        )
    ]


@pytest.mark.django_db
def test_paused_channel_is_told_under_its_own_name(account):
    pause_channel(channel="whatsapp", reason="Meta bloqueó la cuenta.", now=timezone.now())

    assert said_of_whatsapp()[1:] == [
        (
            Level.WARNING,
            "WhatsApp está en pausa: Meta bloqueó la cuenta.",
            "Reanúdelo en la página Mensajes.",
        )
    ]
    assert levels(look_at_messages()) == [("Mensajes", Level.FINE)]


@pytest.mark.django_db
def test_pause_with_an_end_says_when_it_goes_on():
    now = timezone.now()
    until = now + timedelta(minutes=30)
    ChannelPause.objects.create(
        channel="email", reason="Muy seguido.", since_at=now, ended_at=until
    )

    assert list(look_at_messages())[1].advice == (
        f"Sigue solo a las {timezone.localtime(until):%H:%M}."
    )
