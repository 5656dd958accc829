"""Who is in the directory twice, most likely."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from convoca.directory.core.emails import fold_address
from convoca.directory.core.fold import fold_text


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with the municipalities of all their seats and all their contacts, old ones too."""

    id: int
    name: str
    municipalities: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two persons that may be one; reason in Spanish. first has the lower id."""

    first: KnownPerson
    second: KnownPerson
    reason: str


def find_duplicates(people: Iterable[KnownPerson]) -> list[Duplicate]:
    """List pairs with equal folded names and a municipality or a contact in common.

    A name alone is never enough, and neither is a shared mailbox. Ordered by name and then by id;
    [] for no pair. Each of three equal persons is paired with both others.
    """
    by_name: dict[str, list[KnownPerson]] = defaultdict(list)
    for person in sorted(people, key=lambda each: each.id):
        if folded := fold_text(person.name):
            by_name[folded].append(person)
    return [
        Duplicate(first, second, reason)
        for _, group in sorted(by_name.items())
        for place, first in enumerate(group)
        for second in group[place + 1 :]
        if (reason := _find_reason(first, second))
    ]


def _find_reason(first: KnownPerson, second: KnownPerson) -> str:
    contacts = {fold_address(each) for each in first.contacts} & {
        fold_address(each) for each in second.contacts
    }
    places = sorted(first.municipalities & second.municipalities)
    reasons = [f"el mismo contacto {each}" for each in sorted(contacts)[:1]]
    reasons += [f"la misma municipalidad, {each}" for each in places[:1]]
    return "Mismo nombre y " + " y ".join(reasons) + "." if reasons else ""
