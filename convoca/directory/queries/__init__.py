"""Reading the directory, by subject."""

from convoca.directory.queries.access import (
    coordinates_any,
    doings_of,
    get_coordinator,
    get_visible_community,
    list_visible_communities,
    may,
    signed_in_user,
)
from convoca.directory.queries.links import find_link, get_link, link_references, live_link
from convoca.directory.queries.people import (
    community_seats,
    contact_of,
    current_holder,
    email_of,
    is_opted_out,
    opted_out_among,
    phone_of,
    read_places,
    seats_of,
)
from convoca.directory.queries.rosters import preview_import, preview_roster
from convoca.directory.queries.sharing import MaybeShared, find_shared, find_shared_with

__all__ = [
    "MaybeShared",
    "community_seats",
    "contact_of",
    "coordinates_any",
    "current_holder",
    "doings_of",
    "email_of",
    "find_link",
    "find_shared",
    "find_shared_with",
    "get_coordinator",
    "get_link",
    "get_visible_community",
    "is_opted_out",
    "link_references",
    "list_visible_communities",
    "live_link",
    "may",
    "opted_out_among",
    "phone_of",
    "preview_import",
    "preview_roster",
    "read_places",
    "seats_of",
    "signed_in_user",
]
