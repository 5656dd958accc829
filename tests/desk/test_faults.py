"""What a person sees while the database is away, locked or full; and answers to HEAD."""

import errno
import sqlite3
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from convoca.convening.models import Invitation
from convoca.desk.views.errors import will_pass
from convoca.directory.models import PersonalLink
from tests.factories.convening import link_path, make_invitation
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
HEAD = "convoca.desk.middleware.HeadMiddleware"


def raised_by_sqlite(act) -> sqlite3.Error:
    try:
        act()
    except sqlite3.Error as error:
        return error
    raise AssertionError("nothing went wrong")


def lock_twice(folder) -> None:
    first, second = (sqlite3.connect(folder / "a.db", timeout=0) for _ in range(2))
    first.execute("CREATE TABLE a (b)")
    first.execute("BEGIN IMMEDIATE")
    try:
        second.execute("BEGIN IMMEDIATE")
    finally:
        first.close()
        second.close()


def fill_up(_folder) -> None:
    with sqlite3.connect(":memory:") as full:
        full.execute("PRAGMA max_page_count = 2")
        full.execute("CREATE TABLE a (b)")
        full.execute("INSERT INTO a VALUES (zeroblob(100000))")


def ask_wrongly(_folder) -> None:
    sqlite3.connect(":memory:").execute("SELECT * FROM nowhere")


def caused_by(cause: Exception, error: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("act", "passes"), [(lock_twice, True), (fill_up, True), (ask_wrongly, False)]
)
def test_sqlite_that_is_locked_or_full_passes_and_a_wrong_query_does_not(tmp_path, act, passes):
    cause = raised_by_sqlite(lambda: act(tmp_path))

    assert will_pass(caused_by(cause, OperationalError(str(cause)))) is passes


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (OperationalError("connection refused"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "no space left"), True),
        (OSError(errno.EACCES, "no permission"), False),
        (DatabaseError("wrong type"), False),
        (ValueError("ours"), False),
        (None, False),
    ],
)
def test_what_comes_from_around_us_passes_and_what_is_ours_does_not(error, passes):
    assert will_pass(error) is passes


@pytest.fixture
def answered(tmp_path):
    """Ask for pages while every query finds the database locked; give what came back."""
    cause = raised_by_sqlite(lambda: lock_twice(tmp_path))

    def locked(*_args):
        raise OperationalError("database is locked") from cause

    def ask(client: Client, path: str, method: str = "GET"):
        client.raise_request_exception = False
        with connection.execute_wrapper(locked):
            return client.generic(method, path)

    return ask


def test_page_of_the_staff_says_when_to_come_again_while_the_database_is_locked(client, answered):
    client.force_login(make_user())

    answer = answered(client, reverse("desk:today"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "Convoca no responde por ahora" in answer.content.decode()


def test_health_is_not_well_while_the_database_is_locked(client, answered):
    assert answered(client, reverse("desk:health")).status_code == 503


def test_answer_of_a_director_is_not_lost_in_silence_while_the_database_is_locked(client, answered):
    invitation = make_invitation()
    client.get(link_path(invitation.person))
    reference = PersonalLink.objects.get(person=invitation.person).reference

    answer = answered(client, reverse("portal:invitation_yes", args=[reference]), "POST")

    assert answer.status_code == 503
    assert "lo que escribió sigue en la página anterior" in answer.content.decode()
    assert Invitation.objects.get().answer == ""


def test_fault_of_our_own_stays_a_fault(client):
    def fail(*_args):
        raise ValueError("ours")

    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        answer = client.get(reverse("desk:health"))

    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.content.decode()


def asked_by_a_server(method: str, path: str) -> tuple[dict[str, str], bytes]:
    """Ask the application itself, as gunicorn does: the test client drops such bodies."""
    heads: dict[str, str] = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    chunks = WSGIHandler()(environ, lambda _status, given: heads.update(given))
    return heads, b"".join(chunks)


def test_head_answers_what_get_does_without_its_body(settings):
    settings.MIDDLEWARE = [HEAD, *(name for name in settings.MIDDLEWARE if name != HEAD)]
    path = reverse("desk:privacy")

    heads, body = asked_by_a_server("HEAD", path)
    whole_heads, whole = asked_by_a_server("GET", path)

    assert (body, heads["Content-Length"]) == (b"", whole_heads["Content-Length"])
    assert len(whole) == int(whole_heads["Content-Length"]) > 0
