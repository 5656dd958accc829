"""Which mails go to a list, that a person may leave, and which never do."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.meetings.services import announce_session
from convoca.messaging.models import Message
from convoca.notices.services import send_digests
from convoca.outreach.services import start_campaign
from tests.factories.directory import make_user
from tests.factories.meetings import BEFORE, make_announced_cycle
from tests.factories.notices import make_notice
from tests.factories.outreach import WORKING, make_caller, make_campaign, make_queue

pytestmark = pytest.mark.django_db
FIRST_OF_FEBRUARY = datetime(2027, 2, 1, 14, 0, tzinfo=UTC)
JANUARY = FIRST_OF_FEBRUARY - timedelta(days=14)


def classes() -> dict[str, bool]:
    return dict(Message.objects.values_list("purpose", "is_list").distinct())


def test_campaign_goes_to_a_list_and_the_personal_invitation_does_not():
    cycle = make_queue(1)
    user = make_caller(cycle)
    start_campaign(campaign=make_campaign(cycle, user), user=user, now=WORKING)

    assert classes() == {"invitation": False, "campaign": True}


def test_news_go_to_a_list_and_what_concerns_a_session_does_not():
    session = make_announced_cycle()
    make_notice(session.cycle, now=JANUARY)
    send_digests(now=FIRST_OF_FEBRUARY, coming={})
    user = make_user(session.cycle.community.association, "s@ejemplo.cl")
    announce_session(session=session, user=user, now=BEFORE)

    assert classes() == {
        "invitation": False,
        "answer": False,
        "notice": True,
        "digest": True,
        "session-announce": False,
    }
