"""What the tests of this room's pages share."""

from django.urls import reverse

from convoca.cycles.models import Cycle
from tests.factories.directory import make_coordinator


def coordinator_of(client, cycle: Cycle):
    user = make_coordinator(cycle.community)
    client.force_login(user)
    return user


def text_of(response) -> str:
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def go(client, name: str, cycle: Cycle, *args):
    return client.get(reverse(f"workplan:{name}", args=[cycle.pk, *args]))


def press(client, name: str, cycle: Cycle, /, *args, **data):
    return client.post(reverse(f"workplan:{name}", args=[cycle.pk, *args]), data)
