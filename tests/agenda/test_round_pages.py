from datetime import timedelta

import pytest

from convoca.agenda.models import AgendaRound
from convoca.agenda.queries import draft_agenda
from convoca.agenda.services import confirm_agenda
from convoca.messaging.models import Message
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.cycles import NOW, make_cycle
from tests.factories.delphi import PLANNING, make_answered_interviews, open_round_of, say
from tests.factories.directory import make_association, make_community, make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_time_of_the_tests(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=5))


def open_it(client, cycle, **more):
    given = {"closes_on": "2027-01-20", "seen": draft_agenda(cycle).agenda.input_hash, **more}
    return press(client, "round", cycle.pk, **given)


def test_page_before_opening_says_to_how_many_and_shows_the_letter(sign_in):
    cycle = make_answered_interviews(2)[0].cycle
    client = sign_in(cycle)

    shown = text_of(page(client, "round", cycle.pk))

    assert "2 personas de 2 entrevistadas reciben un correo" in shown
    assert "Los temas propuestos para Comunidad SECPLAN: díganos si le sirven" in shown
    assert not AgendaRound.objects.exists()


def test_round_is_opened_until_the_last_minute_of_its_day(sign_in):
    cycle = make_answered_interviews()[0].cycle
    client = sign_in(cycle)

    answer = open_it(client, cycle)

    shown = text_of(client.get(answer.url))
    assert "Consulta abierta." in shown
    assert "Abierta hasta el miércoles 20 de enero, 23:59" in shown
    assert "0 de 1 dijeron qué les parece" in shown


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2027-01-04", "Elija un día desde mañana"),
        ("mañana", "Escriba el día así"),
        ("", "Elija el último día para responder."),
    ],
)
def test_day_that_leaves_no_time_is_asked_again(sign_in, day, told):
    cycle = make_answered_interviews()[0].cycle

    answer = open_it(sign_in(cycle), cycle, closes_on=day)

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not AgendaRound.objects.exists()


def test_second_coordinator_who_opens_it_too_is_told(sign_in):
    cycle = make_answered_interviews()[0].cycle
    client = sign_in(cycle)
    open_it(client, cycle)

    answer = open_it(client, cycle)

    assert answer.status_code == 409
    assert "La consulta ya está abierta." in text_of(answer)
    assert Message.objects.filter(purpose="agenda_round").count() == 1


def test_opening_may_be_undone(sign_in):
    cycle = make_answered_interviews()[0].cycle
    client = sign_in(cycle)
    open_it(client, cycle)

    answer = press(client, "round_undo", cycle.pk)

    assert "Se detuvo 1 correo." in text_of(client.get(answer.url))
    assert not AgendaRound.objects.exists()


def test_test_letter_goes_to_who_presses(sign_in):
    cycle = make_answered_interviews()[0].cycle
    client = sign_in(cycle)

    answer = press(client, "round_test", cycle.pk)

    assert "La prueba va en camino a coordinadora@ejemplo.cl." in text_of(client.get(answer.url))
    assert Message.objects.get(purpose="test").to_address == "coordinadora@ejemplo.cl"


def test_page_of_a_round_counts_words_and_tells_objections_without_names(sign_in):
    interviews = make_answered_interviews(3)
    cycle = interviews[0].cycle
    asked = open_round_of(cycle)
    say(asked, interviews[0])
    theme = theme_named(cycle, PLANNING)
    say(asked, interviews[1], "objects", theme=theme.pk, text="El plazo es junio.")

    shown = text_of(page(sign_in(cycle), "round", cycle.pk))

    assert "2 de 3 dijeron qué les parece" in shown
    assert "1 de 2 que respondieron" in shown
    assert "«El plazo es junio.»" in shown
    assert interviews[1].person.name not in shown


def test_page_of_a_round_asks_as_often_with_three_objections_as_with_one(sign_in):
    *interviews, _silent = make_answered_interviews(4)
    cycle = interviews[0].cycle
    asked = open_round_of(cycle)
    client = sign_in(cycle)
    say(asked, interviews[0], "objects", text="Uno.")
    page(client, "round", cycle.pk)
    one = count_queries(client, "round", cycle.pk)
    for interview in interviews[1:]:
        say(asked, interview, "objects", text="Otro.")

    assert count_queries(client, "round", cycle.pk) == one


def test_silent_are_written_to_again_and_the_round_closed(sign_in):
    cycle = make_answered_interviews()[0].cycle
    open_round_of(cycle, now=NOW - timedelta(days=1))
    client = sign_in(cycle)

    written = press(client, "round_write", cycle.pk)
    told = text_of(client.get(written.url))
    closed = press(client, "round_close", cycle.pk)

    assert "Sale 1 correo." in told
    assert "Consulta cerrada." in text_of(client.get(closed.url))
    assert AgendaRound.objects.get().closed_at is not None


def test_page_without_interviews_or_with_a_confirmed_agenda_says_what_to_do(sign_in):
    cycle = make_interviews()[0].cycle
    client = sign_in(cycle)
    before = text_of(page(client, "round", cycle.pk))
    theme = theme_named(cycle, PLANNING)
    done = answer_interview(cycle.interviews.get()).cycle
    confirm_agenda(cycle=done, chosen=[theme.pk], reason="Así.", user=None, now=NOW)

    assert "La propuesta sale de las entrevistas hechas" in before
    assert "La consulta se hace antes de confirmarla." in text_of(page(client, "round", done.pk))


def test_round_of_another_association_is_not_found(sign_in, client):
    cycle = make_answered_interviews()[0].cycle
    open_round_of(cycle)
    stranger = make_coordinator(make_community(make_association("Otra")), "otra@ejemplo.cl")
    client.force_login(stranger)

    assert page(client, "round", cycle.pk).status_code == 404
    assert press(client, "round_close", cycle.pk).status_code == 404
    assert AgendaRound.objects.get().closed_at is None


def test_undo_where_no_round_was_opened_is_not_found(sign_in):
    cycle = make_cycle(make_community())

    assert press(sign_in(cycle), "round_undo", cycle.pk).status_code == 404
