"""The sessions: announced, reminded, held, with minutes and commitments; then the closing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import (
    current_group_link,
    list_group_candidates,
    list_group_members,
)
from convoca.convening.services import (
    give_group_link,
    mark_group_member,
    record_attempt,
    set_group_link,
)
from convoca.convening.services.group import GroupState
from convoca.directory.models import User
from convoca.directory.queries import email_of
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries import list_accepted, list_commitments
from convoca.meetings.services import (
    ANNOUNCEMENT,
    AttendanceEntry,
    add_commitment,
    announce_session,
    cancel_session,
    change_session,
    close_session,
    excuse_by_link,
    record_attendance,
    remind_session,
    save_minutes,
    send_minutes,
    settle_commitment,
)
from convoca.rehearsal.core.dates import PLAN_DAY
from convoca.rehearsal.core.diary import Meeting
from convoca.rehearsal.core.tally import drifting_seats
from convoca.rehearsal.core.temperament import attendance_chance
from convoca.rehearsal.core.words import promise_about
from convoca.rehearsal.services.act import Act, code_of, key_of
from convoca.rehearsal.services.walker import PageBrokenError

Presence = Attendance.Presence
ANNOUNCED_BEFORE = timedelta(days=12)
REMINDED_BEFORE = timedelta(days=1)
EXCUSED_BEFORE = timedelta(hours=20)
CALLED_AFTER = timedelta(days=1)
DUE_AFTER = timedelta(days=30)
SHARE_OF_MINUTES = (0.55, 1.0)
MINUTES_TEXT = """Tema: {topic}.
Estuvieron {present} de {accepted} direcciones que participan.
Se vio un caso real, la experta respondió preguntas y cada comuna anotó qué hará antes de la \
sesión siguiente.
Los documentos quedan en la comunidad."""


def hold_all(act: Act) -> datetime:
    """Hold every session of the cycle in its order; return when all was done."""
    ready = act.calendar.at(PLAN_DAY + 1, minutes=60)
    done = ready
    _open_group(act, ready)
    for session in list(Session.objects.filter(cycle=act.cycle)):
        done = _hold(act, session, ready)
    return done


def _open_group(act: Act, now: datetime) -> None:
    if current_group_link(act.cycle.community) is None:
        name = UUID(int=act.chance("group").getrandbits(128)).hex[:22]
        set_group_link(
            community=act.cycle.community, url=f"https://chat.whatsapp.com/{name}", now=now
        )


def _hold(act: Act, session: Session, ready: datetime) -> datetime:
    """Take one session from its announcement to its minutes."""
    coordinator, starts_at = act.team.coordinator, session.starts_at
    announced = max(ready, starts_at - ANNOUNCED_BEFORE)
    call = act.chance("call", session.number).randint(10**9, 10**10)
    change_session(
        session=session,
        video_url=f"https://videollamada.example/{call}",
        wall_start=session.wall_start,
        topic=session.topic,
        user=coordinator,
        now=announced,
    )
    announce_session(session=session, user=coordinator, now=announced)
    act.deliver(announced + timedelta(minutes=2))
    if session.number == act.cycle.community.session_count:
        _look(act)
    if act.direction.care:
        remind_session(session=session, user=coordinator, now=starts_at - REMINDED_BEFORE)
        act.deliver(starts_at - REMINDED_BEFORE + timedelta(minutes=2))
    session.refresh_from_db()
    return _meet(act, session)


def _look(act: Act) -> None:
    """Open the page of the session from its mail; by today its hour has passed."""
    for invitation in list_accepted(act.cycle):
        email = email_of(invitation.participant)
        visit = act.walker.visit(purpose=ANNOUNCEMENT.purpose, email=email)
        if visit is not None and not visit.path.endswith("/sesion/"):
            raise PageBrokenError(visit.path)


def _meet(act: Act, session: Session) -> datetime:
    """Take who comes; a session to which nobody comes is cancelled."""
    accepted = list_accepted(act.cycle)
    coming, excused = _who_comes(act, session, accepted)
    _note(act, session, coming, excused)
    for invitation in excused:
        excuse_by_link(
            session=session,
            person=invitation.participant,
            seats=[invitation.seat],
            reason="",
            now=session.starts_at - EXCUSED_BEFORE,
        )
    ended = session.starts_at + timedelta(minutes=session.duration_min + 15)
    coordinator = act.team.coordinator
    if not coming:
        cancel_session(session=session, user=coordinator, now=ended)
        return ended
    rows = [_entry(act, session, invitation) for invitation in coming]
    record_attendance(
        session=session, rows=rows, source=Attendance.Source.FILE, user=coordinator, now=ended
    )
    close_session(session=session, user=coordinator, now=ended)
    _promise(act, session, coming, ended)
    act.deliver(ended + timedelta(minutes=2))
    return _finish(act, session, len(coming), len(accepted), ended)


def _finish(act: Act, session: Session, present: int, accepted: int, ended: datetime) -> datetime:
    """Send the minutes the day after; by then the group has grown."""
    at = ended + timedelta(days=1)
    text = MINUTES_TEXT.format(topic=session.topic, present=present, accepted=accepted)
    save_minutes(session=session, text=text, user=act.team.coordinator, now=at)
    send_minutes(session=session, user=act.team.coordinator, now=at)
    if candidates := list_group_candidates(act.cycle):
        give_group_link(cycle=act.cycle, invitations=candidates, now=at)
    _join_group(act, at)
    act.deliver(at + timedelta(minutes=2))
    if act.direction.care:
        _call_drifting(act, at + CALLED_AFTER)
    return at


def _note(act: Act, session: Session, coming: list[Invitation], excused: list[Invitation]) -> None:
    """Write down how a session goes."""
    act.diary.meetings.append(
        Meeting(
            number=session.number,
            on=session.starts_at.astimezone(act.calendar.zone).date(),
            topic=session.topic,
            accepted=frozenset(act.diary.participants),
            present={code_of(one.seat): one.participant.name for one in coming},
            excused=frozenset(code_of(one.seat) for one in excused),
        )
    )


def _call_drifting(act: Act, moment: datetime) -> None:
    """Call, once in a cycle, who missed the last two sessions without a word."""
    drifting = drifting_seats(act.diary)
    for invitation in list_accepted(act.cycle):
        seat = code_of(invitation.seat)
        if seat not in drifting:
            continue
        chance = act.chance("drift call", key_of(invitation.seat, invitation.participant))
        is_reached = chance.random() < act.assumptions.call_reached_share
        result = ContactAttempt.Result
        record_attempt(
            cycle=act.cycle,
            seat=invitation.seat,
            channel=ContactAttempt.Channel.PHONE,
            result=result.REACHED if is_reached else result.NO_ANSWER,
            note=_("Faltó a las dos últimas sesiones."),
            user=act.team.coordinator,
            now=moment,
        )
        act.diary.call(seat, reached=is_reached, drifting=True)


def _who_comes(
    act: Act, session: Session, accepted: list[Invitation]
) -> tuple[list[Invitation], list[Invitation]]:
    """Return who comes to a session, and who says beforehand that they cannot."""
    coming, excused = [], []
    for invitation in accepted:
        seat, person = invitation.seat, invitation.participant
        opinion = act.opinions(seat, person).get(session.topic)
        chance = act.chance("session", session.number, key_of(seat, person))
        comes = attendance_chance(
            act.temperament(seat, person),
            act.mood,
            reminded=act.direction.care and bool(email_of(person)),
            called=act.diary.called.get(code_of(seat), False),
            cares=opinion is not None and opinion.is_urgent,
        )
        if chance.random() < comes:
            coming.append(invitation)
        elif chance.random() < act.assumptions.excuse_share:
            excused.append(invitation)
    return coming, excused


def _entry(act: Act, session: Session, invitation: Invitation) -> AttendanceEntry:
    key = key_of(invitation.seat, invitation.participant)
    low, high = SHARE_OF_MINUTES
    share = low + (high - low) * act.chance("minutes", session.number, key).random()
    minutes = round(share * session.duration_min)
    return AttendanceEntry(invitation.seat_id, Presence.PRESENT, minutes)


def _promise(act: Act, session: Session, coming: list[Invitation], now: datetime) -> None:
    """Write down what those promise who come for the first time in this cycle."""
    others = Attendance.objects.filter(session__cycle=act.cycle, presence=Presence.PRESENT)
    known = set(others.exclude(session=session).values_list("seat_id", flat=True))
    for invitation in coming:
        chance = act.chance("promise", key_of(invitation.seat, invitation.participant))
        if invitation.seat_id in known or chance.random() >= act.assumptions.promise_share:
            continue
        add_commitment(
            session=session,
            seat=invitation.seat,
            text=promise_about(chance, session.topic),
            due_on=(now + DUE_AFTER).date(),
            user=act.team.coordinator,
            now=now,
        )
        act.diary.promise(code_of(invitation.seat))


def _join_group(act: Act, now: datetime) -> None:
    """Let those enter the group who were given its link, once."""
    for membership in list_group_members(act.cycle.community).filter(
        joined_at__isnull=True, given_at__gte=act.cycle.started_at
    ):
        chance = act.chance("group", key_of(membership.seat, membership.person))
        if chance.random() < act.assumptions.group_share:
            mark_group_member(membership=membership, state=GroupState.JOINED, now=now)
            act.diary.community.group.add((code_of(membership.seat), membership.person.name))


def follow_up(act: Act, *, user: User, now: datetime) -> None:
    """Settle the commitments that are heard of: done, or not to be done any more."""
    for commitment in list_commitments(act.cycle).open:
        code = code_of(commitment.seat)
        chance = act.chance("follow", code, commitment.text)
        if chance.random() >= act.assumptions.followed_share:
            continue
        is_done = chance.random() < act.assumptions.done_share
        state = commitment.State.DONE if is_done else commitment.State.DROPPED
        settle_commitment(commitment=commitment, state=state, user=user, now=now)
        act.diary.community.promises[commitment.session.cycle.number, code] = False
