"""The tools of the workshop do what the Makefile trusts them to do."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.support.needs import leave_out
from tests.support.waiting import is_alive, wait_until
from tools.postgres import find_programs
from tools.sizes import Size, measure_python

POSTGRES = [sys.executable, str(Path(__file__).parents[2] / "tools" / "postgres.py"), "run", "--"]
TELL_AND_WAIT = "import os, sys; print(os.environ['DATABASE_URL'], flush=True); sys.stdin.read()"


@pytest.fixture
def needs_postgres():
    if find_programs() is None:
        leave_out("Falta PostgreSQL en este equipo.")


def measure(path, *lines):
    return list(measure_python(Path(path), "\n".join(lines)))


def test_size_of_a_function_leaves_its_docstring_out():
    lines = ("def f():", '    """One.', "", "    Two.", '    """', "    a = 1", "    return a")

    assert measure("convoca/x.py", *lines) == [
        Size("archivo", "convoca/x.py", "", 7),
        Size("función", "convoca/x.py:1", "f", 3),
    ]


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("convoca/desk/views.py", "today", "vista"),
        ("convoca/desk/views/errors.py", "gone", "vista"),
        ("convoca/desk/queries.py", "today", "función"),
        ("tests/desk/test_views.py", "test_today", "prueba"),
        ("tests/desk/test_views.py", "make", "función"),
        ("tests/desk/views/test_x.py", "make", "función"),
    ],
)
def test_size_has_the_kind_of_the_place_and_the_name(path, name, kind):
    [_file, function] = measure(path, f"def {name}():", "    pass")

    assert function == Size(kind, f"{path}:1", name, 2)


@pytest.mark.parametrize(("lines", "expected"), [(30, False), (31, True)])
def test_size_is_over_only_past_its_limit(lines, expected):
    assert Size("vista", "x", "y", lines).is_over is expected


@pytest.mark.slow
def test_postgres_runs_the_command_with_an_address_and_gives_its_exit_code(needs_postgres):
    command = [*POSTGRES, sys.executable, "-c"]

    done = subprocess.run(
        [*command, "import os, sys; print(os.environ['DATABASE_URL'][:19]); sys.exit(7)"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (7, "postgres://convoca:\n")


@pytest.fixture
def open_folder():
    """A temporary folder that every user of the machine may enter, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_postgres_leaves_nothing_behind_when_it_is_killed(needs_postgres, open_folder, number):
    command = [*POSTGRES, sys.executable, "-c", TELL_AND_WAIT]
    environment = os.environ | {"TMPDIR": str(open_folder)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment) as runner:
        assert runner.stdout.readline().startswith(b"postgres://")
        [folder] = open_folder.glob("convoca-postgres-*")
        server = int((folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])

        runner.send_signal(number)

        wait_until(lambda: not is_alive(server) and not folder.exists())
