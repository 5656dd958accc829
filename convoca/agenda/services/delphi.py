"""Showing the draft of the agenda to the directors, and keeping what each one says of it."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.agenda.core.rule.agenda_format import agenda_to_dict
from convoca.agenda.core.rule.ballots import Approval, ballots_to_dict
from convoca.agenda.errors import (
    AgendaConfirmedError,
    MissingThemeError,
    NothingUrgentError,
    RoundClosedError,
    RoundGoneError,
    RoundMovedError,
    RoundOpenError,
    RoundOverError,
)
from convoca.agenda.models import Agenda, AgendaRound, AgendaVoice, Interview
from convoca.agenda.queries.ballots import draft_agenda
from convoca.agenda.queries.delphi import (
    ROUND_PURPOSE,
    asked_rows,
    is_open,
    last_round_letters,
    missing_choices,
    rows_to_write,
)
from convoca.agenda.queries.interviews import InterviewRow
from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.queries import links_end_at
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.queries import read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_keys
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    Text,
    queue_message,
    queue_messages,
    undo_messages,
    write_text,
)
from convoca.ui.formats import format_day

logger = logging.getLogger(__name__)
LETTER = "agenda/messages/agenda_round.txt"
Word = AgendaVoice.Word


@transaction.atomic
def open_round(
    *,
    cycle: Cycle,
    closes_at: datetime,
    seen_hash: str,
    user: User | None,
    now: datetime,
    required_kinds: Sequence[str] = (),
    approval: Approval | None = None,
) -> AgendaRound:
    """Show the draft that the coordinator saw to everybody interviewed, until a moment.

    The draft is kept as it is now: all directors judge the same one. The letters wait, so that
    the round can be taken back.

    Raises AgendaConfirmedError, RoundOpenError, RoundMovedError, or NothingUrgentError.
    """
    cycle = _lock(cycle)
    if Agenda.objects.filter(cycle=cycle).exists():
        raise AgendaConfirmedError(cycle.pk)
    _end_expired(cycle, now=now)
    if AgendaRound.objects.filter(cycle=cycle, closed_at__isnull=True).exists():
        raise RoundOpenError(cycle.pk)
    draft = draft_agenda(cycle, required_kinds=required_kinds, approval=approval)
    if draft.agenda.input_hash != seen_hash:
        raise RoundMovedError(cycle.pk)
    if not draft.agenda.chosen:
        raise NothingUrgentError
    asked = AgendaRound.objects.create(
        cycle=cycle,
        ballots=ballots_to_dict(draft.ballots),
        result=agenda_to_dict(draft.agenda),
        input_hash=draft.agenda.input_hash,
        opened_at=now,
        opened_by=user,
        closes_at=closes_at,
    )
    _queue_letters(asked, now=now)
    logger.info("user %s opened round %s of cycle %s", user and user.pk, asked.pk, cycle.pk)
    return asked


@transaction.atomic
def write_to_silent(*, asked: AgendaRound, user: User | None, now: datetime) -> int:
    """Write again to who has not said a word; return to how many. At most once a day to each.

    Raises RoundClosedError or RoundGoneError.
    """
    asked = _lock_round(asked)
    if not is_open(asked, now=now):
        raise RoundClosedError(asked.pk)
    sent = _queue_letters(asked, now=now)
    logger.info("user %s sent %s letters of round %s", user and user.pk, sent, asked.pk)
    return sent


@transaction.atomic
def undo_round_letters(*, asked: AgendaRound, now: datetime) -> int:
    """Stop the letters of the last press while they wait; return how many.

    When they were the first ones and none has left, the round itself is taken back.

    Raises UndoTooLateError or RoundGoneError.
    """
    asked = _lock_round(asked)
    batch = last_round_letters(asked.cycle, now=now)
    occasion = cycle_occasion(asked.cycle_id)
    if batch is None:
        raise UndoTooLateError(asked.pk)
    stopped = undo_messages(occasions=[occasion], purposes=[ROUND_PURPOSE], batch=batch)
    left = Message.objects.filter(occasion=occasion, purpose=ROUND_PURPOSE, created_at=batch)
    is_untold = not left.exclude(state=Message.State.CANCELLED).exists()
    if batch == asked.opened_at and is_untold and not asked.voices.exists():
        asked.delete()
    return len(stopped)


@transaction.atomic
def close_round(*, asked: AgendaRound, user: User | None, now: datetime) -> AgendaRound:
    """Let nobody say or change a word any more. Letters that wait do not leave.

    Raises RoundClosedError or RoundGoneError.
    """
    asked = _lock_round(asked)
    if asked.closed_at is not None:
        raise RoundClosedError(asked.pk)
    asked.closed_at = min(now, asked.closes_at)
    asked.save(update_fields=["closed_at"])
    undo_messages(occasions=[cycle_occasion(asked.cycle_id)], purposes=[ROUND_PURPOSE])
    logger.info("user %s closed round %s", user and user.pk, asked.pk)
    return asked


@transaction.atomic
def say_voice(
    *,
    asked: AgendaRound,
    interview: Interview,
    word: str,
    missing_theme_id: int | None,
    text: str,
    now: datetime,
) -> AgendaVoice:
    """Keep what a director says of the draft, in the place of what they said before.

    Who objects names a theme that is not in the draft, or writes it; who confirms does neither.

    Raises RoundOverError, RoundGoneError or MissingThemeError.
    """
    locked = AgendaRound.objects.select_for_update(no_key=True)
    try:
        asked.refresh_from_db(fields=["closes_at", "closed_at"], from_queryset=locked)
    except AgendaRound.DoesNotExist as error:
        raise RoundGoneError(asked.pk) from error
    if not is_open(asked, now=now):
        raise RoundOverError(last_day(asked, now=now))
    objects = word == Word.OBJECTS
    known = {theme_id for theme_id, _title in missing_choices(asked)}
    theme = missing_theme_id if objects and missing_theme_id in known else None
    said = text.strip() if objects else ""
    if objects and theme is None and not said:
        raise MissingThemeError(asked.pk)
    voice, _is_new = AgendaVoice.objects.update_or_create(
        round=asked,
        interview=interview,
        defaults={
            "word": Word.OBJECTS if objects else Word.CONFIRMS,
            "missing_theme_id": theme,
            "text": said,
            "said_at": now,
        },
    )
    return voice


def last_day(asked: AgendaRound, *, now: datetime) -> str:
    """Return the last day of a round in words, as the clocks of its association count it."""
    zone = ZoneInfo(asked.cycle.community.association.zone)
    ended = min(asked.closed_at or asked.closes_at, asked.closes_at)
    return format_day(ended.astimezone(zone).date(), today=now.astimezone(zone).date())


def write_round_letter(cycle: Cycle, row: InterviewRow, *, closes_at: datetime, link: str) -> Text:
    """Write what a director receives."""
    seat = row.invitation.seat
    context: dict[str, object] = {
        "name": row.invitation.participant.name,
        "seat": seat,
        "association": cycle.community.association,
        "community": cycle.community,
        "closes_at": closes_at,
        "zone": seat.municipality.zone,
        "link": link,
    }
    return write_text(LETTER, context)


def send_round_test(*, cycle: Cycle, closes_at: datetime, user: User, now: datetime) -> Message:
    """Send the letter to who asks for it, without any real link; once a minute.

    Raises NothingUrgentError when there is nobody to write to.
    """
    rows = asked_rows(cycle)
    if not rows:
        raise NothingUrgentError
    words = _("(aquí va el enlace personal de cada persona)")
    text = write_round_letter(cycle, rows[0], closes_at=closes_at, link=words)
    return queue_message(
        association=cycle.community.association,
        key=f"test:{ROUND_PURPOSE}:{cycle.pk}:{user.pk}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=f"test:{ROUND_PURPOSE}:{cycle.pk}",
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


def letters_to_send(asked: AgendaRound, *, now: datetime) -> dict[str, InterviewRow]:
    """List, by the key of its letter, who is silent, has an address and had no letter today."""
    rows = {_key(asked, row, now): row for row in rows_to_write(asked) if row.email}
    known = standing_keys(rows)
    return {key: row for key, row in rows.items() if key not in known}


def _key(asked: AgendaRound, row: InterviewRow, now: datetime) -> str:
    day = now.astimezone(ZoneInfo(asked.cycle.community.association.zone)).date()
    who = f"{row.invitation.participant.pk}:{row.invitation.seat_id}"
    return f"{ROUND_PURPOSE}:{asked.pk}:{who}:{day}"


def _queue_letters(asked: AgendaRound, *, now: datetime) -> int:
    due = letters_to_send(asked, now=now)
    cycle = asked.cycle
    links = issue_links(
        wanted=[(row.invitation.participant, row.invitation.seat) for row in due.values()],
        purpose=PersonalLink.Purpose.AGENDA,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), asked.closes_at + timedelta(days=30)),
        now=now,
    )
    read_places(row.invitation.seat for row in due.values())
    letters = [_letter(asked, key, row, links) for key, row in due.items()]
    queue_messages(
        association=cycle.community.association,
        purpose=ROUND_PURPOSE,
        letters=letters,
        now=now,
        not_before=now + UNDO_TIME,
    )
    return len(letters)


def _letter(
    asked: AgendaRound, key: str, row: InterviewRow, links: Mapping[tuple[int, int], PersonalLink]
) -> Letter:
    person = row.invitation.participant
    mark = mark_of(links[person.pk, row.invitation.seat_id].reference)
    return Letter(
        key=key,
        occasion=cycle_occasion(asked.cycle_id),
        recipient=Recipient(row.email, person.name),
        text=write_round_letter(asked.cycle, row, closes_at=asked.closes_at, link=mark),
        not_after=asked.closes_at,
    )


def _lock(cycle: Cycle) -> Cycle:
    cycles = Cycle.objects.select_for_update(of=("self",))
    return cycles.select_related("community__association", "community__kind").get(pk=cycle.pk)


def _lock_round(asked: AgendaRound) -> AgendaRound:
    rounds = AgendaRound.objects.select_for_update(of=("self",))
    found = rounds.select_related("cycle__community__association").filter(pk=asked.pk).first()
    if found is None:
        raise RoundGoneError(asked.pk)
    return found


def _end_expired(cycle: Cycle, *, now: datetime) -> None:
    """Close the round whose day has passed, so that another may be opened."""
    for asked in AgendaRound.objects.filter(
        cycle=cycle, closed_at__isnull=True, closes_at__lte=now
    ):
        asked.closed_at = asked.closes_at
        asked.save(update_fields=["closed_at"])
