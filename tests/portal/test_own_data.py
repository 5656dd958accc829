"""A person and the own data, by the own link: forwarded, corrected, left in peace."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from convoca.convening.models import Invitation, SeatNote
from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats, remind_unanswered
from convoca.directory.models import PersonalLink
from convoca.directory.queries import current_holder, email_of, is_opted_out, phone_of
from convoca.foundation.links import token_of
from convoca.messaging.models import Message
from tests.factories.convening import answer, link_path, make_invitation
from tests.factories.cycles import make_cycle

pytestmark = pytest.mark.django_db
PAGES = (
    "invitation",
    "invitation_deputy",
    "invitation_replaced",
    "invitation_stranger",
    "invitation_own_data",
    "invitation_peace",
)


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


def correct(client, place, **given):
    return client.post(place("invitation_own_data"), {"name": "Directora 000", **given})


def states() -> set[str]:
    return set(Message.objects.values_list("state", flat=True))


@pytest.mark.parametrize("name", PAGES)
def test_forwarded_link_says_whose_it_is_and_no_address_or_number(client, invitation, place, name):
    page = client.get(place(name)).content.decode()

    person = invitation.person
    assert person.name in page
    assert [each for each in (email_of(person), phone_of(person), "91234") if each in page] == []


def test_stranger_closes_the_link_on_this_machine(client, place):
    asked = client.get(place("invitation_stranger")).content.decode()

    client.post(reverse("portal:leave"))

    assert "Solo Directora 000 responde con él" in asked
    assert client.get(place("invitation")).status_code == 410


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("name", ["invitation_peace", "invitation_peace_end"])
def test_scanner_leaves_nobody_in_peace(client, invitation, place, method, name):
    getattr(client, method)(place(name))

    assert not is_opted_out(invitation.person_id)


def test_own_data_are_corrected_and_the_address_before_is_told(client, invitation, place):
    Message.objects.update(state="sent")

    correct(client, place, name="Dora  Nueva", email="nueva@comuna.cl", phone="9 8765 4321")

    person = current_holder(invitation.seat).person
    found = (person.name, email_of(person), phone_of(person))
    assert found == ("Dora Nueva", "nueva@comuna.cl", "+56987654321")
    told = Message.objects.get(purpose="own_data")
    assert (told.to_address, "nueva@" in told.body) == ("directora000@comuna.cl", False)
    assert "Antes decía: Directora 000" in SeatNote.objects.get().text


def test_own_data_left_empty_stay_and_nobody_is_told(client, invitation, place):
    correct(client, place)

    person = current_holder(invitation.seat).person
    assert (email_of(person), phone_of(person)) == ("directora000@comuna.cl", "+56912340000")
    assert not Message.objects.filter(purpose="own_data").exists()
    assert not SeatNote.objects.exists()


def test_own_data_that_are_broken_are_asked_again_and_nothing_is_lost(client, invitation, place):
    response = correct(client, place, email="nueva@", phone="9 8765")

    page = response.content.decode()
    assert response.status_code == 422
    words = ['value="nueva@"', 'value="9 8765"', "le falta algo", "faltan o le sobran cifras"]
    assert [each for each in words if each not in page] == []
    assert email_of(current_holder(invitation.seat).person) == "directora000@comuna.cl"


def test_peace_stops_what_waits_and_answers_no(client, invitation, place):
    page = client.post(place("invitation_peace"), follow=True).content.decode()

    invitation.refresh_from_db()
    assert "Listo: no le contactaremos más" in page
    assert (invitation.answer, is_opted_out(invitation.person_id), states()) == (
        "no",
        True,
        {"cancelled"},
    )
    remind_unanswered(cycle=invitation.cycle, user=None, now=timezone.now())
    assert states() == {"cancelled"}


def test_peace_pressed_twice_is_once_and_the_page_offers_the_way_back(client, invitation, place):
    for _ in range(2):
        page = client.post(place("invitation_peace"), follow=True).content.decode()

    assert invitation.answers.count() == 1
    assert invitation.person.opt_outs.count() == 1
    assert "Cambié de idea" in page


def test_peace_is_never_too_late_for_who_takes_part(client, invitation, place):
    answer(invitation, now=timezone.now())
    invitation.cycle.answer_by = timezone.now()
    invitation.cycle.save()

    client.post(place("invitation_peace"))

    invitation.refresh_from_db()
    assert (invitation.answer, is_opted_out(invitation.person_id)) == ("no", True)


def test_peace_of_the_director_leaves_the_deputy_in_place(client, invitation, place):
    answer(invitation, "deputy", now=timezone.now())

    client.post(place("invitation_peace"))

    invitation.refresh_from_db()
    waiting = Message.objects.filter(state="queued").values_list("to_address", flat=True)
    assert (invitation.answer, list(waiting)) == ("deputy", ["diego@comuna.cl"])


def test_peace_taken_back_lets_the_person_answer_again(client, invitation, place):
    client.post(place("invitation_peace"))

    page = client.post(place("invitation_peace_end"), follow=True).content.decode()
    client.post(place("invitation_yes"))

    invitation.refresh_from_db()
    assert "volveremos a escribirle" in page
    assert (invitation.answer, is_opted_out(invitation.person_id)) == ("yes", False)


def test_answer_of_peace_is_not_said_to_be_confirmed_after_the_way_back(client, invitation, place):
    client.post(place("invitation_peace"))
    client.post(place("invitation_peace_end"))
    without = client.get(place("invitation")).content.decode()

    client.post(place("invitation_yes"))

    told = [without, client.get(place("invitation")).content.decode()]
    assert ["Se lo confirmamos por correo" in page for page in told] == [False, True]


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_answer_whose_mail_did_not_leave_is_not_said_to_be_confirmed(
    client, invitation, place, state
):
    client.post(place("invitation_yes"))
    Message.objects.filter(purpose="answer").update(state=state)

    page = client.get(place("invitation")).content.decode()

    assert "Quedó anotado: sí participará" in page
    assert "por correo" not in page


def name_deputy(client, place, **more) -> None:
    given = {"name": "Diego Deputado", "email": "diego@comuna.cl", **more}
    client.post(place("invitation_deputy"), given)


@pytest.mark.parametrize(("until", "stays"), [("always", True), ("once", False), ("", False)])
def test_deputy_is_named_for_good_or_for_this_time(client, invitation, place, until, stays):
    name_deputy(client, place, until=until)

    invitation.refresh_from_db()
    assert (invitation.participant.name, invitation.deputy_stays) == ("Diego Deputado", stays)


@pytest.mark.parametrize("until", ["always", "once"])
def test_deputy_for_good_is_offered_again_in_the_next_cycle(client, invitation, place, until):
    name_deputy(client, place, until=until)
    invitation.cycle.closed_at = timezone.now()
    invitation.cycle.save()
    cycle = make_cycle(invitation.cycle.community, now=timezone.now())
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=timezone.now())
    link = PersonalLink.objects.get(person=invitation.person, occasion=f"cycle:{cycle.pk}")
    client.get(reverse("portal:enter", args=[token_of(link.reference)]))

    page = client.get(reverse("portal:invitation", args=[link.reference])).content.decode()
    client.post(reverse("portal:invitation_deputy_again", args=[link.reference]))

    later = live_invitations(cycle).get()
    is_offered = "Irá Diego Deputado, como nos dijo" in page
    assert (is_offered, later.participant.name) == (
        (True, "Diego Deputado") if until == "always" else (False, "Directora 000")
    )
