"""Writing the directory, by subject."""

from convoca.directory.services.communities import (
    create_community,
    found_association,
    open_seats,
)
from convoca.directory.services.country import CountryCounts, load_country
from convoca.directory.services.links import (
    LINKS_REVOKED,
    draw_address,
    issue_link,
    issue_links,
    revoke_links,
    revoke_links_of,
)
from convoca.directory.services.merges import merge_people, preview_merge, undo_merge
from convoca.directory.services.people import add_person, seat_person, set_contact
from convoca.directory.services.roster_loading import load_roster, undo_roster
from convoca.directory.services.roster_reading import read_waiting_rosters
from convoca.directory.services.rosters import (
    ROSTER_READING,
    accept_proposals,
    choose_comunas,
    drop_roster,
    keep_decisions,
    keep_draft,
    map_columns,
    take_replacements,
)
from convoca.directory.services.staff import (
    add_staff,
    drop_team_member,
    set_active,
    set_team_member,
)

__all__ = [
    "LINKS_REVOKED",
    "ROSTER_READING",
    "CountryCounts",
    "accept_proposals",
    "add_person",
    "add_staff",
    "choose_comunas",
    "create_community",
    "draw_address",
    "drop_roster",
    "drop_team_member",
    "found_association",
    "issue_link",
    "issue_links",
    "keep_decisions",
    "keep_draft",
    "load_country",
    "load_roster",
    "map_columns",
    "merge_people",
    "open_seats",
    "preview_merge",
    "read_waiting_rosters",
    "revoke_links",
    "revoke_links_of",
    "seat_person",
    "set_active",
    "set_contact",
    "set_team_member",
    "take_replacements",
    "undo_merge",
    "undo_roster",
]
