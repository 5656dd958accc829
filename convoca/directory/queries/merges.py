"""Reading who may be in the directory twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from convoca.directory.core.duplicates import Duplicate, KnownPerson
from convoca.directory.core.duplicates import find_duplicates as find_among
from convoca.directory.models import Community, Person, PersonMerge
from convoca.foundation.errors import NotFoundError

RECENT = 5


@dataclass(frozen=True)
class MergePreview:
    """What merging would do: who stays, who goes, and how many rows of each table follow."""

    keep: Person
    drop: Person
    moved: int


def people_of(community: Community) -> QuerySet[Person]:
    """Return the persons that hold or held a seat of a community."""
    return Person.objects.filter(
        association=community.association, tenures__seat__kind=community.kind
    ).distinct()


def find_duplicates(community: Community) -> Sequence[Duplicate]:
    """List pairs of persons of a community that may be one, by name."""
    people = people_of(community).prefetch_related("contacts", "tenures__seat__municipality")
    return find_among(
        KnownPerson(
            person.pk,
            person.name,
            frozenset(str(tenure.seat.municipality) for tenure in person.tenures.all()),
            frozenset(contact.value for contact in person.contacts.all()),
        )
        for person in people
    )


def get_visible_person(community: Community, person_id: int) -> Person:
    """Return a person of a community that the caller may see.

    Raises NotFoundError.
    """
    people = people_of(community).prefetch_related("contacts", "tenures__seat__municipality")
    person = people.filter(pk=person_id).first()
    if person is None:
        raise NotFoundError(person_id)
    return person


def get_visible_merge(community: Community, merge_id: int) -> PersonMerge:
    """Return a merge of persons of a community that the caller may see.

    Raises NotFoundError.
    """
    merge = PersonMerge.objects.filter(pk=merge_id, kept__in=people_of(community)).first()
    if merge is None:
        raise NotFoundError(merge_id)
    return merge


def list_recent_merges(community: Community) -> list[PersonMerge]:
    """List the last merges in a community that were not undone, the newest first."""
    merges = PersonMerge.objects.filter(kept__in=people_of(community), undone_at=None)
    return list(merges.select_related("kept").defer("journal").order_by("-pk")[:RECENT])
