"""What the worker does for plans: it computes them, as long work."""

from convoca.workplan.services.solving import solve_plan

__all__ = ["solve_plan"]
