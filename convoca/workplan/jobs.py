"""What the worker does for plans: it computes them, as long work."""

from convoca.workplan.services.country_solving import solve_country
from convoca.workplan.services.solving import solve_plan

__all__ = ["solve_country", "solve_plan"]
