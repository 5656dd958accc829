"""`convoca demo`: made once, and its doors open."""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from convoca.cycles.models import Cycle
from convoca.foundation.models import Association
from convoca.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def run() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_demo_outside_a_rehearsal_is_refused(settings):
    settings.REHEARSAL = False

    with pytest.raises(CommandError, match="CONVOCA_REHEARSAL=1"):
        run()

    assert not Association.objects.exists()


def test_demo_is_made_once_and_its_links_and_passwords_open(settings, client):
    settings.REHEARSAL = True

    first, again = run(), run()

    stages = sorted(Cycle.objects.values_list("stage", flat=True))
    assert stages == ["convening", "plan"]
    assert again in first
    for address in re.findall(r"http\S+/p/\S+", first):
        assert client.get(urlsplit(address).path, follow=True).status_code == 200
    assert client.login(email="coordinadora@ensayo.example", password="ensayo-coordinadora")
    assert {row["state"] for row in Message.objects.values("state")} <= {"sent", "cancelled"}
