import hashlib
from dataclasses import replace

from hypothesis import given

from convoca.agenda.core.rule.ballots import (
    Approval,
    Theme,
    ballots_hash,
    ballots_to_dict,
    parse_ballots,
    restore_ballots,
)
from tests.agenda.core.rule.builders import approval_ballots, document, random_ballots

SOUND = parse_ballots(document())


def test_ballots_to_dict_writes_the_format():
    assert ballots_to_dict(SOUND) == {
        "format": "convoca.agenda.ballots/1",
        "k": 2,
        "approval": {"mode": "product", "threshold": 12},
        "required_kinds": [],
        "themes": [{"id": "A", "title": "Residuos"}, {"id": "B", "title": "Dotación"}],
        "people": [
            {
                "id": "ana",
                "kind": "rural",
                "region": "Ñuble",
                "size": "grande",
                "weight": "7/5",
                "ratings": {"A": [5, 4]},
            },
            {
                "id": "luis",
                "kind": "urbana",
                "region": "Maule",
                "weight": "1/1",
                "approvals": ["B"],
            },
        ],
    }


@given(random_ballots())
def test_ballots_to_dict_is_read_back_as_equal(ballots):
    assert parse_ballots(ballots_to_dict(ballots)) == ballots


@given(random_ballots())
def test_restore_ballots_gives_back_what_was_written(ballots):
    assert restore_ballots(ballots_to_dict(ballots)) == ballots


def test_restore_ballots_reads_ratings_sizes_and_more_sessions_than_themes():
    ballots = replace(SOUND, sessions=9, required_kinds=("rural",))

    assert restore_ballots(ballots_to_dict(ballots)) == ballots


def test_ballots_hash_is_known_for_known_ballots():
    """SHA-256 of the canonical text, written out here by hand."""
    text = (
        '{"approval":{"mode":"product","threshold":12},"format":"convoca.agenda.ballots/1",'
        '"k":4,"people":[{"approvals":["A"],"id":"p0","kind":"sin dato","region":"sin dato",'
        '"weight":"1/1"}],"required_kinds":[],"themes":[{"id":"A","title":"Tema A"}]}'
    )

    found = ballots_hash(approval_ballots("A", listed="A"))

    assert found == hashlib.sha256(text.encode()).hexdigest()


def test_ballots_hash_is_the_same_when_people_come_in_another_order():
    assert ballots_hash(replace(SOUND, voters=SOUND.voters[::-1])) == ballots_hash(SOUND)


def test_ballots_hash_changes_with_whatever_could_change_the_agenda():
    others = [
        replace(SOUND, sessions=3),
        replace(SOUND, approval=Approval("product", 13)),
        replace(SOUND, themes=SOUND.themes[::-1]),
        replace(SOUND, themes=(Theme("A", "Otro"), SOUND.themes[1])),
        replace(SOUND, voters=SOUND.voters[:1]),
        replace(SOUND, required_kinds=("rural",)),
        replace(SOUND, voters=tuple(replace(one, size="chica") for one in SOUND.voters)),
    ]

    assert len({ballots_hash(ballots) for ballots in [SOUND, *others]}) == 8
