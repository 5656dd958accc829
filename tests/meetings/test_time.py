"""Sessions on the days and in the zones where clocks differ: 2027-04-03 and 2027-09-04, Easter."""

from datetime import UTC, datetime

import pytest

from convoca.meetings.models import Session
from convoca.meetings.services import announce_session, schedule_sessions
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_coordinator, make_user
from tests.factories.meetings import BEFORE, mails, make_plan, make_session, seats_of_cycle
from tests.meetings.reading import event_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def cycle():
    return make_accepted_cycle(4)


def put_in_zones(cycle, *zones):
    for seat, zone in zip(seats_of_cycle(cycle), zones, strict=True):
        seat.municipality.zone = zone
        seat.municipality.save()


FOUR = ("America/Santiago", "America/Punta_Arenas", "America/Coyhaique", "Pacific/Easter")


@pytest.mark.parametrize(
    ("walls", "hours"),
    [
        (["2027-03-30T10:00", "2027-04-06T10:00"], [13, 14]),
        (["2027-08-31T10:00", "2027-09-07T10:00"], [14, 13]),
    ],
)
def test_series_across_a_clock_change_keeps_its_local_hour(cycle, walls, hours):
    user = make_user(cycle.community.association)

    made = schedule_sessions(plan=make_plan(cycle, starts=walls), user=user, now=BEFORE)

    assert [one.wall_start for one in made] == walls
    assert [one.starts_at.astimezone(UTC).hour for one in made] == hours


@pytest.mark.parametrize(
    ("wall", "far_south", "easter"),
    [
        ("2027-03-09T11:00", [], "martes 9 de marzo, 9:00 (hora de Rapa Nui)"),
        ("2027-07-06T11:00", ["12:00"] * 2, "martes 6 de julio, 9:00 (hora de Rapa Nui)"),
        ("2027-07-06T01:30", ["2:30"] * 2, "lunes 5 de julio, 23:30 (hora de Rapa Nui)"),
    ],
)
def test_session_page_and_mail_read_the_hour_on_each_clock(client, cycle, wall, far_south, easter):
    put_in_zones(cycle, *FOUR)
    session = make_session(cycle, wall=wall)
    user = make_coordinator(cycle.community)
    client.force_login(user)

    shown = text_of(client.get(f"/sesiones/{cycle.pk}/1/"))
    announce_session(session=session, user=user, now=BEFORE)

    texts = [
        one.body.replace("\N{NO-BREAK SPACE}", " ") for one in mails(session, "session-announce")
    ]
    assert easter in shown
    assert easter in texts[3]
    assert [hour for hour in far_south if f", {hour} (hora de" in shown] == far_south
    assert len({event_of(one)[1]["dtstart"].dt for one in mails(session, "session-announce")}) == 1


def test_session_that_crosses_midnight_in_utc_has_one_local_day_everywhere(client, cycle):
    session = make_session(cycle, wall="2027-06-08T20:00", duration_min=90)
    user = make_coordinator(cycle.community)
    client.force_login(user)

    listed = text_of(client.get(f"/sesiones/{cycle.pk}/"))
    announce_session(session=session, user=user, now=BEFORE)

    letter = mails(session, "session-announce")[0]
    event = event_of(letter)[1]
    assert "martes 8 de junio, 20:00" in listed
    assert "martes 8 de junio, 20:00" in letter.body.replace("\N{NO-BREAK SPACE}", " ")
    assert (event["dtstart"].dt, event["dtend"].dt) == (
        datetime(2027, 6, 9, 0, 0, tzinfo=UTC),
        datetime(2027, 6, 9, 1, 30, tzinfo=UTC),
    )
    assert Session.objects.get().wall_start == "2027-06-08T20:00"
