"""Moving cycles from stage to stage."""

from datetime import timedelta

import pytest

from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.errors import (
    CycleMovedError,
    CycleOpenError,
    GateShutError,
    ReasonMissingError,
)
from convoca.cycles.models import Transition
from convoca.cycles.queries import get_visible_cycle, previous_cycle
from convoca.cycles.services import advance_cycle
from convoca.foundation.errors import NotFoundError
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_coordinator, make_user

pytestmark = pytest.mark.django_db
SHORT = GateReport(Stage.CONVENING, [GateLine("Respondieron", 3, 5)])
FULL = GateReport(Stage.CONVENING, [GateLine("Respondieron", 5, 5)])


def test_advance_cycle_passes_a_full_gate_and_keeps_what_was_reported():
    cycle = make_cycle(make_community())

    moved = advance_cycle(cycle=cycle, report=FULL, user=None, now=NOW)

    kept = Transition.objects.get()
    assert moved.stage == Stage.SURVEY
    assert (kept.from_stage, kept.to_stage, kept.reason) == ("convening", "survey", "")
    assert kept.report["lines"] == [{"text": "Respondieron", "done": 5, "of": 5, "url": ""}]


def test_advance_cycle_asks_for_a_reason_when_somebody_is_missing():
    cycle = make_cycle(make_community())

    with pytest.raises(ReasonMissingError):
        advance_cycle(cycle=cycle, report=SHORT, user=None, now=NOW, reason="  ")
    moved = advance_cycle(cycle=cycle, report=SHORT, user=None, now=NOW, reason=" Vence el plazo ")

    assert moved.stage == Stage.SURVEY
    assert Transition.objects.get().reason == "Vence el plazo"


def test_advance_cycle_never_passes_a_gate_with_nothing_behind_it():
    cycle = make_cycle(make_community())
    shut = GateReport(Stage.CONVENING, must=["Falta que alguien acepte."])

    with pytest.raises(GateShutError) as caught:
        advance_cycle(cycle=cycle, report=shut, user=None, now=NOW, reason="igual")

    assert "Falta que alguien acepte." in caught.value.user_message()
    assert Transition.objects.count() == 0


def test_advance_cycle_pressed_twice_moves_once():
    cycle = make_cycle(make_community())
    advance_cycle(cycle=cycle, report=FULL, user=None, now=NOW)

    with pytest.raises(CycleMovedError):
        advance_cycle(cycle=cycle, report=FULL, user=None, now=NOW)

    assert Transition.objects.count() == 1


def test_start_cycle_while_one_is_open_is_refused():
    community = make_community()
    make_cycle(community)

    with pytest.raises(CycleOpenError):
        make_cycle(community)

    assert community.cycles.count() == 1


def test_closing_a_cycle_lets_the_next_begin():
    community = make_community()
    first = make_cycle(community, stage=Stage.CLOSING)
    advance_cycle(cycle=first, report=GateReport(Stage.CLOSING), user=None, now=NOW)

    second = make_cycle(community, now=NOW + timedelta(days=1))

    assert (second.number, previous_cycle(second)) == (2, first)


def test_get_visible_cycle_of_another_association_looks_absent():
    community = make_community()
    cycle = make_cycle(community)
    stranger = make_user(make_association("Otra"), "otra@ejemplo.cl", administrator=True)

    assert get_visible_cycle(make_coordinator(community), cycle.pk) == cycle
    with pytest.raises(NotFoundError):
        get_visible_cycle(stranger, cycle.pk)
