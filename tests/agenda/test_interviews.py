from datetime import timedelta

import pytest

from convoca.agenda.core.interviews.values import Fault, RatedTheme
from convoca.agenda.errors import (
    AnswerFaultError,
    InterviewClosedError,
    InterviewUnfinishedError,
    NotTakingPartError,
    StepUnknownError,
)
from convoca.agenda.models import Interview
from convoca.agenda.queries import (
    interview_of_link,
    interview_rows,
    interviewed_seat_ids,
    last_letters,
    refuses_group_seat_ids,
)
from convoca.agenda.services import (
    assign_interview,
    confirm_agenda,
    finish_interview,
    open_interview,
    prepare_interviews,
    save_answer,
    save_notes,
    send_interview_links,
    undo_interview_links,
)
from convoca.convening.core.occasions import cycle_occasion
from convoca.convening.models import Invitation
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.directory.services import issue_link
from convoca.foundation.links import mark_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.factories.agenda import answer_interview, make_interviews, open_steps, rate, theme_named
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
LATER = NOW.replace(day=5)
TITLE = "Licitaciones y compras"


def say(interview, question, value, **more):
    return save_answer(interview=interview, question=question, value=value, now=NOW, **more)


def answers_of(interview):
    return dict(interview.answers.values_list("question", "value"))


def test_prepare_interviews_makes_one_for_each_seat_that_takes_part():
    cycle = make_accepted_cycle(3)

    made = [prepare_interviews(cycle=cycle, now=NOW), prepare_interviews(cycle=cycle, now=NOW)]

    assert (made, Interview.objects.count()) == ([3, 0], 3)
    assert cycle.community.themes.count() == 13


def test_prepare_interviews_of_a_deputy_is_for_the_deputy():
    interview = make_interviews()[0]
    invitation = answer(Invitation.objects.get(), "deputy")

    prepare_interviews(cycle=interview.cycle, now=LATER)

    rows = Interview.objects.order_by("pk").values_list("person__name", "withdrawn_at")
    assert list(rows) == [
        (invitation.person.name, LATER),
        ("Diego Deputado", None),
    ]


def test_prepare_interviews_keeps_a_done_interview_when_another_person_comes():
    interview = make_interviews()[0]
    answer_interview(interview)
    answer(Invitation.objects.get(), "deputy")

    assert prepare_interviews(cycle=interview.cycle, now=LATER) == 0
    assert interviewed_seat_ids(interview.cycle) == {interview.seat_id}


def link_to(interview):
    return issue_link(
        person=interview.person,
        seat=interview.seat,
        purpose=PersonalLink.Purpose.INTERVIEW,
        occasion=cycle_occasion(interview.cycle_id),
        expires_at=LATER,
        now=NOW,
    )


@pytest.mark.parametrize("meanwhile", ["no", "deputy"])
def test_prepare_interviews_takes_up_the_interview_of_a_person_who_is_back(meanwhile):
    interview = make_interviews()[0]
    say(interview, "consent", "yes")
    say(interview, "problems", "Falta gente.")
    answer(Invitation.objects.get(), meanwhile)
    prepare_interviews(cycle=interview.cycle, now=NOW)
    answer(Invitation.objects.get(), "yes")

    made = prepare_interviews(cycle=interview.cycle, now=LATER)

    (row,) = interview_rows(interview.cycle)
    assert (made, row.interview, row.is_started) == (0, interview, True)
    assert answers_of(row.interview) == {"consent": "yes", "problems": "Falta gente."}


def test_interview_of_link_waits_while_its_person_does_not_take_part():
    interview = make_interviews()[0]
    say(interview, "consent", "yes")
    link = link_to(interview)

    answer(Invitation.objects.get(), "no")
    prepare_interviews(cycle=interview.cycle, now=NOW)
    refused = interview_of_link(link)
    answer(Invitation.objects.get(), "yes")

    assert (refused, interview_of_link(link)) == (None, interview)


def test_interview_of_link_that_is_done_is_read_back_by_who_left():
    interview = answer_interview(make_interviews()[0])
    link = link_to(interview)

    answer(Invitation.objects.get(), "no")

    assert interview_of_link(link) == interview


def test_interview_rows_leave_out_what_somebody_else_of_the_seat_began():
    interview = make_interviews()[0]
    say(interview, "consent", "yes")

    answer(Invitation.objects.get(), "deputy")

    (row,) = interview_rows(interview.cycle)
    assert (row.interview, row.is_missing) == (None, True)


def test_get_interview_of_a_seat_that_has_not_accepted_raises():
    cycle = make_invited_cycle()
    user = make_coordinator(cycle.community)

    with pytest.raises(NotTakingPartError):
        open_interview(cycle=cycle, seat_id=Invitation.objects.get().seat_id, user=user, now=NOW)


def test_open_interview_is_of_who_opens_it_unless_it_is_somebodys():
    cycle = make_accepted_cycle()
    first, second = (make_coordinator(cycle.community, f"{n}@ejemplo.cl") for n in "ab")
    seat_id = Invitation.objects.get().seat_id

    open_interview(cycle=cycle, seat_id=seat_id, user=first, now=NOW)
    kept = open_interview(cycle=cycle, seat_id=seat_id, user=second, now=NOW).interviewer
    freed = assign_interview(cycle=cycle, seat_id=seat_id, interviewer=None, now=NOW).interviewer

    assert (kept, freed) == (first, None)


def test_save_answer_of_consent_opens_the_rest_and_keeps_its_hour():
    interview = make_interviews()[0]

    say(interview, "consent", "yes")

    interview.refresh_from_db()
    assert (interview.state, interview.consent_at, interview.mode) == ("started", NOW, "alone")
    assert len(open_steps(interview)) == 11 + 13


def test_save_answer_twice_changes_nothing():
    interview = make_interviews()[0]
    for _ in range(2):
        say(interview, "consent", "yes")
        say(interview, "problems", "Falta gente.")

    assert answers_of(interview) == {"consent": "yes", "problems": "Falta gente."}


def test_save_answer_by_the_staff_records_who_and_how():
    interview = make_interviews()[0]
    user = make_coordinator(interview.cycle.community)

    say(interview, "consent", "yes", user=user)

    interview.refresh_from_db()
    assert (interview.mode, interview.answers.get().saved_by) == ("staff", user)


def test_save_answer_to_what_is_not_asked_raises():
    interview = make_interviews()[0]

    with pytest.raises(StepUnknownError):
        say(interview, "problems", "Sin haber dicho que sí.")


def test_save_answer_that_is_none_raises_and_keeps_the_one_before():
    interview = make_interviews()[0]
    say(interview, "consent", "yes")

    with pytest.raises(AnswerFaultError) as caught:
        say(interview, "consent", "perhaps")

    assert (caught.value.fault, answers_of(interview)) == (Fault.UNKNOWN, {"consent": "yes"})


def test_rating_that_does_not_apply_has_no_numbers():
    interview = make_interviews()[0]
    say(interview, "consent", "yes")
    theme = theme_named(interview.cycle, TITLE)

    for rating in (RatedTheme(2, 5, "La RS."), RatedTheme(example="No hay.")):
        rate(interview, theme, rating)

    assert list(interview.ratings.values_list("interest", "urgency")) == [(None, None)]
    assert answers_of(interview)[f"theme-{theme.pk}"] == "No hay."


def test_save_notes_are_kept_apart_from_answers():
    interview = make_interviews()[0]
    user = make_coordinator(interview.cycle.community)

    save_notes(
        interview=interview,
        question="consent",
        note=" Apurado. ",
        probes=["¿Y?"],
        now=NOW,
        user=user,
    )

    assert answers_of(interview) == {"consent:note": "Apurado.", "consent:probes": ["¿Y?"]}
    assert open_steps(interview) == ["consent"]


def test_finish_interview_with_something_owed_names_it():
    interview = make_interviews()[0]
    say(interview, "consent", "yes")

    with pytest.raises(InterviewUnfinishedError) as caught:
        finish_interview(interview=interview, now=NOW)

    assert caught.value.step_id == "may_quote"


def test_finish_interview_counts_its_seat():
    interview = answer_interview(make_interviews()[0])

    again = finish_interview(interview=interview, now=LATER)

    assert (again.state, again.done_at) == ("done", NOW)
    assert interviewed_seat_ids(interview.cycle) == {interview.seat_id}


def test_refuses_group_seat_ids_are_those_who_said_no_to_it():
    willing, refusing = make_interviews(2)
    answer_interview(willing)
    answer_interview(refusing, texts={"whatsapp": "no"})

    assert refuses_group_seat_ids(willing.cycle) == {refusing.seat_id}


def test_save_answer_no_after_all_takes_the_interview_out_until_a_yes():
    interview = answer_interview(make_interviews()[0], texts={"problems": "Falta gente."})

    say(interview, "consent", "no")
    declined = Interview.objects.get()
    rows = interview_rows(interview.cycle)
    say(interview, "consent", "yes")

    assert (declined.state, declined.may_quote, declined.consent_at) == ("declined", None, None)
    assert (rows[0].is_declined, rows[0].is_missing) == (True, False)
    assert Interview.objects.get().state == "started"
    assert finish_interview_step(interview) == "may_quote"


def finish_interview_step(interview):
    with pytest.raises(InterviewUnfinishedError) as caught:
        finish_interview(interview=interview, now=NOW)
    return caught.value.step_id


def test_save_answer_after_the_agenda_is_confirmed_raises():
    interview = answer_interview(make_interviews()[0], {TITLE: (5, 5)})
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=NOW)

    with pytest.raises(InterviewClosedError):
        say(interview, "problems", "Tarde.")


def test_send_interview_links_writes_to_who_is_missing_once_a_day():
    done, missing, unreachable = make_interviews(3)
    answer_interview(done)
    ContactPoint.objects.filter(person=unreachable.person, channel="email").delete()
    cycle = missing.cycle

    sent = [send_interview_links(cycle=cycle, user=None, now=at) for at in (NOW, NOW, LATER)]

    letters = Message.objects.filter(purpose="interview")
    assert sent == [1, 0, 1]
    assert {letter.to_name for letter in letters} == {missing.person.name}


def test_send_interview_links_writes_a_whole_letter_without_the_secret():
    interview = make_interviews()[0]

    send_interview_links(cycle=interview.cycle, user=None, now=NOW)

    letter = Message.objects.get(purpose="interview")
    link = PersonalLink.objects.get(purpose="interview")
    assert letter.subject.startswith("Su entrevista: los temas que necesita SECPLAN de Comuna")
    assert letter.body.split("\n")[0] == f"{interview.person.name}:"
    assert f"\n\n{mark_of(link.reference)}\n\n" in letter.body
    assert "\n\n\n" not in letter.body


def test_send_interview_links_long_after_the_cycle_open_for_a_day():
    cycle = make_accepted_cycle()
    late = NOW + timedelta(days=365)

    send_interview_links(cycle=cycle, user=None, now=late)

    letter, link = (
        Message.objects.get(purpose="interview"),
        PersonalLink.objects.get(purpose="interview"),
    )
    assert (letter.not_after, link.expires_at) == (late + timedelta(days=1),) * 2


def test_send_interview_links_after_the_agenda_is_confirmed_raises():
    interview = answer_interview(make_interviews()[0], {TITLE: (5, 5)})
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=NOW)

    with pytest.raises(InterviewClosedError):
        send_interview_links(cycle=interview.cycle, user=None, now=NOW)


@pytest.mark.parametrize("seats", [3, 30])
def test_send_interview_links_to_many_asks_the_database_as_often(
    seats, django_assert_max_num_queries
):
    cycle = make_accepted_cycle(seats)
    prepare_interviews(cycle=cycle, now=NOW)

    with django_assert_max_num_queries(30):
        assert send_interview_links(cycle=cycle, user=None, now=NOW) == seats


@pytest.mark.parametrize("seats", [3, 30])
def test_prepare_interviews_of_many_asks_the_database_as_often(
    seats, django_assert_max_num_queries
):
    cycle = make_accepted_cycle(seats)
    prepare_interviews(cycle=cycle, now=NOW)
    Interview.objects.all().delete()

    with django_assert_max_num_queries(15):
        assert prepare_interviews(cycle=cycle, now=NOW) == seats


def test_undo_interview_links_in_time_lets_them_be_sent_again_the_same_day():
    cycle = make_interviews(2)[0].cycle
    send_interview_links(cycle=cycle, user=None, now=NOW)

    offered = last_letters(cycle, now=NOW + timedelta(seconds=20))
    stopped = undo_interview_links(cycle=cycle, now=NOW + timedelta(seconds=20))
    again = send_interview_links(cycle=cycle, user=None, now=NOW + timedelta(seconds=25))

    assert (offered, stopped, again) == (NOW, 2, 2)


def test_undo_interview_links_after_their_time_is_refused():
    cycle = make_interviews()[0].cycle
    send_interview_links(cycle=cycle, user=None, now=NOW)

    with pytest.raises(UndoTooLateError):
        undo_interview_links(cycle=cycle, now=NOW + timedelta(seconds=31))

    assert Message.objects.get(purpose="interview").state == "queued"


def test_interview_link_that_waits_does_not_leave_for_who_is_replaced_by_a_deputy():
    interview = make_interviews()[0]
    send_interview_links(cycle=interview.cycle, user=None, now=NOW)

    answer(Invitation.objects.get(), "deputy")

    assert Message.objects.get(purpose="interview").state == "cancelled"
