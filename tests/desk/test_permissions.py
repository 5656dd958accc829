"""Who gets in where: every address of the project, for everybody who may come to it."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from convoca.directory.models import TeamMember
from convoca.foundation.links import token_of
from tests.desk.roles import (
    ADMINISTERS,
    BY_FORM,
    BY_STATE,
    COORDINATES,
    EVERYBODY,
    MACHINES,
    OF_THE_HOUSE,
    OPEN,
    UNMARKED,
    who_may,
)
from tests.factories.cycles import NOW
from tests.factories.everything import Everything, make_everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OURS, THEIRS = "Zorzalina", "Queltehue"


@dataclass(frozen=True)
class Address:
    """One route of the project: its whole name and the names of its parts."""

    name: str
    parts: tuple[str, ...]

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]

    def names(self, rows: dict[str, object]) -> list[str]:
        """Return how its parts are called among the rows of everything."""
        own = {part: f"{self.room}:{part}" for part in self.parts}
        return [own[part] if own[part] in rows else part for part in self.parts]

    def path(self, made: Everything, **more: object) -> str:
        values = {**made.rows, "reference": made.links["invitation"].reference, **more}
        chosen = {
            part: values.get(f"{self.room}:{part}", values.get(part, "x")) for part in self.parts
        }
        return reverse(self.name, kwargs=chosen)


def list_addresses(
    resolver: URLResolver | None = None, room: str = "", parts: tuple[str, ...] = ()
) -> Iterator[Address]:
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        own = (*parts, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from list_addresses(entry, entry.namespace or room, own)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Address(f"{room}:{entry.name}" if room else entry.name, own)


ADDRESSES = [one for one in list_addresses() if one.name not in MACHINES]
PORTAL = [one for one in ADDRESSES if one.room == "portal"]
ACCOUNT = [one for one in ADDRESSES if one.name.startswith("account_")]
STAFF = [one for one in ADDRESSES if one not in PORTAL + ACCOUNT and one.name not in OPEN]
PORTAL_PURPOSES = ("invitation", "interview", "agenda", "availability", "session", "notices")


def table_rows() -> dict[str, list[tuple]]:
    """Return every row of every table of ours, and the sessions."""
    rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            rows[model._meta.db_table] = cursor.fetchall()
    return rows


@contextmanager
def taken_back() -> Iterator[None]:
    """Do something and take it back, so that the next address finds everything as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def in_the_new_year():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def ours() -> Everything:
    return make_everything(OURS)


@pytest.fixture
def theirs() -> Everything:
    return make_everything(THEIRS)


def signed_in(user, **more) -> Client:
    client = Client(raise_request_exception=False, **more)
    client.force_login(user)
    return client


def ask(client: Client, path: str, data: dict | None = None):
    """Look at a page, or send a form; what it did is taken back."""
    with taken_back():
        return client.get(path) if data is None else client.post(path, data)


def text_of(response) -> str:
    return html.unescape(b"".join(response).decode(errors="replace"))


def staff_of(made: Everything) -> dict[str, Client]:
    roles = {role: signed_in(made.staff(role)) for role in EVERYBODY - ADMINISTERS}
    return roles | {"administrator": signed_in(made.staff())}


def got_in(response) -> bool:
    """Say whether a door opened: no refusal, and no fault behind it."""
    assert response.status_code < 500, response.request["PATH_INFO"]
    return response.status_code not in {403, 404, 405}


def walk_in(people: dict[str, Client], made: Everything, address: Address) -> list[frozenset]:
    """Return who gets in with each method that the address has; a door without GET has none."""
    given = {"code": made.rows["code_id"], "plan": made.rows["plan_id"], "state": "joined"}
    given |= {"canal": "email"}
    found = [
        frozenset(
            role for role, client in people.items() if got_in(ask(client, address.path(made), data))
        )
        for data in (None, given)
    ]
    return [roles for roles in found if roles]


@pytest.mark.slow
def test_each_role_gets_in_where_it_was_agreed_and_nowhere_else(ours):
    people = staff_of(ours)

    met = [one for one in STAFF if one.name not in BY_FORM | BY_STATE]
    found = {one.name: walk_in(people, ours, one) for one in met}

    found["desk:staff"].remove(ADMINISTERS)  # everybody sees who is there, one adds somebody
    found["agenda:blind_rounds"].remove(COORDINATES)  # who codes sees them, who coordinates opens
    wrong = {
        name: [sorted(roles) for roles in found[name]]
        for name in found
        if any(roles != who_may(name) for roles in found[name])
        or (who_may(name) and not found[name])
    }
    assert wrong == {}


def test_nobody_who_is_not_signed_in_sees_anything_of_the_staff(ours):
    stranger = Client()

    for address in STAFF:
        for data in (None, {}):
            response = ask(stranger, address.path(ours), data)

            assert response.status_code == 302, address.name
            assert response.url.startswith(reverse("account_login")), address.name


def test_nobody_without_a_personal_link_sees_a_directors_page(ours):
    stranger = Client()
    personal = [one for one in PORTAL if "reference" in one.parts]

    for address in personal:
        for purpose in PORTAL_PURPOSES:
            path = address.path(ours, reference=ours.links[purpose].reference)
            response = ask(stranger, path)

            assert response.status_code in {405, 410}, address.name
            assert OURS not in text_of(response), address.name
            assert ask(stranger, path, {}).status_code in {405, 410}, address.name


def refusals(address: Address) -> set[int]:
    """Return how an address refuses a row that is not there; three say it on the next page."""
    says_it_next = address.name in {"agenda:start", "agenda:assign", "desk:team_drop"}
    return {302, 404, 405} if says_it_next else {404, 405}


def test_another_association_finds_no_row_of_ours(ours, theirs):
    """An administrator may all that others may; what a coordinator sees is in the next test."""
    administrator = signed_in(theirs.staff())
    with_rows = [
        one
        for one in STAFF
        if set(one.parts) - {"step_id", "number", "holiday_id"} and one.name not in OF_THE_HOUSE
    ]

    for address in with_rows:
        for mixed in ours.mixed_with(theirs, address.names(ours.rows)):
            for data in (None, {}):
                response = ask(administrator, address.path(mixed), data)

                assert response.status_code in refusals(address), (address.name, mixed.rows)
                assert OURS not in text_of(response), address.name


def test_team_of_another_association_stays_as_it_was(ours, theirs):
    community, member = theirs.rows["community_id"], ours.rows["desk:member_id"]

    signed_in(theirs.staff()).post(reverse("desk:team_drop", args=[community, member]))

    assert TeamMember.objects.filter(pk=member).exists()


@pytest.mark.parametrize("role", ["", "coordinator"])
def test_pages_of_another_association_never_tell_a_word_of_ours(ours, theirs, role):
    client = signed_in(theirs.staff(role))

    for address in STAFF:
        response = ask(client, address.path(theirs))

        assert OURS not in text_of(response), address.name


def test_every_form_without_its_mark_is_refused(ours):
    client = signed_in(ours.staff(), enforce_csrf_checks=True)
    for purpose in PORTAL_PURPOSES:
        client.get(f"/p/{token_of(ours.links[purpose].reference)}/")
    before = table_rows()

    for address in ADDRESSES:
        response = client.post(address.path(ours), {"login": "x"})

        refused = 404 if address.name in UNMARKED else 403
        assert response.status_code == refused, address.name
        assert "<h1" in text_of(response), address.name

    assert table_rows() == before


def open_all_links(made: Everything) -> Client:
    client = Client()
    for link in made.links.values():
        client.get(f"/p/{token_of(link.reference)}/")
    return client


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_a_directors_page_changes_no_row(ours, method):
    client = open_all_links(ours)
    before = table_rows()

    for address in PORTAL:
        for purpose in PORTAL_PURPOSES:
            link = ours.links[purpose]
            path = address.path(ours, reference=link.reference, token=token_of(link.reference))
            assert client.generic(method, path).status_code < 500, path

    assert table_rows() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_a_page_of_the_staff_changes_no_row(ours, method):
    client = signed_in(ours.staff())
    before = table_rows()

    for address in STAFF + ACCOUNT:
        if address.name != "account_logout":
            assert client.generic(method, address.path(ours)).status_code < 500, address.name

    assert table_rows() == before
