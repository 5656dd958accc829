"""Loading a roster that was looked at: once, all of it or nothing, noted so as to be undone."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.db.models.functions import Lower
from django.utils import timezone

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.deciding import find_seat_taken_twice, rows_to_load
from convoca.directory.core.fold import fold_text
from convoca.directory.core.repeats import name_rows
from convoca.directory.errors import (
    RosterChangedError,
    RosterInUseError,
    RosterNotLoadedError,
    RosterSettledError,
    SeatTakenTwiceError,
)
from convoca.directory.models import (
    Comuna,
    ContactPoint,
    Person,
    PersonalLink,
    RosterImport,
    Seat,
    Tenure,
)
from convoca.directory.queries.rosters import preview_reading, reading_of
from convoca.directory.services.communities import open_seats
from convoca.directory.services.journal import Journal, find_obstacles, is_whole, take_back
from convoca.directory.services.links import revoke_links_of
from convoca.directory.services.rosters import locked_draft, note_decisions
from convoca.foundation.models import Association

State = RosterImport.State


def load_roster(
    *,
    roster: RosterImport,
    fingerprint: str,
    large_population: int,
    now: datetime,
    shown_rows: Collection[str] = (),
    replaced_rows: Collection[str] = (),
    skipped_rows: Collection[str] = (),
) -> RosterImport:
    """Load what was seen: new and changed rows, and the conflicts that a person decided.

    `shown_rows`, `replaced_rows` and `skipped_rows` are decided with this very press, as
    keep_decisions takes them, beside what was kept before. Rows with errors and conflicts without
    a decision stay as they are. The file is deleted afterwards.

    Raises RosterSettledError when it was loaded or dropped before, RosterChangedError when the
    preview would show something else by now, SeatTakenTwiceError when two rows take one seat.
    """
    if roster.state != State.DRAFT:
        raise RosterSettledError(roster.get_state_display())
    reading = reading_of(roster)  # a file that was not read yet is read outside the transaction
    with transaction.atomic():
        roster = locked_draft(roster)
        _lock_rosters(roster.association_id)
        preview = preview_reading(reading, roster)
        if preview.fingerprint != fingerprint:
            raise RosterChangedError(roster.pk)
        decisions = preview.decisions.after(shown_rows, replaced_rows, skipped_rows)
        note_decisions(roster, decisions)
        journal = Journal()
        seats = _open_seats(roster, large_population, journal)
        rows = rows_to_load(preview.rows, decisions)
        _refuse_two_for_one_seat(rows, {cut: seat.pk for cut, seat in seats.items()})
        _Loader(roster, seats, journal, now).load(rows)
        roster.state, roster.content, roster.reading = State.LOADED, None, None
        roster.loaded_at, roster.journal = now, journal.entries
        roster.counts = {**preview.counts, "loaded": len(rows)}
        roster.save()
    return roster


def undo_roster(*, roster: RosterImport, now: datetime) -> RosterImport:
    """Take back a loaded roster: the directory is as it was before.

    Raises RosterNotLoadedError when it is not loaded (by now), RosterInUseError when later work
    depends on what it wrote.
    """
    try:
        with transaction.atomic():
            roster = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster.pk)
            if roster.state != State.LOADED:
                raise RosterNotLoadedError(roster.get_state_display())
            _lock_rosters(roster.association_id)
            obstacles = find_obstacles(roster.journal)
            if obstacles or not is_whole(roster.journal):
                raise RosterInUseError(sorted({_shown(row) for row in obstacles}))
            take_back(roster.journal)
            roster.state, roster.undone_at, roster.journal = State.UNDONE, now, []
            roster.save(update_fields=["state", "undone_at", "journal"])
    except IntegrityError as error:  # something began to depend on it at this very moment
        raise RosterInUseError([]) from error
    return roster


def _lock_rosters(association_id: int) -> None:
    """Let rosters of one association go one by one, so that what is compared stays as it is."""
    Association.objects.select_for_update(no_key=True).get(pk=association_id)


def _shown(row: object) -> str:
    if isinstance(row, Tenure | ContactPoint | PersonalLink):
        return row.person.name
    return str(row)


def _open_seats(roster: RosterImport, large_population: int, journal: Journal) -> dict[str, Seat]:
    """Make the missing seats of the kind; return the seat of every comuna by its code."""
    of_kind = Seat.objects.filter(association=roster.association, kind=roster.kind)
    before = set(of_kind.values_list("pk", flat=True))
    open_seats(association=roster.association, kind=roster.kind, large_population=large_population)
    holding = Tenure.objects.filter(to_on__isnull=True)
    with_people = holding.select_related("person").prefetch_related("person__contacts")
    seats = of_kind.select_related("municipality").prefetch_related(
        Prefetch("tenures", with_people, to_attr="holding")
    )
    by_municipality = {seat.municipality_id: seat for seat in seats}
    journal.made(seat for seat in by_municipality.values() if seat.pk not in before)
    return {
        code: by_municipality[municipality]
        for code, municipality in Comuna.objects.values_list("code", "municipality_id")
    }


def _refuse_two_for_one_seat(rows: Sequence[ComparedRow], seat_of: dict[str, int]) -> None:
    twice = find_seat_taken_twice(rows, seat_of)
    if twice is not None:
        raise SeatTakenTwiceError(name_rows(twice))


class _Loader:
    """Writes the rows of one roster, table by table, and notes all of it."""

    def __init__(
        self, roster: RosterImport, seats: dict[str, Seat], journal: Journal, now: datetime
    ) -> None:
        self._association = roster.association
        self._seats = seats
        self._journal = journal
        self._now = now
        self._today = timezone.localtime(now).date()
        self._origin = f"nómina {roster.file_name}, {self._today:%d-%m-%Y}"[:200]
        self._contacts: list[tuple[Person, str, str]] = []
        self._holding_of = {
            seat.pk: tenure
            for seat in seats.values()
            for tenure in seat.holding  # type: ignore[attr-defined] # prefetched
        }

    def load(self, rows: Sequence[ComparedRow]) -> None:
        """Seat new people, tidy what changed, empty the seats said to be vacant."""
        changed = [each for each in rows if each.status == "changed"]
        replaced = [each for each in rows if each.status != "changed"]
        self._update(changed)
        self._end_tenures(replaced)
        self._seat([each for each in replaced if not each.row.vacant])
        self._write_contacts()

    def _seat_of(self, each: ComparedRow) -> Seat:
        return self._seats[each.row.cut or ""]

    def _holding(self, each: ComparedRow) -> Tenure:
        """Return the tenure that a row is about: of the seat, or of the one that serves it."""
        seat = self._seat_of(each)
        tenure: Tenure = self._holding_of[seat.served_by_id or seat.pk]
        return tenure

    def _update(self, changed: Sequence[ComparedRow]) -> None:
        people, tenures = [], []
        for each in changed:
            tenure = self._holding(each)
            for change in each.changes:
                if change.field == "name":
                    people += self._journal.change([tenure.person], name=change.new)
                elif change.field == "role":
                    tenures += self._journal.change([tenure], role=change.new)
                else:
                    self._contacts.append((tenure.person, change.field, change.new))
        Person.objects.bulk_update(people, ["name"])
        Tenure.objects.bulk_update(tenures, ["role"])

    def _end_tenures(self, replaced: Sequence[ComparedRow]) -> None:
        ended: list[Tenure] = []
        for each in replaced:
            for tenure in self._seat_of(each).holding:  # type: ignore[attr-defined] # prefetched
                last_day = max(self._today, tenure.from_on)
                ended += self._journal.change([tenure], to_on=last_day)
        Tenure.objects.bulk_update(ended, ["to_on"])
        self._revoke_links(ended)

    def _revoke_links(self, ended: Sequence[Tenure]) -> None:
        pairs = {(tenure.person_id, tenure.seat_id) for tenure in ended}
        live = PersonalLink.objects.filter(
            person__in={person for person, _ in pairs},
            seat__in={seat for _, seat in pairs},
            revoked_at__isnull=True,
        )
        links = [link for link in live if (link.person_id, link.seat_id) in pairs]
        self._journal.change(links, revoked_at=self._now)
        revoke_links_of(whose=[(each.person, each.seat) for each in ended], now=self._now)

    def _seat(self, rows: Sequence[ComparedRow]) -> None:
        people = self._find_or_add(rows)
        self._stand_alone([self._seat_of(each) for each in rows])
        tenures = [
            Tenure(
                seat=self._seat_of(each),
                person=person,
                role=each.row.role,
                from_on=self._today,
                origin=self._origin,
            )
            for each, person in zip(rows, people, strict=True)
        ]
        self._journal.made(Tenure.objects.bulk_create(tenures))

    def _stand_alone(self, seats: Sequence[Seat]) -> None:
        """Note that seats somebody holds exist, as offices that no other seat serves."""
        own = {
            "existence": Seat.Existence.EXISTS.value,
            "served_by_id": None,
            "served_since": None,
            "is_apart": False,
        }
        other = [seat for seat in seats if any(getattr(seat, f) != v for f, v in own.items())]
        Seat.objects.bulk_update(
            self._journal.change(other, **own), [name.removesuffix("_id") for name in own]
        )

    def _find_or_add(self, rows: Sequence[ComparedRow]) -> list[Person]:
        """Give the person of each row: who has this very address and this very name, or a new one.

        One person may hold two seats.
        """
        known = self._known_people(rows)
        added: list[Person] = []
        people: list[Person] = []
        for each in rows:
            row = each.row
            key = (row.email.lower(), fold_text(row.person))
            person = known.get(key) if row.email else None
            if person is None:
                name = row.person or row.email
                person = Person(association=self._association, name=name, origin=self._origin)
                added.append(person)
                known[key] = person
            people.append(person)
            self._contacts += [(person, "email", row.email), (person, "phone", row.phone)]
        self._journal.made(Person.objects.bulk_create(added))
        return people

    def _known_people(self, rows: Sequence[ComparedRow]) -> dict[tuple[str, str], Person]:
        addresses = {each.row.email.lower() for each in rows if each.row.email}
        contacts = (
            ContactPoint.objects.filter(
                person__association=self._association, channel="email", is_current=True
            )
            .annotate(address=Lower("value"))
            .filter(address__in=addresses)
        )
        return {
            (contact.value.lower(), fold_text(contact.person.name)): contact.person
            for contact in contacts.select_related("person").order_by("-pk")
        }

    def _write_contacts(self) -> None:
        """Make the values of the file the current ones; those before stay as history."""
        wanted = {(p.pk, channel): (p, value) for p, channel, value in self._contacts if value}
        current = ContactPoint.objects.filter(person__in={pk for pk, _ in wanted}, is_current=True)
        retired = []
        for contact in current:
            _, value = wanted.get((contact.person_id, contact.channel), (None, contact.value))
            if contact.value == value:
                wanted.pop((contact.person_id, contact.channel), None)
            else:
                retired.append(contact)
        retired = self._journal.change(retired, is_current=False)
        ContactPoint.objects.bulk_update(retired, ["is_current"])
        made = [
            ContactPoint(person=person, channel=channel, value=value, origin=self._origin)
            for (_, channel), (person, value) in wanted.items()
        ]
        self._journal.made(ContactPoint.objects.bulk_create(made))
