"""The benchmark of the board: the whole country's seats, as the coordinator opens them.

The rehearsal's community is made in a folder of its own, which goes away with it.
"""
# ruff: noqa: PLC0415 -- Django is told of that folder before it is set up

import gzip
import os
import subprocess
import sys
import tempfile
import time

from rich.console import Console
from rich.table import Table

AIM_MS, AIM_KB, TIMES = 300, 150, 5
VIEWS = {
    "todo": "",
    "por región": "?region=13",
    "por palabra": "?q=maria",
    "lo que falta": "?pendiente=no_answer",
}


def prepare(folder):
    """Make the rehearsal in a folder and point this process at it."""
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "CONVOCA_DATA_DIR": folder,
        "CONVOCA_SECRET_KEY": "for-tests-only",
        "CONVOCA_REHEARSAL": "1",
        "DJANGO_SETTINGS_MODULE": "convoca.config.settings",
    }
    for arguments in (["migrate"], ["collectstatic", "--noinput"], ["country", "load"], ["demo"]):
        command = [sys.executable, "-m", "convoca", *arguments]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 # our own command


def measure(client, address):
    """Open a page some times; return the best seconds on the wall and of work, and the answer."""
    walls, works = [], []
    for _time in range(TIMES + 1):  # the first one warms up
        wall, work = time.perf_counter(), time.process_time()
        answer = client.get(address)
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    return min(walls), min(works), answer


def main():
    """Make the rehearsal, open the board and print one table."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        table = Table(title=f"Tablero de 345 puestos: meta {AIM_MS} ms, {AIM_KB} KB")
        for name in ("vista", "ms", "ms de trabajo", "consultas", "KB", "KB en la red"):
            table.add_column(name, justify="right")
        for cells in lines():
            table.add_row(*cells)
        Console(width=100).print(table)


def lines():
    """Open each view of the board as the coordinator; give the cells of its line."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from convoca.cycles.models import Cycle
    from convoca.directory.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.filter(teams__role="coordinator").first())
    board = reverse("convening:board", args=[Cycle.objects.order_by("pk").first().pk])
    for name, query in VIEWS.items():
        wall, work, answer = measure(client, board + query)
        with CaptureQueriesContext(connection) as asked:
            client.get(board + query)
        sizes = (len(answer.content), len(gzip.compress(answer.content, 6)))
        kilobytes = [f"{size / 1000:.0f}" for size in sizes]
        yield [name, f"{wall * 1000:.0f}", f"{work * 1000:.0f}", str(len(asked)), *kilobytes]


if __name__ == "__main__":
    main()
