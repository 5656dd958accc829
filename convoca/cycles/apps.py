"""The room `cycles` as a Django application."""

from django.apps import AppConfig
from django.core import checks

from convoca.cycles.core.stages import NEXT, graph_faults


class CyclesConfig(AppConfig):
    """Registers the room and checks the state graph at every start."""

    name = "convoca.cycles"

    def ready(self) -> None:
        checks.register(check_stage_graph)


def check_stage_graph(**_kwargs: object) -> list[checks.CheckMessage]:
    """Report a stage graph that is not one path through every stage."""
    return [checks.Error(fault, id="cycles.E001") for fault in graph_faults(NEXT)]
