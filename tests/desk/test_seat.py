"""The whole life of a seat on its page, and the welcome of who holds it next."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.agenda.models import Interview
from convoca.agenda.services import prepare_interviews
from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import replace_holder, resend_mail
from convoca.desk.queries.seat_life import list_life
from convoca.desk.queries.seat_story import story_of
from convoca.directory.models import PersonalLink
from convoca.foundation.links import token_of
from convoca.meetings.models import Attendance, Commitment
from convoca.messaging.models import Message
from convoca.outreach.services import end_opt_out, open_errand, opt_out
from tests.factories.agenda import answer_interview
from tests.factories.convening import answer, make_accepted_cycle, make_invitation, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_user
from tests.factories.meetings import make_session
from tests.factories.workplan import give

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=80)


@pytest.fixture
def invitation() -> Invitation:
    """A seat that takes part, came to the first session and promised something."""
    cycle = make_accepted_cycle()
    found = live_invitations(cycle).get()
    session = make_session(cycle, topic="Fondos concursables")
    live(found, session)
    return found


def live(invitation: Invitation, session) -> None:
    """Let a seat come to a session and promise something there."""
    seat, person = invitation.seat, invitation.person
    mark_presences(invitation.cycle, seat, "p")
    Attendance.objects.create(
        session=session, seat=seat, person=person, presence="present", source="hand",
        recorded_at=NOW,
    )  # fmt: skip
    Commitment.objects.create(session=session, seat=seat, text="Enviar la pauta", created_at=NOW)


def replace(invitation: Invitation, *, now=LATER):
    user = invitation.seat.association.users.first() or make_user(invitation.seat.association)
    return replace_holder(
        seat=invitation.seat, name="Nora Nueva", email="nora@comuna.cl", phone="",
        role="titular", user=user, now=now, cycle=invitation.cycle,
    )  # fmt: skip


def page_of(client, invitation: Invitation) -> str:
    address = reverse("convening:seat", args=[invitation.cycle_id, invitation.seat_id])
    return client.get(address).content.decode()


def test_seat_page_tells_what_every_room_knows(client):
    invitation = make_invitation()
    cycle = invitation.cycle
    invitation = accept_and_say(invitation)
    live(invitation, make_session(cycle, topic="Fondos concursables"))
    client.force_login(make_coordinator(cycle.community))

    page = page_of(client, invitation)

    words = [
        "Entrevista a Directora 000",
        "«Rendimos tres veces.»",
        "Directora 000 dijo cuándo puede",
        "Sesión 1, Fondos concursables: presente (Directora 000)",
        "Enviar la pauta",
        "Encargo de llamar: faltó a 2 seguidas",
        "Directora 000 pide que no le contacten",
        "Directora 000 acepta que le contacten",
        "Directora 000, titular",
    ]
    assert [each for each in words if each not in page] == []


def accept_and_say(invitation: Invitation) -> Invitation:
    """Accept, answer the interview and the dates, be called, opt out and come back."""
    accepted = answer(invitation)
    give(accepted)
    prepare_interviews(cycle=accepted.cycle, now=NOW)
    answer_interview(Interview.objects.get(), texts={"problems": "Rendimos tres veces."})
    open_errand(
        cycle=accepted.cycle, seat=accepted.seat, reason="faltó a 2 seguidas",
        due_on=NOW.date(), owner=None, origin="prueba", now=NOW,
    )  # fmt: skip
    opt_out(person=accepted.person, origin="por teléfono", now=NOW)
    end_opt_out(person=accepted.person, now=NOW + timedelta(days=1))
    return accepted


def test_life_of_a_seat_takes_the_same_queries_for_any_number_of_lines(invitation):
    with CaptureQueriesContext(connection) as one:
        before = list_life(invitation.seat)
    for number in (2, 3):
        session = make_session(invitation.cycle, number)
        Commitment.objects.create(
            session=session, seat=invitation.seat, text=f"{number}", created_at=NOW
        )
    with CaptureQueriesContext(connection) as three:
        after = list_life(invitation.seat)

    assert (len(after) - len(before), len(three) - len(one)) == (2, 0)


def test_expert_sees_promises_and_no_history(client, invitation):
    expert = make_user(invitation.seat.association, "experta@ejemplo.cl", "Eva")
    invitation.cycle.community.team.create(user=expert, role="expert")
    client.force_login(expert)

    page = page_of(client, invitation)

    assert ("Enviar la pauta" in page, "Historia del puesto" in page) == (True, False)


def test_story_tells_sessions_attended_and_open_commitments_without_names(invitation):
    Commitment.objects.create(
        session=invitation.cycle.sessions.get(), seat=invitation.seat, text="Ya hecho",
        created_at=NOW, state="done",
    )  # fmt: skip

    with time_machine.travel(LATER, tick=False):
        story = story_of(invitation.cycle, invitation.seat)

    assert (story.attended, story.promised) == (
        ["Sesión 1, martes 9 de marzo: Fondos concursables"],
        ["Enviar la pauta"],
    )


def test_story_of_a_seat_that_never_came_is_empty():
    invitation = make_invitation()

    story = story_of(invitation.cycle, invitation.seat)

    assert (story.attended, story.promised) == ([], [])


def test_replacement_in_mid_cycle_shuts_the_former_out_and_welcomes_the_next_once(
    client, invitation
):
    old = PersonalLink.objects.get(person=invitation.person, purpose="invitation")
    marks = list(invitation.seat.marks.values())
    address = reverse("desk:welcome", args=[invitation.cycle_id, invitation.seat_id])

    with time_machine.travel(LATER, tick=False):
        client.force_login(make_coordinator(invitation.cycle.community))
        replace(invitation)
        refused = client.get(reverse("portal:enter", args=[token_of(old.reference)]))
        sample = client.get(address).content.decode()
        for _ in range(2):
            client.post(address)

    assert refused.status_code == 410
    former = Message.objects.filter(to_address="directora000@comuna.cl")
    assert set(former.values_list("state", flat=True)) == {"cancelled"}
    letter = Message.objects.get(to_address="nora@comuna.cl")
    assert (letter.purpose, letter.state) == ("welcome", "queued")
    words = ["Sesión 1, martes 9 de marzo: Fondos concursables", "- Enviar la pauta", "{{enlace:"]
    assert [each for each in words if each not in letter.body] == []
    assert ("Fondos concursables" in sample, "{{enlace:" in sample) == (True, False)
    assert list(invitation.seat.marks.values()) == marks
    assert live_invitations(invitation.cycle).get().person.name == "Nora Nueva"


def test_welcome_of_a_seat_without_history_invites_all_the_same(client):
    invitation = make_invitation()
    replace(invitation, now=NOW)

    with time_machine.travel(NOW, tick=False):
        client.force_login(make_coordinator(invitation.cycle.community, "c@ejemplo.cl"))
        client.post(reverse("desk:welcome", args=[invitation.cycle_id, invitation.seat_id]))

    letter = Message.objects.get(to_address="nora@comuna.cl")
    assert ("ya participó" in letter.body, "compromisos" in letter.body) == (False, False)


def test_resending_after_a_welcome_leaves_one_mail_to_leave(client, invitation):
    with time_machine.travel(LATER, tick=False):
        user = make_coordinator(invitation.cycle.community)
        client.force_login(user)
        replace(invitation)
        client.post(reverse("desk:welcome", args=[invitation.cycle_id, invitation.seat_id]))

        resend_mail(invitation=live_invitations(invitation.cycle).get(), user=user, now=LATER)

    mails = Message.objects.filter(to_address="nora@comuna.cl").order_by("pk")
    assert list(mails.values_list("purpose", "state")) == [
        ("welcome", "cancelled"),
        ("invitation", "queued"),
    ]


def test_welcome_without_address_says_that_somebody_must_call(client, invitation):
    with time_machine.travel(LATER, tick=False):
        client.force_login(make_coordinator(invitation.cycle.community))
        replace(invitation).person.contacts.all().delete()
        address = reverse("desk:welcome", args=[invitation.cycle_id, invitation.seat_id])
        asked = client.get(address).content.decode()
        done = client.post(address, follow=True).content.decode()
        again = client.post(address, follow=True).content.decode()

    assert "No tiene correo" in asked
    assert ("llámele" in done, "Ya tenía su invitación" in again) == (True, True)


def test_welcome_to_nobody_says_what_to_do(client, invitation):
    client.force_login(make_coordinator(invitation.cycle.community))
    invitation.seat.tenures.update(to_on=NOW.date())
    live_invitations(invitation.cycle).update(withdrawn_at=NOW)
    address = reverse("desk:welcome", args=[invitation.cycle_id, invitation.seat_id])

    page = client.get(address, follow=True).content.decode()

    assert "Anote primero quién lo ocupa" in page


def test_life_is_told_newest_first(invitation):
    moments = [line.at for line in list_life(invitation.seat)]

    assert moments == sorted(moments, reverse=True)
