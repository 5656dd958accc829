from datetime import timedelta

import pytest

from convoca.agenda.core.rule.ballots import Rating
from convoca.agenda.core.rule.medians import GroupMedian
from convoca.agenda.errors import (
    AgendaConfirmedError,
    MissingThemeError,
    NothingUrgentError,
    RoundClosedError,
    RoundMovedError,
    RoundOpenError,
    RoundOverError,
)
from convoca.agenda.models import AgendaRound
from convoca.agenda.queries import draft_agenda
from convoca.agenda.queries.delphi import is_open, own_draft, round_figures
from convoca.agenda.services import confirm_agenda
from convoca.agenda.services.consents import change_consent
from convoca.agenda.services.delphi import (
    close_round,
    open_round,
    send_round_test,
    undo_round_letters,
    write_to_silent,
)
from convoca.directory.models import PersonalLink
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW
from tests.factories.delphi import (
    BUYING,
    PLANNING,
    make_answered_interviews,
    open_round_of,
    say,
)
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
SOON, TOMORROW = NOW + timedelta(seconds=10), NOW + timedelta(days=1)
AFTER = NOW + timedelta(days=8)


def letters():
    found = Message.objects.filter(purpose="agenda_round").order_by("pk")
    return list(found.values_list("to_address", "state"))


def figures(asked):
    found = round_figures(asked)
    return found.asked, found.confirms, found.objects


def test_open_round_writes_to_each_interviewed_person_and_keeps_the_draft():
    cycle = make_answered_interviews(2)[0].cycle

    asked = open_round_of(cycle)

    assert asked.input_hash == draft_agenda(cycle).agenda.input_hash
    assert letters() == [("directora000@comuna.cl", "queued"), ("directora001@comuna.cl", "queued")]
    assert PersonalLink.objects.filter(purpose="agenda").count() == 2


def test_open_round_pressed_twice_is_refused():
    cycle = make_answered_interviews()[0].cycle
    open_round_of(cycle)

    with pytest.raises(RoundOpenError):
        open_round_of(cycle, now=SOON)


def test_open_round_refuses_a_draft_that_moved_since_it_was_seen():
    cycle = make_answered_interviews()[0].cycle

    with pytest.raises(RoundMovedError):
        open_round(cycle=cycle, closes_at=AFTER, seen_hash="otra", user=None, now=NOW)


def test_open_round_refuses_where_nothing_is_urgent_or_the_agenda_is_confirmed():
    silent = make_answered_interviews(ratings={BUYING: (1, 1)})[0].cycle
    with pytest.raises(NothingUrgentError):
        open_round_of(silent)
    theme = theme_named(silent, BUYING)
    confirm_agenda(cycle=silent, chosen=[theme.pk], reason="Así.", user=None, now=NOW)

    with pytest.raises(AgendaConfirmedError):
        open_round_of(silent)


def test_round_may_be_opened_again_once_its_day_has_passed():
    cycle = make_answered_interviews()[0].cycle
    first = open_round_of(cycle)

    second = open_round_of(cycle, now=AFTER)

    first.refresh_from_db()
    assert (first.closed_at, is_open(first, now=AFTER)) == (first.closes_at, False)
    assert is_open(second, now=AFTER)


def test_undo_takes_the_round_back_while_no_letter_has_left():
    asked = open_round_of(make_answered_interviews()[0].cycle)

    assert undo_round_letters(asked=asked, now=SOON) == 1
    assert not AgendaRound.objects.exists()
    assert letters() == [("directora000@comuna.cl", "cancelled")]


def test_undo_after_the_letters_left_is_too_late_and_the_round_stays():
    asked = open_round_of(make_answered_interviews()[0].cycle)

    with pytest.raises(UndoTooLateError):
        undo_round_letters(asked=asked, now=TOMORROW)
    assert AgendaRound.objects.exists()


def test_undo_of_a_second_letter_leaves_the_round_open():
    asked = open_round_of(make_answered_interviews()[0].cycle)
    Message.objects.update(state="sent")
    write_to_silent(asked=asked, user=None, now=TOMORROW)

    assert undo_round_letters(asked=asked, now=TOMORROW + timedelta(seconds=5)) == 1
    assert is_open(AgendaRound.objects.get(), now=TOMORROW)


def test_write_to_silent_leaves_out_who_spoke_and_who_was_written_to_today():
    first, _second = make_answered_interviews(2)
    asked = open_round_of(first.cycle)
    say(asked, first)

    today = write_to_silent(asked=asked, user=None, now=SOON)
    tomorrow = write_to_silent(asked=asked, user=None, now=TOMORROW)

    assert (today, tomorrow) == (0, 1)
    assert letters()[-1] == ("directora001@comuna.cl", "queued")


def test_write_to_silent_after_the_round_is_refused():
    asked = open_round_of(make_answered_interviews()[0].cycle)

    with pytest.raises(RoundClosedError):
        write_to_silent(asked=asked, user=None, now=AFTER)


def test_test_letter_goes_to_who_asks_without_any_real_link():
    cycle = make_answered_interviews()[0].cycle
    user = make_user(cycle.community.association, "yo@ejemplo.cl")

    sent = send_round_test(cycle=cycle, closes_at=AFTER, user=user, now=NOW)

    assert sent.to_address == "yo@ejemplo.cl"
    assert "(aquí va el enlace personal de cada persona)" in sent.body
    assert not PersonalLink.objects.filter(purpose="agenda").exists()


def test_voice_said_again_is_changed_and_counted_once():
    interview = make_answered_interviews()[0]
    asked = open_round_of(interview.cycle)
    theme = theme_named(interview.cycle, PLANNING)
    say(asked, interview)

    voice = say(asked, interview, "objects", theme=theme.pk, text=" Urge este año. ")

    assert figures(asked) == (1, 0, 1)
    assert (voice.missing_theme, voice.text) == (theme, "Urge este año.")


def test_who_confirms_after_objecting_leaves_no_objection_behind():
    interview = make_answered_interviews()[0]
    asked = open_round_of(interview.cycle)
    say(asked, interview, "objects", text="Falta otro.")

    voice = say(asked, interview, text="Falta otro.")

    assert (voice.text, figures(asked)) == ("", (1, 1, 0))


def test_objection_without_theme_or_words_is_refused():
    interview = make_answered_interviews()[0]
    asked = open_round_of(interview.cycle)
    in_the_draft = theme_named(interview.cycle, BUYING)

    with pytest.raises(MissingThemeError):
        say(asked, interview, "objects", theme=in_the_draft.pk, text=" ")


@pytest.mark.parametrize("how", ["its day", "closed", "confirmed"])
def test_voice_after_the_round_is_refused_with_its_last_day(how):
    interview = make_answered_interviews()[0]
    asked = open_round_of(interview.cycle)
    if how == "closed":
        asked = close_round(asked=asked, user=None, now=SOON)
    if how == "confirmed":
        confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=SOON)

    with pytest.raises(RoundOverError) as refused:
        say(asked, interview, now=AFTER if how == "its day" else SOON)

    day = "lunes 4 de enero" if how == "closed" else "lunes 11 de enero"
    assert refused.value.on == day


def test_close_round_twice_is_refused_and_waiting_letters_do_not_leave():
    asked = open_round_of(make_answered_interviews()[0].cycle)
    close_round(asked=asked, user=None, now=SOON)

    with pytest.raises(RoundClosedError):
        close_round(asked=asked, user=None, now=TOMORROW)
    assert letters() == [("directora000@comuna.cl", "cancelled")]


def test_own_draft_has_the_own_note_and_the_median_of_five():
    interviews = make_interviews(5)
    for number, interview in enumerate(interviews, 1):
        notes = {BUYING: (5, number)} | ({PLANNING: (5, 5)} if number < 5 else {})
        answer_interview(interview, notes)
    asked = open_round_of(interviews[0].cycle)

    draft = own_draft(asked, interviews[0])

    lines = {line.title: line for line in draft.chosen}
    assert lines[BUYING].own == Rating(5, 1)
    assert lines[BUYING].group == GroupMedian(5.0, 3.0, 5)
    assert lines[PLANNING].group is None


def test_own_draft_stays_as_it_was_shown_when_answers_change():
    interview = make_answered_interviews()[0]
    asked = open_round_of(interview.cycle)
    answer_interview(interview, {BUYING: (2, 2), PLANNING: (5, 5)})

    assert [line.title for line in own_draft(asked, interview).chosen] == [BUYING]


def test_objections_are_told_without_names_and_the_most_wanted_first():
    interviews = make_answered_interviews(5)
    asked = open_round_of(interviews[0].cycle)
    theme = theme_named(interviews[0].cycle, PLANNING)
    say(asked, interviews[0], "objects", text="Falta el agua.")
    for interview in interviews[1:3]:
        say(asked, interview, "objects", theme=theme.pk)

    found = round_figures(asked)

    assert found.wanted == [(PLANNING, 2), ("Otro tema", 1)]
    assert [(one.theme, one.text) for one in found.objections][-1] == (
        "Otro tema",
        "Falta el agua.",
    )
    assert {one.source for one in found.objections} == {
        "Dirección de una comuna urbana, Metropolitana"
    }


def test_voice_of_a_withdrawn_interview_counts_no_more():
    interviews = make_answered_interviews(2)
    asked = open_round_of(interviews[0].cycle)
    say(asked, interviews[0], "objects", text="Falta el agua.")

    change_consent(interview=interviews[0], purpose="interview", is_given=False, now=SOON)

    assert figures(asked) == (1, 0, 0)
    assert round_figures(asked).objections == []
