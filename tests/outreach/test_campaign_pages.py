"""The pages of the campaigns."""

import pytest
from django.urls import reverse

from convoca.messaging.models import Message
from convoca.outreach.models import Campaign
from convoca.outreach.services import start_campaign
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community
from tests.factories.outreach import WORKING, make_caller, make_campaign, make_queue

pytestmark = pytest.mark.django_db


def address(cycle, name: str, *args: int) -> str:
    return reverse(f"outreach:{name}", args=[cycle.pk, *args])


def read(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def press(client, path: str, **given) -> str:
    response = client.post(path, given, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def written(**more) -> dict[str, str]:
    return {
        "name": "Segundo llamado", "region": "", "settlement": "", "reach": "",
        "gap_days": "3", "most_contacts": "4",
        "channel_1": "email", "subject_1": "Hola {nombre}", "body_1": "{comuna}: {enlace}",
        "channel_2": "phone", "subject_2": "", "body_2": "Llamar a {nombre}",
        "channel_3": "", "subject_3": "", "body_3": "",
    } | more  # fmt: skip


@pytest.fixture
def started(cycle, caller):
    campaign = make_campaign(cycle, caller, channels="email letter")
    start_campaign(campaign=campaign, user=caller, now=WORKING)
    return campaign


def test_empty_list_invites_to_the_first_campaign(client, cycle, caller):
    assert "Todavía no hay campañas" in read(client, address(cycle, "campaigns"))


def test_new_campaign_is_kept_and_shows_its_sample_before_anything_leaves(client, cycle, caller):
    page = press(client, address(cycle, "new"), **written())

    campaign = Campaign.objects.get()
    assert [(w.number, w.channel) for w in campaign.waves.all()] == [(1, "email"), (2, "phone")]
    for words in (
        "¿Empezar con 3 personas?",
        "Hola Directora 000",
        "Comuna 000: (aquí va el enlace personal de cada persona)",
        "Entre dos contactos pasan al menos 3 días hábiles; son a lo más 4 por persona.",
    ):
        assert words in page, words
    assert Message.objects.filter(purpose="campaign").count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Escriba un nombre para reconocer la campaña."),
        ({"channel_1": "", "channel_2": ""}, "Elija por dónde se contacta primero."),
        ({"subject_1": ""}, "Un correo necesita un asunto."),
        ({"body_2": ""}, "Escriba qué se dirá."),
        ({"body_1": "Hola {apodo}"}, "No conocemos {apodo}. Use solo los datos de la lista."),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_written_is_lost(
    client, cycle, caller, wrong, said
):
    response = client.post(address(cycle, "new"), written(**wrong))

    page = response.content.decode()
    assert (response.status_code, said in page, "Llamar a" in page or "body_2" in wrong) == (
        422,
        True,
        True,
    )
    assert Campaign.objects.count() == 0


def test_prepared_campaign_can_be_changed_until_it_starts(client, cycle, caller):
    campaign = make_campaign(cycle, caller)

    press(client, address(cycle, "edit", campaign.pk), **written(name="Otro nombre", reach="phone"))
    form = read(client, address(cycle, "edit", campaign.pk))
    start_campaign(campaign=campaign, user=caller, now=WORKING)
    late = client.post(address(cycle, "edit", campaign.pk), written(name="Tarde"))

    campaign.refresh_from_db()
    assert ("Otro nombre" in form, late.status_code) == (True, 409)
    assert (campaign.name, campaign.chosen) == ("Otro nombre", {"reach": "phone"})


def test_start_test_and_undo(client, cycle, caller):
    campaign = make_campaign(cycle, caller, channels="email")

    tested = press(client, address(cycle, "test", campaign.pk))
    started = press(client, address(cycle, "start", campaign.pk))
    undone = press(client, address(cycle, "undo_start", campaign.pk))

    assert f"La prueba va en camino a {caller.email}." in tested
    assert "La campaña va en marcha con 3 personas." in started
    assert "Deshecho: no salió nada" in undone


def test_undo_says_what_had_left(client, cycle, caller, started):
    Message.objects.filter(purpose="campaign", to_name="Directora 000").update(state="sent")

    page = press(client, address(cycle, "undo_start", started.pk))

    assert "1 ya habían salido; lo demás no saldrá." in page


def test_stop_and_resume(client, cycle, caller, started):
    stopped = press(client, address(cycle, "stop", started.pk))
    again = press(client, address(cycle, "stop", started.pk))
    resumed = press(client, address(cycle, "resume", started.pk))

    assert "La campaña quedó detenida." in stopped
    assert "La campaña ya cambió de estado." in again
    assert "La campaña sigue donde iba." in resumed


def test_each_figure_leads_to_its_people(client, cycle, caller, started):
    Message.objects.filter(purpose="campaign", to_name="Directora 000").update(state="sent")
    path = address(cycle, "campaign", started.pk)

    page = read(client, path)
    left, going_on = read(client, f"{path}?tanda=1&que=left"), read(client, f"{path}?tanda=fin")

    assert "1 de 3 · 33" in page
    assert ["Directora 000" in left, "Directora 001" in left] == [True, False]
    assert "Directora 002" in going_on


def test_campaign_for_nobody_says_so(client, cycle, caller):
    campaign = make_campaign(cycle, caller, chosen={"region": "nada"})

    assert "Nadie calza con lo elegido" in read(client, address(cycle, "start", campaign.pk))
    assert "Nadie calza con lo elegido" in press(client, address(cycle, "start", campaign.pk))


def test_started_campaign_is_not_asked_for_again(client, cycle, caller, started):
    response = client.get(address(cycle, "start", started.pk))

    assert response.url == address(cycle, "campaign", started.pk)


def test_letters_come_as_a_pdf(client, cycle, caller):
    campaign = make_campaign(cycle, caller, channels="letter")
    none = press(client, address(cycle, "letters", campaign.pk))
    start_campaign(campaign=campaign, user=caller, now=WORKING)

    before = read(client, address(cycle, "campaign", campaign.pk))
    made = client.post(address(cycle, "letters", campaign.pk))
    after = read(client, address(cycle, "campaign", campaign.pk))

    assert "Por ahora no hay cartas que imprimir" in none
    assert "3 cartas por imprimir y enviar." in before
    assert (made["Content-Type"], made.content[:4]) == ("application/pdf", b"%PDF")
    assert "Todas las cartas se imprimieron." in after


def test_interviewers_do_not_send_campaigns(client, cycle, working_hour):
    client.force_login(make_caller(cycle, "emilio@ejemplo.cl", "interviewer"))

    assert client.get(address(cycle, "campaigns")).status_code == 404


def test_campaign_of_another_cycle_is_not_found(client, cycle, caller, started):
    other = make_cycle(make_community(caller.association, "DOM"), now=WORKING)
    other.community.team.create(user=caller, role="coordinator")

    assert client.get(address(other, "campaign", started.pk)).status_code == 404


@pytest.mark.parametrize("name", ["campaigns", "campaign"])
def test_pages_ask_the_database_as_often_for_any_number_of_people(
    client, django_assert_max_num_queries, working_hour, name
):
    asked = []
    for seats in (1, 3):
        cycle = make_queue(seats)
        caller = make_caller(cycle, f"c{seats}@ejemplo.cl")
        campaign = make_campaign(cycle, caller)
        start_campaign(campaign=campaign, user=caller, now=WORKING)
        if name == "campaigns" and seats == 3:
            make_campaign(cycle, caller, name="Otra")
        client.force_login(caller)
        args = [campaign.pk] if name == "campaign" else []
        with django_assert_max_num_queries(40) as queries:
            read(client, address(cycle, name, *args))
        asked.append(len(queries))

    assert asked[0] == asked[1]
