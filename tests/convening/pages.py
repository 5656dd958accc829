"""Reading and pressing in the staff's pages."""

from django.urls import reverse

from convoca.convening.queries import live_invitations
from convoca.directory.models import Seat


def read(client, cycle, name: str, query: str = "", *args) -> str:
    response = client.get(reverse(f"convening:{name}", args=[cycle.pk, *args]) + query)
    assert response.status_code == 200
    return response.content.decode()


def press(client, cycle, route: str, /, *args, **given):
    address = reverse(f"convening:{route}", args=[cycle.pk, *args])
    return client.post(address, given, follow=True)


def missing(page: str, *words: str) -> list[str]:
    return [each for each in words if each not in page]


def one_seat(cycle) -> Seat:
    return live_invitations(cycle)[0].seat
