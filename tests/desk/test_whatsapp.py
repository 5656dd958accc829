"""The page of WhatsApp, for who administers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.messaging.models import (
    ChannelPause,
    Conversation,
    Message,
    OptIn,
    SenderNumber,
    Template,
    WrittenText,
)
from convoca.messaging.services import pause_channel
from tests.factories.directory import make_user
from tests.factories.whatsapp import ANA, agree, make_template, queue_whatsapp
from tests.fakes.whatsapp import NUMBER_ID

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:whatsapp")


@pytest.fixture
def administrator(client):
    user = make_user(administrator=True)
    client.force_login(user)
    return user


@pytest.fixture
def account(settings):
    settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = "clave", NUMBER_ID


def read(client, path: str = PAGE, **query) -> str:
    return client.get(path, query).content.decode()


def write(client, text: str = "¿A qué hora es?", **more) -> WrittenText:
    return WrittenText.objects.create(
        wamid=text, address=ANA, kind="text", text=text, at=timezone.now(), **more
    )


def test_without_an_account_the_page_says_how_to_begin(client, administrator):
    page = read(client)

    assert "WhatsApp sin cuenta" in page
    assert "Cree una cuenta de WhatsApp Business en Meta" in page
    assert "Detener WhatsApp" not in page


def test_the_page_counts_people_of_24_hours_against_the_limit(client, administrator, account):
    now = timezone.now()
    for n, hours in enumerate((1, 23, 25)):
        at = now - timedelta(hours=hours)
        Conversation.objects.create(address=f"+5691111000{n}", last_template_at=at)
    queue_whatsapp(administrator.association)

    page = read(client)

    assert "2 de 250 personas en 24 horas" in page
    assert "1 mensaje espera y saldrá solo." in page


def test_without_a_limit_the_page_counts_people_alone(client, administrator, account):
    SenderNumber.objects.create(number_id=NUMBER_ID, daily_limit=2_000_000_000)

    assert "0 personas en 24 horas" in read(client)


def test_a_paused_channel_says_why_and_offers_to_resume(client, administrator, account):
    pause_channel(channel="whatsapp", reason="WhatsApp bloqueó la cuenta.", now=timezone.now())

    page = read(client)
    assert "WhatsApp bloqueó la cuenta." in page
    assert "Reanudar" in page

    client.post(reverse("desk:channel_resume"), {"canal": "whatsapp"})
    assert ChannelPause.objects.get().ended_at is not None


def test_what_somebody_wrote_is_shown_until_somebody_has_seen_it(client, administrator):
    written = write(client, association=administrator.association, name="Ana Núñez")
    before = read(client)

    first, second = (
        client.post(reverse("desk:text_seen", args=[written.pk]), follow=True) for _ in range(2)
    )

    assert "¿A qué hora es?" in before
    assert 'href="https://wa.me/56911112222"' in before
    assert "¿A qué hora es?" not in first.content.decode()
    assert "Alguien del equipo ya lo había visto." in second.content.decode()
    written.refresh_from_db()
    assert written.seen_by_name == administrator.name


FORM = {"phone": "9 1111 2222", "how": "call", "wording": "Acepto."}


def test_that_somebody_agreed_is_noted_with_its_proof_and_once(client, administrator):
    first, second = (client.post(PAGE, FORM, follow=True) for _ in range(2))

    opt_in = OptIn.objects.get()
    assert (opt_in.address, opt_in.how, opt_in.wording, opt_in.by_name) == (
        "+56911112222",
        "call",
        "Acepto.",
        administrator.name,
    )
    assert "+56911112222 acepta mensajes por WhatsApp." in first.content.decode()
    assert "ya había aceptado; queda la primera constancia." in second.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "123"}, "A ese teléfono le faltan o le sobran cifras."),
        ({"phone": ""}, "Este campo"),
        ({"how": "wrote"}, "wrote"),
    ],
)
def test_a_wrong_agreement_is_refused_and_keeps_what_was_typed(
    client, administrator, change, sentence
):
    answer = client.post(PAGE, FORM | {"wording": "Dijo que sí"} | change)

    page = answer.content.decode()
    assert (answer.status_code, OptIn.objects.count()) == (422, 0)
    assert sentence in page
    assert "Dijo que sí" in page


def test_an_agreement_ends_and_a_second_press_says_so(client, administrator):
    opt_in = agree(administrator.association)
    path = reverse("desk:opt_in_end", args=[opt_in.pk])

    first, second = (client.post(path, follow=True) for _ in range(2))

    assert "no le llegan más mensajes por WhatsApp." in first.content.decode()
    assert "Ya estaba anotado: alguien lo hizo antes." in second.content.decode()


def test_who_agreed_is_found_by_telephone(client, administrator):
    agree(administrator.association, "+56911112222")
    agree(administrator.association, "+56933334444")

    page = read(client, telefono="9 3333")

    assert "+56933334444" in page
    assert "+56911112222" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(
    client, administrator, account, django_assert_num_queries, count
):
    for n in range(count):
        agree(administrator.association, f"+5691111000{n}")
        make_template(administrator.association, f"uno_{n}")
        write(client, f"texto {n}", association=administrator.association)

    with django_assert_num_queries(11):
        client.get(PAGE)


TEMPLATE = {
    "name": "recordatorio",
    "language": "es",
    "category": "utility",
    "body": "Hola {{1}}, le esperamos.",
}


def test_a_template_is_added_and_twice_is_refused(client, administrator):
    path = reverse("desk:template_new")

    first, second = client.post(path, TEMPLATE), client.post(path, TEMPLATE)

    template = Template.objects.get()
    assert first.url == reverse("desk:template", args=[template.pk])
    assert (template.state, template.body) == ("pending", TEMPLATE["body"])
    assert second.status_code == 422
    assert "Ya hay una plantilla con ese nombre y ese idioma." in second.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "Recordatorio de sesión"}, "Escriba el nombre con minúsculas sin tilde"),
        ({"language": "español"}, "Escriba el código como en Meta"),
        ({"body": "Hola {{2}}, chao."}, "Numere los datos desde {{1}}"),
        ({"body": "Hola {{1}}"}, "Meta no acepta un dato al comienzo ni al final"),
        ({"body": "a" * 1025}, "Escriba un texto de hasta 1.024 letras."),
    ],
)
def test_a_template_that_meta_would_refuse_is_refused_here(client, administrator, change, sentence):
    answer = client.post(reverse("desk:template_new"), TEMPLATE | change)

    assert (answer.status_code, Template.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "state", "said"),
    [
        ("Otro texto.", "pending", "Con otro texto, Meta debe aprobarla de nuevo."),
        ("El mismo.", "approved", "Guardada."),
    ],
)
def test_another_text_must_be_approved_anew(client, administrator, body, state, said):
    template = make_template(administrator.association, body="El mismo.")
    form = {"category": "marketing", "body": body}

    answer = client.post(reverse("desk:template", args=[template.pk]), form, follow=True)

    template.refresh_from_db()
    assert (template.state, template.category) == (state, "marketing")
    assert said in answer.content.decode()


def test_saving_a_template_as_it_is_changes_nothing(client, administrator):
    template = make_template(administrator.association)
    form = {"category": template.category, "body": template.body}

    client.post(reverse("desk:template", args=[template.pk]), form)

    assert Template.objects.get().changed_at == template.changed_at


def test_what_meta_said_is_marked_by_hand_unless_it_changed_meanwhile(client, administrator):
    template = make_template(administrator.association, state="pending")
    path = reverse("desk:template_mark", args=[template.pk])

    first = client.post(path, {"seen": "pending", "state": "approved"}, follow=True)
    second = client.post(path, {"seen": "pending", "state": "rejected"}, follow=True)

    template.refresh_from_db()
    assert (template.state, template.reason) == ("approved", f"Lo anotó {administrator.name}.")
    assert "Aprobada" in first.content.decode()
    assert "La plantilla cambió entretanto." in second.content.decode()


def test_a_test_goes_to_oneself_once_however_often_it_is_pressed(client, administrator):
    template = make_template(administrator.association)
    path = reverse("desk:template_test", args=[template.pk])

    answers = [client.post(path, {"phone": "911112222"}) for _ in range(2)]

    message = Message.objects.get()
    assert [answer.url for answer in answers] == [reverse("desk:message", args=[message.pk])] * 2
    assert (message.channel, message.to_address, message.template, message.parameters) == (
        "whatsapp",
        ANA,
        "recordatorio",
        ["dato 1", "dato 2"],
    )
    assert message.body == "Estimada dato 1: la sesión es el dato 2. Le esperamos."
    assert OptIn.objects.get().wording == "Al enviarla usted acepta recibirla en ese teléfono."


@pytest.mark.parametrize(("name", "form"), [("test", {"phone": "1"}), ("mark", {"state": "x"})])
def test_a_wrong_test_or_mark_stays_on_the_page(client, administrator, name, form):
    template = make_template(administrator.association)

    answer = client.post(reverse(f"desk:template_{name}", args=[template.pk]), form)

    assert (answer.status_code, Message.objects.count()) == (422, 0)
    assert template.name in answer.content.decode()


def test_only_an_approved_template_can_be_tried(client, administrator):
    template = make_template(administrator.association, state="pending")
    path = reverse("desk:template", args=[template.pk])

    before = read(client, path)
    Template.objects.update(state="approved")

    assert "Enviarme una prueba" not in before
    assert "Enviarme una prueba" in read(client, path)
