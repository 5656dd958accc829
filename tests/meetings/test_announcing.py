"""Telling of all the sessions of a cycle at once."""

import pytest

from convoca.meetings.models import Session
from convoca.meetings.services import announce_session
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_coordinator
from tests.factories.meetings import BEFORE, let_mails_leave, mails, make_session
from tests.meetings.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sessions():
    cycle = make_accepted_cycle(3)
    walls = ["2027-02-23T10:00", "2027-03-09T10:00", "2027-03-23T10:00"]
    return [make_session(cycle, number, wall=wall) for number, wall in enumerate(walls, start=1)]


@pytest.fixture
def user(sessions, client):
    user = make_coordinator(sessions[0].cycle.community)
    client.force_login(user)
    return user


def test_announce_all_tells_of_each_session_to_come_once(client, sessions, user):
    page = f"/sesiones/{sessions[0].cycle_id}/"
    announce_session(session=sessions[1], user=user, now=BEFORE)
    let_mails_leave(sessions[1])

    offered = text_of(client.get(page))
    asked = text_of(client.get(f"{page}avisar/"))
    done = client.post(f"{page}avisar/", follow=True)
    again = client.post(f"{page}avisar/")

    assert "Avisar de 1 sesión" in offered
    assert "A 3 personas, un correo por cada sesión de la que aún no saben: 1 sesión." in asked
    assert "3 correos en camino." in text_of(done)
    assert [len(mails(one, "session-announce")) for one in sessions] == [0, 3, 3]
    assert (again.status_code, "Todas las personas están avisadas" in text_of(again)) == (409, True)


def test_announce_all_is_undone_while_the_letters_wait(client, sessions, user):
    page = f"/sesiones/{sessions[0].cycle_id}/"
    batch = client.post(f"{page}avisar/", follow=True).context["batch"]

    undone = client.post(f"{page}avisar/deshacer/", {"tanda": batch}, follow=True)
    late = client.post(f"{page}avisar/deshacer/", {"tanda": batch}, follow=True)

    assert "6 correos no saldrán." in text_of(undone)
    assert "no queda nada que deshacer" in text_of(late)
    assert set(Session.objects.values_list("state", flat=True)) == {"planned"}
