"""What all pages of an invitation share: who may open them, and what every one of them says."""

from datetime import timedelta

from django.utils import timezone

from convoca.convening.models import Invitation
from convoca.convening.queries import (
    get_invitation_of,
    is_confirmed,
    moment_of,
    open_answers,
    standing_deputy,
)
from convoca.directory.models import PersonalLink
from convoca.directory.queries import is_opted_out
from convoca.portal.access import personal
from convoca.portal.frames import frame_of
from convoca.portal.lists import stopped_lists_url


def _load(link: PersonalLink) -> Invitation:
    return get_invitation_of(
        cycle_id=int(link.occasion.partition(":")[2]),
        seat_id=link.seat_id,
        person_id=link.person_id,
    )


answering = personal(PersonalLink.Purpose.INVITATION, _load)


def around(link: PersonalLink, invitation: Invitation) -> dict[str, object]:
    """Return what every page of an invitation says.

    A link may have been forwarded: it says whose it is, and nothing else about that person.
    """
    now = timezone.now()
    cycle, community = invitation.cycle, invitation.cycle.community
    is_deputy = link.person_id != invitation.person_id
    return {
        "portal": frame_of(community.association),
        "link": link,
        "person": link.person,
        "is_deputy": is_deputy,
        "standing_deputy": None if is_deputy else standing_deputy(invitation),
        "is_left_in_peace": is_opted_out(link.person_id),
        "is_confirmed": is_confirmed(invitation, link.person),
        "lists_url": stopped_lists_url(link.person),
        "invitation": invitation,
        "seat": invitation.seat,
        "zone": invitation.seat.municipality.zone,
        "cycle": cycle,
        "community": community,
        "plan_until": cycle.plan_from + timedelta(weeks=cycle.plan_weeks, days=-1),
        "open_answers": open_answers(invitation, now=now),
        "moment": moment_of(invitation, now=now),
    }
