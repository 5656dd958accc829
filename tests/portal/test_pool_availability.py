"""An expert or a facilitator says by a link when they can."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.foundation.links import token_of
from convoca.messaging.models import Message
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.models import PoolLink
from convoca.workplan.services import issue_pool_link, put_aside, save_own_days
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_association, make_community
from tests.factories.workplan import make_expert, make_facilitator, open_link

pytestmark = pytest.mark.django_db
HALVES = {"morning": "y", "afternoon": "n"}
DAY = "yyyynnnnn"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def enter(client, person):
    """Open the personal link in the browser; return it and where it leads."""
    link = issue_pool_link(member=person, now=NOW)
    return link, client.get(f"/p/{token_of(link.reference)}/")


def address(link: PoolLink, page: str, *args) -> str:
    return reverse(f"portal:availability_{page}", args=[link.reference, *args])


def test_expert_answers_day_by_day_in_the_hours_of_the_association(client):
    expert = make_expert(make_community())

    link, entered = enter(client, expert)
    asked = client.get(address(link, "day", 1))
    client.post(address(link, "day", 1), HALVES)
    expert.refresh_from_db()
    half = (expert.weekly[:10], expert.has_said, expert.week[9:] == ALWAYS[9:])
    for day in range(2, 6):
        client.post(address(link, "day", day), HALVES)

    expert.refresh_from_db()
    assert entered.url == reverse("portal:availability", args=[link.reference])
    assert "hora de Chile continental" in asked.content.decode()
    assert half == (DAY + "-", False, True)
    assert (expert.weekly, expert.answered_at, expert.has_said) == (DAY * 5, NOW, True)


def test_expert_is_offered_no_hours_if_need_be_and_no_council(client):
    link, _entered = enter(client, make_expert(make_community()))

    client.post(address(link, "day", 1), {"morning": "m", "afternoon": "y"})

    assert link.person.said_week == ""
    assert client.get(address(link, "absences")).status_code == 200
    assert "Concejo" not in client.get(address(link, "summary")).content.decode()


def test_facilitator_adds_and_takes_back_days_away(client):
    person = make_facilitator(make_community().association)
    link, _entered = enter(client, person)
    given = {"first": "2027-03-02", "last": "2027-03-05"}

    client.post(address(link, "absences"), given)
    client.post(address(link, "absences"), given)
    person.refresh_from_db()
    kept = person.away
    client.post(address(link, "drop"), given)

    person.refresh_from_db()
    assert (kept, person.away) == ([["2027-03-02", "2027-03-05"]], [])


def test_answered_week_is_shown_again(client):
    person = make_facilitator(make_community().association)
    save_own_days(person=person, days=dict.fromkeys(range(5), DAY), now=NOW)

    link, _entered = enter(client, person)

    shown = client.get(reverse("portal:availability", args=[link.reference]), follow=True)
    assert shown.request["PATH_INFO"] == address(link, "summary")
    assert "puede toda la mañana" in shown.content.decode()


def test_link_that_ended_or_was_never_shown_opens_nothing(client, clock):
    person = make_facilitator(make_community().association)
    link = issue_pool_link(member=person, now=NOW)

    unseen = client.get(address(link, "day", 1))
    clock.shift(timedelta(days=121))
    ended = client.get(f"/p/{token_of(link.reference)}/")

    assert (unseen.status_code, ended.status_code) == (410, 410)
    assert client.get("/p/abcdefghijklmnopqrstuv/").status_code == 410


def test_link_that_ended_is_asked_for_again_and_is_a_fresh_one(client, clock):
    person = make_facilitator(make_community().association, email="f@ejemplo.cl")
    make_expert(make_community(make_association("Otra"), "DOM"), email="otra@ejemplo.cl")
    ended = issue_pool_link(member=person, now=NOW)
    clock.shift(timedelta(days=121))

    client.post(reverse("portal:renewal"), {"email": "F@ejemplo.cl"})

    fresh = PoolLink.objects.get(revoked_at__isnull=True)
    message = Message.objects.get()
    assert (message.to_address, fresh.person) == ("f@ejemplo.cl", person)
    assert fresh.reference in message.body
    assert client.get(f"/p/{token_of(fresh.reference)}/").status_code == 302
    assert client.get(f"/p/{token_of(ended.reference)}/").status_code == 410


def test_link_of_the_pool_opens_no_page_of_a_director_nor_the_other_way_round(client):
    link, _entered = enter(client, make_expert(make_community()))
    invitation = accepted_invitations(make_accepted_cycle()).get()
    theirs = open_link(client, invitation, now=NOW)
    pages = ("invitation", "interview", "session", "notices", "agenda")

    told = [
        client.get(reverse(f"portal:{page}", args=[one.reference])).status_code
        for one in (link, theirs)
        for page in pages
    ]

    assert told == [410] * 10
    assert "Elena Experta" not in client.get(address(theirs, "day", 1)).content.decode()


def test_link_of_somebody_put_aside_opens_nothing(client):
    expert = make_expert(make_community())
    link, _entered = enter(client, expert)
    put_aside(row=expert, is_active=False)

    told = [client.get(address(link, "day", 1)), client.post(address(link, "day", 1), HALVES)]

    expert.refresh_from_db()
    assert [answer.status_code for answer in told] == [410, 410]
    assert expert.weekly == ALWAYS


def test_calendar_of_an_expert_takes_no_hours_if_need_be(client):
    expert = make_expert(make_community())
    link, _entered = enter(client, expert)

    sent = {"day": ["0:" + "m" * 9, f"1:{DAY}"], "absence": ["0001-01-01:9999-12-31"]}
    client.post(address(link, "accept"), sent)

    expert.refresh_from_db()
    assert (expert.weekly, expert.away) == ("-" * 9 + DAY + "-" * 27, [])


def test_day_of_an_expert_is_whole_and_says_yes_or_no():
    expert = make_expert(make_community())

    with pytest.raises(ValueError, match="yes and no"):
        save_own_days(person=expert, days={0: "m" * 9}, now=NOW)
    with pytest.raises(ValueError, match="not a day"):
        save_own_days(person=expert, days={0: "y"}, now=NOW)
