"""Making one person of two rows, and two again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from convoca.directory.errors import MergeSettledError, PeopleClashError, SamePersonError
from convoca.directory.models import ContactPoint, Person, PersonMerge, User
from convoca.directory.queries.merges import MergePreview
from convoca.directory.services.journal import (
    Journal,
    find_changed,
    is_whole,
    plain,
    relations_to,
    take_back,
)


def preview_merge(*, keep: Person, drop: Person) -> MergePreview:
    """Say what merging would move, without keeping anything of it.

    Tried for real and taken back, so that a refusal is known before anybody confirms.

    Raises SamePersonError, PeopleClashError.
    """
    with transaction.atomic():
        journal = _move(keep, drop)
        transaction.set_rollback(True)
    return MergePreview(keep, drop, len(journal.entries))


@transaction.atomic
def merge_people(*, keep: Person, drop: Person, user: User | None, now: datetime) -> PersonMerge:
    """Let everything that points at one person point at the other, and drop the one.

    Of two current contacts on a channel the kept person's stays current; the other becomes history.

    Raises SamePersonError, PeopleClashError; then nothing was written.
    """
    names = [field.attname for field in drop._meta.concrete_fields]
    dropped = {name: plain(getattr(drop, name)) for name in names}
    journal = _move(keep, drop)
    Person.objects.filter(pk=drop.pk).delete()
    return PersonMerge.objects.create(
        kept=keep, dropped=dropped, journal=journal.entries, merged_by=user, merged_at=now
    )


@transaction.atomic
def undo_merge(*, merge: PersonMerge, now: datetime) -> PersonMerge:
    """Make two persons again; what came after the merge stays with the kept one.

    Raises MergeSettledError when it was undone before, or what moved has changed since.
    """
    merge = PersonMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at is not None or not is_whole(merge.journal) or find_changed(merge.journal):
        raise MergeSettledError(merge.pk)
    Person.objects.bulk_create([Person(**merge.dropped)])
    created_at = parse_datetime(merge.dropped["created_at"])
    Person.objects.filter(pk=merge.dropped["id"]).update(created_at=created_at)
    take_back(merge.journal)
    merge.undone_at = now
    merge.save(update_fields=["undone_at"])
    return merge


def _move(keep: Person, drop: Person) -> Journal:
    """Move what points at a person, whatever room it is of, and note each row."""
    if keep.pk == drop.pk or keep.association_id != drop.association_id:
        raise SamePersonError(keep.pk)
    locked = Person.objects.select_for_update().filter(Q(pk=keep.pk) | Q(pk=drop.pk))
    if len(locked.order_by("pk")) < 2:  # noqa: PLR2004 (both are still there)
        raise SamePersonError(keep.pk)
    journal = Journal()
    try:
        with transaction.atomic():
            _retire_contacts(keep, drop, journal)
            for relation in relations_to(Person):
                name = relation.field.attname
                rows = relation.related_model._default_manager.filter(**{name: drop.pk})
                journal.change(list(rows), **{name: keep.pk})
                rows.update(**{name: keep.pk})
    except IntegrityError as error:
        raise PeopleClashError(drop.pk) from error
    return journal


def _retire_contacts(keep: Person, drop: Person, journal: Journal) -> None:
    taken = keep.contacts.filter(is_current=True).values_list("channel", flat=True)
    retired = drop.contacts.filter(is_current=True, channel__in=list(taken))
    ContactPoint.objects.bulk_update(
        journal.change(list(retired), is_current=False), ["is_current"]
    )
