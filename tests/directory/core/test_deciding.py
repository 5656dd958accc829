"""Which proposed comunas can be taken together, and which a person looks at one by one."""

from convoca.directory.core.comunas import Proposal
from convoca.directory.core.deciding import clear_proposals
from convoca.directory.core.roster_row import RosterRow

PEUMO = Proposal("06112", "Peumo", 0.92, "cambia una letra")
PEMUCO = Proposal("16105", "Pemuco", 0.9, "cambia una letra")


def test_likeliest_comuna_is_taken_where_nothing_speaks_against_it():
    rows = [RosterRow(1, place="Peumco", proposals=(PEUMO, PEMUCO)), RosterRow(2, cut="13120")]

    assert clear_proposals(rows) == {"Peumco": "06112"}


def test_comuna_that_stands_in_another_row_is_left_open():
    rows = [RosterRow(1, place="Peumco", proposals=(PEUMO, PEMUCO)), RosterRow(2, cut="06112")]

    assert clear_proposals(rows) == {}


def test_two_comunas_equally_likely_are_left_open():
    tied = Proposal("16105", "Pemuco", PEUMO.score, "cambia una letra")

    assert clear_proposals([RosterRow(1, place="Peumco", proposals=(PEUMO, tied))]) == {}


def test_no_rows_give_nothing():
    assert clear_proposals([]) == {}
