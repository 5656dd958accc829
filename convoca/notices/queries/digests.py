"""What the monthly digest tells, and to whom."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person
from convoca.foundation.models import Association
from convoca.notices.core.months import Period, digest_period
from convoca.notices.models import DigestSetting, Notice, Question, SentDigest
from convoca.notices.queries.readers import Reader, list_readers


@dataclass(frozen=True)
class ComingSession:
    """The next session of a cycle, as the room of the sessions knows it."""

    topic: str
    starts_at: datetime


@dataclass(frozen=True)
class Section:
    """What is new for one reader in one community."""

    community: Community
    reader: Reader
    notices: tuple[Notice, ...]
    answers: tuple[Question, ...]
    coming: ComingSession | None


@dataclass(frozen=True)
class PersonalDigest:
    """What one person is told this month, a section a community."""

    person: Person
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class _Month:
    """What happened in a community lately, and in which cycles its people take part."""

    cycle: Cycle
    notices: tuple[Notice, ...]
    answers: tuple[Question, ...]
    taking_part: Mapping[int, frozenset[int]]
    coming: ComingSession | None

    def tell(self, reader: Reader, period: Period) -> Section | None:
        """Return what is new for a reader; None where nothing is. A date alone is nothing new."""
        cycles = self.taking_part.get(reader.person.pk, frozenset())
        notices = tuple(each for each in self.notices if _is_for(each, cycles, period))
        answers = tuple(each for each in self.answers if _is_told(each, reader, period))
        if not notices and not answers:
            return None
        coming = self.coming if reader.takes_part else None
        return Section(self.cycle.community, reader, notices, answers, coming)


def is_digest_on(community: Community) -> bool:
    """Say whether the digest tells of a community."""
    setting = DigestSetting.objects.filter(community=community).first()
    return setting is None or setting.is_on


def list_due_digests(
    association: Association, month: date, *, coming: Mapping[int, ComingSession]
) -> list[PersonalDigest]:
    """List who has something new to be told this month and was not told yet.

    The queries grow with the communities, not with the people. `coming` is by cycle.
    """
    last = _last_months(association)
    zone = ZoneInfo(association.zone)
    sections: dict[Person, list[Section]] = defaultdict(list)
    since = digest_period(month, min(last.values(), default=None), zone=zone).start
    first = digest_period(month, None, zone=zone)
    for told in _list_months(association, Period(min(since, first.start), first.end), coming):
        for reader in list_readers(told.cycle, Notice.Audience.SEATS):
            known = last.get(reader.person.pk)
            if known == month or not reader.email:
                continue
            section = told.tell(reader, digest_period(month, known, zone=zone))
            if section is not None:
                sections[reader.person].append(section)
    return [PersonalDigest(person, tuple(found)) for person, found in sections.items()]


def _last_months(association: Association) -> dict[int, date]:
    sent = SentDigest.objects.filter(person__association=association)
    return dict(sent.values_list("person").annotate(last=Max("month")))


def _list_months(
    association: Association, period: Period, coming: Mapping[int, ComingSession]
) -> Iterator[_Month]:
    """Return the communities that send a digest and in which something happened."""
    wanted = Community.objects.filter(association=association).exclude(digest_setting__is_on=False)
    for community in wanted.select_related("kind", "association").order_by("name"):
        cycle = community.cycles.order_by("-number").first()
        notices = Notice.objects.filter(
            community=community, published_at__gte=period.start, published_at__lt=period.end
        )
        answers = Question.objects.filter(
            community=community,
            state=Question.State.ANSWERED,
            settled_at__gte=period.start,
            settled_at__lt=period.end,
        )
        told = tuple(notices.order_by("published_at", "pk"))
        answered = tuple(answers.order_by("settled_at", "pk"))
        if cycle is not None and (told or answered):
            cycle.community = community
            taking_part = _taking_part(community)
            yield _Month(cycle, told, answered, taking_part, coming.get(cycle.pk))


def _taking_part(community: Community) -> dict[int, frozenset[int]]:
    """Return by person the cycles of a community in which they take part."""
    accepted = Invitation.objects.filter(
        cycle__community=community,
        withdrawn_at__isnull=True,
        answer__in=[Invitation.Answer.YES, Invitation.Answer.DEPUTY],
    ).select_related("person", "deputy")
    found: dict[int, set[int]] = defaultdict(set)
    for invitation in accepted:
        found[invitation.participant.pk].add(invitation.cycle_id)
    return {person: frozenset(cycles) for person, cycles in found.items()}


def _is_for(notice: Notice, cycles: Collection[int], period: Period) -> bool:
    assert notice.published_at is not None
    is_meant = notice.audience == Notice.Audience.SEATS or notice.cycle_id in cycles
    return is_meant and period.holds(notice.published_at)


def _is_told(question: Question, reader: Reader, period: Period) -> bool:
    assert question.settled_at is not None
    is_shared = question.audience == Question.Audience.COMMUNITY
    may_see = is_shared or question.person_id == reader.person.pk
    return may_see and period.holds(question.settled_at)
