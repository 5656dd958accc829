"""Taking in a roster: kept as a draft, decided row by row, loaded once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from convoca.directory.core.compare import ComparedRow
from convoca.directory.core.fold import fold_text
from convoca.directory.errors import RosterChangedError, RosterSettledError
from convoca.directory.models import (
    Comuna,
    ContactPoint,
    DirectorateKind,
    Person,
    RosterImport,
    Seat,
    Tenure,
    User,
)
from convoca.directory.queries.rosters import preview_import
from convoca.directory.services.communities import open_seats
from convoca.directory.services.links import revoke_links
from convoca.directory.services.people import add_person, seat_person, set_contact
from convoca.foundation.models import Association

State = RosterImport.State
NAME_LENGTH = 120


def keep_draft(
    *,
    association: Association,
    kind: DirectorateKind,
    file_name: str,
    content: bytes,
    user: User | None,
    now: datetime,
) -> RosterImport:
    """Keep an uploaded file until somebody confirms or drops it; nothing else is stored."""
    return RosterImport.objects.create(
        association=association,
        kind=kind,
        file_name=" ".join(file_name.split())[:NAME_LENGTH],
        content=content,
        uploaded_by=user,
        uploaded_at=now,
    )


@transaction.atomic
def choose_comunas(*, roster: RosterImport, choices: Mapping[str, str]) -> RosterImport:
    """Keep which comuna a person says each doubtful spelling means."""
    roster = _locked_draft(roster)
    known = set(Comuna.objects.values_list("code", flat=True))
    settled = {written: code for written, code in choices.items() if code in known}
    roster.choices = {**roster.choices, "comunas": {**roster.choices.get("comunas", {}), **settled}}
    roster.save(update_fields=["choices"])
    return roster


@transaction.atomic
def drop_roster(*, roster: RosterImport) -> RosterImport:
    """Drop an uploaded file without loading it."""
    roster = _locked_draft(roster)
    roster.state, roster.content = State.DROPPED, None
    roster.save(update_fields=["state", "content"])
    return roster


@transaction.atomic
def load_roster(
    *,
    roster: RosterImport,
    fingerprint: str,
    replaced_rows: frozenset[int],
    large_population: int,
    now: datetime,
) -> RosterImport:
    """Load what was seen: new and changed rows, and the conflicts that a person decided.

    Rows with errors and conflicts not in `replaced_rows` stay as they are. The file is
    deleted afterwards.

    Raises RosterSettledError when it was loaded or dropped before, RosterChangedError when
    the preview would show something else by now.
    """
    roster = _locked_draft(roster)
    # Rosters of one association go one by one, so that what is compared stays as it is.
    Association.objects.select_for_update(no_key=True).get(pk=roster.association_id)
    preview = preview_import(roster)
    if preview.fingerprint != fingerprint:
        raise RosterChangedError(roster.pk)
    open_seats(association=roster.association, kind=roster.kind, large_population=large_population)
    loader = _Loader(roster, now)
    for compared in preview.rows:
        if compared.status != "conflict" or compared.row.number in replaced_rows:
            loader.load(compared)
    roster.state, roster.content, roster.loaded_at = State.LOADED, None, now
    roster.counts = {**preview.counts, "loaded": loader.loaded}
    roster.save()
    return roster


def _locked_draft(roster: RosterImport) -> RosterImport:
    locked = (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("kind", "association")
        .get(pk=roster.pk)
    )
    if locked.state != State.DRAFT:
        raise RosterSettledError(locked.get_state_display())
    return locked


class _Loader:
    """Loads rows of one roster into seats that it has fetched once."""

    def __init__(self, roster: RosterImport, now: datetime) -> None:
        self.loaded = 0
        self._now = now
        self._association = roster.association
        day = timezone.localtime(now).strftime("%d-%m-%Y")
        self._origin = f"nómina {roster.file_name}, {day}"[:200]
        seats = Seat.objects.filter(association=roster.association, kind=roster.kind)
        by_municipality = {
            seat.municipality_id: seat for seat in seats.select_related("municipality")
        }
        self._seats = {
            code: by_municipality[municipality]
            for code, municipality in Comuna.objects.values_list("code", "municipality_id")
        }

    def load(self, compared: ComparedRow) -> None:
        """Load one row: seat somebody, tidy what changed, or empty the seat."""
        row = compared.row
        if compared.status in {"error", "same"} or row.cut is None:
            return
        seat = self._seats[row.cut]
        if compared.status == "changed":
            self._update(seat, compared)
        else:
            self._replace(seat, compared)
        self.loaded += 1

    def _update(self, seat: Seat, compared: ComparedRow) -> None:
        tenure = seat.tenures.select_related("person").get(to_on__isnull=True)
        for change in compared.changes:
            if change.field == "name":
                tenure.person.name = change.new
                tenure.person.save(update_fields=["name"])
            elif change.field == "role":
                tenure.role = change.new
                tenure.save(update_fields=["role"])
            else:
                set_contact(
                    person=tenure.person,
                    channel=change.field,
                    value=change.new,
                    origin=self._origin,
                )

    def _replace(self, seat: Seat, compared: ComparedRow) -> None:
        row, today = compared.row, timezone.localtime(self._now).date()
        former = Tenure.objects.filter(seat=seat, to_on__isnull=True).first()
        if former is not None:
            revoke_links(person=former.person, seat=seat, now=self._now)
        if row.vacant:
            if former is not None:
                former.to_on = max(today, former.from_on)
                former.save(update_fields=["to_on"])
            return
        person = self._known_person(row.person, row.email) or add_person(
            association=self._association, name=row.person or row.email, origin=self._origin
        )
        for channel, value in (("email", row.email), ("phone", row.phone)):
            set_contact(person=person, channel=channel, value=value, origin=self._origin)
        seat_person(seat=seat, person=person, role=row.role, on=today, origin=self._origin)

    def _known_person(self, name: str, email: str) -> Person | None:
        """Return who has this very address and this very name: one person may hold two seats."""
        if not email:
            return None
        contacts = ContactPoint.objects.filter(
            person__association=self._association,
            channel="email",
            value__iexact=email,
            is_current=True,
        )
        people = [contact.person for contact in contacts.select_related("person")]
        return next((p for p in people if fold_text(p.name) == fold_text(name)), None)
