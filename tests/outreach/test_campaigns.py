"""A campaign from its start to its end: who is reached for, when, and who no more."""

from datetime import timedelta

import pytest
import time_machine

from convoca.convening.errors import CycleOverError, UndoTooLateError
from convoca.convening.models import Invitation
from convoca.convening.services import invite_seats, share_seat
from convoca.foundation.links import MARK
from convoca.messaging.models import Message
from convoca.outreach import jobs
from convoca.outreach.errors import CampaignStateError, NobodyChosenError, UnknownFieldError
from convoca.outreach.models import Campaign, CampaignSeat, Errand, WaveContact
from convoca.outreach.queries.campaigns import audience_of, figures_of, list_contacts
from convoca.outreach.services import (
    CampaignInput,
    TakenBack,
    WaveInput,
    advance_campaign,
    advance_campaigns,
    opt_out,
    resume_campaign,
    save_campaign,
    send_test,
    start_campaign,
    stop_campaign,
    undo_start,
    write_sample,
)
from tests.factories.convening import answer
from tests.factories.directory import make_municipality, make_seat
from tests.factories.outreach import (
    DAY,
    INVITED_AT,
    WORKING,
    invitation_at,
    make_caller,
    make_campaign,
    make_queue,
    try_seat,
)

pytestmark = pytest.mark.django_db
UNDO = timedelta(seconds=30)


@pytest.fixture
def carla(cycle):
    return make_caller(cycle)


def start(cycle, user, *, now=WORKING, **more) -> Campaign:
    campaign = make_campaign(cycle, user, **more)
    start_campaign(campaign=campaign, user=user, now=now)
    campaign.refresh_from_db()
    return campaign


def campaign_mails() -> list[Message]:
    return list(
        Message.objects.filter(purpose="campaign").exclude(state="cancelled").order_by("pk")
    )


def send_all(at=WORKING) -> None:
    Message.objects.filter(state="queued").update(state="sent", sent_at=at)


def ends(campaign) -> dict[str, int]:
    found = list(campaign.seats.values_list("ended", flat=True))
    return {end: found.count(end) for end in set(found)}


def test_start_writes_to_everybody_with_an_own_link_and_waits_to_be_undone(cycle, carla):
    start(cycle, carla)

    mails = campaign_mails()
    first = mails[0]
    assert [len(mails), first.next_try_at, first.created_at] == [3, WORKING + UNDO, WORKING]
    assert (first.subject, first.body.splitlines()[0]) == (
        "Comuna 000: ¿participará?",
        "email: Directora 000",
    )
    assert len({MARK.search(mail.body)[0] for mail in mails}) == 3


def test_start_names_both_municipalities_of_a_shared_office(cycle, carla):
    serving, served = (invitation_at(cycle, place).seat for place in (0, 1))
    share_seat(cycle=cycle, seat=served, serving=serving, user=carla, now=WORKING)

    start(cycle, carla)

    assert [mail.subject for mail in campaign_mails()] == [
        "Comuna 000 y Comuna 001: ¿participará?",
        "Comuna 002: ¿participará?",
    ]


def test_start_pressed_twice_starts_once(cycle, carla):
    campaign = start(cycle, carla)

    with pytest.raises(CampaignStateError):
        start_campaign(campaign=campaign, user=carla, now=WORKING)

    assert (len(campaign_mails()), campaign.seats.count()) == (3, 3)


def test_advancing_again_reaches_for_nobody_twice(cycle, carla):
    start(cycle, carla)

    assert [advance_campaigns(now=WORKING) for _again in range(2)] == [0, 0]
    assert WaveContact.objects.count() == 3


def test_waves_follow_each_other_by_working_days_and_feed_the_queue(cycle, carla):
    campaign = start(cycle, carla)
    send_all()

    reached = [advance_campaigns(now=WORKING + days * DAY) for days in (4, 5, 6, 8, 12)]

    assert reached == [0, 3, 0, 3, 0]  # Thursday, then Tuesday, then Friday
    errand = Errand.objects.first()
    assert (Errand.objects.count(), errand.reason) == (3, "Segundo llamado")
    assert errand.script == "phone: Directora 000\nel enlace personal que va en su correo"
    assert ends(campaign) == {"all_waves": 3}


def test_wave_out_of_hours_waits_for_the_office(cycle, carla):
    at_night = WORKING + timedelta(hours=12)
    start(cycle, carla, now=at_night)

    assert (campaign_mails(), advance_campaigns(now=WORKING + DAY)) == ([], 3)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        ("answers", "answered"),
        ("opts out", "opted_out"),
        ("bounces", "bounced"),
        ("is replaced", "changed"),
    ],
)
def test_campaign_ends_for_who_needs_no_more(cycle, carla, happens, why):
    campaign = start(cycle, carla, channels="email phone")
    invitation = invitation_at(cycle, 0)
    send_all()
    if happens == "answers":
        answer(invitation, "yes", now=WORKING)
    elif happens == "opts out":
        opt_out(person=invitation.person, origin="su enlace", now=WORKING)
    elif happens == "bounces":
        Message.objects.filter(purpose="campaign", to_name="Directora 000").update(state="failed")
    else:
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=WORKING)

    reached = advance_campaigns(now=WORKING + 7 * DAY)

    assert (reached, ends(campaign)) == (2, {why: 1, "": 2})


def test_answer_stops_a_mail_that_waits(cycle, carla):
    start(cycle, carla)

    answer(invitation_at(cycle, 0), "yes", now=WORKING)

    assert len(campaign_mails()) == 2


def test_calls_of_a_campaign_end_with_the_answer(cycle, carla):
    start(cycle, carla, channels="phone")
    answer(invitation_at(cycle, 0), "no", now=WORKING)

    advance_campaigns(now=WORKING)

    assert list(Errand.objects.order_by("pk").values_list("closed_at", flat=True)) == [
        WORKING,
        None,
        None,
    ]


def test_contacts_by_hand_count_too(cycle, carla):
    campaign = start(cycle, carla, most_contacts=2)
    try_seat(cycle, 0, "no_answer", at=WORKING + DAY)

    advance_campaigns(now=WORKING + 20 * DAY)

    assert ends(campaign) == {"most_contacts": 1, "": 2}


def test_undo_within_thirty_seconds_leaves_nothing(cycle, carla):
    campaign = start(cycle, carla)

    result = undo_start(campaign=campaign, now=WORKING + UNDO / 2)

    campaign.refresh_from_db()
    assert (result, campaign.state, campaign.seats.count()) == (TakenBack(3, 0), "draft", 0)
    assert campaign_mails() == []
    assert set(Invitation.objects.values_list("reminders", "reminded_at")) == {(0, None)}
    assert start_campaign(campaign=campaign, user=carla, now=WORKING + DAY) == 3


def test_undo_keeps_what_left(cycle, carla):
    campaign = start(cycle, carla)
    Message.objects.filter(purpose="campaign", to_name="Directora 000").update(state="sent")

    result = undo_start(campaign=campaign, now=WORKING)

    campaign.refresh_from_db()
    assert (result, campaign.state, campaign.seats.count()) == (TakenBack(2, 1), "stopped", 3)


def test_undo_too_late_is_refused(cycle, carla):
    campaign = start(cycle, carla)

    with pytest.raises(UndoTooLateError):
        undo_start(campaign=campaign, now=WORKING + UNDO)

    assert len(campaign_mails()) == 3


def test_stopped_campaign_reaches_for_nobody_until_it_goes_on(cycle, carla):
    campaign = start(cycle, carla, channels="phone email")

    stop_campaign(campaign=campaign, now=WORKING)
    stopped = advance_campaigns(now=WORKING + 11 * DAY)
    resume_campaign(campaign=campaign)
    going_on = advance_campaigns(now=WORKING + 11 * DAY)

    open_calls = Errand.objects.filter(closed_at__isnull=True).count()
    assert (stopped, going_on, open_calls, campaign_mails()) == (0, 3, 3, [])


def test_closed_cycle_starts_no_campaign(cycle, carla):
    campaign = make_campaign(cycle, carla)
    cycle.closed_at = WORKING
    cycle.save()

    with pytest.raises(CycleOverError):
        start_campaign(campaign=campaign, user=carla, now=WORKING)


def test_unknown_field_is_refused_before_anything_is_kept(cycle, carla):
    wave = WaveInput("email", "Hola", "Estimado {apodo}")
    given = CampaignInput("Prueba", {}, 3, 4, [wave])

    with pytest.raises(UnknownFieldError) as refused:
        save_campaign(cycle=cycle, campaign=None, given=given, user=carla, now=WORKING)

    assert refused.value.user_message() == "No conocemos {apodo}. Use solo los datos de la lista."
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("chosen", "places"),
    [
        ({}, [0, 1, 2]),
        ({"region": "Metropol"}, [0, 1, 2]),
        ({"region": "nada"}, []),
        ({"settlement": "rural"}, []),
        ({"settlement": "urban", "reach": "phone"}, [0, 1, 2]),
        ({"reach": "no_email"}, [1]),
        ({"reach": "email"}, [0, 2]),
    ],
)
def test_audience_is_who_fits(cycle, chosen, places):
    invitation_at(cycle, 1).person.contacts.filter(channel="email").delete()

    found = [each.seat_id for each in audience_of(cycle, chosen)]

    assert found == [invitation_at(cycle, place).seat_id for place in places]


def test_audience_leaves_out_who_answered_and_who_opted_out(cycle):
    answer(invitation_at(cycle, 0), "no", now=WORKING)
    opt_out(person=invitation_at(cycle, 1).person, origin="carta", now=WORKING)

    assert audience_of(cycle, {}) == [invitation_at(cycle, 2)]


def test_sample_and_test_need_somebody(cycle, carla):
    campaign = make_campaign(cycle, carla, chosen={"region": "nada"})

    for act in (
        lambda: write_sample(campaign),
        lambda: send_test(campaign=campaign, user=carla, now=WORKING),
        lambda: start_campaign(campaign=campaign, user=carla, now=WORKING),
    ):
        with pytest.raises(NobodyChosenError):
            act()


def test_test_goes_to_who_asks_once_a_minute_without_a_real_link(cycle, carla):
    campaign = make_campaign(cycle, carla)

    for _press in range(2):
        send_test(campaign=campaign, user=carla, now=WORKING)

    tests = Message.objects.filter(purpose="test")
    assert {mail.to_address for mail in tests} == {carla.email}
    assert (len(tests), any(MARK.search(mail.body) for mail in tests)) == (3, False)


def test_figures_tell_whom_what_left_and_who_answered(cycle, carla):
    campaign = start(cycle, carla, channels="email letter")
    Message.objects.filter(purpose="campaign", to_name="Directora 000").update(state="sent")
    answer(invitation_at(cycle, 0), "yes", now=WORKING + timedelta(hours=1))

    figures = figures_of(campaign, list_contacts(campaign))

    assert [(each.reached, each.left, each.answered) for each in figures] == [(3, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize("seats", [1, 30])
def test_campaign_asks_the_database_as_often_for_any_number(seats, django_assert_max_num_queries):
    cycle = make_queue(seats)
    campaign = make_campaign(cycle, make_caller(cycle))

    with django_assert_max_num_queries(44):
        start_campaign(campaign=campaign, user=make_caller(cycle, "e@ejemplo.cl"), now=WORKING)

    assert CampaignSeat.objects.count() == seats


def test_who_has_neither_mail_nor_telephone_gets_the_letter(cycle, carla):
    invitation_at(cycle, 0).person.contacts.all().delete()

    start(cycle, carla)

    reached = WaveContact.objects.order_by("member__seat").values_list("wave__channel", flat=True)
    assert list(reached) == ["letter", "email", "email"]


def test_campaign_that_does_not_run_reaches_for_nobody(cycle, carla):
    campaign = make_campaign(cycle, carla)

    assert advance_campaign(campaign_id=campaign.pk, now=WORKING) == 0


@pytest.mark.parametrize("job", [jobs.advance, jobs.sweep_campaigns])
def test_worker_lets_campaigns_go_on(cycle, carla, job):
    start(cycle, carla, now=WORKING - timedelta(hours=12))

    with time_machine.travel(WORKING, tick=False):
        job()

    assert len(campaign_mails()) == 3


def test_mail_that_failed_is_told_beside_its_person(cycle, carla):
    campaign = start(cycle, carla, channels="email")
    Message.objects.filter(purpose="campaign").update(state="failed")

    assert {row.trouble for row in list_contacts(campaign)} == {"no se pudo enviar"}


def test_call_counts_as_made_once_somebody_spoke(cycle, carla):
    campaign = start(cycle, carla, channels="phone")
    Errand.objects.filter(seat=invitation_at(cycle, 0).seat).update(
        result="reached", closed_at=WORKING
    )

    figures = figures_of(campaign, list_contacts(campaign))

    assert [(each.reached, each.left, each.answered) for each in figures] == [(3, 1, 0)]


def test_person_of_two_seats_is_written_to_once_and_again_after_the_gap(cycle, carla):
    person = invitation_at(cycle, 0).person
    second = make_seat(cycle.community, make_municipality("Otra", "O1"), holder=person)
    invite_seats(cycle=cycle, seat_ids=[second.pk], user=None, now=INVITED_AT)

    start(cycle, carla, channels="email")
    reached = [advance_campaigns(now=WORKING + days * DAY) for days in (1, 5)]

    assert reached == [0, 1]
    assert [mail.to_name for mail in campaign_mails()].count(person.name) == 2
