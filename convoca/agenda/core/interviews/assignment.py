"""Who interviews whom: shared out as evenly as regions, languages and limits allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why nobody can be given an interview."""

    NOBODY = "nobody"
    REGION = "region"
    LANGUAGE = "language"
    FULL = "full"


@dataclass(frozen=True)
class Maker:
    """Somebody who makes interviews: where, in which languages, and how many at most.

    Empty `regions` means any. `languages` are those besides the usual one.
    """

    id: int
    regions: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    most: int = 60

    def can_make(self, task: "Task") -> bool:
        """Say whether region and language of an interview are theirs."""
        is_theirs = not self.regions or task.region in self.regions
        return is_theirs and (not task.language or task.language in self.languages)


@dataclass(frozen=True)
class Task:
    """One interview: where, in which language ("" is the usual one), and whose it is now.

    One that is `kept` stays with `maker_id` whatever the rule says: it was begun, agreed or done.
    """

    id: int
    region: str
    language: str = ""
    maker_id: int | None = None
    kept: bool = False


@dataclass(frozen=True)
class Sharing:
    """What the rule proposes: who makes each interview that is not kept, and who has nobody."""

    given: Mapping[int, int]
    without: Mapping[int, Obstacle]


def share_interviews(tasks: Sequence[Task], makers: Sequence[Maker]) -> Sharing:
    """Give as many interviews as possible, so that the loads are as even as possible.

    load(i) = interviews of i, the kept ones included; each given one has a maker of its region
    and language with load(i) <= most(i). Of all ways to give the greatest number, the sum of
    load(i)^2 is least: nobody has two more than somebody else who could take one of theirs.
    Each interview in its order goes to the least loaded maker that a chain of exchanges among
    those not kept reaches; that keeps the sum least at each step.

    Args:
        tasks: interviews, in any order; empty gives nothing.
        makers: who makes interviews; a kept interview may belong to nobody among them.

    Returns:
        One maker, or one obstacle, for each task that is not kept. Tasks go by id; between
        makers with the same load the shorter chain, then the lower id: never the input order.

    Raises:
        ValueError: two tasks or two makers with the same id.

    Source: Harvey, Ladner, Lovasz and Tamir, Semi-matchings for bipartite graphs and load
    balancing, Journal of Algorithms 59 (2006), algorithm ASM1.
    """
    if len({one.id for one in tasks}) < len(tasks) or len({one.id for one in makers}) < len(makers):
        raise ValueError("an id is there twice")
    ordered = sorted(makers, key=lambda one: one.id)
    board = _Board(ordered, {one.id: sum(_holds(one, task) for task in tasks) for one in ordered})
    open_tasks = sorted((one for one in tasks if not one.kept), key=lambda one: one.id)
    for task in open_tasks:
        board.give(task)
    without = {
        task.id: _obstacle(task, ordered) for task in open_tasks if task.id not in board.given
    }
    return Sharing(board.given, without)


def _holds(maker: Maker, task: Task) -> bool:
    return task.kept and task.maker_id == maker.id


class _Board:
    """The sharing as it grows, one interview at a time."""

    def __init__(self, makers: Sequence[Maker], load: dict[int, int]) -> None:
        self._makers = makers
        self._load = load
        self._held: dict[int, list[Task]] = {one.id: [] for one in makers}
        self.given: dict[int, int] = {}

    def give(self, task: Task) -> None:
        """Give one interview to the least loaded maker within reach; nobody, if all are full."""
        came_by = self._reach(task)
        free = [
            (self._load[one.id], place, one.id)
            for place, one in enumerate(self._ordered(came_by))
            if self._load[one.id] < one.most
        ]
        if not free:
            return
        end = min(free)[2]
        self._load[end] += 1
        self._pass_on(task, end, came_by)

    def _reach(self, task: Task) -> dict[int, Task]:
        """Find every maker within reach, the nearest first, with the interview that comes there."""
        came_by: dict[int, Task] = {}
        waiting = [task]
        while waiting:
            moving = waiting.pop(0)
            for maker in self._makers:
                if maker.id not in came_by and maker.can_make(moving):
                    came_by[maker.id] = moving
                    waiting.extend(self._held[maker.id])
        return came_by

    def _ordered(self, came_by: Mapping[int, Task]) -> list[Maker]:
        by_id = {one.id: one for one in self._makers}
        return [by_id[maker_id] for maker_id in came_by]

    def _pass_on(self, task: Task, end: int, came_by: Mapping[int, Task]) -> None:
        """Walk the chain back: each interview moves to the next maker, the new one to the first."""
        maker_id = end
        while True:
            moving = came_by[maker_id]
            before = self.given.get(moving.id)
            self.given[moving.id] = maker_id
            self._held[maker_id].append(moving)
            if before is None or moving.id == task.id:
                return
            self._held[before].remove(moving)
            maker_id = before


def _obstacle(task: Task, makers: Sequence[Maker]) -> Obstacle:
    """Name the first thing that is missing: anybody, the region, the language, or room."""
    if not makers:
        return Obstacle.NOBODY
    there = [one for one in makers if not one.regions or task.region in one.regions]
    if not there:
        return Obstacle.REGION
    return Obstacle.FULL if any(one.can_make(task) for one in there) else Obstacle.LANGUAGE
