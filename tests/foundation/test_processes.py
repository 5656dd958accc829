"""The parent of web and worker: restarts, orderly stops, no orphans; and its command line."""

import os
import signal
import socket
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from convoca.foundation.processes import Patience, convoca_program
from tests.support.waiting import is_alive, wait_until

NOTE_START = """
import os, sys, time
from convoca.foundation.processes import end_with_parent
with open(sys.argv[1], "a") as starts:
    starts.write(f"{os.getpid()}\\n")
"""
PATIENT_CHILD = NOTE_START + "end_with_parent(); time.sleep(600)"
SHORT_CHILD = NOTE_START + "sys.exit(3)"
DEAF_CHILD = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + NOTE_START + "time.sleep(600)"
)
PARENT = """
import logging, sys
from convoca.foundation.processes import Patience, Program, Supervisor
logging.basicConfig(level="INFO", format="%(message)s")
programs = [
    Program(path.rpartition("/")[2], (sys.executable, "-c", sys.argv[1], path))
    for path in sys.argv[2:]
]
patience = Patience(first_pause_s=0.1, longest_pause_s=0.4, drain_s=1)
Supervisor(programs, patience).run()
"""


class Parent:
    """A supervisor in a process of its own, with children that note their starts."""

    def __init__(self, folder: Path, child: str) -> None:
        self.notes = [folder / "web", folder / "work"]
        self.log = folder / "log"
        command = [sys.executable, "-c", PARENT, child, *map(str, self.notes)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stderr=log)

    def starts(self) -> list[list[int]]:
        """The process ids that each child noted, oldest first."""
        return [
            [int(line) for line in note.read_text().splitlines()] if note.exists() else []
            for note in self.notes
        ]

    def await_starts(self, count: int) -> list[list[int]]:
        wait_until(lambda: all(len(ids) >= count for ids in self.starts()))
        return self.starts()


@pytest.fixture
def start_parent(tmp_path):
    parents = []

    def start(child):
        parents.append(Parent(tmp_path, child))
        return parents[-1]

    yield start

    for parent in parents:
        parent.process.kill()
        parent.process.wait()
        for process_id in chain(*parent.starts()):
            if is_alive(process_id):
                os.kill(process_id, signal.SIGKILL)


def test_supervisor_starts_another_child_when_one_is_killed(start_parent):
    parent = start_parent(PATIENT_CHILD)
    web, work = parent.await_starts(1)

    os.kill(web[0], signal.SIGKILL)

    wait_until(lambda: len(parent.starts()[0]) == 2)
    assert is_alive(parent.starts()[0][1])
    assert parent.starts()[1] == work
    assert "web: terminó solo (código -9). Vuelve en 0.1 s." in parent.log.read_text()


def test_supervisor_keeps_trying_with_longer_pauses_when_a_child_ends_at_once(start_parent):
    parent = start_parent(SHORT_CHILD)

    parent.await_starts(4)

    wait_until(lambda: parent.log.read_text().count("work: terminó solo") >= 4)
    lines = [line for line in parent.log.read_text().splitlines() if "work: terminó" in line]
    assert [line.partition("Vuelve en ")[2] for line in lines[:4]] == [
        "0.1 s.",
        "0.2 s.",
        "0.4 s.",
        "0.4 s.",
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_supervisor_stops_every_child_when_it_is_told_to_stop(start_parent, number):
    parent = start_parent(PATIENT_CHILD)
    children = [*chain(*parent.await_starts(1))]

    parent.process.send_signal(number)

    assert parent.process.wait(20) == 0
    assert [is_alive(child) for child in children] == [False, False]


def test_supervisor_cuts_a_child_off_when_it_does_not_stop_in_time(start_parent):
    parent = start_parent(DEAF_CHILD)
    children = [*chain(*parent.await_starts(1))]

    parent.process.terminate()

    assert parent.process.wait(20) == 0
    assert [is_alive(child) for child in children] == [False, False]
    assert "web: no terminó a tiempo y se cortó." in parent.log.read_text()


def test_children_end_when_their_parent_is_killed(start_parent):
    parent = start_parent(PATIENT_CHILD)
    children = [*chain(*parent.await_starts(1))]

    parent.process.kill()

    wait_until(lambda: not any(is_alive(child) for child in children))


@pytest.mark.parametrize(
    ("pause_s", "lived_s", "expected"),
    [(0, 5, 1), (1, 5, 2), (16, 5, 30), (30, 59.9, 30), (30, 60, 1)],
)
def test_next_pause_doubles_until_the_child_has_lived_a_minute(pause_s, lived_s, expected):
    assert Patience().next_pause(pause_s, lived_s=lived_s) == expected


def test_convoca_program_runs_our_command_with_this_python():
    program = convoca_program("web", "--port", "8001")

    expected = (sys.executable, "-m", "convoca", "web", "--with-parent", "--port", "8001")
    assert (program.name, program.command) == ("web", expected)


def convoca(tmp_path, *arguments, **settings):
    """Run the command as a person does: what it says, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "convoca", *arguments],
        env=os.environ | {"CONVOCA_DATA_DIR": str(tmp_path)} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_command_says_one_line_when_a_setting_is_bad(tmp_path):
    code, said = convoca(tmp_path, "check", CONVOCA_TIME_ZONE="Marte/Olimpo")

    assert (code, len(said.splitlines())) == (2, 1)
    assert said.startswith("Convoca no puede empezar: CONVOCA_TIME_ZONE: «Marte/Olimpo»")


def test_command_proposes_the_nearest_when_it_does_not_exist(tmp_path):
    said = convoca(tmp_path, "serv")

    assert said == (2, "No existe la orden «serv». ¿Quiso decir «serve»?\n")


def test_serve_says_which_port_is_taken_and_starts_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code, said = convoca(tmp_path, "serve", "--port", str(port))

    assert code == 1
    assert f"El puerto {port} de 127.0.0.1 está ocupado" in said
    assert "en marcha" not in said
