"""Personal links: given once, taken back, found by their token."""

from datetime import timedelta

import pytest

from convoca.directory.errors import LinkExpiredError, LinkRevokedError, LinkUnknownError
from convoca.directory.models import PersonalLink, Seat
from convoca.directory.queries import find_link, link_references
from convoca.directory.services import issue_link, issue_links, revoke_links, revoke_links_of
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


def give_all(seats: list[Seat], **changed) -> dict[tuple[int, int], PersonalLink]:
    details = {"purpose": "invitation", "occasion": "cycle:1", "expires_at": NOW + WEEK, "now": NOW}
    wanted = [(seat.tenures.get().person, seat) for seat in seats]
    return issue_links(wanted=wanted, **(details | changed))


@pytest.mark.parametrize("count", [3, 30])
def test_issue_links_to_many_asks_the_database_as_often(count, django_assert_max_num_queries):
    seats = make_held_seats(make_community(), count)
    wanted = [(seat.tenures.get().person, seat) for seat in seats]

    with django_assert_max_num_queries(7):
        links = issue_links(
            wanted=wanted, purpose="session", occasion="session:1", expires_at=NOW + WEEK, now=NOW
        )

    assert set(links) == {(person.pk, seat.pk) for person, seat in wanted}
    assert len({link.reference for link in links.values()}) == count


def test_issue_links_keeps_the_live_ones_and_only_ever_prolongs_them():
    seats = make_held_seats(make_community(), 3)
    first = give_all(seats[:2])

    later = give_all(seats, expires_at=NOW + 2 * WEEK)
    sooner = give_all(seats, expires_at=NOW)

    assert [later[pair].reference for pair in first] == [one.reference for one in first.values()]
    assert sooner == later
    stored = set(PersonalLink.objects.values_list("expires_at", flat=True))
    assert (PersonalLink.objects.count(), stored) == (3, {NOW + 2 * WEEK})


def test_issue_links_of_two_people_does_not_mix_up_their_seats():
    first, second = make_held_seats(make_community(), 2)
    one, other = first.tenures.get().person, second.tenures.get().person
    crossed = give(person=one, seat=second)

    links = give_all([first, second])

    assert set(links) == {(one.pk, first.pk), (other.pk, second.pk)}
    assert crossed not in links.values()


def test_issue_links_to_nobody_is_nothing():
    assert give_all([]) == {}


def test_revoke_links_of_takes_back_only_these_people_for_these_seats():
    seats = make_held_seats(make_community(), 3)
    links = give_all(seats)
    first, second, _third = [(seat.tenures.get().person, seat) for seat in seats]
    crossed = give(person=first[0], seat=second[1])
    other = give(person=first[0], seat=first[1], occasion="cycle:2")

    count = revoke_links_of(whose=[first, second], now=NOW, occasions=["cycle:1"])

    live = set(PersonalLink.objects.filter(revoked_at__isnull=True))
    assert (count, live) == (2, {list(links.values())[2], crossed, other})


def test_link_references_tells_live_and_revoked_of_a_purpose():
    link = give()
    whose = [(link.person, link.seat)]
    revoke_links(person=link.person, seat=link.seat, now=NOW)
    again = give(person=link.person, seat=link.seat)
    give(person=link.person, seat=link.seat, purpose="interview")

    found = link_references(whose, purposes=["invitation"])

    assert sorted(found) == sorted([link.reference, again.reference])
