"""The state graph of a cycle, declared once and checked at start-up."""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a cycle is. Work of an earlier stage may still arrive: late answers are welcome."""

    CONVENING = "convening"
    SURVEY = "survey"
    AGENDA = "agenda"
    PLAN = "plan"
    SESSIONS = "sessions"
    CLOSING = "closing"
    CLOSED = "closed"


NEXT: Mapping[Stage, Stage] = {
    Stage.CONVENING: Stage.SURVEY,
    Stage.SURVEY: Stage.AGENDA,
    Stage.AGENDA: Stage.PLAN,
    Stage.PLAN: Stage.SESSIONS,
    Stage.SESSIONS: Stage.CLOSING,
    Stage.CLOSING: Stage.CLOSED,
}
"""From each stage to the one after it. CLOSED ends the cycle; the next begins at CONVENING."""


def next_stage(stage: Stage) -> Stage:
    """Return the stage after `stage`.

    Raises:
        ValueError: the cycle is closed.
    """
    if stage not in NEXT:
        raise ValueError(f"{stage} has no next stage")
    return NEXT[stage]


def position(stage: Stage) -> int:
    """Return the place of a stage in the order of the cycle, from 0."""
    return list(Stage).index(stage)


def graph_faults(
    graph: Mapping[Stage, Stage], *, first: Stage = Stage.CONVENING, last: Stage = Stage.CLOSED
) -> list[str]:
    """List what is wrong with a stage graph: empty when it is one path through every stage.

    A stage is reached when the walk from `first` meets it. A walk that repeats is a circle.
    """
    walked: list[Stage] = [first]
    while walked[-1] in graph:
        following = graph[walked[-1]]
        if following in walked:
            return [f"circle at {following}"]
        walked.append(following)
    faults = [f"{stage} is never reached" for stage in Stage if stage not in walked]
    if walked[-1] != last:
        faults.append(f"the walk ends at {walked[-1]}, not at {last}")
    return faults
