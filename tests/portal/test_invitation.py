"""The director's invitation, as the browser sees it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from convoca.convening.models import AnswerRecord, ContactAttempt, Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import replace_holder
from convoca.directory.models import ContactPoint, Person, PersonalLink
from convoca.messaging.models import Message
from tests.factories.convening import answer, link_path, make_invitation, make_invited_cycle
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
SAME_SENTENCE = "Si esa dirección está en nuestra nómina"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def invitation() -> Invitation:
    """An invitation made a moment ago."""
    return make_invitation(now=timezone.now())


@pytest.fixture
def place(client, invitation):
    """Open the link of the mail; give the addresses of its pages."""
    client.get(link_path(invitation.person))
    reference = PersonalLink.objects.get(person=invitation.person).reference
    return lambda name: reverse(f"portal:{name}", args=[reference])


def let_deadline_pass(invitation: Invitation) -> None:
    invitation.cycle.answer_by = timezone.now() - timedelta(hours=1)
    invitation.cycle.save()


def test_page_asks_names_person_seat_and_deadline_in_order_of_likelihood(client, place):
    page = client.get(place("invitation")).content.decode()

    whose = (
        "Este enlace es de <b>Directora 000</b>, por el puesto <b>Dirección SECPLAN de Comuna 000"
    )
    assert whose in page
    positions = [
        page.index(words)
        for words in ("Sí, participaré", "Irá otra persona", "Ahora no puedo", "hasta el")
    ]
    assert positions == sorted(positions)


def test_page_is_light_and_never_kept(client, place):
    response = client.get(place("invitation"))

    assert "no-store" in response["Cache-Control"]
    assert len(response.content) < 30_000


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize(
    "name", ["invitation", "invitation_yes", "invitation_no", "invitation_deputy", "enter"]
)
def test_scanner_that_opens_everything_answers_nothing(client, invitation, place, method, name):
    path = link_path(invitation.person) if name == "enter" else place(name)

    getattr(client, method)(path)

    invitation.refresh_from_db()
    assert (invitation.answer, AnswerRecord.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    ("name", "given", "headline"),
    [
        ("invitation_yes", "yes", "Quedó anotado: sí participará"),
        ("invitation_no", "no", "Quedó anotado: ahora no puede"),
    ],
)
def test_pressed_button_is_kept_and_said(client, invitation, place, name, given, headline):
    page = client.post(place(name), follow=True).content.decode()

    invitation.refresh_from_db()
    assert invitation.answer == given
    assert [
        words
        for words in (headline, "Se lo confirmamos por correo", "Cambiar")
        if words not in page
    ] == []


def test_person_without_email_is_not_promised_a_mail(client, invitation, place):
    ContactPoint.objects.filter(channel="email").update(is_current=False)

    page = client.post(place("invitation_yes"), follow=True).content.decode()

    assert "Quedó anotado: sí participará" in page
    assert "por correo" not in page


def test_changed_answer_is_the_one_that_counts(client, invitation, place):
    client.post(place("invitation_yes"))
    asked = client.get(place("invitation_change")).content.decode()
    client.post(place("invitation_no"))

    invitation.refresh_from_db()
    assert ("Ahora no puedo" in asked, invitation.answer) == (True, "no")


def test_reason_is_kept_and_not_shown_to_who_has_the_link(client, invitation, place):
    client.post(place("invitation_no"))

    page = client.post(
        place("invitation_reason"), {"reason": "Estoy con licencia"}, follow=True
    ).content.decode()

    invitation.refresh_from_db()
    assert invitation.decline_reason == "Estoy con licencia"
    assert ("Guardamos el motivo" in page, "licencia" in page) == (True, False)


def test_reason_too_long_keeps_what_was_written(client, place):
    client.post(place("invitation_no"))

    response = client.post(place("invitation_reason"), {"reason": "x" * 1001})

    assert (response.status_code, "x" * 1001 in response.content.decode()) == (422, True)


def test_deputy_form_with_errors_keeps_what_was_written(client, place):
    response = client.post(place("invitation_deputy"), {"name": "Diego", "email": "diego@"})

    page = response.content.decode()
    assert response.status_code == 422
    assert ('value="Diego"' in page, "A ese correo le falta algo" in page) == (True, True)
    assert not Person.objects.filter(name="Diego").exists()


def test_deputy_gets_an_own_page_that_says_for_whom(client, invitation, place):
    page = client.post(
        place("invitation_deputy"),
        {"name": "Diego Deputado", "email": "diego@comuna.cl"},
        follow=True,
    ).content.decode()
    deputy = Person.objects.get(name="Diego Deputado")
    asked = client.get(link_path(deputy), follow=True).content.decode()

    assert "Quedó anotado: irá Diego Deputado" in page
    assert "Directora 000 nos indicó que usted iría en su lugar" in asked
    assert "Este enlace es de <b>Diego Deputado</b>" in asked
    assert "¿Ya no está en este cargo?" not in asked


def test_deputy_who_declines_by_own_link_leaves_it_to_the_director(client, invitation, place):
    answer(invitation, "deputy", now=timezone.now())
    deputy = Person.objects.get(name="Diego Deputado")
    client.get(link_path(deputy))
    reference = PersonalLink.objects.get(person=deputy).reference

    own = client.post(reverse("portal:invitation_no", args=[reference]), follow=True)
    directors = client.get(place("invitation"))

    assert "Quedó anotado: ahora no puede" in own.content.decode()
    assert "Diego Deputado no puede ir" in directors.content.decode()


def test_two_people_with_one_mailbox_have_links_that_answer_for_one_seat_each(client):
    cycle = make_invited_cycle(2, now=timezone.now())
    ContactPoint.objects.filter(channel="email").update(value="partes@comuna.cl")
    mine, other = live_invitations(cycle)
    client.get(link_path(mine.person))
    own, foreign = (
        PersonalLink.objects.get(person=each.person).reference for each in (mine, other)
    )

    client.post(reverse("portal:invitation_yes", args=[own]))
    refused = client.post(reverse("portal:invitation_yes", args=[foreign]))

    answers = live_invitations(cycle).values_list("answer", flat=True)
    assert (refused.status_code, list(answers)) == (410, ["yes", ""])
    assert other.person.name not in refused.content.decode()


def test_late_yes_is_offered_and_accepted(client, invitation, place):
    let_deadline_pass(invitation)

    asked = client.get(place("invitation")).content.decode()
    client.post(place("invitation_yes"))

    invitation.refresh_from_db()
    assert ("Su sí todavía es bienvenido" in asked, "Ahora no puedo" in asked) == (True, False)
    assert invitation.answer == "yes"


def test_late_no_is_refused_with_a_sentence_and_nothing_is_lost(client, invitation, place):
    client.post(place("invitation_yes"))
    let_deadline_pass(invitation)

    response = client.post(place("invitation_no"))

    invitation.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, invitation.answer) == (409, "yes")
    assert ("El plazo para cambiar la respuesta ya pasó" in page, "Cambiar" in page) == (
        True,
        False,
    )


def test_note_of_a_replacement_reaches_the_team_and_changes_nothing(client, invitation, place):
    asked = client.get(place("invitation_replaced"))
    page = client.post(place("invitation_replaced"), {"successor": "Nora Nueva"}, follow=True)

    note = ContactAttempt.objects.get()
    assert (
        "quién lo ocupa" in asked.content.decode(),
        "Gracias por avisar" in page.content.decode(),
    ) == (
        True,
        True,
    )
    assert (note.result, "Lo ocupa: Nora Nueva." in note.note) == ("replaced", True)
    assert invitation.seat.tenures.get(to_on__isnull=True).person == invitation.person


def test_former_holder_finds_the_link_shut_without_any_datum(client, invitation, place):
    replace_holder(
        seat=invitation.seat, name="Nora Nueva", email="nora@comuna.cl", phone="", role="titular",
        user=make_user(invitation.seat.association), now=timezone.now(), cycle=invitation.cycle,
    )  # fmt: skip

    response = client.get(place("invitation"))

    page = response.content.decode()
    assert (response.status_code, "Pedir un enlace nuevo" in page) == (410, True)
    assert [word for word in ("Nora", "Directora", "Comuna 000") if word in page] == []


def test_expired_link_says_when_and_offers_a_new_one(client, invitation):
    path = link_path(invitation.person)
    PersonalLink.objects.update(expires_at=timezone.now() - timedelta(days=1))

    response = client.get(path)

    page = response.content.decode()
    assert (response.status_code, "Este enlace venció el" in page) == (410, True)
    assert reverse("portal:renewal") in page


def ask_again(client, email: str):
    return client.post(reverse("portal:renewal"), {"email": email})


def test_renewal_says_the_same_to_everybody_and_mails_the_known(client, invitation):
    known = ask_again(client, "DIRECTORA000@comuna.cl")
    unknown = ask_again(client, "nadie@comuna.cl")

    assert [SAME_SENTENCE in each.content.decode() for each in (known, unknown)] == [True, True]
    message = Message.objects.get(purpose="renewal")
    link = PersonalLink.objects.get(person=invitation.person)
    assert (message.to_address.lower(), link.reference in message.body) == (
        "directora000@comuna.cl",
        True,
    )


def test_renewal_of_expired_link_gives_a_fresh_one(client, invitation):
    PersonalLink.objects.update(expires_at=timezone.now() - timedelta(days=1))

    ask_again(client, "directora000@comuna.cl")

    fresh = PersonalLink.objects.get(revoked_at__isnull=True)
    assert fresh.expires_at > timezone.now() + timedelta(days=13)
    assert fresh.reference in Message.objects.get(purpose="renewal").body


@pytest.mark.parametrize("closing", ["revoked", "cycle"])
def test_renewal_never_opens_what_was_shut(client, invitation, closing):
    past = timezone.now() - timedelta(days=1)
    if closing == "revoked":
        PersonalLink.objects.update(revoked_at=past)
    else:
        PersonalLink.objects.update(expires_at=past)
        invitation.cycle.closed_at = past
        invitation.cycle.save()

    page = ask_again(client, "directora000@comuna.cl").content.decode()

    assert SAME_SENTENCE in page
    assert not Message.objects.filter(purpose="renewal").exists()


def test_renewal_to_a_former_address_sends_nothing(client, invitation):
    ContactPoint.objects.filter(channel="email").update(is_current=False)

    ask_again(client, "directora000@comuna.cl")

    assert not Message.objects.filter(purpose="renewal").exists()


def test_renewal_mails_at_most_three_times_an_hour(client, invitation, monkeypatch):
    start = timezone.now()
    for seconds in range(5):
        monkeypatch.setattr(timezone, "now", lambda s=seconds: start + timedelta(seconds=s))
        assert SAME_SENTENCE in ask_again(client, "directora000@comuna.cl").content.decode()

    assert Message.objects.filter(purpose="renewal").count() == 3


def test_renewal_without_an_address_says_what_is_missing(client):
    response = ask_again(client, "directora000@")

    assert (response.status_code, "A ese correo le falta algo" in response.content.decode()) == (
        422,
        True,
    )


def test_leaving_forgets_the_links_of_this_browser(client, invitation, place):
    left = client.post(reverse("portal:leave"), follow=True).content.decode()

    assert "Hasta pronto" in left
    assert client.get(place("invitation")).status_code == 410


@pytest.mark.browser
def test_director_answers_on_a_phone_without_javascript(live_server, page_factory):
    invitation = make_invitation(now=timezone.now())
    page = page_factory(javascript=False)

    page.goto(live_server.url + link_path(invitation.person))
    page.get_by_text("Irá otra persona en mi lugar").click()
    page.get_by_label("Nombre y apellido de quien irá").fill("Diego Deputado")
    page.get_by_label("Su correo").fill("diego@comuna.cl")
    page.get_by_role("button", name="Guardar").click()
    headline = page.get_by_role("heading", level=1).inner_text()

    invitation.refresh_from_db()
    assert (headline, invitation.answer) == ("Quedó anotado: irá Diego Deputado", "deputy")
