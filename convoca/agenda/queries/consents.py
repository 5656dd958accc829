"""What a person allowed in an interview, purpose by purpose, and what was said before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from convoca.agenda.core.interviews.consents import INTERVIEW, AskedWords, consents_asked
from convoca.agenda.core.interviews.guide import parse_guide
from convoca.agenda.models import Consent, Interview
from convoca.agenda.queries.interviews import whole_interviews
from convoca.directory.models import PersonalLink
from convoca.foundation.errors import NotFoundError


@dataclass(frozen=True)
class Permission:
    """One purpose: the words that are asked, the word that stands (None: none), and all words.

    `said` begins with the latest.
    """

    asked: AskedWords
    standing: Consent | None
    said: Sequence[Consent]

    @property
    def label(self) -> str:
        return str(Consent.Purpose(self.asked.purpose).label)

    @property
    def is_given(self) -> bool:
        return self.standing is not None and self.standing.is_given


def permissions_of(interview: Interview) -> list[Permission]:
    """List what the guide of an interview asks to allow, with what the person said of each.

    A purpose that nobody has spoken about is there only where the interview is allowed and the
    guide does not let it pass.
    """
    said: dict[str, list[Consent]] = defaultdict(list)
    for consent in interview.consents.select_related("recorded_by").order_by("-said_at", "-pk"):
        said[consent.purpose].append(consent)
    found = [_permission(asked, said[asked.purpose]) for asked in asked_in(interview)]
    may_speak = any(one.is_given for one in found if one.asked.purpose == INTERVIEW)
    return [one for one in found if one.said or (may_speak and one.asked.is_required)]


def asked_in(interview: Interview) -> tuple[AskedWords, ...]:
    """Return the consents that the guide of an interview asks for."""
    guide = parse_guide(interview.guide.content)
    return consents_asked(guide, guide_version=interview.guide.version)


def find_asked(interview: Interview, purpose: str) -> AskedWords:
    """Return how the guide of an interview asks for a purpose, or raise NotFoundError."""
    for asked in asked_in(interview):
        if asked.purpose == purpose:
            return asked
    raise NotFoundError(purpose)


def interviews_of_link(link: PersonalLink) -> list[Interview]:
    """List the interviews where the person of a link said what is allowed, the latest first.

    Of the seat of the link, in every cycle: a word stands until it is taken back.
    """
    spoken = Consent.objects.filter(interview=OuterRef("pk"))
    interviews = Interview.objects.filter(Exists(spoken), person=link.person, seat=link.seat)
    return list(whole_interviews(interviews).order_by("-created_at", "-pk"))


def get_interview_of_link(link: PersonalLink, interview_id: int) -> Interview:
    """Return one of the interviews that a link may change, or raise NotFoundError."""
    for interview in interviews_of_link(link):
        if interview.pk == interview_id:
            return interview
    raise NotFoundError(interview_id)


def _permission(asked: AskedWords, said: list[Consent]) -> Permission:
    standing = next((one for one in said if one.superseded_at is None), None)
    return Permission(asked, standing, said)
