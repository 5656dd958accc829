"""Two people press at the same moment in a blind round: nothing is lost, nothing done twice."""

import pytest

from convoca.agenda.errors import BlindRoundMovedError, BlindRoundOpenError
from convoca.agenda.models import BlindCoding, BlindRound, Coding
from convoca.agenda.queries.blind_rounds import agreement_of, live_items
from convoca.agenda.services.blind_rounds import (
    cancel_blind_round,
    replace_coder,
    save_blind_codes,
    settle_agreed,
    start_blind_round,
)
from tests.factories.blind_rounds import code_blind, make_blind_round, make_coder
from tests.factories.cycles import NOW
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]


def save(item, coder):
    code = item.round.codebook[0]["guid"]
    return lambda: save_blind_codes(item=item, coder=coder, guids=[code], is_none=False, now=NOW)


def test_last_statements_of_both_at_once_are_measured_once():
    blind_round = make_blind_round(statements=5)
    item = live_items(blind_round).get()

    told = at_once([save(item, blind_round.first), save(item, blind_round.second)])

    blind_round.refresh_from_db()
    assert sorted(one.state for one in told) == ["coding", "comparing"]
    assert (blind_round.state, agreement_of(blind_round).same) == ("comparing", 1)


def test_round_settled_twice_at_once_gives_each_code_once():
    blind_round = make_blind_round(statements=5)
    money = blind_round.cycle.community.codes.get(name="Plata")
    for coder in (blind_round.first, blind_round.second):
        code_blind(blind_round, coder, [money])

    def settle():
        return settle_agreed(blind_round=blind_round, user=blind_round.first, now=NOW)

    told = at_once([settle, settle])

    assert {type(one) for one in told} == {int, BlindRoundMovedError}
    assert Coding.objects.count() == 1


def test_coder_replaced_while_coding_keeps_the_codes_or_is_told():
    blind_round = make_blind_round(statements=5)
    item, came = live_items(blind_round).get(), make_coder(blind_round.cycle, "eva@ejemplo.cl")

    def replace():
        return replace_coder(
            blind_round=blind_round,
            left=blind_round.first,
            came=came,
            reason="Se fue.",
            user=None,
            now=NOW,
        )

    saved, replaced = at_once([save(item, blind_round.first), replace])

    assert replaced.first == came
    is_kept = BlindCoding.objects.exists()
    assert type(saved) is (BlindRound if is_kept else BlindRoundMovedError)


def test_two_rounds_opened_at_once_are_one():
    blind_round = make_blind_round(statements=10)
    cycle, coders = blind_round.cycle, (blind_round.first, blind_round.second)
    cancel_blind_round(blind_round=blind_round, reason="Otra vez.", user=None, now=NOW)

    def start():
        return start_blind_round(
            cycle=cycle, coders=coders, share=blind_round.share, seed=2, user=None, now=NOW
        )

    told = at_once([start, start])

    assert {type(one) for one in told} == {BlindRound, BlindRoundOpenError}
    assert cycle.blind_rounds.count() == 2
