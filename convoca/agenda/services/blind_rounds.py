"""Rounds in which two people code the same statements blind: open, code, compare, settle."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from convoca.agenda.core.coding.agreement.report import agreement_to_dict, measure_agreement
from convoca.agenda.core.coding.drawing import draw_statements
from convoca.agenda.errors import (
    BlindCoderFaultError,
    BlindCodesFaultError,
    BlindReasonMissingError,
    BlindRoundMovedError,
    BlindRoundOpenError,
    NothingToDrawError,
    SettleReasonMissingError,
)
from convoca.agenda.models import (
    BlindCoding,
    BlindItem,
    BlindReplacement,
    BlindRound,
    Code,
    Coding,
)
from convoca.agenda.queries.blind_rounds import (
    CodebookToday,
    codebook_today,
    compared_items,
    drawable_ids,
    live_items,
    open_blind_round,
    waiting_items,
)
from convoca.agenda.queries.codebook import in_tree, offered, version_of
from convoca.agenda.queries.statements import live_statements
from convoca.agenda.services.coding import code_statement, uncode_statement
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.directory.queries.access import may

State = BlindRound.State


@transaction.atomic
def start_blind_round(
    *,
    cycle: Cycle,
    coders: tuple[User, User],
    share: Decimal,
    seed: int,
    user: User | None,
    now: datetime,
) -> BlindRound:
    """Open a round: a share of what was said, drawn by a seed, for two people to code blind.

    Both are offered the codes in use now, whatever becomes of the codebook until they are done.

    Raises BlindRoundOpenError, BlindCoderFaultError or NothingToDrawError.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if open_blind_round(cycle) is not None:
        raise BlindRoundOpenError(cycle.pk)
    if coders[0].pk == coders[1].pk or not all(may(one, "code", cycle.community) for one in coders):
        raise BlindCoderFaultError
    total = live_statements(cycle).count()
    drawn = draw_statements(drawable_ids(cycle, coders), share=float(share), total=total, seed=seed)
    book = _book_now(cycle)
    if not drawn or not book:
        raise NothingToDrawError(cycle.pk)
    opened = BlindRound.objects.create(
        cycle=cycle,
        first=coders[0],
        second=coders[1],
        share=share,
        seed=seed,
        codebook_version=version_of(cycle.community),
        codebook=book,
        opened_at=now,
        opened_by=user,
    )
    BlindItem.objects.bulk_create(
        BlindItem(round=opened, statement_id=statement, position=position)
        for position, statement in enumerate(drawn, 1)
    )
    return opened


@transaction.atomic
def save_blind_codes(
    *, item: BlindItem, coder: User, guids: Collection[str], is_none: bool, now: datetime
) -> BlindRound:
    """Keep what one of the two gives to an item; once both have coded all, measure and compare.

    Done twice it changes nothing; until both are done each may change their own.

    Args:
        guids: codes of those that the round offers.
        is_none: none of them fits; then there must be no guids.

    Raises BlindRoundMovedError when the round is not being coded, or not by this person any more;
    BlindCodesFaultError.
    """
    blind_round = _locked(item.round_id)
    if blind_round.state != State.CODING or coder.pk not in blind_round.coder_ids:
        raise BlindRoundMovedError(item.pk)
    known = [one["guid"] for one in blind_round.codebook]
    if bool(guids) == is_none or not set(guids) <= set(known):
        raise BlindCodesFaultError(item.pk)
    codes = [guid for guid in known if guid in guids]
    BlindCoding.objects.update_or_create(
        item=item, coder=coder, defaults={"codes": codes, "at": now}
    )
    if _is_coded(blind_round):
        _begin_comparing(blind_round)
    return blind_round


@transaction.atomic
def compare_blind_round(*, blind_round: BlindRound) -> BlindRound:
    """Go on to comparing: for a round whose last open statement was said anew or withdrawn.

    Raises BlindRoundMovedError while one of the two still has something to code.
    """
    blind_round = _locked(blind_round.pk)
    if blind_round.state != State.CODING or not _is_coded(blind_round):
        raise BlindRoundMovedError(blind_round.pk)
    return _begin_comparing(blind_round)


@transaction.atomic
def replace_coder(
    *,
    blind_round: BlindRound,
    left: User,
    came: User,
    reason: str,
    user: User | None,
    now: datetime,
) -> BlindRound:
    """Put somebody else in the place of one of the two, who begins from the first statement.

    Raises BlindReasonMissingError, BlindRoundMovedError, or BlindCoderFaultError.
    """
    if not reason.strip():
        raise BlindReasonMissingError(blind_round.pk)
    blind_round = _locked(blind_round.pk)
    if blind_round.state != State.CODING or left.pk not in blind_round.coder_ids:
        raise BlindRoundMovedError(blind_round.pk)
    known = Coding.objects.filter(statement__blind_items__round=blind_round, by=came)
    begun = BlindCoding.objects.filter(item__round=blind_round, coder=came)
    allowed = may(came, "code", blind_round.cycle.community)
    if came.pk in blind_round.coder_ids or not allowed or known.exists() or begun.exists():
        raise BlindCoderFaultError(came.pk)
    if blind_round.first_id == left.pk:
        blind_round.first = came
    else:
        blind_round.second = came
    blind_round.save(update_fields=["first", "second"])
    BlindReplacement.objects.create(
        round=blind_round, left=left, came=came, reason=reason.strip(), by=user, at=now
    )
    return blind_round


@transaction.atomic
def cancel_blind_round(
    *, blind_round: BlindRound, reason: str, user: User | None, now: datetime
) -> BlindRound:
    """End a round before its time; what both coded stays, and its statements return to the queue.

    Raises BlindReasonMissingError, or BlindRoundMovedError when it is over.
    """
    if not reason.strip():
        raise BlindReasonMissingError(blind_round.pk)
    blind_round = _locked(blind_round.pk)
    if not blind_round.is_open:
        raise BlindRoundMovedError(blind_round.pk)
    blind_round.reason = reason.strip()
    return _close(blind_round, State.CANCELLED, user, now)


@transaction.atomic
def settle_item(
    *, item: BlindItem, guids: Collection[str], reason: str, user: User, now: datetime
) -> BlindItem:
    """Decide the codes of a statement after both coded it; they become its codes.

    No guids says that none fits: the statement goes back to the queue without a code. When the
    last one is settled the round is.

    Raises BlindRoundMovedError when it was settled before or the round is not being compared,
    SettleReasonMissingError when the two differ and there is no word why, BlindCodesFaultError.
    """
    blind_round = _locked(item.round_id)
    today = codebook_today(blind_round.cycle.community)
    compared = {one.item.pk: one for one in compared_items(blind_round, today)}.get(item.pk)
    if blind_round.state != State.COMPARING or compared is None or compared.is_settled:
        raise BlindRoundMovedError(item.pk)
    if not set(guids) <= set(today.codes):
        raise BlindCodesFaultError(item.pk)
    as_agreed = compared.is_agreed and compared.proposed == set(guids)
    if not as_agreed and not reason.strip():
        raise SettleReasonMissingError(item.pk)
    settled = _settle(compared.item, _codes(today, set(guids)), reason, user, now)
    _close_if_settled(blind_round, user, now)
    return settled


@transaction.atomic
def settle_agreed(*, blind_round: BlindRound, user: User, now: datetime) -> int:
    """Settle all on which both agree as they agreed; return how many there were.

    Raises BlindRoundMovedError when the round is not being compared.
    """
    blind_round = _locked(blind_round.pk)
    if blind_round.state != State.COMPARING:
        raise BlindRoundMovedError(blind_round.pk)
    today = codebook_today(blind_round.cycle.community)
    agreed = [
        one for one in compared_items(blind_round, today) if one.is_agreed and not one.is_settled
    ]
    for one in agreed:
        _settle(one.item, _codes(today, one.proposed), "", user, now)
    _close_if_settled(blind_round, user, now)
    return len(agreed)


def _book_now(cycle: Cycle) -> list[dict[str, str]]:
    placed = in_tree(list(cycle.community.codes.select_related("parent", "theme", "merged_into")))
    usable = set(offered([one.code for one in placed]))
    return [
        {
            "guid": str(one.code.guid),
            "name": one.code.name,
            "definition": one.code.definition,
            "include": one.code.include,
            "exclude": one.code.exclude,
        }
        for one in placed
        if one.code in usable
    ]


def _locked(round_id: int) -> BlindRound:
    rounds = BlindRound.objects.select_for_update(of=("self",))
    # Never joined with the two: one who is replaced meanwhile would make the row seem gone.
    return rounds.select_related("cycle__community__association").get(pk=round_id)


def _is_coded(blind_round: BlindRound) -> bool:
    return not any(
        waiting_items(blind_round, coder).exists()
        for coder in (blind_round.first, blind_round.second)
    )


def _begin_comparing(blind_round: BlindRound) -> BlindRound:
    compared = compared_items(blind_round, codebook_today(blind_round.cycle.community))
    pairs = [(one.first, one.second) for one in compared]
    blind_round.agreement = agreement_to_dict(measure_agreement(pairs, seed=blind_round.seed))
    blind_round.state = State.COMPARING
    blind_round.save(update_fields=["agreement", "state"])
    return blind_round


def _codes(today: CodebookToday, guids: Collection[str]) -> list[Code]:
    return [today.codes[guid] for guid in sorted(guids)]


def _settle(
    item: BlindItem, codes: list[Code], reason: str, user: User, now: datetime
) -> BlindItem:
    live = item.statement.codings.filter(superseded_at__isnull=True).select_related("code")
    for coding in live:
        if coding.code not in codes:
            uncode_statement(statement=item.statement, code=coding.code, user=user, now=now)
    if codes:
        code_statement(statement=item.statement, codes=codes, user=user, now=now)
    item.settled_codes = [str(one.guid) for one in codes]
    item.settled_by, item.settled_at, item.reason = user, now, reason.strip()
    item.save(update_fields=["settled_codes", "settled_by", "settled_at", "reason"])
    return item


def _close_if_settled(blind_round: BlindRound, user: User, now: datetime) -> None:
    if not live_items(blind_round).filter(settled_at__isnull=True).exists():
        _close(blind_round, State.SETTLED, user, now)


def _close(
    blind_round: BlindRound, state: BlindRound.State, user: User | None, now: datetime
) -> BlindRound:
    blind_round.state, blind_round.closed_at, blind_round.closed_by = state, now, user
    blind_round.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    return blind_round
