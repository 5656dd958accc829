"""Doing several things at the very same moment, each in a thread with its own connection."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread

from django.db import connection
from django.test import Client

PATIENCE_S = 60


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """Give all threads a database as in production: with SQLite a file, not shared memory."""
    if connection.vendor != "sqlite":
        yield
        return
    path = str(folder / "convoca.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    memory = connection.settings_dict["NAME"], connection.connection
    connection.settings_dict["NAME"], connection.connection = path, None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = memory


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do all acts at the same moment; return what each gave, or the error that it raised."""
    barrier = Barrier(len(acts))
    results: list[object] = ["never ended"] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(PATIENCE_S)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return results


def press(client: Client, path: str, data: dict[str, object]) -> Callable[[], int]:
    """Return the act of pressing a button; it gives the status of the answer."""
    return lambda: client.post(path, data).status_code
