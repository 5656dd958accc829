"""The planning problem of one cycle or of several, from the rows."""

from convoca.workplan.queries.problem.build import (
    build_country_problem,
    build_problem,
    default_weights,
)
from convoca.workplan.queries.problem.people import participants_of
from convoca.workplan.queries.problem.pool import TEAM, is_team
from convoca.workplan.queries.problem.taken import taken_of, taken_sessions

__all__ = [
    "TEAM",
    "build_country_problem",
    "build_problem",
    "default_weights",
    "is_team",
    "participants_of",
    "taken_of",
    "taken_sessions",
]
