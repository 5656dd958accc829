"""The state graph of a cycle."""

import pytest

from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import NEXT, Stage, graph_faults, next_stage, position


def test_graph_faults_of_the_declared_graph_finds_none():
    assert graph_faults(NEXT) == []


def test_graph_faults_names_a_stage_that_is_never_reached():
    skipping = {**NEXT, Stage.CONVENING: Stage.AGENDA}

    assert graph_faults(skipping) == ["survey is never reached"]


def test_graph_faults_names_a_circle():
    turning = {**NEXT, Stage.PLAN: Stage.SURVEY}

    assert graph_faults(turning) == ["circle at survey"]


def test_graph_faults_names_a_walk_that_ends_too_early():
    short = {stage: following for stage, following in NEXT.items() if stage != Stage.CLOSING}

    assert graph_faults(short) == [
        "closed is never reached",
        "the walk ends at closing, not at closed",
    ]


def test_next_stage_walks_every_stage_in_order():
    walked = [Stage.CONVENING]
    while walked[-1] in NEXT:
        walked.append(next_stage(walked[-1]))

    assert walked == list(Stage)
    assert [position(stage) for stage in walked] == list(range(7))


def test_next_stage_after_the_last_is_refused():
    with pytest.raises(ValueError, match="no next stage"):
        next_stage(Stage.CLOSED)


@pytest.mark.parametrize(
    ("done", "must", "is_full", "needs_reason"),
    [(5, [], True, False), (4, [], False, True), (5, ["Falta el plan."], False, False)],
)
def test_gate_report_is_full_only_when_nothing_is_missing(done, must, is_full, needs_reason):
    report = GateReport(Stage.PLAN, [GateLine("Respondieron", done, 5)], must)

    assert (report.is_full, report.needs_reason) == (is_full, needs_reason)
