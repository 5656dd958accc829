"""Which communities may take part in the plan of the country, and what the others lack."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from convoca.agenda.models import AgendaTopic
from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import Community
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import UNSAID
from convoca.workplan.models import Availability, Plan

Answer = Invitation.Answer


@dataclass(frozen=True)
class Candidate:
    """One community: whether its dates can be chosen with the others', or what it lacks.

    answered counts whose whole week is known, of accepted who take part. lack is a plain
    sentence, empty for who is ready; url leads to where it is mended, with link as its words.
    """

    community: Community
    cycle: Cycle | None
    answered: int
    accepted: int
    lack: str = ""
    url: str = ""
    link: str = ""
    is_settled: bool = False

    @property
    def is_ready(self) -> bool:
        return not self.lack


def list_candidates(association: Association) -> list[Candidate]:
    """List every community of an association, by name: the same number of queries for any."""
    communities = list(
        Community.objects.filter(association=association).select_related("kind").order_by("name")
    )
    cycles = {
        cycle.community_id: cycle
        for cycle in Cycle.objects.filter(community__in=communities, closed_at__isnull=True)
    }
    for community in communities:
        if community.pk in cycles:
            cycles[community.pk].community = community
    ids = [cycle.pk for cycle in cycles.values()]
    accepted, answered = _count_people(ids)
    with_agenda = _with_agenda(ids)
    settled = _settled(ids)
    found = []
    for community in communities:
        cycle = cycles.get(community.pk)
        key = cycle.pk if cycle else 0
        bare = Candidate(community, cycle, answered[key], accepted[key])
        found.append(_judge(bare, has_agenda=key in with_agenda, is_settled=key in settled))
    return found


def _judge(one: Candidate, *, has_agenda: bool, is_settled: bool) -> Candidate:
    """Say what a community lacks: the first thing to be mended."""
    if one.cycle is None:
        lack, name, link = _("No tiene un ciclo abierto."), "desk:community", _("Abrir un ciclo")
        return _lacking(one, lack, name, link, one.community.pk)
    if is_settled:
        lack, name, link = _("Ya tiene sus fechas."), "meetings:sessions", _("Ver las sesiones")
        return _lacking(one, lack, name, link, one.cycle.pk, is_settled=True)
    if not has_agenda:
        lack, name, link = _("Falta confirmar su agenda."), "agenda:agenda", _("Ir a la agenda")
        return _lacking(one, lack, name, link, one.cycle.pk)
    if not one.answered:
        lack = _("Nadie ha dicho aún cuándo puede.")
        return _lacking(one, lack, "workplan:availability", _("Pedir"), one.cycle.pk)
    return one


def _lacking(
    one: Candidate, lack: str, name: str, link: str, key: int, *, is_settled: bool = False
) -> Candidate:
    try:
        url = reverse(name, args=[key])
    except NoReverseMatch:  # a room above this one, which need not be there
        url = ""
    facts = (one.community, one.cycle, one.answered, one.accepted)
    return Candidate(*facts, lack, url, link, is_settled)


def count_carried(cycle_ids: Collection[int]) -> Counter[int]:
    """Count by cycle the weeks of the last cycle that nobody has confirmed yet."""
    carried = _theirs().filter(is_carried=True)
    return Counter(_accepted(cycle_ids).filter(Exists(carried)).values_list("cycle", flat=True))


def _count_people(cycle_ids: Collection[int]) -> tuple[Counter[int], Counter[int]]:
    """Count by cycle who takes part, and of them whose whole week is known.

    As `availability_rows` knows it: what somebody else answered for the seat does not count.
    """
    who = Case(When(answer=Answer.DEPUTY, deputy__isnull=False, then="deputy"), default="person")
    known = _theirs().exclude(weekly="").exclude(weekly__contains=UNSAID)
    rows = (
        _accepted(cycle_ids)
        .annotate(who=who)
        .annotate(is_known=Exists(known.filter(Q(is_carried=True) | Q(person=OuterRef("who")))))
        .values_list("cycle", "is_known")
    )
    accepted: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    for cycle, is_known in rows:
        accepted[cycle] += 1
        answered[cycle] += int(is_known)
    return accepted, answered


def _accepted(cycle_ids: Collection[int]) -> QuerySet[Invitation]:
    live = Invitation.objects.filter(cycle__in=cycle_ids, withdrawn_at__isnull=True)
    return live.filter(answer__in=[Answer.YES, Answer.DEPUTY])


def _theirs() -> QuerySet[Availability]:
    """Return the availability of the seat of an invitation, to be asked about in its query."""
    return Availability.objects.filter(cycle=OuterRef("cycle"), seat=OuterRef("seat"))


def _with_agenda(cycle_ids: Collection[int]) -> set[int]:
    topics = AgendaTopic.objects.filter(agenda__cycle__in=cycle_ids, in_reserve=False)
    return set(topics.annotate(cycle=F("agenda__cycle")).values_list("cycle", flat=True))


def _settled(cycle_ids: Collection[int]) -> set[int]:
    confirmed = Plan.objects.filter(cycle__in=cycle_ids, state=Plan.State.CONFIRMED)
    return set(confirmed.values_list("cycle", flat=True))
