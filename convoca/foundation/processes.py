"""Keeps the web and the worker alive under one parent, and lets none outlive it."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger(__name__)

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK_EVERY_S = 0.1


@dataclass(frozen=True)
class Program:
    """A child to keep alive: the name its log lines carry and how to start it."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Patience:
    """How long the parent waits, in seconds.

    A child that dies comes back after `first_pause_s`, doubled at each death up to
    `longest_pause_s`; one that lived `steady_s` starts again from the first pause.
    When stopping, children have `drain_s` to finish what they have in hand.
    """

    first_pause_s: float = 1.0
    longest_pause_s: float = 30.0
    steady_s: float = 60.0
    drain_s: float = 20.0

    def next_pause(self, pause_s: float, *, lived_s: float) -> float:
        """Return the pause before the next start of a child that lived `lived_s`.

        `pause_s` is the pause before its last start, 0 for the first one.
        """
        if pause_s == 0 or lived_s >= self.steady_s:
            return self.first_pause_s
        return min(pause_s * 2, self.longest_pause_s)


@dataclass
class Child:
    """One program while the parent runs: its process, and when to start the next."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    pause_s: float = 0.0
    due_s: float = 0.0

    def start(self, now_s: float) -> None:
        """Start the program in a session of its own, with the life-line as its input.

        Ctrl-C in the terminal then reaches the parent alone, which stops the
        children in order. The life-line closes when the parent dies in any way.
        """
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands, no shell
            self.program.command, stdin=subprocess.PIPE, start_new_session=True
        )
        self.started_s = now_s
        logger.info("%s: en marcha (proceso %s).", self.program.name, self.process.pid)

    def watch(self, now_s: float, patience: Patience) -> None:
        """Start the program when it is due; when it has died, set when it is due again."""
        if self.process is None:
            if now_s >= self.due_s:
                self.start(now_s)
            return
        code = self.process.poll()
        if code is None:
            return
        self.kill()
        self.pause_s = patience.next_pause(self.pause_s, lived_s=now_s - self.started_s)
        self.due_s = now_s + self.pause_s
        logger.warning(
            "%s: terminó solo (código %s). Vuelve en %g s.", self.program.name, code, self.pause_s
        )

    def ask_to_stop(self) -> None:
        """Send TERM to the program, which passes it on to its own processes."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End the whole session of the program and forget it."""
        if self.process is None:
            return
        # Nobody left in the session is fine; macOS says that with PermissionError.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None


@dataclass
class Supervisor:
    """The parent of some programs: restarts the dead until it is told to stop."""

    programs: Sequence[Program]
    patience: Patience = field(default_factory=Patience)
    clock: Callable[[], float] = time.monotonic
    is_stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Keep every program alive until TERM, INT or HUP; then stop them all.

        Only for the main thread: it listens to signals while it runs.
        """
        children = [Child(program) for program in self.programs]
        # What whoever started us chose to ignore (nohup, a background job) stays ignored.
        heard = [number for number in STOP_SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._note) for number in heard}
        try:
            while not self.is_stopping:
                for child in children:
                    child.watch(self.clock(), self.patience)
                time.sleep(LOOK_EVERY_S)
        finally:
            self._stop(children)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _stop(self, children: Sequence[Child]) -> None:
        logger.info("Terminando: se espera hasta %g s.", self.patience.drain_s)
        for child in children:
            child.ask_to_stop()
        until_s = self.clock() + self.patience.drain_s
        for child in children:
            self._await_end(child, until_s)
            child.kill()

    def _await_end(self, child: Child, until_s: float) -> None:
        if child.process is None:
            return
        try:
            child.process.wait(max(until_s - self.clock(), 0))
        except subprocess.TimeoutExpired:
            logger.warning("%s: no terminó a tiempo y se cortó.", child.program.name)
        else:
            logger.info("%s: terminó.", child.program.name)


def convoca_program(name: str, *arguments: str) -> Program:
    """Return the program that runs `convoca <name>` and ends with its parent."""
    command = (sys.executable, "-m", "convoca", name, "--with-parent", *arguments)
    return Program(name, command)


def end_with_parent(*, drain_s: float = Patience.drain_s) -> None:
    """Stop this process when whoever holds the other end of its input is gone.

    First a TERM, to finish what is in hand; the end, without more, `drain_s` later.
    """
    input_number = sys.stdin.fileno()

    def wait_for_the_end() -> None:
        while os.read(input_number, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(drain_s)
        os._exit(1)

    threading.Thread(target=wait_for_the_end, name="parent", daemon=True).start()
