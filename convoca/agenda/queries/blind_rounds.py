"""Rounds in which two people code the same statements blind: what each may see, and what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from convoca.agenda.core.coding.agreement.report import Agreement, agreement_from_dict
from convoca.agenda.core.coding.agreement.translate import Translated, translate_codes
from convoca.agenda.core.coding.codebook import successors
from convoca.agenda.models import BlindCoding, BlindItem, BlindRound, Code, Coding
from convoca.agenda.queries.codebook import changes_of, offered
from convoca.agenda.queries.statements import live_statements, outside_blind_rounds
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Community, TeamMember, User
from convoca.directory.queries.access import Doing, may
from convoca.foundation.errors import NotFoundError

State = BlindRound.State
Codes = frozenset[str]


@dataclass(frozen=True)
class Progress:
    """How far one of the two is."""

    coder: User
    done: int
    total: int


@dataclass(frozen=True)
class CodebookToday:
    """What the book of today makes of the codes of a round: by guid, and what became of each."""

    codes: Mapping[str, Code]
    successors: Mapping[str, Sequence[str]]

    def translate(self, codes: Codes) -> Translated:
        return translate_codes(codes, successors=self.successors, usable=self.codes)


@dataclass(frozen=True)
class ComparedItem:
    """A statement of a round with what each of the two gave it, then and as codes of today."""

    item: BlindItem
    first: Codes
    second: Codes
    first_today: Translated
    second_today: Translated

    @property
    def is_agreed(self) -> bool:
        """Say whether both gave the same, and today's book knows what it is."""
        unclear = self.first_today.unclear | self.second_today.unclear
        return not unclear and self.first_today.codes == self.second_today.codes

    @property
    def is_settled(self) -> bool:
        return self.item.settled_at is not None

    @property
    def proposed(self) -> Codes:
        """Return the codes of today that either gave."""
        return self.first_today.codes | self.second_today.codes

    @property
    def unclear(self) -> Codes:
        return self.first_today.unclear | self.second_today.unclear


def coders_of(community: Community) -> list[User]:
    """List who may code in a community, by name."""
    in_team = TeamMember.objects.filter(community=community).values("user")
    near = Q(pk__in=in_team) | Q(is_administrator=True)
    people = User.objects.filter(near, association=community.association, is_active=True)
    return [one for one in people.order_by("name", "pk") if may(one, "code", community)]


def open_blind_round(cycle: Cycle) -> BlindRound | None:
    """Return the round of a cycle that is not over, with the two; None when there is none."""
    rounds = cycle.blind_rounds.select_related("first", "second")
    return rounds.filter(state__in=BlindRound.OPEN_STATES).first()


def closed_blind_rounds(cycle: Cycle) -> QuerySet[BlindRound]:
    """Return the rounds of a cycle that are over, the latest first."""
    rounds = cycle.blind_rounds.select_related("first", "second", "closed_by")
    return rounds.exclude(state__in=BlindRound.OPEN_STATES)


def drawable_ids(cycle: Cycle, coders: Sequence[User]) -> list[int]:
    """Return the statements that may be drawn: neither of the two has ever coded them.

    Sensitive ones stay out, and so does what is in an open round.
    """
    known = Coding.objects.filter(statement=OuterRef("pk"), by__in=coders)
    seen = BlindCoding.objects.filter(item__statement=OuterRef("pk"), coder__in=coders)
    free = outside_blind_rounds(live_statements(cycle)).filter(is_sensitive=False)
    return list(free.filter(~Exists(known), ~Exists(seen)).values_list("pk", flat=True))


def live_items(blind_round: BlindRound) -> QuerySet[BlindItem]:
    """Return the items whose words still stand: not said anew, withdrawn or marked sensitive."""
    standing = live_statements(blind_round.cycle).filter(is_sensitive=False)
    return blind_round.items.filter(statement__in=standing).select_related("statement")


def waiting_items(blind_round: BlindRound, coder: User) -> QuerySet[BlindItem]:
    """Return the items that one of the two has not coded yet."""
    mine = BlindCoding.objects.filter(item=OuterRef("pk"), coder=coder)
    return live_items(blind_round).filter(~Exists(mine))


def progress_of(blind_round: BlindRound) -> list[Progress]:
    """Return how far each of the two is, the first one first."""
    total = live_items(blind_round).count()
    return [
        Progress(coder, total - waiting_items(blind_round, coder).count(), total)
        for coder in (blind_round.first, blind_round.second)
    ]


def own_codes(item: BlindItem, coder: User) -> list[str] | None:
    """Return what this person gave to an item; None when nothing yet. Never the other's."""
    given = item.codings.filter(coder=coder).values_list("codes", flat=True).first()
    return None if given is None else list(given)


def last_own_item(blind_round: BlindRound, coder: User) -> BlindItem | None:
    """Return what this person coded last in a round, to mend it."""
    mine = live_items(blind_round).filter(codings__coder=coder)
    return mine.order_by("-codings__at", "-position").first()


def get_visible_round(
    user: User | AnonymousUser, cycle_id: int, round_id: int, doing: Doing = "code"
) -> BlindRound:
    """Return a round of a cycle that this person may code (coordinate), or raise NotFoundError."""
    cycle = get_visible_cycle(user, cycle_id, doing)
    rounds = BlindRound.objects.select_related("first", "second", "closed_by")
    found = rounds.filter(cycle=cycle, pk=round_id).first()
    if found is None:
        raise NotFoundError(round_id)
    found.cycle = cycle
    return found


def get_own_round(user: User | AnonymousUser, cycle_id: int, round_id: int) -> BlindRound:
    """Return a round in which this person is one of the two, or raise NotFoundError."""
    found = get_visible_round(user, cycle_id, round_id)
    if user.pk not in found.coder_ids:
        raise NotFoundError(round_id)
    return found


def get_item(blind_round: BlindRound, item_id: int) -> BlindItem:
    """Return an item of a round that still stands, or raise NotFoundError."""
    item = live_items(blind_round).filter(pk=item_id).first()
    if item is None:
        raise NotFoundError(item_id)
    return item


def codebook_today(community: Community) -> CodebookToday:
    """Return the codes that may be given today, and what took the place of those that left."""
    codes = {str(one.guid): one for one in offered(list(community.codes.order_by("name")))}
    return CodebookToday(codes, successors(changes_of(community)))


def compared_items(blind_round: BlindRound, today: CodebookToday) -> list[ComparedItem]:
    """Compare what both gave, item by item; open disagreements first, then open agreements."""
    given = Prefetch("codings", BlindCoding.objects.filter(coder__in=blind_round.coder_ids))
    items = live_items(blind_round).prefetch_related(given)
    compared = [one for item in items if (one := _compared(item, blind_round, today))]
    return sorted(compared, key=lambda one: (one.is_settled, one.is_agreed, one.item.position))


def _compared(
    item: BlindItem, blind_round: BlindRound, today: CodebookToday
) -> ComparedItem | None:
    by_coder = {one.coder_id: frozenset(one.codes) for one in item.codings.all()}
    if set(by_coder) != set(blind_round.coder_ids):
        return None
    first, second = by_coder[blind_round.first_id], by_coder[blind_round.second_id]
    return ComparedItem(item, first, second, today.translate(first), today.translate(second))


def agreement_of(blind_round: BlindRound) -> Agreement | None:
    """Return how far the two agreed, measured when both were done; None before."""
    stored = blind_round.agreement
    return None if stored is None else agreement_from_dict(stored)


def names_then(blind_round: BlindRound) -> dict[str, str]:
    """Return what each code was called when the round was opened, by guid."""
    return {one["guid"]: one["name"] for one in blind_round.codebook}
