"""How long a practised person needs, by the keystroke-level model, with the acts counted here.

Nobody is timed: each act is counted while Chromium does it, and costs what the model says of a
practised person: mental preparation 1.35 s, pointing 1.1 s, a press of the button 0.2 s, a key
0.28 s, hand to the other device 0.4 s. Reading a doubt (two names side by side) is two
preparations. What the pages take to answer is measured and added.

Source: Card, Moran and Newell, "The keystroke-level model for user performance time with
interactive systems", Communications of the ACM 23 (1980).
"""

import random
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from convoca.convening.queries import live_invitations
from convoca.directory.models import Municipality, Tenure
from convoca.directory.services import load_country
from tests.directory.core.test_comunas import spoil
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator
from tests.factories.outreach import WORKING, make_caller, make_queue
from tests.journeys.cast import Coordinator, roster_file

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.django_db(transaction=True)]
PREPARE_S, POINT_S, PRESS_S = 1.35, 1.1, 0.2
CLICK_S = PREPARE_S + POINT_S + PRESS_S
READ_DOUBT_S = 2 * PREPARE_S
SPOILT_SHARE = 0.2
CLEAN_S = 600
CONTACTS = 60


class Worker:
    """A practised person at a desk, whose acts and waits add up."""

    def __init__(self, desk: Coordinator) -> None:
        self.desk, self.acts, self.seconds = desk, 0, 0.0

    def act(self, deed, *, clicks: int = 1, doubts: int = 0) -> None:
        """Do something that takes so many clicks, after reading so many doubts."""
        began = time.monotonic()
        deed()
        waited = time.monotonic() - began
        self.acts += clicks
        self.seconds += clicks * CLICK_S + doubts * READ_DOUBT_S + waited

    def press(self, name: str, *, doubts: int = 0) -> None:
        self.act(lambda: self.desk.press(name), doubts=doubts)


def dirty_rows(chance: random.Random) -> list[tuple[str, str, str, str]]:
    """Return a row a municipality, one in five with a wrong spelling, phones in five forms."""
    rows = []
    for number, place in enumerate(Municipality.objects.order_by("pk")):
        name = place.comuna_name
        if chance.random() < SPOILT_SHARE:
            name = chance.choice(spoil(name, chance))
        digits = f"9{number:08}"
        phone = chance.choice([digits, f"+56 {digits}", f"56{digits}", f"09-{digits[1:]}", digits])
        rows.append((name, f"Directora {number:03}", f"d{number}@comuna{number}.cl", phone))
    return rows


def test_dirty_roster_of_345_is_clean_within_ten_minutes_of_a_persons_work(post, desk, capsys):
    post.travel(NOW + timedelta(days=1))
    load_country(Path(django_settings.COUNTRY_DIR), holidays=[])
    community = make_community()
    carla = Worker(desk(make_coordinator(community)))
    content = roster_file(dirty_rows(random.Random(2026)))

    upload(carla, community, content)
    chosen = decide(carla)
    carla.press("Cargar la nómina")

    loaded = Tenure.objects.filter(to_on__isnull=True).count()
    with capsys.disabled():
        told = f"{loaded} de 345 en {carla.acts} actos, {chosen} a mano: {carla.seconds:.0f} s"
        sys.stdout.write(f"\n{told}\n")
    assert loaded >= 340
    assert carla.seconds < CLEAN_S


def upload(carla: Worker, community, content: bytes) -> None:
    page = carla.desk.page
    file = {"name": "nomina.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    carla.desk.open("directory:roster_new", community.pk)
    carla.act(lambda: page.locator("input[type=file]").set_input_files(file), clicks=4)
    carla.press("Revisar la nómina")


def decide(carla: Worker) -> int:
    """Take the certain proposals together, then choose one by one; return how many of these."""
    page, chosen = carla.desk.page, 0
    proposed = page.locator("select[name^='comuna:']").count()
    carla.press("Aceptar las comunas propuestas", doubts=proposed)
    while selects := page.locator("select[name^='comuna:']").all():
        for select in selects:
            carla.act(lambda one=select: one.select_option(index=1), clicks=2, doubts=1)
            chosen += 1
        carla.press("Guardar mis decisiones")
    return chosen


def test_sixty_contacts_an_hour_leave_most_of_the_hour_for_talking(post, desk, capsys):
    post.travel(WORKING)
    cycle = make_queue(CONTACTS)
    carla = Worker(desk(make_caller(cycle)))
    carla.desk.open("outreach:queue", cycle.pk)
    carla.press("Empezar a llamar")

    for _contact in live_invitations(cycle):
        carla.press("^Hablamos, lo verá$", doubts=1)

    with capsys.disabled():
        sys.stdout.write(f"\n{carla.acts} actos, {carla.seconds:.0f} s de la hora\n")
    assert carla.acts == CONTACTS + 1
    assert carla.seconds < 3600 / 4
