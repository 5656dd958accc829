"""The whole country with and without care: the figures recover what was put in.

Theme and excuses are left out of the story here: both move attendance, and neither is care.
"""

from datetime import date

import pytest

from convoca.convening.core.propensity import fit_propensity
from convoca.convening.core.proportion import Proportion
from convoca.convening.core.record import record_of
from convoca.convening.core.transitions import repeats, transitions
from convoca.convening.queries import list_seat_rows
from convoca.cycles.models import Cycle
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import stream
from convoca.rehearsal.core.temperament import draw_mood
from convoca.rehearsal.services.simulation import Wanted, simulate
from tests.rehearsal.chances import CHI_SQUARE_99, SESSIONS, chi_square, expected_shares

pytestmark = [pytest.mark.django_db, pytest.mark.soak]
SEED = 7
ONLY_CARE = Assumptions(urgent_theme_points=(0.0, 0.0), excuse_share=0.0)
MOOD = draw_mood(stream(SEED, "SECPLAN", 1, "mood"), ONLY_CARE)


def tell(settings, *, care):
    settings.REHEARSAL = True
    wanted = Wanted(1, 2, SEED, None, date(2026, 11, 22), care=care)
    (opened,) = simulate(wanted, ONLY_CARE).communities
    return opened


def records_of(cycle):
    """Read the marks that the product keeps of those who accepted, as its figures read them."""
    held = cycle.marks.values_list("number", flat=True).distinct()
    rows = [row for row in list_seat_rows(cycle) if row.facts.is_accepted]
    return [record_of(row.facts.presences, held=held) for row in rows]


def email_seats(cycle):
    return {
        row.seat.municipality.code
        for row in list_seat_rows(cycle)
        if row.facts.is_accepted and row.email
    }


def moved(with_care, without, *, numbers, seats) -> Proportion:
    """Count who came with care and not without, of those whom the care was for."""
    pairs = [
        (seat in after.present, seat in before.present)
        for after, before in zip(with_care.meetings, without.meetings, strict=True)
        if after.number in numbers
        for seat in seats
    ]
    assert not any(before and not after for after, before in pairs)
    return Proportion(sum(after and not before for after, before in pairs), len(pairs))


def test_two_cycles_without_and_with_care_recover_what_was_put_in(settings):
    without, cared = tell(settings, care=False), tell(settings, care=True)

    first = Cycle.objects.get(community=without.community, number=1)
    check_propensity(records_of(first))
    check_care(without.diary.cycles[0], cared.diary.cycles[0], email_seats(first))


def check_propensity(records):
    fitted = fit_propensity((record.attended, record.counted) for record in records)
    after_coming = transitions(records).after_present.interval

    assert chi_square(repeats(records, sessions=SESSIONS), expected_shares()) < CHI_SQUARE_99
    assert fitted.mean == pytest.approx(0.70 / 2.50, abs=0.06)
    assert after_coming.low < 1.7 / 3.5 < after_coming.high


def check_care(without, cared, with_email):
    reminded = moved(cared, without, numbers={1, 2}, seats=with_email)
    assert reminded.interval.low < MOOD.reminder_points < reminded.interval.high
    assert reminded.interval.excludes_zero

    early = {seat for seat, reached in cared.called.items() if reached} & with_email
    missed = early - cared.meetings[0].present.keys() - cared.meetings[1].present.keys()
    called = moved(cared, without, numbers={3, 4}, seats=missed)
    both = MOOD.reminder_points + MOOD.call_points
    assert called.interval.low < both < called.interval.high
