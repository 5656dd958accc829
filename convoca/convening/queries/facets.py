"""What the rows of the board can be chosen by."""

from collections.abc import Sequence
from datetime import date

from convoca.convening.core.filters import Traits, size_band
from convoca.convening.queries.board import SeatRow
from convoca.directory.core.fold import fold_text

FACETS = ("estado", "region", "provincia", "clase", "tamano", "pendiente", "cargo")
"""What a list is filtered by, as the address of the page names it."""
SAID_YES = "said_yes"
"""Who accepted, wherever they stand since: taking part, cooling or not yet come."""
UNCLASSED = "unclassed"
NOBODY = "nobody"


def traits_of(row: SeatRow, *, today: date, bounds: Sequence[int], with_words: bool) -> Traits:
    """Return what a seat can be chosen by; its words only where they are looked for."""
    municipality = row.seat.municipality
    hurdle = row.hurdle(today=today)
    states = {row.standing.value, SAID_YES} if row.facts.is_accepted else {row.standing.value}
    values = {
        "estado": frozenset(states),
        "region": frozenset({municipality.region.code}),
        "provincia": frozenset({str(municipality.province_id)}),
        "clase": frozenset({municipality.settlement or UNCLASSED}),
        "tamano": frozenset({str(size_band(municipality.population, bounds))}),
        "pendiente": frozenset({hurdle.value} if hurdle else ()),
        "cargo": frozenset({str(row.carer.user_id) if row.carer else NOBODY}),
    }
    return Traits(values, _words(row) if with_words else "")


def _words(row: SeatRow) -> str:
    known = row.serving or row
    name = known.person.name if known.person else ""
    return fold_text(f"{row.seat.municipality.comuna_name} {name}")
