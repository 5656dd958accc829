"""Two municipalities with one office: coverage counts both, what people do is counted once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.figures import Coverage, Reach, coverage, funnel
from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import SeatFacts, Standing, standing_of

CAME = SeatFacts("exists", True, True, "yes", Presences({1: Presence.PRESENT}))
SILENT = SeatFacts("exists", True, True)
ABSENT = SeatFacts("does_not")


def served(by: SeatFacts, presences: Presences | None = None) -> SeatFacts:
    return SeatFacts("exists", presences=presences or Presences(), served_by=by)


def test_served_seat_has_a_mark_of_its_own_whoever_serves_it():
    marks = [standing_of(served(each), held=frozenset({1})) for each in (CAME, SILENT)]

    assert marks == [Standing.SERVED, Standing.SERVED]


def test_served_seat_is_covered_with_the_one_that_serves_it():
    seats = [CAME, served(CAME), SILENT, served(SILENT), ABSENT]

    assert coverage(seats, has_begun=True) == Coverage(2, 4, 0, 1, served=2)


def test_served_seat_that_came_by_itself_before_stays_covered():
    seats = [SILENT, served(SILENT, CAME.presences)]

    assert coverage(seats, has_begun=True) == Coverage(1, 2, 0, 0, served=1)


def test_acceptance_covers_both_before_the_first_session():
    seats = [CAME, served(CAME), served(SILENT), SILENT]

    assert coverage(seats, has_begun=False) == Coverage(2, 4, 0, 0, served=2)


offices = st.builds(
    SeatFacts,
    existence=st.just("exists"),
    is_held=st.booleans(),
    is_invited=st.booleans(),
    answer=st.sampled_from(["", "yes", "no", "deputy"]),
    presences=st.builds(
        Presences, st.dictionaries(st.integers(1, 4), st.sampled_from(list(Presence)))
    ),
)
absent = st.sampled_from([SeatFacts("does_not"), SeatFacts("unknown")])


@st.composite
def countries(draw) -> list[tuple[str, SeatFacts]]:
    """Draw seats with their region; any of them may be served by an office of any region."""
    own = draw(st.lists(offices, min_size=1, max_size=8))
    serving = draw(st.lists(st.sampled_from(own), max_size=8))
    rest = draw(st.lists(absent, max_size=3))
    seats = [*own, *(served(each) for each in serving), *rest]
    return [(draw(st.sampled_from("NCS")), seat) for seat in seats]


def alone(seat: SeatFacts) -> SeatFacts:
    """Return the seat as it would be without the agreement: there, and vacant."""
    return replace(seat, served_by=None)


@given(countries(), st.booleans())
def test_sharing_moves_no_denominator_of_coverage_in_any_region(country, has_begun):
    for region in "NCS":
        seats = [seat for place, seat in country if place == region]
        now = coverage(seats, has_begun=has_begun)
        without = coverage(map(alone, seats), has_begun=has_begun)

        assert (now.existing, now.unknown, now.absent) == (
            without.existing,
            without.unknown,
            without.absent,
        )
        assert without.participating <= now.participating <= now.existing
        assert now.participating - without.participating <= now.served


@given(countries(), st.booleans())
def test_regions_add_up_to_the_country(country, has_begun):
    whole = coverage([seat for _place, seat in country], has_begun=has_begun)
    parts = [
        coverage([seat for place, seat in country if place == region], has_begun=has_begun)
        for region in "NCS"
    ]

    assert (whole.participating, whole.existing, whole.served) == (
        sum(part.participating for part in parts),
        sum(part.existing for part in parts),
        sum(part.served for part in parts),
    )


@given(countries(), st.booleans(), st.booleans())
def test_funnel_is_that_of_the_offices_alone(country, was_reached, is_in_group):
    seats = [Reach(seat, was_reached, is_in_group) for _place, seat in country]
    counts = funnel(seats)

    assert counts == funnel([seat for seat in seats if seat.facts.served_by is None])
    assert counts.seats + sum(seat.facts.served_by is not None for seat in seats) == sum(
        seat.facts.existence == "exists" for seat in seats
    )
    assert all(count <= counts.seats for _name, count in counts.steps)
