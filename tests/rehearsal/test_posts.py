"""`convoca simulate --stage … --outside`: stops where it is told, and really sends, only here."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.config.env import as_mail_server
from convoca.cycles.models import Cycle
from convoca.foundation.models import Association
from convoca.meetings.models import Session
from convoca.messaging.models import Message
from convoca.rehearsal.services.posts import is_loopback

pytestmark = pytest.mark.django_db
FEW = ["--people", "10", "--seed", "7", "--today", "2026-11-22"]


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("simulate", *FEW, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "[::1]"])
def test_is_loopback_by_the_names_of_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "correo.cl", "localhost.correo.cl", "10.0.0.1", "0.0.0.0", "127.0.0.1.cl"]
)
def test_is_loopback_refuses_every_other_name(host):
    assert not is_loopback(host)


def test_simulate_outside_by_a_server_elsewhere_is_refused(settings):
    settings.EMAIL_SERVER = as_mail_server("smtp://correo.cl?tls=none")

    with pytest.raises(CommandError, match=r"correo\.cl no es este equipo"):
        run("--outside")

    assert not Association.objects.exists()


def test_simulate_outside_without_a_server_says_what_to_set(settings):
    settings.EMAIL_SERVER = None

    with pytest.raises(CommandError, match="Falta el servidor de correo"):
        run("--outside")


@pytest.mark.slow
def test_simulate_outside_sends_for_real_until_the_stage_and_counts_what_arrived(
    settings, smtp_server
):
    settings.EMAIL_SERVER = as_mail_server(smtp_server.url)

    outcome = run("--stage", "convocatoria", "--outside")

    assert Cycle.objects.get().stage == "convening"
    assert outcome["arrived"] == len(smtp_server.messages) == outcome["messages"]["sent"]
    assert {
        message["To"].rpartition("@")[2].strip(">")[-8:] for message in smtp_server.messages
    } == {".example"}
    assert Message.objects.filter(purpose="reminder").exists()


@pytest.mark.slow
def test_simulate_until_the_sessions_holds_them_and_does_not_close(settings):
    settings.REHEARSAL = True

    outcome = run("--stage", "sesiones")

    assert Cycle.objects.get().stage == "sessions"
    assert not Session.objects.exclude(state__in=["held", "cancelled"]).exists()
    (cycle,) = outcome["communities"][0]["cycles"]
    assert cycle["closed_on"] == ""
    assert sum(cycle["times"]) == cycle["coverage"]["participating"] > 0
