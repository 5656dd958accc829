from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.agenda.models import Appointment, Interview
from convoca.convening.models import ContactAttempt, Invitation
from convoca.directory.models import Municipality
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import make_interviews
from tests.factories.convening import make_invited_cycle
from tests.factories.directory import make_association, make_user
from tests.factories.interviewing import agree, make_interviewer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def interview():
    return make_interviews(now=timezone.now() - DAY)[0]


def soon(days=2, hour=10):
    wall = timezone.now() + days * DAY
    return wall.replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None)


def filled(wall, **more):
    given = {"on": f"{wall:%Y-%m-%d}", "at": f"{wall:%H:%M}", "duration_min": "30", "way": "phone"}
    return given | {"place": "+56912345678"} | more


def test_arrange_page_shows_how_to_reach_the_person(interview, sign_in):
    client = sign_in(interview.cycle)

    shown = page(client, "arrange", interview.cycle_id, interview.seat_id).content.decode()

    assert 'href="tel:+56912340000"' in shown
    assert 'href="https://wa.me/56912340000"' in shown
    assert "Nadie le ha llamado todavía" in shown


def test_arrange_page_of_who_does_not_take_part_is_absent(sign_in):
    cycle = make_invited_cycle()
    seat_id = Invitation.objects.get().seat_id

    assert page(sign_in(cycle), "arrange", cycle.pk, seat_id).status_code == 404


def test_arrange_page_of_another_association_is_absent(interview, client):
    client.force_login(make_user(make_association("OTRA"), administrator=True))

    response = page(client, "arrange", interview.cycle_id, interview.seat_id)

    assert (response.status_code, interview.person.name in text_of(response)) == (404, False)


def test_agree_hour_page_keeps_it_and_shows_both_clocks(interview, sign_in):
    Municipality.objects.update(zone="Pacific/Easter")
    client = sign_in(interview.cycle)

    press(client, "agree_hour", interview.cycle_id, interview.seat_id, **filled(soon()))
    shown = text_of(page(client, "arrange", interview.cycle_id, interview.seat_id))

    assert "La hora quedó fijada. La invitación sale a directora000@comuna.cl." in shown
    assert "10:00 (hora de Rapa Nui)" in shown
    assert "Para usted:" in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at": "diez"}, "Escriba la hora así: 10:00."),
        ({"on": ""}, "Falta el día."),
        ({"way": "video"}, "Pegue el enlace completo de la videollamada"),
    ],
)
def test_agree_hour_page_with_something_wrong_says_so_and_keeps_the_form(
    interview, sign_in, wrong, said
):
    client = sign_in(interview.cycle)

    response = press(
        client, "agree_hour", interview.cycle_id, interview.seat_id, **filled(soon(), **wrong)
    )

    assert (response.status_code, Appointment.objects.count()) == (422, 0)
    assert said in text_of(response)
    assert 'value="+56912345678"' in response.content.decode()


def test_agree_hour_page_asks_which_of_two_and_keeps_the_answer(interview, sign_in):
    client = sign_in(interview.cycle)
    twice = {"on": "2028-04-01", "at": "23:30"}

    asked = press(
        client, "agree_hour", interview.cycle_id, interview.seat_id, **filled(soon(), **twice)
    )
    press(
        client, "agree_hour", interview.cycle_id, interview.seat_id,
        **filled(soon(), **twice, reading="second"),
    )  # fmt: skip

    assert (asked.status_code, "La segunda, después de atrasar" in text_of(asked)) == (409, True)
    assert f"{Appointment.objects.get().starts_at:%d %H:%M}" == "02 03:30"


def test_agree_hour_page_warns_of_a_clash_and_lets_it_be(sign_in):
    first, second = make_interviews(2, now=timezone.now() - DAY)
    client = sign_in(first.cycle)
    press(client, "agree_hour", first.cycle_id, first.seat_id, **filled(soon()))

    warned = press(client, "agree_hour", first.cycle_id, second.seat_id, **filled(soon()))
    before = Appointment.objects.count()
    press(client, "agree_hour", first.cycle_id, second.seat_id, **filled(soon(), anyway="1"))

    assert f"tiene otra a esa hora, con {first.person.name}" in text_of(warned)
    assert (warned.status_code, before, Appointment.objects.count()) == (409, 1, 2)


def test_agree_hour_page_with_an_old_page_does_not_move_what_another_agreed(interview, sign_in):
    client = sign_in(interview.cycle)
    agree(interview, make_interviewer(interview.cycle), soon(), now=timezone.now())

    response = press(
        client, "agree_hour", interview.cycle_id, interview.seat_id, **filled(soon(hour=15))
    )

    assert response.status_code == 409
    assert "Otra persona cambió esta entrevista" in text_of(response)


def test_cancel_hour_page_leaves_it_without(interview, sign_in):
    client = sign_in(interview.cycle)
    press(client, "agree_hour", interview.cycle_id, interview.seat_id, **filled(soon()))

    for _press in range(2):
        press(client, "cancel_hour", interview.cycle_id, interview.seat_id)

    assert not Appointment.objects.filter(cancelled_at=None).exists()
    assert "La entrevista queda sin hora." in text_of(
        page(client, "arrange", interview.cycle_id, interview.seat_id)
    )


def test_take_page_gives_the_interview_to_somebody(interview, sign_in):
    client, emilio = sign_in(interview.cycle), make_interviewer(interview.cycle)

    press(
        client, "take", interview.cycle_id, interview.seat_id,
        interviewer=emilio.pk, language="Aymara",
    )  # fmt: skip

    assert list(Interview.objects.values_list("interviewer", "language")) == [(emilio.pk, "aymara")]


def test_take_page_with_somebody_of_elsewhere_is_refused(interview, sign_in):
    stranger = make_user(make_association("OTRA"), "otra@ejemplo.cl")

    response = press(
        sign_in(interview.cycle), "take", interview.cycle_id, interview.seat_id,
        interviewer=stranger.pk,
    )  # fmt: skip

    assert (response.status_code, Interview.objects.get().interviewer) == (422, None)


def test_take_page_after_somebody_else_gave_it_away_says_so(interview, sign_in):
    client = sign_in(interview.cycle)
    emilio, irma = (make_interviewer(interview.cycle, name) for name in ("Emilio", "Irma"))
    press(client, "take", interview.cycle_id, interview.seat_id, interviewer=emilio.pk)

    response = press(client, "take", interview.cycle_id, interview.seat_id, interviewer=irma.pk)

    assert (response.status_code, Interview.objects.get().interviewer) == (409, emilio)


def test_call_page_keeps_the_result_and_says_the_next_step(interview, sign_in):
    client = sign_in(interview.cycle)

    press(
        client, "call", interview.cycle_id, interview.seat_id,
        result="no_answer", channel="whatsapp", note="Dos veces.",
    )  # fmt: skip
    shown = text_of(page(client, "arrange", interview.cycle_id, interview.seat_id))

    attempt = ContactAttempt.objects.get()
    assert (attempt.channel, attempt.result, attempt.note) == (
        "whatsapp",
        "no_answer",
        "Por la entrevista. Dos veces.",
    )
    assert "Anotado. La próxima llamada:" in shown
    assert "WhatsApp, no contesta · llamar el" in shown


def test_call_page_for_another_day_without_a_day_asks_for_it(interview, sign_in):
    response = press(
        sign_in(interview.cycle), "call", interview.cycle_id, interview.seat_id, note="Que llame."
    )

    assert (response.status_code, ContactAttempt.objects.count()) == (422, 0)
    assert "Falta el día." in text_of(response)
    assert "Que llame." in text_of(response)


def test_call_page_refused_shows_it_in_the_list(interview, sign_in):
    client = sign_in(interview.cycle)

    press(client, "call", interview.cycle_id, interview.seat_id, result="declines")
    shown = text_of(page(client, "interviews", interview.cycle_id, which="all"))

    assert "prefirió no responder" in shown


def test_interviews_page_shows_hours_and_the_last_call(sign_in):
    agreed, called = make_interviews(2, now=timezone.now() - DAY)
    client = sign_in(agreed.cycle)
    press(client, "agree_hour", agreed.cycle_id, agreed.seat_id, **filled(soon()))
    press(client, "call", called.cycle_id, called.seat_id, result="no_answer")

    shown = text_of(page(client, "interviews", agreed.cycle_id))

    assert "con hora" in shown
    assert "10:00 (hora de Chile continental)" in shown
    assert "no contesta (" in shown
    assert ": llamar el " in shown


def test_interview_day_page_shows_the_hour_in_both_clocks(interview, client):
    Municipality.objects.update(zone="Pacific/Easter")
    emilio = make_interviewer(interview.cycle)
    now = timezone.now()
    agree(interview, emilio, soon(1), now=now, place="+56912345678")
    client.force_login(emilio)

    shown = text_of(page(client, "interview_day", interview.cycle_id))

    assert interview.person.name in shown
    assert "para usted, 1" in shown
    assert "https://wa.me/56912340000" in shown


def test_interview_day_page_without_anything_says_so(interview, sign_in):
    shown = text_of(page(sign_in(interview.cycle), "interview_day", interview.cycle_id))

    assert "Nada por hacer hoy" in shown


def test_interview_day_page_asks_the_database_the_same_for_any_number(client):
    interviews = make_interviews(3, now=timezone.now() - DAY)
    emilio = make_interviewer(interviews[0].cycle)
    client.force_login(emilio)

    def count_with(some):
        for each in some:
            agree(each, emilio, soon(1, hour=9 + each.pk % 9), now=timezone.now(), anyway=True)
        return count_queries(client, "interview_day", each.cycle_id)

    assert count_with(interviews[:1]) == count_with(interviews[1:])
