"""Personal links: given once, taken back, found by their token."""

from datetime import timedelta

import pytest

from convoca.directory.errors import LinkExpiredError, LinkRevokedError, LinkUnknownError
from convoca.directory.models import PersonalLink
from convoca.directory.queries import find_link
from convoca.directory.services import issue_link, revoke_links
from convoca.foundation.links import token_of
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_held_seats

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def give(**changed) -> PersonalLink:
    if "seat" not in changed:
        seat = make_held_seats(make_community(), 1)[0]
        changed |= {"seat": seat, "person": seat.tenures.get().person}
    details = {"purpose": "invitation", "occasion": "cycle:1", "expires_at": NOW + WEEK, "now": NOW}
    return issue_link(**(details | changed))


def test_find_link_by_its_token_gives_the_link():
    link = give()

    assert find_link(token_of(link.reference), now=NOW) == link


def test_issue_link_again_keeps_the_address_and_takes_the_later_expiry():
    link = give()

    again = give(person=link.person, seat=link.seat, expires_at=NOW + 2 * WEEK)

    assert (again.reference, again.expires_at) == (link.reference, NOW + 2 * WEEK)
    assert PersonalLink.objects.count() == 1


def test_a_link_is_for_one_purpose_and_one_occasion():
    link = give()
    whose = {"person": link.person, "seat": link.seat}

    others = {give(**whose, purpose="interview").pk, give(**whose, occasion="cycle:2").pk}

    assert len(others | {link.pk}) == 3


def test_no_row_holds_the_token():
    link = give()
    token = token_of(link.reference)

    stored = [str(value) for row in PersonalLink.objects.values_list() for value in row]

    assert not any(token in value for value in stored)


def test_find_link_after_its_day_says_which_day():
    link = give()

    with pytest.raises(LinkExpiredError) as caught:
        find_link(token_of(link.reference), now=NOW + WEEK)

    assert "Este enlace venció el 11 de enero." in caught.value.user_message()


def test_find_link_that_was_taken_back_is_refused_and_a_new_one_works():
    link = give()
    revoke_links(person=link.person, seat=link.seat, now=NOW)

    with pytest.raises(LinkRevokedError):
        find_link(token_of(link.reference), now=NOW)
    fresh = give(person=link.person, seat=link.seat)

    assert fresh.reference != link.reference
    assert find_link(token_of(fresh.reference), now=NOW) == fresh


@pytest.mark.parametrize("token", ["", "x" * 22, "'; drop table", "ñ" * 300])
def test_find_link_of_a_guess_is_unknown(token):
    give()

    with pytest.raises(LinkUnknownError):
        find_link(token, now=NOW)
