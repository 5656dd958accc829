"""Several of the team at the same moment: one hour stands, one sharing is kept, one mail leaves."""

from datetime import timedelta

import pytest

from convoca.agenda.errors import InterviewTakenError
from convoca.agenda.models import Appointment, Assignment
from convoca.agenda.queries.interviewers import propose_sharing
from convoca.agenda.services import cancel_hour, confirm_sharing
from convoca.agenda.services.appointments import PURPOSE
from convoca.messaging.models import Message
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.interviewing import TEN, agree, make_interviewer
from tests.support.at_once import at_once, shared_database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
]
PRESSES = 3


@pytest.fixture(autouse=True)
def one_database(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


def test_hours_agreed_at_once_leave_one():
    interview = make_interviews()[0]
    emilio = make_interviewer(interview.cycle)
    walls = [TEN + timedelta(hours=each) for each in range(PRESSES)]

    results = at_once([lambda wall=wall: agree(interview, emilio, wall) for wall in walls])

    assert sum(isinstance(one, InterviewTakenError) for one in results) == PRESSES - 1
    assert (Appointment.objects.count(), Message.objects.filter(purpose=PURPOSE).count()) == (1, 1)


def test_hour_called_off_many_times_at_once_is_told_once():
    interview = make_interviews()[0]
    appointment = agree(interview, make_interviewer(interview.cycle))
    Message.objects.filter(purpose=PURPOSE).update(state=Message.State.SENT)

    at_once([lambda: cancel_hour(appointment=appointment, now=NOW)] * PRESSES)

    assert Message.objects.filter(purpose=PURPOSE, calendar_method="CANCEL").count() == 1


def test_sharing_confirmed_many_times_at_once_is_kept_once():
    cycle = make_interviews(2)[0].cycle
    emilio = make_interviewer(cycle)
    mark = propose_sharing(cycle, afresh=False).mark

    made = at_once(
        [lambda: confirm_sharing(cycle=cycle, mark=mark, afresh=False, user=emilio, now=NOW)]
        * PRESSES
    )

    assert made == [Assignment.objects.get()] * PRESSES
