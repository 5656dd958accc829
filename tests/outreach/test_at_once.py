"""Several of the team at the very same moment: nobody is called twice, nothing is kept twice."""

import pytest

from convoca.convening.models import ContactAttempt
from convoca.messaging.models import Message
from convoca.outreach.models import Turn, WaveContact
from convoca.outreach.services import advance_campaigns, give_result, start_campaign, take_turn
from tests.factories.outreach import DAY, WORKING, make_caller, make_campaign, make_queue
from tests.support.at_once import at_once, shared_database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
]
PRESSES = 4


@pytest.fixture(autouse=True)
def one_database(transactional_db, tmp_path):
    with shared_database(tmp_path):
        yield


def test_callers_who_begin_together_get_different_people():
    cycle = make_queue(PRESSES)
    callers = [make_caller(cycle, f"c{n}@ejemplo.cl") for n in range(PRESSES)]

    turns = at_once(
        [lambda user=user: take_turn(cycle=cycle, user=user, now=WORKING) for user in callers]
    )

    assert len({turn.person_id for turn in turns}) == PRESSES


def test_last_person_goes_to_one_of_two_callers():
    cycle = make_queue(1)
    callers = [make_caller(cycle, f"c{n}@ejemplo.cl") for n in range(PRESSES)]

    turns = at_once(
        [lambda user=user: take_turn(cycle=cycle, user=user, now=WORKING) for user in callers]
    )

    assert (turns.count(None), Turn.objects.count()) == (PRESSES - 1, 1)


def test_result_pressed_many_times_at_once_is_kept_once():
    cycle = make_queue(2)
    carla = make_caller(cycle)
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)

    def press():
        return give_result(
            turn_number=turn.pk,
            cycle=cycle,
            user=carla,
            result="no_answer",
            channel="phone",
            now=WORKING,
        )

    following = at_once([press] * PRESSES)

    assert ContactAttempt.objects.count() == 1
    assert {each.pk for each in following} == {Turn.objects.get().pk}


def test_workers_who_advance_together_reach_for_everybody_once():
    cycle = make_queue(3)
    campaign = make_campaign(cycle, make_caller(cycle), channels="email letter")
    start_campaign(campaign=campaign, user=campaign.created_by, now=WORKING - DAY)

    reached = at_once([lambda: advance_campaigns(now=WORKING)] * PRESSES)

    assert sorted(reached) == [0, 0, 0, 3]
    assert WaveContact.objects.count() == Message.objects.filter(purpose="campaign").count() == 3
