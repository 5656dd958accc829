"""Tokens of personal links."""

from hypothesis import given
from hypothesis import strategies as st

from convoca.foundation.links import (
    ALPHABET,
    MARK_AND_PAGE,
    address_of,
    hash_of,
    mark_of,
    new_reference,
    reveal_links,
    token_of,
)

references = st.text(ALPHABET, min_size=12, max_size=12)


def test_new_reference_never_repeats_in_ten_thousand():
    assert len({new_reference() for _ in range(10_000)}) == 10_000


@given(references, references)
def test_token_of_is_stable_and_differs_between_references(first, second):
    assert token_of(first) == token_of(first)
    assert (token_of(first) == token_of(second)) == (first == second)


@given(references)
def test_token_of_depends_on_the_key(reference):
    assert token_of(reference, key="one") != token_of(reference, key="another")


@given(references)
def test_a_token_has_132_bits_and_its_hash_does_not_hold_it(reference):
    token = token_of(reference)

    assert len(token) == 22
    assert token not in hash_of(token)


@given(references, st.text(max_size=40), st.text(max_size=40))
def test_reveal_links_writes_addresses_and_leaves_the_rest(reference, before, after):
    text = f"{before} {mark_of(reference)} {after}"

    assert reveal_links(text) == f"{before} {address_of(reference)} {after}"


def test_an_address_is_short_enough_for_a_line_and_has_no_query(settings):
    settings.BASE_URL = "https://convoca.amuch.cl"

    address = address_of(new_reference())

    assert len(address) < 60
    assert "?" not in address


def test_mail_that_waited_through_a_change_of_key_leaves_with_the_address_of_its_link(settings):
    settings.SECRET_KEY = "the first key"
    reference = new_reference()
    mark, address = mark_of(reference), address_of(reference)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second key", ["the first key"]
    kept = reveal_links(mark)
    settings.SECRET_KEY_FALLBACKS = []

    assert kept == address
    assert reveal_links(mark) == mark


def test_mark_is_found_with_the_page_behind_it_and_without_one():
    mark = mark_of("abcdefghijkl")

    assert MARK_AND_PAGE.sub("*", f"{mark}respuesta/12/\n{mark}.\n{mark}") == "*\n*.\n*"
