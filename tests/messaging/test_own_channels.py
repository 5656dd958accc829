"""Each person by the own channel: who agreed by WhatsApp, the others by mail."""

import pytest

from convoca.messaging.core.house_templates import BLANKS, NEWS
from convoca.messaging.models import Conversation, Message, Template
from convoca.messaging.services import Recipient, Text, read_own_channels
from tests.factories.directory import make_association
from tests.factories.whatsapp import ANA, agree, make_template

pytestmark = pytest.mark.django_db
LUIS = "+56933334444"
MAIL = Text("Novedades", "El texto entero.\n", is_list=True)


@pytest.fixture
def association(settings):
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", "1065"
    association = make_association()
    agree(association)
    make_template(association, NEWS.name, body=NEWS.body)
    return association


def way_of(association, phone: str = ANA, email: str = "ana@muni.cl") -> Recipient | None:
    channels = read_own_channels(association, NEWS, [ANA, LUIS, ""])
    return channels.recipient(email=email, phone=phone, name="Ana")


def test_who_agreed_is_written_to_by_whatsapp_with_the_mail_behind_it(association):
    recipient = way_of(association)

    assert recipient == Recipient(ANA, "Ana", Message.Channel.WHATSAPP, fallback="ana@muni.cl")


@pytest.mark.parametrize(("phone", "email"), [(LUIS, "luis@muni.cl"), ("", "sin@muni.cl")])
def test_who_did_not_agree_is_written_to_by_mail(association, phone, email):
    assert way_of(association, phone, email) == Recipient(email, "Ana")


def test_who_has_no_channel_is_nobody_to_write_to(association):
    assert way_of(association, LUIS, "") is None


def test_who_agreed_needs_no_mail_address(association):
    assert way_of(association, ANA, "") == Recipient(ANA, "Ana", Message.Channel.WHATSAPP)


@pytest.mark.parametrize(
    "missing", ["account", "approval", "template", "agreement", "blanks", "phone is not on it"]
)
def test_everybody_gets_mail_where_something_is_missing(association, settings, missing):
    if missing == "account":
        settings.WHATSAPP_TOKEN = ""
    elif missing == "approval":
        Template.objects.update(state=Template.State.PAUSED)
    elif missing == "template":
        Template.objects.all().delete()
    elif missing == "agreement":
        association.whatsapp_opt_ins.all().delete()
    elif missing == "blanks":
        Template.objects.update(body="Hola, {{1}}. Hay novedades.")
    else:
        Conversation.objects.create(address=ANA, is_unreachable=True)

    assert way_of(association) == Recipient("ana@muni.cl", "Ana")


def test_the_short_text_holds_the_blanks_and_the_mail_stays_whole(association):
    channels = read_own_channels(association, NEWS, [ANA])
    blanks = ["Ana", "Comunidad de Tránsito", "Ley nueva", "https://aqui"]
    by_whatsapp = channels.recipient(email="", phone=ANA, name="Ana")
    by_mail = channels.recipient(email="luis@muni.cl", phone=LUIS, name="Luis")

    short = channels.text(by_whatsapp, MAIL, blanks=blanks)

    assert (short.template, short.parameters, short.is_list) == (NEWS.name, tuple(blanks), True)
    assert [blank in short.body for blank in blanks] == [True] * BLANKS
    assert channels.text(by_mail, MAIL, blanks=blanks) == MAIL


def test_reading_asks_the_same_for_one_and_for_three(association, django_assert_num_queries):
    for phones in ([ANA], [ANA, LUIS, "+56955556666"]):
        with django_assert_num_queries(3):
            read_own_channels(association, NEWS, phones)
