"""Which offices may be one, as far as names and addresses tell."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.sharing import HeldOffice, SharingProposal, propose_sharing

BIG = HeldOffice(1, 10, "ana rojas", "ana@nunoa.cl", 250_000)
SMALL = HeldOffice(2, 11, "ana rojas", "ana@nunoa.cl", 9_000)


def test_same_name_and_address_are_proposed_the_largest_serving():
    assert propose_sharing([SMALL, BIG]) == [SharingProposal(2, serving_id=1)]


def test_one_person_without_address_is_proposed():
    offices = [replace(each, person_id=10, address="") for each in (BIG, SMALL)]

    assert propose_sharing(offices) == [SharingProposal(2, serving_id=1)]


def test_homonyms_and_shared_mailboxes_are_not_proposed():
    homonym = replace(SMALL, address="ana@maipu.cl")
    nameless = [replace(each, address="") for each in (BIG, SMALL)]
    colleague = replace(SMALL, person="luis soto")

    found = [propose_sharing(each) for each in ([BIG, homonym], nameless, [BIG, colleague])]

    assert found == [[], [], []]


def test_office_that_serves_already_serves_the_next_one_too():
    assert propose_sharing([BIG, replace(SMALL, serves=True)]) == [SharingProposal(1, 2)]


def test_office_kept_apart_is_not_asked_about_again():
    assert propose_sharing([BIG, replace(SMALL, is_apart=True)]) == []


def test_two_that_serve_others_are_left_alone():
    assert propose_sharing([replace(each, serves=True) for each in (BIG, SMALL)]) == []


offices = st.builds(
    HeldOffice,
    seat_id=st.integers(1, 99),
    person_id=st.integers(1, 4),
    person=st.sampled_from(["ana", "eva"]),
    address=st.sampled_from(["", "a@x.cl", "e@x.cl"]),
    population=st.integers(0, 5),
    serves=st.booleans(),
    is_apart=st.booleans(),
)


@given(st.lists(offices, unique_by=lambda one: one.seat_id), st.randoms())
def test_proposals_make_no_chain_and_do_not_follow_the_order(found, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    proposals = propose_sharing(found)

    served = [one.seat_id for one in proposals]
    assert propose_sharing(shuffled) == proposals
    assert len(set(served)) == len(served)
    assert not set(served) & {one.serving_id for one in proposals}
