"""The mails of the convocatoria: written from the invitation, put into the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from convoca.convening.core.occasions import cycle_occasion, mail_key
from convoca.convening.errors import NobodyKnownError
from convoca.convening.models import Invitation
from convoca.convening.queries import links_end_at, live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, PersonalLink, Tenure, User
from convoca.directory.queries import community_seats, email_of, read_places
from convoca.directory.services import issue_links
from convoca.foundation.links import mark_of
from convoca.messaging.models import Message
from convoca.messaging.services import (
    Letter,
    Recipient,
    Text,
    queue_message,
    queue_messages,
    write_text,
)

FOLDER = "convening/messages"
WITHOUT_LINK = {"released"}
Pair = tuple[int, int]


@dataclass(frozen=True)
class Story:
    """What the municipality of a seat did and promised so far, one line each; both may be empty."""

    attended: Sequence[str] = ()
    promised: Sequence[str] = ()


@dataclass(frozen=True)
class Mail:
    """One mail about an invitation: to whom, and under which names it waits.

    `key` tells it from the other mails of the same occasion.
    """

    invitation: Invitation
    person: Person
    occasion: str
    key: str
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def pair(self) -> Pair:
        """Return whose link is in it: the ids of person and seat."""
        return self.person.pk, self.invitation.seat_id


def send_mails(
    template: str,
    mails: Iterable[Mail],
    *,
    cycle: Cycle,
    now: datetime,
    not_before: datetime | None = None,
) -> list[Message]:
    """Put mails of one kind and cycle into the outbox; `template` is their purpose as well.

    Who has no address is left out, to be called. The personal link in each, where its kind
    has one, is issued now if there is none. The number of queries does not grow with theirs.
    """
    reachable = [mail for mail in mails if email_of(mail.person)]
    read_places(mail.invitation.seat for mail in reachable)
    links = {} if template in WITHOUT_LINK else _link_marks(cycle, reachable, now=now)
    ends_at = links_end_at(cycle)
    return queue_messages(
        association=cycle.community.association,
        purpose=template,
        letters=[
            Letter(
                key=mail_key(
                    template, person_id=mail.person.pk, occasion=mail.occasion, number=mail.key
                ),
                occasion=mail.occasion,
                recipient=Recipient(email_of(mail.person), mail.person.name),
                text=_write(template, mail, cycle, link=links.get(mail.pair, ""), now=now),
                not_after=ends_at if ends_at > now else None,
            )
            for mail in reachable
        ],
        now=now,
        not_before=not_before,
    )


def write_welcome(*, cycle: Cycle, tenure: Tenure, story: Story, now: datetime) -> Text:
    """Write the welcome as this successor would get it, without any real link."""
    return _write_unsent("welcome", tenure, cycle, now=now, extra={"story": story})


def write_sample(*, cycle: Cycle, template: str = "invitation", now: datetime) -> Text:
    """Write a mail as the next person to be invited would get it, without any real link.

    Raises NobodyKnownError when no seat has a known person.
    """
    tenures = Tenure.objects.filter(
        seat__in=community_seats(cycle.community), to_on__isnull=True
    ).select_related("person", "seat__kind", "seat__municipality")
    invited = live_invitations(cycle).values("seat")
    tenure = tenures.exclude(seat__in=invited).first() or tenures.first()
    if tenure is None:
        raise NobodyKnownError(cycle.pk)
    return _write_unsent(template, tenure, cycle, now=now)


def send_test(*, cycle: Cycle, template: str = "invitation", user: User, now: datetime) -> Message:
    """Send the sample to who asks for it; once a minute, however often the button is pressed."""
    text = write_sample(cycle=cycle, template=template, now=now)
    occasion = f"test:{cycle.pk}"
    return queue_message(
        association=cycle.community.association,
        key=f"test:{template}:{user.pk}:{occasion}:{now:%Y%m%d%H%M}",
        purpose="test",
        occasion=occasion,
        recipient=Recipient(user.email, user.name),
        text=Text(_("Prueba: %(subject)s") % {"subject": text.subject}, text.body),
        now=now,
    )


def _link_marks(cycle: Cycle, mails: Sequence[Mail], *, now: datetime) -> dict[Pair, str]:
    links = issue_links(
        wanted=[(mail.person, mail.invitation.seat) for mail in mails],
        purpose=PersonalLink.Purpose.INVITATION,
        occasion=cycle_occasion(cycle.pk),
        expires_at=max(links_end_at(cycle), now + timedelta(days=1)),
        now=now,
    )
    return {pair: mark_of(link.reference) for pair, link in links.items()}


def _write_unsent(
    template: str,
    tenure: Tenure,
    cycle: Cycle,
    *,
    now: datetime,
    extra: Mapping[str, object] | None = None,
) -> Text:
    invitation = Invitation(cycle=cycle, seat=tenure.seat, person=tenure.person, created_at=now)
    link = _("(aquí va el enlace personal de cada persona)")
    mail = Mail(invitation, tenure.person, "", "", extra or {})
    return _write(template, mail, cycle, link=link, now=now)


def _write(template: str, mail: Mail, cycle: Cycle, *, link: str, now: datetime) -> Text:
    """Write one mail; every kind of the convocatoria may say all this."""
    seat = mail.invitation.seat
    context = {
        "invitation": mail.invitation,
        "person": mail.person,
        "seat": seat,
        "kind": seat.kind,
        "place": seat.place,
        "zone": seat.municipality.zone,
        "cycle": cycle,
        "community": cycle.community,
        "association": cycle.community.association,
        "plan_until": cycle.plan_from + timedelta(weeks=cycle.plan_weeks, days=-1),
        "is_late": now > cycle.answer_by,
        "link": link,
        **mail.extra,
    }
    return write_text(f"{FOLDER}/{template}.txt", context)
