import json
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.rule.agenda import RankingChange, Rankings, compare_ranking, make_agenda
from convoca.agenda.core.rule.agenda_format import (
    agenda_to_bytes,
    agenda_to_dict,
    restore_agenda,
)
from convoca.agenda.core.rule.ballots import Ballots, ballots_hash
from convoca.agenda.core.rule.certificate import certify
from convoca.agenda.core.rule.phragmen import Choice
from convoca.agenda.core.rule.required_kinds import RequiredKind
from convoca.agenda.core.rule.sensitivity import Sensitivity
from tests.agenda.core.rule.builders import approval_ballots, approver, random_ballots, themes

# Five rural people want A and B, three urban want C, one wants nothing.
RURAL = tuple(approver(f"r{n}", "AB", kind="rural", region="Ñuble") for n in range(5))
URBAN = tuple(approver(f"u{n}", "C", kind="urbana", region="Ñuble") for n in range(3))
SILENT = approver("x", "", kind="urbana", region="Maule")
COUNTRY = Ballots(themes(*"ABCD"), (*RURAL, *URBAN, SILENT), 2, required_kinds=("rural",))
WRITTEN = {
    "format": "convoca.agenda/1",
    "rule": {
        "name": "sequential-phragmen",
        "version": 1,
        "k": 2,
        "approval": {"mode": "product", "threshold": 12},
        "required_kinds": [{"kind": "rural", "fitting": ["A", "B"], "met_by": ["A"]}],
    },
    "input_hash": ballots_hash(COUNTRY),
    "chosen": ["A", "C"],
    "reserve": ["B"],
    "loads": {"A": "1/5", "C": "1/3", "B": "2/5"},
    "nobody_share": 1 / 9,
    "line": 0.5,
    "left_out": [{"theme": "B", "share": 0.0}, {"theme": "D", "share": 0.0}],
    "coverage": {
        "kind": {"rural": {"people": 5, "share": 1.0}, "urbana": None},
        "region": {"Maule": None, "Ñuble": {"people": 8, "share": 1.0}},
    },
    "rankings": {"mean": [], "approvals": ["A", "B", "C"], "equal_shares": ["A", "C"]},
    "sensitivity": {
        "thresholds": {str(threshold): ["A", "C"] for threshold in range(9, 17)},
        "stay": ["A", "C"],
    },
}


def test_agenda_to_dict_writes_the_whole_format():
    """Weight 9, k = 2. A 1/5; then B (1 + 1) / 5 = 2/5 against C 1/3: C. Reserve: B 2/5.

    Equal Shares: purse 2/9; A costs 1/5; C 3 * 2/9 = 2/3 is short; B has 5 * (2/9 - 1/5) = 1/9.
    Completed: B (1 - 1/9) / 5 = 8/45, C (1 - 2/3) / 3 = 1/9: C.
    """
    assert agenda_to_dict(make_agenda(COUNTRY)) == WRITTEN


def test_agenda_to_dict_tells_sizes_where_the_ballots_do():
    sized = tuple(replace(voter, size="chica") for voter in RURAL)

    written = agenda_to_dict(make_agenda(replace(COUNTRY, voters=(*sized, *URBAN, SILENT))))

    assert written["coverage"]["size"] == {"chica": {"people": 5, "share": 1.0}}


@given(random_ballots())
def test_restore_agenda_gives_back_what_was_written(ballots):
    agenda = make_agenda(ballots)

    restored = restore_agenda(
        ballots,
        json.loads(agenda_to_bytes(agenda)),
        chosen=agenda.chosen_ids,
        reserve=agenda.reserve_ids,
    )

    assert restored == agenda


def test_restore_agenda_believes_what_was_stored_and_measures_what_was_chosen():
    """As if an older rule had given B first: it shows B, and what the choice of D leaves out."""
    stored = {
        **WRITTEN,
        "loads": {"B": "1/7"},
        "rankings": {"mean": ["D"], "approvals": ["B"], "equal_shares": ["C"]},
        "sensitivity": {"thresholds": {"9": ["B", "D"], "10": ["D"]}, "stay": []},
    }

    restored = restore_agenda(COUNTRY, stored, chosen=["D", "B"], reserve=["A"])

    assert restored.chosen == (Choice("D", Fraction(0)), Choice("B", Fraction(1, 7)))
    assert restored.reserve == (Choice("A", Fraction(0)),)
    assert restored.required_kinds == (RequiredKind("rural", ("A", "B"), ("B",)),)
    assert restored.rankings == Rankings(("D",), ("B",), ("C",))
    assert restored.sensitivity == Sensitivity({9: ("B", "D"), 10: ("D",)}, ("D",))
    assert restored.certificate == certify(COUNTRY, ("D", "B"))


def test_make_agenda_chooses_fewer_when_sessions_are_more_than_themes():
    agenda = make_agenda(approval_ballots("A", "A", "B", sessions=4))

    assert (agenda.chosen_ids, agenda.reserve_ids) == (("A", "B"), ())


def test_make_agenda_chooses_nothing_when_nobody_approves():
    agenda = make_agenda(approval_ballots("", ""))

    assert (agenda.chosen_ids, agenda.reserve_ids) == ((), ())
    assert agenda.certificate.nobody_share == agenda.certificate.silent_share == 1


def test_compare_ranking_says_what_enters_and_leaves():
    agenda = make_agenda(approval_ballots("A", "A", "B", sessions=2))

    assert compare_ranking(agenda, ("A", "C", "B")) == RankingChange(("C",), ("B",))
    assert compare_ranking(agenda, ("B", "A", "C")) == RankingChange((), ())


@given(random_ballots(), st.randoms())
def test_agenda_to_bytes_is_the_same_when_people_are_shuffled(ballots, random):
    shuffled = list(ballots.voters)
    random.shuffle(shuffled)

    written = agenda_to_bytes(make_agenda(replace(ballots, voters=tuple(shuffled))))

    assert written == agenda_to_bytes(make_agenda(ballots))
    assert json.loads(written) == agenda_to_dict(make_agenda(ballots))
