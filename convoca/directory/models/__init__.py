"""The tables of the directory, by subject."""

from convoca.directory.models.communities import Community, TeamMember
from convoca.directory.models.country import (
    Comuna,
    DirectorateKind,
    Holiday,
    Municipality,
    Province,
    Region,
    Settlement,
)
from convoca.directory.models.links import Link, PersonalLink
from convoca.directory.models.merges import PersonMerge
from convoca.directory.models.people import ContactPoint, OptOut, Person, Seat, Tenure
from convoca.directory.models.rosters import ColumnMapping, RosterImport
from convoca.directory.models.users import User

__all__ = [
    "ColumnMapping",
    "Community",
    "Comuna",
    "ContactPoint",
    "DirectorateKind",
    "Holiday",
    "Link",
    "Municipality",
    "OptOut",
    "Person",
    "PersonMerge",
    "PersonalLink",
    "Province",
    "Region",
    "RosterImport",
    "Seat",
    "Settlement",
    "TeamMember",
    "Tenure",
    "User",
]
