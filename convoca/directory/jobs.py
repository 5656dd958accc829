"""What the worker does for rosters: it reads the long ones, as long work."""

from convoca.directory.services.roster_reading import read_roster

__all__ = ["read_roster"]
