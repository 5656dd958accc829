from decimal import Decimal

import pytest

from convoca.agenda.errors import (
    BlindCoderFaultError,
    BlindCodesFaultError,
    BlindReasonMissingError,
    BlindRoundMovedError,
    BlindRoundOpenError,
    NothingToDrawError,
    SettleReasonMissingError,
)
from convoca.agenda.models import BlindCoding, Coding
from convoca.agenda.queries.blind_rounds import (
    agreement_of,
    codebook_today,
    compared_items,
    drawable_ids,
    live_items,
    own_codes,
    progress_of,
)
from convoca.agenda.queries.statements import uncoded_statements
from convoca.agenda.services.blind_rounds import (
    cancel_blind_round,
    compare_blind_round,
    replace_coder,
    save_blind_codes,
    settle_agreed,
    settle_item,
    start_blind_round,
)
from convoca.agenda.services.codebook import Author, CodeInput, split_code
from convoca.agenda.services.coding import code_statement
from tests.factories.blind_rounds import (
    code_blind,
    make_blind_round,
    make_coder,
    make_codes,
    make_said_cycle,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
SHARE = Decimal("0.2")


def start(cycle, *coders, share=SHARE, seed=1):
    return start_blind_round(cycle=cycle, coders=coders, share=share, seed=seed, user=None, now=NOW)


def codes_of(blind_round):
    return list(blind_round.cycle.community.codes.order_by("name"))


def given(statement):
    live = statement.codings.filter(superseded_at__isnull=True).order_by("code__name")
    return list(live.values_list("code__name", flat=True))


def make_compared(first, second, **more):
    """Make a round of two statements that both have coded; lists of codes by the first letter."""
    blind_round = make_blind_round(**more)
    money, terms = codes_of(blind_round)
    letters = {"$": money, "t": terms}
    for coder, words in ((blind_round.first, first), (blind_round.second, second)):
        code_blind(blind_round, coder, *[[letters[one] for one in word] for word in words])
    return blind_round


def settle(item, *codes, reason="", user=None):
    return settle_item(
        item=item,
        guids=[str(code.guid) for code in codes],
        reason=reason,
        user=user or item.round.first,
        now=NOW,
    )


def test_start_draws_a_share_and_keeps_the_codebook_of_then():
    blind_round = make_blind_round(statements=11)

    assert live_items(blind_round).count() == 3
    assert [one["name"] for one in blind_round.codebook] == ["Plata", "Plazos"]
    assert blind_round.codebook_version == 2


def test_start_takes_the_statements_out_of_everybodys_queue():
    blind_round = make_blind_round()

    waiting = set(uncoded_statements(blind_round.cycle).values_list("pk", flat=True))

    assert len(waiting) == 8
    assert waiting.isdisjoint(blind_round.items.values_list("statement", flat=True))


def test_start_again_while_one_is_open_is_refused():
    blind_round = make_blind_round()

    with pytest.raises(BlindRoundOpenError):
        start(blind_round.cycle, blind_round.first, blind_round.second)


def test_start_with_somebody_who_may_not_code_or_twice_the_same_is_refused():
    cycle = make_said_cycle(5)
    coder = make_coder(cycle)
    stranger = make_user(cycle.community.association, "otra@ejemplo.cl")

    for pair in ((coder, coder), (coder, stranger)):
        with pytest.raises(BlindCoderFaultError):
            start(cycle, *pair)


def test_start_leaves_out_what_one_of_the_two_has_coded():
    cycle = make_said_cycle(5)
    coders = [make_coder(cycle), make_coder(cycle, "luis@ejemplo.cl")]
    first, *others = uncoded_statements(cycle)
    code = cycle.community.codes.first()
    code_statement(statement=first, codes=[code], user=coders[0], now=NOW)

    assert sorted(drawable_ids(cycle, coders)) == sorted(one.pk for one in others)
    for one in others:
        code_statement(statement=one, codes=[code], user=coders[1], now=NOW)
    with pytest.raises(NothingToDrawError):
        start(cycle, *coders)


def test_codes_of_one_are_theirs_alone_and_may_change_until_both_are_done():
    blind_round = make_blind_round()
    money, terms = codes_of(blind_round)
    code_blind(blind_round, blind_round.first, [money], [terms])
    code_blind(blind_round, blind_round.first, [terms], [])
    item = live_items(blind_round).first()

    assert own_codes(item, blind_round.first) == [str(terms.guid)]
    assert own_codes(item, blind_round.second) is None
    assert [(one.coder, one.done, one.total) for one in progress_of(blind_round)] == [
        (blind_round.first, 2, 2),
        (blind_round.second, 0, 2),
    ]
    assert (blind_round.state, agreement_of(blind_round)) == ("coding", None)


@pytest.mark.parametrize(
    ("guids", "is_none"), [([], False), (["x"], False), (["1"], True)], ids=str
)
def test_codes_outside_the_round_are_refused(guids, is_none):
    blind_round = make_blind_round()

    with pytest.raises(BlindCodesFaultError):
        save_blind_codes(
            item=blind_round.items.first(),
            coder=blind_round.first,
            guids=guids,
            is_none=is_none,
            now=NOW,
        )


def test_last_code_of_both_measures_the_agreement_and_closes_the_coding():
    blind_round = make_compared(["$", "t"], ["$", "$t"])

    agreement = agreement_of(blind_round)
    assert (blind_round.state, agreement.count, agreement.same) == ("comparing", 2, 1)
    assert agreement.alpha.value == pytest.approx(1 / 2)
    with pytest.raises(BlindRoundMovedError):
        code_blind(blind_round, blind_round.first, [codes_of(blind_round)[0]], [])


def test_withdrawn_interview_leaves_the_round_which_then_can_be_compared():
    blind_round = make_blind_round()
    with pytest.raises(BlindRoundMovedError):
        compare_blind_round(blind_round=blind_round)
    interview = blind_round.items.first().statement.interview
    interview.withdrawn_at = NOW
    interview.save()

    assert compare_blind_round(blind_round=blind_round).state == "comparing"
    assert compared_items(blind_round, codebook_today(blind_round.cycle.community)) == []


def test_replace_coder_begins_anew_and_keeps_what_the_other_had_coded():
    blind_round = make_blind_round()
    code_blind(blind_round, blind_round.second, [], [])
    came = make_coder(blind_round.cycle, "eva@ejemplo.cl")

    replaced = replace_coder(
        blind_round=blind_round,
        left=blind_round.second,
        came=came,
        reason=" Cambió de trabajo. ",
        user=None,
        now=NOW,
    )

    assert [(one.coder, one.done) for one in progress_of(replaced)] == [
        (blind_round.first, 0),
        (came, 0),
    ]
    assert BlindCoding.objects.filter(coder=blind_round.second).count() == 2
    assert replaced.replacements.values_list("left", "came", "reason").get() == (
        blind_round.second_id,
        came.pk,
        "Cambió de trabajo.",
    )


def test_replace_coder_without_a_reason_or_by_the_other_one_is_refused():
    blind_round = make_blind_round()

    def replace(came, reason):
        replace_coder(
            blind_round=blind_round,
            left=blind_round.first,
            came=came,
            reason=reason,
            user=None,
            now=NOW,
        )

    with pytest.raises(BlindReasonMissingError):
        replace(make_coder(blind_round.cycle, "eva@ejemplo.cl"), " ")
    with pytest.raises(BlindCoderFaultError):
        replace(blind_round.second, "Motivo.")


def test_cancel_gives_the_statements_back_to_the_queue():
    blind_round = make_blind_round()
    cancelled = cancel_blind_round(
        blind_round=blind_round, reason="Sin tiempo.", user=None, now=NOW
    )

    assert (cancelled.state, cancelled.reason) == ("cancelled", "Sin tiempo.")
    assert uncoded_statements(blind_round.cycle).count() == 10
    with pytest.raises(BlindRoundMovedError):
        cancel_blind_round(blind_round=blind_round, reason="Otra vez.", user=None, now=NOW)


def test_settle_agreed_makes_codings_and_leaves_the_differences_open():
    blind_round = make_compared(["$", "t"], ["$", "$"])
    agreed, open_one = live_items(blind_round)

    count = settle_agreed(blind_round=blind_round, user=blind_round.first, now=NOW)

    assert (count, given(agreed.statement), given(open_one.statement)) == (1, ["Plata"], [])
    assert settle_agreed(blind_round=blind_round, user=blind_round.first, now=NOW) == 0


def test_settle_item_needs_a_reason_and_ends_the_round_with_the_last():
    blind_round = make_compared(["$", "t"], ["$", "$"])
    money, terms = codes_of(blind_round)
    agreed, differing = live_items(blind_round)
    settle(agreed, money)

    with pytest.raises(SettleReasonMissingError):
        settle(differing, terms)
    settle(differing, terms, reason="Habla de fechas.")

    blind_round.refresh_from_db()
    differing.refresh_from_db()
    assert (blind_round.state, given(differing.statement)) == ("settled", ["Plazos"])
    assert (differing.settled_codes, differing.reason) == ([str(terms.guid)], "Habla de fechas.")
    with pytest.raises(BlindRoundMovedError):
        settle(differing, money, reason="Otra idea.")


def test_settle_item_replaces_the_codes_that_others_gave_before():
    cycle = make_said_cycle(5)
    money, terms = cycle.community.codes.order_by("name")
    for one in list(uncoded_statements(cycle)):
        code_statement(statement=one, codes=[money], user=None, now=NOW)
    coders = [make_coder(cycle), make_coder(cycle, "luis@ejemplo.cl")]
    blind_round = start(cycle, *coders)
    for coder in coders:
        code_blind(blind_round, coder, [terms])

    settle_agreed(blind_round=blind_round, user=coders[0], now=NOW)

    statement = blind_round.items.get().statement
    assert given(statement) == ["Plazos"]
    assert Coding.objects.filter(statement=statement).count() == 2


def test_split_code_meanwhile_leaves_the_item_to_a_person():
    blind_round = make_compared(["$", "t"], ["$", "t"])
    money, _terms = codes_of(blind_round)
    parts = [CodeInput("Presupuesto"), CodeInput("Sueldos")]
    split_code(code=money, parts=parts, author=Author(None, NOW))

    assert settle_agreed(blind_round=blind_round, user=blind_round.first, now=NOW) == 1
    today = codebook_today(blind_round.cycle.community)
    waiting, _settled = compared_items(blind_round, today)
    assert (waiting.unclear, waiting.is_agreed) == ({str(money.guid)}, False)
    pay = blind_round.cycle.community.codes.get(name="Sueldos")
    settle(waiting.item, pay, reason="Es de sueldos.")
    assert given(waiting.item.statement) == ["Sueldos"]


def test_codes_of_another_community_cannot_settle():
    blind_round = make_compared(["$", "t"], ["$", "$"])
    stranger = make_codes(blind_round.cycle, ["Nuevo"])[0]
    stranger.is_active = False
    stranger.save()

    with pytest.raises(BlindCodesFaultError):
        settle(blind_round.items.last(), stranger, reason="Algo.")
