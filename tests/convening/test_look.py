"""The staff's pages in a real browser: nothing held against them, wide and narrow."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from convoca.convening.queries import live_invitations
from tests.factories.convening import answer, make_invited_cycle, mark_presences
from tests.factories.directory import make_coordinator, make_held_seats
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
PAGES = ("board", "invitations", "unreached", "invite", "remind", "group")


@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_staff_pages_hold_nothing_against_axe(live_server, page_factory, client, phone, dark):
    cycle = make_invited_cycle(6, now=timezone.now())
    invitation = live_invitations(cycle)[0]
    answer(invitation, now=timezone.now())
    mark_presences(cycle, invitation.seat, "p")
    make_held_seats(cycle.community, 2)
    client.force_login(make_coordinator(cycle.community))
    page = page_factory(phone=phone, dark=dark)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])

    found = []
    for name in (*PAGES, "assign", "views"):
        page.goto(live_server.url + reverse(f"convening:{name}", args=[cycle.pk]))
        found += [f"{name}: {each}" for each in axe_violations(page)]
        found += [f"{name}: sideways"] if overflows_sideways(page) else []
    page.goto(live_server.url + reverse("convening:seat", args=[cycle.pk, invitation.seat_id]))
    for summary in page.locator("summary").all():
        summary.click()

    assert found + axe_violations(page) == []
