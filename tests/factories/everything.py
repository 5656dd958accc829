"""One association with a row of everything that has an address, each with a word of its own."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from convoca.agenda.models import Interview, Statement
from convoca.agenda.services import (
    Author,
    CodeInput,
    code_statement,
    confirm_agenda,
    create_code,
    ensure_themes,
    prepare_interviews,
    split_code,
    write_memo,
)
from convoca.agenda.services.guide_drafts import begin_draft
from convoca.convening.models import ContactAttempt, GroupLink, SeatNote
from convoca.convening.queries import live_invitations
from convoca.convening.services import invite_seats
from convoca.cycles.models import Cycle
from convoca.directory.models import ContactPoint, Holiday, Person, PersonalLink, TeamMember, User
from convoca.directory.services import issue_link, keep_draft
from convoca.foundation.models import Association, Work
from convoca.meetings.models import Commitment, Session
from convoca.messaging.models import InboundEvent, Message, WrittenText
from convoca.messaging.services.inbox import store_event
from convoca.notices.core.occasions import community_occasion
from convoca.retention.models import Alert, CareTask
from convoca.workplan.services import PLAN_SOLVING, solve_waiting_plans
from tests.factories.agenda import (
    allow_recording,
    answer_interview,
    make_recording,
    write_beside,
)
from tests.factories.convening import answer
from tests.factories.country import make_country_of
from tests.factories.cycles import NOW, make_cycle
from tests.factories.delphi import open_round_of
from tests.factories.directory import (
    make_association,
    make_community,
    make_held_seats,
    make_user,
)
from tests.factories.meetings import make_session
from tests.factories.notices import make_draft, make_question
from tests.factories.outreach import make_campaign
from tests.factories.whatsapp import agree, make_template
from tests.factories.workplan import (
    ask_plan,
    give,
    make_closing,
    make_expert,
    make_facilitator,
    make_licence,
)
from tests.support.kept import kept

LINK_PURPOSES = tuple(PersonalLink.Purpose)


@dataclass(frozen=True)
class Everything:
    """What was made: the rows by the names they have in addresses, and a word in all of them."""

    word: str
    association: Association
    cycle: Cycle
    session: Session
    rows: dict[str, object]
    links: dict[str, PersonalLink]

    def mixed_with(self, other: "Everything", names: Iterable[str]) -> "Iterator[Everything]":
        """Return these rows as addresses: all of this one, or one of this among the other's."""
        yield self
        for name in names:
            if name in self.rows and self.rows[name] != other.rows[name]:
                yield replace(self, rows={**other.rows, name: self.rows[name]})

    def staff(self, role: str = "") -> User:
        """Return somebody of the staff with a role in the team; without one, an administrator."""
        email = f"{role or 'administradora'}@{self.word}.cl"
        found = User.objects.filter(email=email.lower()).first()
        if found is None:
            name = f"{self.word} {role}"
            found = make_user(self.association, email, name, administrator=not role)
            if role:
                team = self.cycle.community.team
                team.create(user=found, role=role)
        return found


@kept
def make_everything(word: str, *, seats: int = 2) -> Everything:
    """Make an association whose cycle has come as far as its first session."""
    cycle = _make_cycle(word, seats)
    rows = {"community_id": cycle.community_id, "cycle_id": cycle.pk, "weekday": 1, "hour": 10}
    rows |= _make_agenda(word, cycle)
    session = _make_sessions(word, cycle, rows)
    rows |= _make_care(word, cycle)
    rows |= _make_whatsapp(word, cycle.community.association)
    rows["event_id"] = _make_event(word).pk
    links = _make_links(cycle, session)
    made = Everything(word, cycle.community.association, cycle, session, rows, links)
    rows |= _make_blind_round(made)
    rows |= _make_pool(made)
    return made


def _make_cycle(word: str, seats: int) -> Cycle:
    community = make_community(make_association(word))
    community.name = f"Comunidad {word}"
    community.benefit_municipality = f"Gana {word}"
    community.save()
    made = make_held_seats(community, seats)
    for person in Person.objects.filter(tenures__seat__in=made):
        person.name = f"{word} {person.pk}"
        person.save()
        contact = ContactPoint.objects.get(person=person, channel="email")
        contact.value = f"{word.lower()}{person.pk}@comuna.cl"
        contact.save()
    cycle = make_cycle(community)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for invitation in live_invitations(cycle):
        answer(invitation)
        give(invitation)
    return cycle


def _make_agenda(word: str, cycle: Cycle) -> dict[str, object]:
    community = cycle.community
    ensure_themes(community=community)
    theme = community.themes.first()
    theme.title = f"Tema {word}"
    theme.save()
    prepare_interviews(cycle=cycle, now=NOW)
    interview = Interview.objects.filter(cycle=cycle).first()
    answer_interview(interview, {theme.title: (5, 5)}, texts={"problems": f"Dicho de {word}."})
    version = write_beside(interview, f"Otro dicho de {word}.")
    allow_recording(interview)
    recording = make_recording(interview)
    statement = Statement.objects.filter(interview=interview).first()
    code = create_code(
        community=community, name=word, definition=word, theme=theme, user=None, now=NOW
    )
    code_statement(statement=statement, codes=[code], user=None, now=NOW)
    memo = write_memo(community=community, about=statement, text=word, user=None, now=NOW)
    parts = [CodeInput(f"{word} {side}") for side in ("norte", "sur")]
    split = split_code(code=code, parts=parts, author=Author(None, NOW))
    open_round_of(cycle)
    confirm_agenda(cycle=cycle, chosen=None, reason="", user=None, now=NOW)
    return {
        "purpose": "quote",
        "memo_id": memo.pk,
        "recoding_id": split.recodings.get().pk,
        "theme_id": theme.pk,
        "interview_id": interview.pk,
        "statement_id": statement.pk,
        "code_id": code.pk,
        "step_id": "problems",
        "version_id": version.pk,
        "recording_id": recording.pk,
        "version": interview.guide.version,
        "section_id": "consent",
        "agenda:question_id": "problems",
        "what": "libro.qdc",
        "words": "comunidad",
    }


def _make_blind_round(made: Everything) -> dict[str, object]:
    """Make a statement that the expert and the coordinator code blind, and the guide's draft."""
    coordinator = made.staff("coordinator")
    begin_draft(community=made.cycle.community, user=coordinator, now=NOW)
    interview = Interview.objects.get(pk=made.rows["interview_id"])
    code = made.cycle.community.codes.filter(is_active=True).latest("pk")
    blind_round = made.cycle.blind_rounds.create(
        first=made.staff("expert"),
        second=coordinator,
        share="0.1",
        seed=1,
        codebook_version=1,
        codebook=[{"guid": str(code.guid), "name": made.word, "definition": made.word}],
        opened_at=NOW,
    )
    said = Statement.objects.create(
        interview=interview, question="problems", text=made.word, start=900, end=909, created_at=NOW
    )
    item = blind_round.items.create(statement=said, position=1)
    rows = {"round_id": blind_round.pk, "item_id": item.pk}
    return rows | {"agenda:user_id": made.staff("interviewer").pk}


def _make_pool(made: Everything) -> dict[str, object]:
    """Make who runs the sessions, of the staff, a licence, days closed, and a holiday."""
    house, word = made.association, made.word
    person = make_facilitator(
        house, made.cycle.community, user=made.staff("coordinator"), name=word
    )
    holiday = Holiday.objects.get_or_create(on=NOW.date(), defaults={"name": "Feriado"})[0]
    return {
        "facilitator_id": person.pk,
        "licence_id": make_licence(house, word).pk,
        "closing_id": make_closing(house, NOW.date(), name=word).pk,
        "holiday_id": holiday.pk,
        "workplan:kind": "experto",
        "workplan:row_id": made.rows["expert_id"],
    }


def _make_plan(cycle: Cycle) -> dict[str, object]:
    """Make dates of the cycle, worked out, and the plan of the country that they are part of."""
    plan = ask_plan(cycle)
    solve_waiting_plans()
    plan.refresh_from_db()
    return {
        "plan_id": plan.pk,
        "country_id": make_country_of(plan).pk,
        "plan_file": "fechas.csv",
        "work_id": Work.objects.get(kind=PLAN_SOLVING, subject_id=plan.pk).pk,
    }


def _make_sessions(word: str, cycle: Cycle, rows: dict[str, object]) -> Session:
    community, invitation = cycle.community, live_invitations(cycle).first()
    seat, person = invitation.seat, invitation.person
    rows |= _make_plan(cycle)
    session = make_session(
        cycle, topic=f"Tema {word}", minutes_text=word, video_url=f"https://zoom.us/j/{word}"
    )
    ContactAttempt.objects.create(
        cycle=cycle, seat=seat, channel="phone", result="reached", note=word, at=NOW
    )
    url = f"https://chat.whatsapp.com/{word}"
    GroupLink.objects.create(community=community, url=url, created_at=NOW)
    group = community.group_members.create(seat=seat, person=person, given_at=NOW)
    commitment = Commitment.objects.create(session=session, seat=seat, text=word, created_at=NOW)
    roster = keep_draft(
        association=community.association,
        kind=community.kind,
        file_name=f"{word}.csv",
        content=f"comuna;nombre;correo\nComuna 000;{word};a@{word}.cl\n".encode(),
        user=None,
        now=NOW,
    )
    message = Message.objects.filter(association=community.association).first()
    user = make_user(community.association, f"alguien@{word}.cl", f"Alguien {word}")
    team = TeamMember.objects.create(community=community, user=user, role="expert")
    rows |= {
        "seat_id": seat.pk,
        "number": session.number,
        "commitment_id": commitment.pk,
        "import_id": roster.pk,
        "message_id": message.pk,
        "user_id": user.pk,
        "expert_id": make_expert(community, name=word, email=f"experta@{word}.cl").pk,
        "desk:member_id": team.pk,
        "convening:member_id": group.pk,
    }
    return session


def _make_whatsapp(word: str, association: Association) -> dict[str, object]:
    """Make a template, somebody who agreed, and something they wrote."""
    address = f"+5691{association.pk:07}"
    template = make_template(association, word.lower(), body=f"Le saluda {word}.")
    written = WrittenText.objects.create(
        association=association, wamid=word, address=address, kind="text", text=word, at=NOW
    )
    opt_in = agree(association, address, now=NOW)
    return {"template_id": template.pk, "opt_in_id": opt_in.pk, "text_id": written.pk}


def _make_event(word: str) -> InboundEvent:
    """Make what WhatsApp told of somebody, which nobody here understood."""
    content = json.dumps({"object": "page", "name": word}).encode()
    store_event(source=InboundEvent.Source.WHATSAPP, content=content, now=NOW, held_because="No.")
    return InboundEvent.objects.latest("pk")


def _make_care(word: str, cycle: Cycle) -> dict[str, object]:
    """Make what is done between the sessions: a campaign, a note, an alert, its task, a notice."""
    user = User.objects.get(name=f"Alguien {word}")
    seat = live_invitations(cycle).first().seat
    alert = Alert.objects.create(
        cycle=cycle,
        seat=seat,
        after_number=1,
        level=Alert.Level.HIGH,
        reasons=[["missed", 2]],
        band="low",
        opened_at=NOW,
    )
    task = CareTask.objects.create(
        alert=alert, kind="mayor", due_on=NOW.date(), owner=user, created_at=NOW
    )
    notice = make_draft(cycle, title=f"Novedad {word}")
    return {
        "campaign_id": make_campaign(cycle, user, name=f"Campaña {word}").pk,
        "note_id": SeatNote.objects.create(seat=seat, text=word, by=user, at=NOW).pk,
        "alert_id": alert.pk,
        "task_id": task.pk,
        "notice_id": notice.pk,
        "question_id": make_question(cycle, f"¿Qué pasa en {word}?").pk,
    }


def _make_links(cycle: Cycle, session: Session) -> dict[str, PersonalLink]:
    invitation = live_invitations(cycle).first()
    occasions = {
        "session": f"session:{session.pk}",
        "notices": community_occasion(cycle.community_id),
    }
    return {
        purpose: issue_link(
            person=invitation.participant,
            seat=invitation.seat,
            purpose=purpose,
            occasion=occasions.get(purpose, f"cycle:{cycle.pk}"),
            expires_at=NOW + timedelta(days=120),
            now=NOW,
        )
        for purpose in LINK_PURPOSES
    }
