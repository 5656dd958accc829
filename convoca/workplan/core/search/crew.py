"""Who works out the communities: this process alone, or a few more beside it.

Each community lives in one process, which keeps its arrays; questions and answers travel. The
answer to a question does not depend on where it is worked out. A worker is an interpreter of
its own, tied to this one by a pipe: it ends when the pipe closes, or when it finds, in the midst
of a search, that its parent is gone, so that none is left over however this process ends. It
lives in a group of its own: a Ctrl-C reaches this process alone, which says when to hurry.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from multiprocessing.connection import Connection, Pipe, wait
from types import TracebackType
from typing import Any, Protocol, Self

from convoca.workplan.core.ground.hard_rules import Field, Ground
from convoca.workplan.core.ground.resources import Resources
from convoca.workplan.core.ground.slots import Flags, Whole
from convoca.workplan.core.ground.values import Values
from convoca.workplan.core.search.part import Answer, Part, Question

LOOK_EVERY_S = 0.2
MOST_PROCESSES = 4
WORTH_A_PROCESS = 1_000
"""People for whom starting another process pays."""
HEAD_START = 0.25
HURRY = None
"""Sent while a worker is at its questions: time is up, the rest is answered as it stands."""
START = "import sys; from convoca.workplan.core.search.crew import serve; serve(int(sys.argv[1]))"

Surveyed = tuple[Values, Whole, Flags]
Left = Callable[[], float]


class WorkerLostError(RuntimeError):
    """A worker ended before it answered: killed, or out of memory."""


class Crew(Protocol):
    """Those who answer for the communities, which are known by their numbers."""

    def survey(self) -> list[Field]:
        """Lay out every community."""

    def ask(self, questions: Mapping[int, Question], *, reserve: float = 0.0) -> dict[int, Answer]:
        """Put questions; each has an even share of the time left but for `reserve` seconds."""

    def close(self) -> None:
        """Let everybody go, at once."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def gather_crew(ground: Ground, left: Left, processes: int | None) -> Crew:
    """Choose how to work: alone, or with as many processes as were asked for and pay.

    Args:
        ground: the problem.
        left: gives the seconds left; read often, and what it raises comes out.
        processes: how many; None chooses by the processors and the people.
    """
    communities = ground.problem.communities
    if processes is None:
        people = sum(len(one.participants) for one in communities)
        processes = min(_processors(), MOST_PROCESSES, people // WORTH_A_PROCESS)
    number = min(processes, len(communities))
    return Team(ground, left, number) if number > 1 else Solo(ground, left)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Closing:
    """What both kinds of crew do at the end of a `with`."""

    def close(self) -> None:
        """Let everybody go, at once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Solo(_Closing):
    """This process alone."""

    def __init__(self, ground: Ground, left: Left) -> None:
        self.ground, self.left = ground, left
        self.parts: list[Part] = []

    def survey(self) -> list[Field]:
        """Lay out every community."""
        resources = Resources(self.ground)
        self.parts = [Part(self.ground, resources, one) for one in self.ground.problem.communities]
        return [part.field for part in self.parts]

    def ask(self, questions: Mapping[int, Question], *, reserve: float = 0.0) -> dict[int, Answer]:
        """Answer the questions one after the other."""
        seconds = max(self.left() - reserve, 0.0)
        return dict(_answer_all(dict(enumerate(self.parts)), questions, seconds, self.left))


class Team(_Closing):
    """Several processes; community n lives in process n modulo their number."""

    def __init__(self, ground: Ground, left: Left, number: int) -> None:
        self.communities, self.left = ground.problem.communities, left
        self.workers: list[subprocess.Popen[bytes]] = []
        self.lines: list[Connection] = []
        self.is_hurried = False
        try:
            for first in range(number):
                self._hire(ground, range(first, len(self.communities), number))
        except BaseException:
            self.close()
            raise

    def _hire(self, ground: Ground, numbers: range) -> None:
        here, there = Pipe()
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        command = [sys.executable, "-c", START, str(there.fileno())]
        with there:
            worker = subprocess.Popen(  # noqa: S603 # this very package
                command,
                env=environment,
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                process_group=0,
            )
        self.workers.append(worker)
        self.lines.append(here)
        own = [self.communities[number] for number in numbers]
        self._send(
            here,
            (
                replace(ground, problem=replace(ground.problem, communities=tuple(own))),
                list(numbers),
            ),
        )

    def survey(self) -> list[Field]:
        """Lay out every community."""
        found: dict[int, Surveyed] = dict(self._gather(len(self.communities)))
        return [Field(one, *found[number]) for number, one in enumerate(self.communities)]

    def ask(self, questions: Mapping[int, Question], *, reserve: float = 0.0) -> dict[int, Answer]:
        """Put the questions to all the processes and wait for every answer."""
        seconds = max(self.left() - reserve, 0.0)
        for first, line in enumerate(self.lines):
            own = {n: one for n, one in questions.items() if n % len(self.lines) == first}
            self._send(line, (own, seconds))
        found: dict[int, Answer] = dict(self._gather(len(questions)))
        return {number: found[number] for number in sorted(found)}

    def close(self) -> None:
        """Let everybody go, at once."""
        for worker in self.workers:
            worker.kill()
        for line in self.lines:
            line.close()
        for worker in self.workers:
            worker.wait()
        self.workers, self.lines = [], []

    def _send(self, line: Connection, message: object) -> None:
        try:
            line.send(message)
        except OSError as error:
            raise WorkerLostError from error

    def _gather(self, count: int) -> Iterator[tuple[int, Any]]:
        """Give what the processes tell, as it comes; look at the time meanwhile."""
        while count:
            if self.left() < 0 and not self.is_hurried:
                self.is_hurried = True
                for line in self.lines:
                    self._send(line, HURRY)
            for ready in wait(self.lines, timeout=LOOK_EVERY_S):
                assert isinstance(ready, Connection)
                try:
                    yield ready.recv()
                except (EOFError, OSError) as error:
                    raise WorkerLostError from error
                count -= 1


def serve(file_number: int) -> None:
    """Answer for some communities until the pipe closes: the whole life of a worker."""
    line, parent = Connection(file_number), os.getppid()
    try:
        ground, numbers = line.recv()
        resources = Resources(ground)
        parts = {}
        for number, community in zip(numbers, ground.problem.communities, strict=True):
            part = Part(ground, resources, community)
            line.send((number, (part.field.values, part.field.need, part.field.allowed)))
            parts[number] = part.without_values()
        while True:
            message = line.recv()
            if message is HURRY:
                continue
            questions, seconds = message
            begun = time.monotonic()

            def left(begun: float = begun) -> float:
                is_alone = os.getppid() != parent
                return -inf if is_alone or line.poll() else begun - time.monotonic()

            for found in _answer_all(parts, questions, seconds, left):
                line.send(found)
    except (EOFError, OSError, KeyboardInterrupt):
        return


def _answer_all(
    parts: Mapping[int, Part], questions: Mapping[int, Question], seconds: float, left: Left
) -> Iterator[tuple[int, Answer]]:
    """Answer one question after the other; what one does not use of its share, the next have.

    The first may take a quarter of the time beyond their share: not all are as hard.
    """
    begun = left()

    def is_past(share: float) -> bool:
        return begun - left() >= share

    for place, (number, question) in enumerate(sorted(questions.items())):
        share = seconds * min((place + 1) / len(questions) + HEAD_START, 1.0)
        yield number, parts[number].answer(question, partial(is_past, share))
