"""Notices, questions and answers for tests, made with the services that make the real ones."""

from datetime import datetime

from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, User
from convoca.directory.services import issue_link
from convoca.foundation.links import token_of
from convoca.messaging.models import Message
from convoca.notices.core.occasions import community_occasion
from convoca.notices.models import Notice, Question
from convoca.notices.queries import Membership
from convoca.notices.services import (
    NoticeInput,
    answer_question,
    ask_question,
    draft_notice,
    publish_notice,
)
from convoca.notices.services.letters import LINK_LIFE
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

WORDS = {
    "kind": "law",
    "title": "Nueva ley de compras",
    "text": "Rige desde marzo.\nVea https://leyes.ejemplo.cl/1",
    "link": "",
    "audience": "accepted",
}


def given(**changes: str) -> NoticeInput:
    return NoticeInput(**(WORDS | changes))


def writer_of(cycle: Cycle) -> User:
    """Return the coordinator of the community, made when there is none."""
    found = User.objects.filter(teams__community=cycle.community).first()
    return found or make_coordinator(cycle.community)


def make_draft(cycle: Cycle, *, now: datetime = NOW, **changes: str) -> Notice:
    return draft_notice(cycle=cycle, given=given(**changes), user=writer_of(cycle), now=now)


def publish(notice: Notice, *, now: datetime = NOW) -> Notice:
    """Publish a draft as its coordinator has just read it."""
    user = writer_of(notice.cycle)
    publish_notice(notice=notice, edition=notice.edition, user=user, now=now)
    notice.refresh_from_db()
    return notice


def make_notice(cycle: Cycle, *, now: datetime = NOW, **changes: str) -> Notice:
    return publish(make_draft(cycle, now=now, **changes), now=now)


def member_of(cycle: Cycle, place: int = 0) -> Membership:
    """Return the director of an invited seat as a reader who takes part in the cycle."""
    invitation = live_invitations(cycle)[place]
    person, seat = invitation.participant, invitation.seat
    return Membership(cycle.community, person, seat, frozenset({cycle.pk}))


def make_question(
    cycle: Cycle,
    text: str = "¿Quién firma el convenio?",
    place: int = 0,
    *,
    shows_name: bool = False,
    now: datetime = NOW,
) -> Question:
    return ask_question(reader=member_of(cycle, place), text=text, shows_name=shows_name, now=now)


def make_answered(
    cycle: Cycle,
    text: str = "¿Quién firma el convenio?",
    place: int = 0,
    *,
    audience: str = "community",
    reply: str = "Firma la alcaldesa.",
    shows_name: bool = False,
    now: datetime = NOW,
) -> Question:
    question = make_question(cycle, text, place, shows_name=shows_name, now=now)
    answer_question(
        question=question,
        text=reply,
        audience=audience,
        known=0,
        user=writer_of(cycle),
        now=now,
    )
    question.refresh_from_db()
    return question


def make_link(cycle: Cycle, place: int = 0, *, now: datetime = NOW) -> PersonalLink:
    reader = member_of(cycle, place)
    return issue_link(
        person=reader.person,
        seat=reader.seat,
        purpose=PersonalLink.Purpose.NOTICES,
        occasion=community_occasion(cycle.community_id),
        expires_at=now + LINK_LIFE,
        now=now,
    )


def open_link(client, cycle: Cycle, place: int = 0, *, now: datetime = NOW) -> PersonalLink:
    """Issue the link of a director and open it in this browser, as from the mail."""
    link = make_link(cycle, place, now=now)
    client.get(f"/p/{token_of(link.reference)}/")
    return link


def mails(purpose: str) -> list[Message]:
    return list(Message.objects.filter(purpose=purpose).order_by("pk"))
