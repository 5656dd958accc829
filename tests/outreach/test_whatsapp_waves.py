"""Waves of a campaign that go by WhatsApp, to who agreed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from convoca.directory.models import ContactPoint
from convoca.directory.queries import phone_of
from convoca.foundation.links import reveal_links
from convoca.messaging.models import Message, OptIn, Template
from convoca.messaging.queries import agreed_addresses
from convoca.messaging.services import deliver_due
from convoca.outreach.core.campaign import Channel
from convoca.outreach.models import WaveContact
from convoca.outreach.queries.progress import list_open_members
from convoca.outreach.services import (
    CampaignInput,
    WaveInput,
    save_campaign,
    start_campaign,
    undo_start,
    write_sample,
)
from tests.factories.outreach import WORKING, invitation_at, make_caller, make_queue
from tests.factories.whatsapp import agree, make_template

pytestmark = pytest.mark.django_db
BODY = "Estimada/o {{1}}: ¿participará {{2}}? Responda en {{3}} con un toque."
LINES = "{nombre}\n{comuna}\n\n{enlace}"


@pytest.fixture
def cycle():
    cycle = make_queue(3)
    make_template(cycle.community.association, "llamado", category="marketing", body=BODY)
    for place in (0, 1):
        person = invitation_at(cycle, place).person
        agree(cycle.community.association, phone_of(person))
    return cycle


@pytest.fixture
def user(cycle):
    return make_caller(cycle)


def prepare(cycle, user, *later: WaveInput):
    given = CampaignInput(
        name="Por WhatsApp",
        chosen={},
        gap_days=3,
        most_contacts=4,
        waves=[WaveInput("whatsapp", "", LINES, "llamado"), *later],
    )
    return save_campaign(cycle=cycle, campaign=None, given=given, user=user, now=WORKING)


def sent() -> list[Message]:
    return list(Message.objects.filter(purpose="campaign").order_by("to_address"))


def test_a_wave_of_whatsapp_reaches_who_agreed_with_the_template_and_a_mail_to_fall_back(
    cycle, user
):
    start_campaign(campaign=prepare(cycle, user), user=user, now=WORKING)

    first = sent()[0]
    person = invitation_at(cycle, 0).person
    assert len(sent()) == 2
    assert (first.channel, first.template, first.is_list) == ("whatsapp", "llamado", True)
    assert first.to_address == phone_of(person)
    assert first.fallback_address == person.contacts.get(channel="email").value
    assert first.parameters[:2] == [person.name, "Comuna 000"]
    assert reveal_links(first.parameters[2]).startswith("http")
    assert reveal_links(first.body) == (
        f"Estimada/o {person.name}: ¿participará Comuna 000? "
        f"Responda en {reveal_links(first.parameters[2])} con un toque."
    )


def test_who_did_not_agree_goes_on_with_the_next_wave(cycle, user):
    campaign = prepare(cycle, user, WaveInput("email", "¿Participará?", "Hola {nombre}"))

    start_campaign(campaign=campaign, user=user, now=WORKING)

    assert sorted(message.channel for message in sent()) == ["email", "whatsapp", "whatsapp"]


def test_what_whatsapp_did_not_take_does_not_end_the_campaign(cycle, user):
    campaign = prepare(cycle, user, WaveInput("phone", "", "Hola {nombre}"))
    start_campaign(campaign=campaign, user=user, now=WORKING)
    campaign.refresh_from_db()

    Message.objects.filter(purpose="campaign").update(state="failed")
    whatsapp_failed = [each.recipient.bounced for each in list_open_members(campaign, now=WORKING)]
    Message.objects.filter(purpose="campaign").update(channel="email")
    mail_failed = [each.recipient.bounced for each in list_open_members(campaign, now=WORKING)]

    assert (whatsapp_failed, mail_failed) == ([False] * 3, [True, True, False])


def test_undoing_the_start_stops_what_waits_for_whatsapp(cycle, user):
    campaign = prepare(cycle, user)
    start_campaign(campaign=campaign, user=user, now=WORKING)
    campaign.refresh_from_db()

    result = undo_start(campaign=campaign, now=WORKING + timedelta(seconds=5))

    assert (result.undone, result.left) == (2, 0)
    assert {message.state for message in sent()} == {"cancelled"}
    assert not WaveContact.objects.exists()


def test_the_sample_shows_the_whole_text_as_it_is_read(cycle, user):
    [(_wave, text)] = write_sample(prepare(cycle, user))

    name = invitation_at(cycle, 0).person.name
    assert text.body.startswith(f"Estimada/o {name}: ¿participará Comuna 000? Responda en (aquí va")


def test_a_template_that_is_not_approved_any_more_still_gives_the_mail_its_whole_text(
    cycle, user, settings
):
    campaign = prepare(cycle, user)
    Template.objects.update(state="paused")
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", "1"

    start_campaign(campaign=campaign, user=user, now=WORKING)

    person = invitation_at(cycle, 0).person
    deliver_due(clock=lambda: WORKING + timedelta(minutes=1))
    assert {message.channel for message in sent()} == {"email"}
    assert sent()[0].body.startswith(f"Estimada/o {person.name}: ¿participará Comuna 000?")


@pytest.mark.parametrize("count", [1, 3])
def test_members_are_listed_with_the_same_number_of_queries(
    user, cycle, django_assert_num_queries, count
):
    agree(cycle.community.association, phone_of(invitation_at(cycle, 2).person))
    campaign = prepare(cycle, user)
    start_campaign(campaign=campaign, user=user, now=WORKING)
    campaign.refresh_from_db()
    keep = list(campaign.seats.values_list("pk", flat=True))[:count]
    campaign.seats.exclude(pk__in=keep).delete()

    with django_assert_num_queries(13):
        members = list_open_members(campaign, now=WORKING)

    assert len(members) == count
    assert Channel.WHATSAPP in members[0].recipient.channels


def test_agreed_addresses_are_those_of_the_association_that_stand(cycle):
    association = cycle.community.association
    phone = phone_of(invitation_at(cycle, 0).person)
    others = list(ContactPoint.objects.filter(channel="phone").values_list("value", flat=True))

    assert phone in agreed_addresses(association, others)

    OptIn.objects.update(ended_at=WORKING)
    assert agreed_addresses(association, others) == set()


FORM = {
    "name": "Por WhatsApp",
    "gap_days": "3",
    "most_contacts": "4",
    "channel_1": "whatsapp",
    "template_1": "llamado",
    "body_1": LINES,
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"template_1": ""}, "Elija la plantilla que saldrá."),
        ({"body_1": "{nombre}"}, "La plantilla lleva 3 datos: escriba un dato por línea."),
        ({"body_1": LINES + "\n{mal}"}, "La plantilla lleva 3 datos"),
    ],
)
def test_a_wave_of_whatsapp_asks_for_its_template_and_a_line_for_each_blank(
    client, cycle, user, change, sentence
):
    client.force_login(user)

    answer = client.post(reverse("outreach:new", args=[cycle.pk]), FORM | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_wave_of_whatsapp_is_kept_and_shown_again(client, cycle, user):
    client.force_login(user)

    client.post(reverse("outreach:new", args=[cycle.pk]), FORM)

    wave = cycle.campaigns.get().waves.get()
    assert (wave.channel, wave.template, wave.body) == ("whatsapp", "llamado", LINES)
    path = reverse("outreach:edit", args=[cycle.pk, wave.campaign_id])
    assert '<option value="llamado" selected>' in client.get(path).content.decode()


def test_without_an_approved_template_whatsapp_is_not_offered(client, cycle, user):
    client.force_login(user)
    Template.objects.update(state="pending")

    page = client.get(reverse("outreach:new", args=[cycle.pk])).content.decode()

    assert 'value="whatsapp"' not in page
    assert "Plantilla, si va por WhatsApp" not in page
