"""The directors' round and the published agenda, pressed by several at the same moment."""

from datetime import timedelta

import pytest

from convoca.agenda.errors import RoundClosedError, RoundGoneError, RoundOpenError, RoundOverError
from convoca.agenda.models import Agenda, AgendaQuote, AgendaRound, AgendaVoice, Consent
from convoca.agenda.queries.delphi import ROUND_PURPOSE
from convoca.agenda.queries.published import chosen_quotes
from convoca.agenda.services.consents import change_consent
from convoca.agenda.services.delphi import close_round, undo_round_letters
from convoca.agenda.services.publishing import publish_agenda, unpublish_agenda
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.agenda.publishing import WORDS, make_confirmed, pair_of
from tests.factories.cycles import NOW
from tests.factories.delphi import make_answered_interviews, open_round_of, say
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
PRESSES = 3
SOON = NOW + timedelta(seconds=5)


def publish(agenda, *pairs):
    return publish_agenda(cycle=agenda.cycle, quotes=pairs, user=None, now=NOW)


def test_round_opened_by_several_at_once_is_one_and_writes_once():
    interviews = make_answered_interviews(2)

    told = at_once([lambda: open_round_of(interviews[0].cycle)] * PRESSES)

    assert sum(isinstance(one, RoundOpenError) for one in told) == PRESSES - 1
    assert AgendaRound.objects.count() == 1
    assert Message.objects.filter(purpose=ROUND_PURPOSE).count() == len(interviews)


def test_round_closed_twice_while_directors_speak_keeps_each_word_that_was_thanked():
    interviews = make_answered_interviews(3)
    asked = open_round_of(interviews[0].cycle)

    def close():
        return close_round(asked=asked, user=None, now=SOON)

    def speak(interview):
        seen = AgendaRound.objects.get()
        return lambda: say(seen, interview, now=SOON)

    told = at_once([close, *map(speak, interviews), close])

    closed, spoken = [told[0], told[-1]], told[1:-1]
    assert {type(one) for one in closed} == {AgendaRound, RoundClosedError}
    assert {type(one) for one in spoken} <= {AgendaVoice, RoundOverError}
    kept = {one.interview_id for one in spoken if isinstance(one, AgendaVoice)}
    assert set(AgendaVoice.objects.values_list("interview", flat=True)) == kept
    assert AgendaRound.objects.get().closed_at == SOON


def test_round_taken_back_while_a_director_speaks_keeps_the_word_or_says_so():
    (interview,) = make_answered_interviews()
    asked, seen = open_round_of(interview.cycle), AgendaRound.objects.get()

    spoken, stopped = at_once(
        [
            lambda: say(seen, interview, now=SOON),
            lambda: undo_round_letters(asked=asked, now=SOON),
        ]
    )

    stands = AgendaRound.objects.exists()
    assert (type(spoken), stopped) == (AgendaVoice if stands else RoundGoneError, 1)
    assert AgendaVoice.objects.exists() == stands


def test_round_taken_back_and_closed_at_once_ends_once():
    (interview,) = make_answered_interviews()
    asked, seen = open_round_of(interview.cycle), AgendaRound.objects.get()

    told = at_once(
        [
            lambda: undo_round_letters(asked=asked, now=SOON),
            lambda: close_round(asked=seen, user=None, now=SOON),
        ]
    )

    stands = AgendaRound.objects.exists()
    ended = {UndoTooLateError, AgendaRound} if stands else {int, RoundGoneError}
    assert {type(one) for one in told} == ended


def test_agenda_published_by_several_at_once_has_each_quote_once():
    agenda = make_confirmed()
    pair = pair_of(agenda)

    told = at_once([lambda: publish(agenda, pair)] * PRESSES)

    assert {type(one) for one in told} == {Agenda}
    assert {one.published_at for one in told} == {NOW}
    assert chosen_quotes(agenda).keys() == {pair[0]}
    assert AgendaQuote.objects.count() == 1


@pytest.mark.parametrize("purpose", ["quote", "interview"])
def test_agenda_published_and_taken_back_while_a_permission_is_withdrawn(purpose):
    agenda = make_confirmed(2)
    pair, first = pair_of(agenda), agenda.cycle.interviews.get(statements__text=WORDS)

    def withdraw():
        return change_consent(interview=first, purpose=purpose, is_given=False, now=SOON)

    told = at_once(
        [
            lambda: publish(agenda, pair),
            withdraw,
            lambda: unpublish_agenda(cycle=agenda.cycle, user=None),
            lambda: publish(agenda, pair),
        ]
    )

    assert [type(one) for one in told] == [Agenda, Consent, Agenda, Agenda]
    assert chosen_quotes(agenda) == {}
    assert not first.consents.get(purpose=purpose, superseded_at__isnull=True).is_given
