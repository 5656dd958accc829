"""The rows that every room needs: who answers for the others, and who does the work."""

from convoca.foundation.models.association import Association
from convoca.foundation.models.workers import Duty, Worker
from convoca.foundation.models.works import Work

__all__ = ["Association", "Duty", "Work", "Worker"]
