"""Why each seat that takes part may be drifting away, in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from convoca.agenda.core.rule.ballots.values import Approval, Rating
from convoca.agenda.models import ThemeRating
from convoca.agenda.queries import confirmed_topics, interviewed_seat_ids
from convoca.convening.core.bands import Band
from convoca.convening.core.record import Record
from convoca.convening.core.risk import Risk, RiskFacts, risk_of, risk_order
from convoca.convening.queries import SeatRow, get_seat_row, list_seat_rows
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, Tenure
from convoca.retention.queries.records import (
    CycleRecords,
    list_cycle_records,
    list_held_sessions,
)
from convoca.workplan.queries import answered_seat_ids


@dataclass(frozen=True)
class SeatRisk:
    """One seat that takes part, with what it did and why it may be drifting away.

    `best` is "lo mejor posible aún": its band if it comes to all sessions that are left.
    """

    row: SeatRow
    record: Record
    risk: Risk
    best: Band


@dataclass(frozen=True)
class RiskBoard:
    """All seats that take part, the most pressing first, and the sessions held so far.

    `rows` are those that were read, whether they take part or not; the last two are the seats
    that answered each consultation.
    """

    cycle: Cycle
    held: tuple[int, ...]
    seats: tuple[SeatRisk, ...]
    rows: tuple[SeatRow, ...]
    records: tuple[CycleRecords, ...]
    interviewed: frozenset[int]
    gave_availability: frozenset[int]

    @property
    def alerting(self) -> list[SeatRisk]:
        """Return the seats somebody should be told of; none before a session was held."""
        return [one for one in self.seats if self.held and one.risk.alerts]

    def find(self, seat_id: int) -> SeatRisk | None:
        """Return what is known of a seat, or None when it does not take part."""
        return next((one for one in self.seats if one.row.seat.pk == seat_id), None)


@dataclass(frozen=True)
class _Findings:
    """What was read of all seats, by seat.

    `answered_last` answered the last consultation that anybody answered: when each can, or
    before that the interview; empty before the first answer, and then nobody is silent.
    """

    records: Mapping[int, Record]
    before: Mapping[int, Record]
    answered_last: frozenset[int]
    left_out: Collection[int]
    changed_on: Mapping[int, date]
    days: Sequence[date | None]
    began_on: date
    sessions: int


def read_risks(cycle: Cycle) -> RiskBoard:
    """Read every seat that takes part: it accepted, or came; and it did not decline.

    A seat that another one serves is spoken for there, and is not read here.
    In the order of `risk_order`, and from north to south where that says the same.
    """
    return _read(cycle, list_seat_rows(cycle))


def read_seat_risk(cycle: Cycle, seat: Seat) -> RiskBoard:
    """Read one seat alone; the figures of the cycle are whole."""
    return _read(cycle, [get_seat_row(cycle, seat)])


def _read(cycle: Cycle, rows: Sequence[SeatRow]) -> RiskBoard:
    records = list_cycle_records(cycle)
    interviewed = frozenset(interviewed_seat_ids(cycle))
    gave_availability = frozenset(answered_seat_ids(cycle))
    findings = _find(cycle, records, gave_availability or interviewed)
    held = records[-1].held
    seats = [_seat_risk(row, findings, len(held)) for row in rows if _takes_part(row)]
    return RiskBoard(
        cycle=cycle,
        held=held,
        seats=tuple(sorted(seats, key=lambda one: risk_order(one.risk, one.record))),
        rows=tuple(rows),
        records=tuple(records),
        interviewed=interviewed,
        gave_availability=gave_availability,
    )


def _takes_part(row: SeatRow) -> bool:
    facts = row.facts
    if facts.existence == "does_not" or facts.served_by is not None:
        return False
    if facts.is_invited and facts.answer == "no":
        return False
    return facts.is_accepted or facts.presences.attended > 0


def _find(
    cycle: Cycle, records: Sequence[CycleRecords], answered_last: frozenset[int]
) -> _Findings:
    current, earlier = records[-1], records[:-1]
    days = {one.number: one.day for one in list_held_sessions(cycle) if one.cycle_id == cycle.pk}
    return _Findings(
        records=current.by_seat,
        before=earlier[-1].by_seat if earlier else {},
        answered_last=answered_last,
        left_out=_left_out(cycle),
        changed_on=_last_changes(cycle),
        days=[days.get(number) for number in current.held],
        began_on=timezone.localdate(cycle.started_at),
        sessions=cycle.community.session_count,
    )


def _left_out(cycle: Cycle) -> set[int]:
    """Return the seats that found themes urgent, none of which came into the agenda."""
    chosen = {topic.theme_id for topic in confirmed_topics(cycle)}
    if not chosen:
        return set()
    approval, urgent = Approval(), dict[int, set[int]]()
    ratings = ThemeRating.objects.filter(
        interview__cycle=cycle,
        interview__withdrawn_at__isnull=True,
        interest__isnull=False,
        urgency__isnull=False,
    ).values_list("interview__seat_id", "theme_id", "interest", "urgency")
    for seat_id, theme_id, interest, urgency in ratings:
        if approval.accepts(Rating(interest or 0, urgency or 0)):
            urgent.setdefault(seat_id, set()).add(theme_id)
    return {seat_id for seat_id, themes in urgent.items() if not themes & chosen}


def _last_changes(cycle: Cycle) -> dict[int, date]:
    """Return the day on which somebody last left each seat."""
    community = cycle.community
    ended = Tenure.objects.filter(
        seat__association=community.association_id,
        seat__kind=community.kind_id,
        to_on__isnull=False,
    ).order_by("to_on")
    return {seat: day for seat, day in ended.values_list("seat_id", "to_on") if day}


def _seat_risk(row: SeatRow, findings: _Findings, held: int) -> SeatRisk:
    seat_id = row.seat.pk
    record = findings.records.get(seat_id, Record((None,) * held))
    before = findings.before.get(seat_id)
    facts = RiskFacts(
        record=record,
        is_held=row.tenure is not None,
        has_new_holder=_has_new_holder(seat_id, record, findings),
        is_reachable=bool(row.phone or (row.email and not row.has_mail_trouble)),
        is_silent=bool(findings.answered_last) and seat_id not in findings.answered_last,
        theme_left_out=seat_id in findings.left_out,
        band_before=before.band if before and before.counted else None,
    )
    return SeatRisk(row, record, risk_of(facts), record.best_band(sessions=findings.sessions))


def _has_new_holder(seat_id: int, record: Record, findings: _Findings) -> bool:
    """Say whether somebody left the seat since it last came, or since the cycle began."""
    changed_on = findings.changed_on.get(seat_id)
    last = findings.days[record.last_attended - 1] if record.last_attended else None
    return changed_on is not None and changed_on > (last or findings.began_on)
