"""Which offices may be one: the same person in two municipalities. A person confirms."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class HeldOffice:
    """One office with who holds it; `person` is the folded name, `address` the folded e-mail.

    `serves` says that it serves another municipality already; `is_apart`, that somebody said
    it is an office of its own.
    """

    seat_id: int
    person_id: int
    person: str
    address: str
    population: int
    serves: bool = False
    is_apart: bool = False


@dataclass(frozen=True)
class SharingProposal:
    """Two seats that may be one office: the one that would be served, and the serving one."""

    seat_id: int
    serving_id: int


def propose_sharing(offices: Iterable[HeldOffice]) -> list[SharingProposal]:
    """Propose that offices which one person holds are one office.

    One person: the same row of the directory, or the same name with the same address; a name
    alone may be two people's, an address alone a shared mailbox. Of those offices the serving
    one serves another already, else has the largest population, else the lowest id; each of
    the others is proposed to be served by it, unless it serves others or is kept apart.

    Args:
        offices: of one kind, held now and not served, in any order; empty gives [].

    Returns:
        The proposals by the id of the seat to be served.
    """
    by_person: dict[tuple[str, str], list[HeldOffice]] = {}
    for office in offices:
        key = (office.person, office.address) if office.address else ("", str(office.person_id))
        by_person.setdefault(key, []).append(office)
    found = []
    for shared in by_person.values():
        serving = min(shared, key=lambda one: (not one.serves, -one.population, one.seat_id))
        found += [
            SharingProposal(one.seat_id, serving.seat_id)
            for one in shared
            if one is not serving and not one.serves and not one.is_apart
        ]
    return sorted(found, key=lambda one: one.seat_id)
