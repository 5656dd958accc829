"""One human in two rows becomes one, with all that points at them, and two again."""

import json
from datetime import date

import pytest
from django.core import serializers
from django.urls import reverse

from convoca.directory.core.duplicates import Duplicate, KnownPerson, find_duplicates
from convoca.directory.errors import MergeSettledError, PeopleClashError, SamePersonError
from convoca.directory.models import ContactPoint, Person, PersonMerge, Tenure
from convoca.directory.queries.merges import find_duplicates as duplicates_of
from convoca.directory.services import (
    add_person,
    issue_link,
    merge_people,
    preview_merge,
    seat_person,
    undo_merge,
)
from convoca.directory.services.journal import relations_to
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return make_community()


def make_twice(community):
    """Ana, who held the seat of Ñuñoa before and after somebody else, as two rows."""
    association = community.association
    first = add_person(association=association, name="Ana Pérez", origin="a", email="ana@nunoa.cl")
    second = add_person(
        association=association,
        name="ANA PEREZ",
        origin="b",
        email="aperez@nunoa.cl",
        phone="+56987654321",
    )
    seat = make_seat(community, holder=first)
    seat_person(seat=seat, person=second, role="titular", on=date(2026, 5, 1), origin="b")
    return first, second, seat


def dump() -> list[dict]:
    rows = []
    for table in (Person, *sorted({each.related_model for each in relations_to(Person)}, key=str)):
        rows += [] if table is PersonMerge else table.objects.order_by("pk")
    return json.loads(serializers.serialize("json", rows))


def invite(person, seat, occasion="cycle:1"):
    return issue_link(
        person=person, seat=seat, purpose="invitation", occasion=occasion,
        expires_at=NOW.replace(year=2028), now=NOW,
    )  # fmt: skip


def test_everything_of_the_dropped_person_follows_and_one_contact_stays_current(community):
    keep, drop, seat = make_twice(community)
    link = invite(drop, seat)

    merge_people(keep=keep, drop=drop, user=None, now=NOW)

    assert list(Person.objects.values_list("pk", flat=True)) == [keep.pk]
    assert set(Tenure.objects.values_list("person", flat=True)) == {keep.pk}
    link.refresh_from_db()
    assert link.person_id == keep.pk
    contacts = ContactPoint.objects.order_by("pk").values_list("value", "is_current", "person")
    assert list(contacts) == [
        ("ana@nunoa.cl", True, keep.pk),
        ("aperez@nunoa.cl", False, keep.pk),
        ("+56987654321", True, keep.pk),
    ]


def test_undo_gives_both_back_as_they_were(community):
    keep, drop, seat = make_twice(community)
    invite(drop, seat)
    before = dump()

    done = merge_people(keep=keep, drop=drop, user=None, now=NOW)
    changed = dump()
    undo_merge(merge=done, now=NOW)

    assert changed != before
    assert dump() == before


def test_rows_of_rooms_above_follow_and_come_back(community):
    from convoca.convening.models import Invitation

    keep, drop, seat = make_twice(community)
    invitation = Invitation.objects.create(
        cycle=make_cycle(community), seat=seat, person=drop, created_at=NOW
    )

    done = merge_people(keep=keep, drop=drop, user=None, now=NOW)
    invitation.refresh_from_db()
    followed = invitation.person_id
    undo_merge(merge=done, now=NOW)
    invitation.refresh_from_db()

    assert (followed, invitation.person_id) == (keep.pk, drop.pk)


def test_two_links_for_one_thing_refuse_and_nothing_is_written(community):
    keep, drop, seat = make_twice(community)
    invite(keep, seat)
    invite(drop, seat)
    before = dump()

    with pytest.raises(PeopleClashError):
        preview_merge(keep=keep, drop=drop)
    with pytest.raises(PeopleClashError):
        merge_people(keep=keep, drop=drop, user=None, now=NOW)

    assert dump() == before


def test_preview_counts_what_would_move_and_writes_nothing(community):
    keep, drop, _seat = make_twice(community)
    before = dump()

    preview = preview_merge(keep=keep, drop=drop)

    assert preview.moved == 4  # a tenure, two contacts, and one of these becomes history
    assert dump() == before


def test_merge_pressed_twice_is_done_once(community):
    keep, drop, _seat = make_twice(community)
    merge_people(keep=keep, drop=drop, user=None, now=NOW)

    with pytest.raises(SamePersonError):
        merge_people(keep=keep, drop=drop, user=None, now=NOW)

    assert PersonMerge.objects.count() == 1


def test_undo_when_something_that_moved_is_gone_is_refused(community):
    keep, drop, _seat = make_twice(community)
    done = merge_people(keep=keep, drop=drop, user=None, now=NOW)
    ContactPoint.objects.filter(channel="phone").delete()

    with pytest.raises(MergeSettledError):
        undo_merge(merge=done, now=NOW)

    assert Person.objects.count() == 1


def test_undo_twice_is_refused_the_second_time(community):
    keep, drop, _seat = make_twice(community)
    done = merge_people(keep=keep, drop=drop, user=None, now=NOW)
    undo_merge(merge=done, now=NOW)

    with pytest.raises(MergeSettledError):
        undo_merge(merge=done, now=NOW)

    assert Person.objects.count() == 2


def test_person_of_another_association_is_never_merged(community):
    keep, _drop, _seat = make_twice(community)
    other = add_person(association=make_association("Otra"), name="Ana Pérez", origin="x")

    with pytest.raises(SamePersonError):
        merge_people(keep=keep, drop=other, user=None, now=NOW)


def test_same_name_needs_a_place_or_a_contact_in_common():
    ana = KnownPerson(1, "Ana Pérez", frozenset({"Ñuñoa"}), frozenset({"ana@x.cl"}))
    neighbour = KnownPerson(2, "ANA PEREZ", frozenset({"Ñuñoa"}))
    mate = KnownPerson(3, "Ana Pérez", frozenset({"Lota"}), frozenset({"ANA@x.cl"}))
    stranger = KnownPerson(4, "Ana Pérez", frozenset({"Buin"}), frozenset({"otra@x.cl"}))
    colleague = KnownPerson(5, "Luis Soto", frozenset({"Ñuñoa"}), frozenset({"ana@x.cl"}))

    found = find_duplicates([stranger, mate, colleague, neighbour, ana])

    assert found == [
        Duplicate(ana, neighbour, "Mismo nombre y la misma municipalidad, Ñuñoa."),
        Duplicate(ana, mate, "Mismo nombre y el mismo contacto ana@x.cl."),
    ]


def test_pages_compare_merge_and_undo(client, community):
    keep, drop, _seat = make_twice(community)
    client.force_login(make_coordinator(community))
    pair = {"queda": keep.pk, "sale": drop.pk}
    address = {
        name: reverse(f"directory:{name}", args=[community.pk])
        for name in ("duplicates", "merge_preview", "merge", "merge_undo")
    }

    listed = client.get(address["duplicates"]).content.decode()
    compared = client.get(address["merge_preview"], pair).content.decode()
    merged = client.post(address["merge"], pair, follow=True).content.decode()
    undone = client.post(
        address["merge_undo"], {"merge": PersonMerge.objects.get().pk}, follow=True
    ).content.decode()

    assert "la misma municipalidad, Ñuñoa" in listed
    assert "Sí: unir y pasar 4 datos" in compared
    assert "quedó una sola vez" in merged
    assert "Son dos personas otra vez" in undone
    assert Person.objects.count() == 2


def test_pages_refuse_in_words(client, community):
    keep, drop, seat = make_twice(community)
    invite(keep, seat)
    invite(drop, seat)
    client.force_login(make_coordinator(community))
    pair = {"queda": keep.pk, "sale": drop.pk}
    page = reverse("directory:merge_preview", args=[community.pk])

    compared = client.get(page, pair)
    merged = client.post(reverse("directory:merge", args=[community.pk]), pair, follow=True)

    assert (compared.status_code, "Sí: unir" in compared.content.decode()) == (409, False)
    assert "No se pueden unir" in merged.content.decode()
    assert client.get(page, {"queda": keep.pk, "sale": keep.pk}).status_code == 404
    assert client.get(page, {"queda": keep.pk, "sale": 999}).status_code == 404


def test_undo_of_an_undone_or_unknown_merge_is_refused(client, community):
    keep, drop, _seat = make_twice(community)
    client.force_login(make_coordinator(community))
    done = merge_people(keep=keep, drop=drop, user=None, now=NOW)
    undo_merge(merge=done, now=NOW)
    url = reverse("directory:merge_undo", args=[community.pk])

    told = client.post(url, {"merge": done.pk}, follow=True).content.decode()

    assert "ya no se puede deshacer" in told
    assert client.post(url, {"merge": 999}).status_code == 404


def test_people_without_a_name_are_never_paired():
    nobody = [KnownPerson(n, "-", frozenset({"Ñuñoa"})) for n in (1, 2)]

    assert find_duplicates(nobody) == []


def test_stranger_sees_neither_pairs_nor_persons(client, community):
    keep, drop, _seat = make_twice(community)
    client.force_login(make_user(make_association("Otra"), "o@x.cl", administrator=True))

    answers = [
        client.get(reverse("directory:duplicates", args=[community.pk])),
        client.post(
            reverse("directory:merge", args=[community.pk]), {"queda": keep.pk, "sale": drop.pk}
        ),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_pair_as_for_three(
    client, community, count, django_assert_num_queries
):
    client.force_login(make_coordinator(community))
    for n in range(count):
        seat = make_seat(community, make_municipality(f"Comuna {n}", f"T{n}"))
        for day in (1, 2):
            person = add_person(
                association=community.association, name=f"Ana {'xyz'[n]}", origin="a"
            )
            seat_person(seat=seat, person=person, role="titular", on=date(2026, 1, day), origin="a")
    url = reverse("directory:duplicates", args=[community.pk])
    client.get(url)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = client.get(url)

    assert len(page.context["pairs"].object_list) == count == len(duplicates_of(community))


QUERIES_OF_THE_LIST = 12
