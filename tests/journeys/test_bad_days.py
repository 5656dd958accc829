"""Bad days: hostile words, broken files, impossible dates, guessed and mangled links."""

import logging
import os
import re
import subprocess
import sys
from datetime import timedelta
from html import unescape
from time import perf_counter

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from convoca.agenda.models import Agenda
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, RosterImport
from convoca.foundation.links import address_of, reveal_links, token_of
from convoca.meetings.models import Session
from convoca.messaging.models import Message
from tests.desk.test_permissions import ACCOUNT, PORTAL, STAFF, ask
from tests.factories.convening import make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator
from tests.factories.everything import Everything, make_everything
from tests.factories.meetings import make_announced_cycle
from tests.journeys.cast import roster_file
from tests.journeys.forms import WORDS, Forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECURE = "https://convoca.ejemplo.cl"
RUNS = "<script>alert"
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}"
BAD_TEXTS = {
    "nul": "a\x00b",
    "long": "ñ" * 200_000,
    "script": HOSTILE,
    "controls": "\u202e\u0007\r\nBcc: intruso@mal.cl",
}
BAD_VALUES = {
    "nul": "a\x00b",
    "many digits": "9" * 5000,
    "huge": "99999999999999999999",
    "negative": "-1",
    "other digits": "٣²",
    "no number": "nan",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no day": "2027-02-30",
    "before all moments": "0001-01-01T00:00:00+14:00",
}
PARAMETERS = (
    "page", "q", "which", "estado", "region", "motivo", "after", "tanda", "para", "cambiar",
    "require", "nombre", "next", "back",
)  # fmt: skip
SOME, ALL = "some", pytest.param("all", marks=pytest.mark.soak)
CHOOSING = {"code": "agenda:coded", "plan": "workplan:plan"}
SEVERAL = 4


@pytest.fixture(autouse=True)
def in_the_new_year():
    with time_machine.travel(NOW, tick=True):
        yield


def everybody_signed_in(made: Everything) -> Client:
    """Return the browser of an administrator who has opened every personal link as well."""
    client = Client(raise_request_exception=False)
    client.force_login(made.staff())
    for link in made.links.values():
        client.get(f"/p/{token_of(link.reference)}/")
    return client


def pages_of(made: Everything) -> list[str]:
    paths = {address.path(made) for address in STAFF + ACCOUNT if address.name != "account_logout"}
    for link in made.links.values():
        paths |= {address.path(made, reference=link.reference) for address in PORTAL}
    return sorted(paths)


def forms_of(client: Client, made: Everything) -> list[tuple[str, dict, set]]:
    found = {}
    for path in pages_of(made):
        response = client.get(path, follow=True)
        if "html" in response.get("Content-Type", "") and "/logout" not in path:
            forms = Forms(response.request["PATH_INFO"])
            forms.feed(response.content.decode())
            for action, fields, all_typed in forms.found:
                typed = dict(list(all_typed.items())[:SEVERAL])
                found.setdefault(
                    (re.sub(r"\d+", "N", action), tuple(fields)), (action, fields, typed)
                )
    return [one for one in found.values() if "logout" not in one[0] and "salir" not in one[0]]


def fault_of(response: HttpResponseBase, typed: str = "") -> str:
    """Say what is wrong with an answer: it broke, it runs what was typed, or it lost it."""
    content = b"".join(response).decode(errors="replace")
    if response.status_code >= 500:
        return "broke"
    if RUNS in content and "html" in response["Content-Type"]:
        return "runs"
    is_lost = response.status_code == 422 and typed == HOSTILE and typed not in unescape(content)
    return "lost" if is_lost else ""


def some_of(bad: dict[str, str], number: int, how_many: str) -> dict[str, str]:
    """Return the bad words to try at one place: all, or one that changes from place to place."""
    names = list(bad)
    picked = names if how_many == "all" else [names[number % len(names)]]
    return {name: bad[name] for name in picked}


@pytest.mark.parametrize("how_many", [SOME, ALL])
@pytest.mark.parametrize("is_settled", [True, False])
def test_no_bad_word_in_any_field_of_any_form_breaks_a_page(is_settled, how_many):
    made = make_everything("Zorzalina")
    if not is_settled:
        Agenda.objects.all().delete()
    client = everybody_signed_in(made)
    broken = {}

    forms = forms_of(client, made)
    for number, (action, fields, typed) in enumerate(forms):
        for place, (name, kind_of) in enumerate(typed.items(), number):
            bad = some_of(BAD_TEXTS if kind_of in WORDS else BAD_VALUES, place, how_many)
            for kind, text in bad.items():
                fault = fault_of(ask(client, action, {**fields, name: text}), text)
                if fault:
                    broken[re.sub(r"\d+", "N", action), name, kind] = fault

    assert len(forms) > 30
    assert broken == {}


@pytest.mark.parametrize("how_many", [SOME, ALL])
def test_no_bad_word_in_an_address_breaks_a_page(how_many):
    made = make_everything("Zorzalina")
    client = everybody_signed_in(made)
    broken = {}

    for number, path in enumerate(pages_of(made)):
        for kind, text in some_of({**BAD_VALUES, "script": HOSTILE}, number, how_many).items():
            fault = fault_of(client.get(path, dict.fromkeys(PARAMETERS, text)))
            if fault:
                broken[path, kind] = fault
    for parameter, page in CHOOSING.items():
        for text in BAD_VALUES.values():
            found = client.get(reverse(page, args=[made.cycle.pk]), {parameter: text})
            assert found.status_code in {200, 404}, (page, text)

    assert broken == {}


def test_hostile_words_in_every_row_are_shown_and_never_run():
    made = make_everything(HOSTILE)
    client = everybody_signed_in(made)

    shown = {path: client.get(path) for path in pages_of(made)}

    faults = {path: fault_of(response) for path, response in shown.items()}
    assert {path: fault for path, fault in faults.items() if fault} == {}
    pages = [page for page in shown.values() if "html" in page["Content-Type"]]
    assert sum(HOSTILE in unescape(page.content.decode()) for page in pages) > 40


def test_mark_of_a_link_that_somebody_typed_opens_nothing():
    make_invited_cycle(2)
    victim = PersonalLink.objects.first()

    typed = [f"{{{{enlace:{victim.reference}}}}}", f"{{{{enlace:{victim.reference}.{'0' * 16}}}}}"]

    assert [reveal_links(text) for text in typed] == typed
    assert address_of(victim.reference) in reveal_links(Message.objects.first().body)


@pytest.fixture
def link() -> PersonalLink:
    make_invited_cycle()
    cache.clear()
    yield PersonalLink.objects.get()
    cache.clear()


TAILS = ["", ".", ")", "=", "&amp;", ">", "…", "/", "/.", "/)", "/=", "/&amp;", "/>."]


@pytest.mark.parametrize("tail", TAILS)
def test_link_with_something_glued_to_its_end_still_opens(client, link, tail):
    response = client.get(f"/p/{token_of(link.reference)}{tail}", follow=True)

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == reverse("portal:invitation", args=[link.reference])


def test_hundreds_of_guesses_end_in_a_request_to_wait(client, link):
    told = [client.get(f"/p/{token_of(str(number))}/").status_code for number in range(300)]
    late = client.get(f"/p/{token_of(link.reference)}/")
    elsewhere = client.get(f"/p/{token_of(link.reference)}/", REMOTE_ADDR="192.0.2.7")

    assert told == [410] * 60 + [429] * 240
    assert (late.status_code, elsewhere.status_code) == (429, 302)
    assert "Espere diez minutos" in late.content.decode()


def test_who_waited_after_guesses_gets_in(client, link):
    for number in range(61):
        client.get(f"/p/{token_of(str(number))}/")

    with time_machine.travel(NOW + timedelta(minutes=10), tick=True):
        assert client.get(f"/p/{token_of(link.reference)}/").status_code == 302


def test_guesses_are_counted_by_the_address_that_our_proxy_wrote(client, link, settings):
    settings.IS_HTTPS = True
    guesser = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}
    for number in range(60):
        client.get(f"/p/{token_of(str(number))}/", **guesser)
    path = f"/p/{token_of(link.reference)}/"

    same = client.get(path, HTTP_X_FORWARDED_FOR="198.51.100.2, 203.0.113.9")
    other = client.get(path, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1")

    assert (same.status_code, other.status_code) == (429, 302)


@pytest.mark.parametrize("change", [{"revoked_at": NOW}, {"expires_at": NOW}])
def test_link_that_is_over_gives_no_datum_and_a_way_to_a_new_one(client, link, change):
    PersonalLink.objects.update(**change)

    response = client.get(f"/p/{token_of(link.reference)}/")

    text = response.content.decode()
    assert response.status_code == 410
    assert link.person.name not in text
    assert reverse("portal:renewal") in text


def test_token_stays_out_of_pages_logs_and_addresses(caplog):
    made = make_everything("Zorzalina")
    tokens = {token_of(link.reference) for link in made.links.values()}
    client = everybody_signed_in(made)
    with caplog.at_level(logging.DEBUG):
        told = [client.get(path) for path in pages_of(made) if path.startswith("/p/e/")]

    assert not [token for token in tokens if token in caplog.text]
    for response in told:
        if "html" in response["Content-Type"]:  # the calendar file keeps the own page on purpose
            assert not [token for token in tokens if token in response.content.decode()]
        assert response["Referrer-Policy"] == "same-origin"
        if response.status_code not in {404, 405}:  # they tell nothing of anybody
            assert "no-store" in response["Cache-Control"], response.request["PATH_INFO"]


BAD_ROSTERS = {
    "html.xlsx": b"<html><table><tr><td>comuna</td><td>nombre</td></tr></table></html>",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "gif.csv": b"GIF89a/*<script>alert(1)</script>*/=1;",
    "page.pdf": b"%PDF-1.7 <script>alert(1)</script>",
    "unnamed.csv": b"a;b;c\n1;2;3\n",
    "blank.csv": b"\n\n\n",
    "cut.xlsx": roster_file([("Ñuñoa", "Ana", "ana@comuna.cl", "")])[:-40],
}


def upload(client: Client, name: str, content: bytes) -> HttpResponseBase:
    community = make_community()
    client.force_login(make_coordinator(community))
    file = SimpleUploadedFile("x", content)
    file._name = name  # as it comes: the setter would clean it
    return client.post(reverse("directory:roster_new", args=[community.pk]), {"file": file})


@pytest.mark.parametrize("name", BAD_ROSTERS)
def test_file_that_is_no_roster_is_refused_in_words_and_nothing_is_kept(client, name):
    response = upload(client, name, BAD_ROSTERS[name])

    assert response.status_code == 422
    assert fault_of(response) == ""
    assert 'aria-invalid="true"' in response.content.decode()
    assert not RosterImport.objects.exists()


def test_file_of_200_000_rows_is_taken_quickly_and_read_by_the_worker(client):
    content = "comuna;nombre\n" + "Ñuñoa;Ana Directora\n" * 200_000
    begun = perf_counter()

    response = upload(client, "nomina.csv", content.encode())

    assert response.status_code == 302
    assert perf_counter() - begun < 10
    assert RosterImport.objects.get().state == RosterImport.State.READING


NAMES = ["../../etc/passwd.csv", "a\x00b.csv", "\u202efdp.csv", "ñ" * 300 + ".csv", "😀.csv", RUNS]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_file_name_is_kept_short_and_shown_escaped(client, name):
    response = upload(client, name, "comuna;nombre\nÑuñoa;Ana\n".encode())

    kept = RosterImport.objects.get().file_name
    shown = client.get(response.url)
    assert response.status_code == 302
    assert "/" not in kept
    assert kept.isprintable()
    assert len(kept) <= 120
    assert fault_of(shown) == ""


def test_hour_that_does_not_exist_is_refused_and_the_session_stays(client):
    session = make_announced_cycle()
    client.force_login(make_coordinator(session.cycle.community))
    path = reverse("meetings:move", args=[session.cycle_id, session.number])
    wanted = {"dia": "2027-09-05", "hora": "00:30", "motivo": "Elección", "insiste": "on"}

    response = client.post(path, {**wanted, "desde": session.wall_start})

    assert response.status_code == 409
    assert "2027-09-05" in response.content.decode()
    assert Session.objects.get().wall_start == session.wall_start


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2027-02-30", "20270-03-01"])
def test_cycle_on_an_impossible_day_is_refused(client, day):
    community = make_community()
    client.force_login(make_coordinator(community))

    for field in ("answer_by", "plan_from"):
        days = {"answer_by": "2027-02-01", "plan_from": "2027-03-01", field: day}
        path = reverse("desk:cycle_new", args=[community.pk])
        assert client.post(path, {**days, "plan_weeks": "10"}).status_code == 422

    assert not Cycle.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"CONVOCA_BASE_URL": "http://convoca.ejemplo.cl"}, "https"),
        ({"CONVOCA_BASE_URL": SECURE, "CONVOCA_DEBUG": "1"}, "CONVOCA_DEBUG"),
        ({"CONVOCA_BASE_URL": SECURE, "CONVOCA_SECRET_KEY": "corta"}, "CONVOCA_SECRET_KEY"),
        ({"CONVOCA_BASE_URL": SECURE}, "no issues"),
    ],
)
def test_start_with_weak_settings_is_refused_and_otherwise_nothing_is_warned(
    tmp_path, values, said
):
    ours = ("CONVOCA_", "DJANGO_")  # whatever a browser test of this process has set
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    command = [sys.executable, "-m", "convoca", "check", "--deploy", "--fail-level", "WARNING"]

    ended = subprocess.run(
        command,
        env={**kept, "CONVOCA_DATA_DIR": str(tmp_path), **values},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said in ended.stdout + ended.stderr
    assert (ended.returncode == 0) == (said == "no issues")
