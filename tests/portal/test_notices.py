"""A director between sessions: notices, what is new, questions."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from convoca.convening.queries import live_invitations
from convoca.convening.services import answer_invitation, replace_holder
from convoca.directory.models import ContactPoint, PersonalLink
from convoca.foundation.links import reveal_links, token_of
from convoca.notices.core.occasions import community_occasion
from convoca.notices.models import Notice, Question
from convoca.notices.services import send_first_links, set_question_aside
from convoca.portal.jobs import sweep_digests
from tests.factories.convening import make_accepted_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_user
from tests.factories.meetings import make_session
from tests.factories.notices import (
    mails,
    make_answered,
    make_draft,
    make_link,
    make_notice,
    make_question,
    open_link,
    publish,
    writer_of,
)

pytestmark = pytest.mark.django_db
AFTER_UNDO = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AFTER_UNDO, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cycle():
    return make_accepted_cycle(2)


@pytest.fixture
def page(client, cycle):
    link = open_link(client, cycle)
    return f"/p/e/{link.reference}/novedades/"


def text_of(response):
    words = " ".join(response.content.decode().split())
    return words.replace("\N{NO-BREAK SPACE}", " ")


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return text_of(response)


def at(clock, moment: datetime) -> None:
    clock.move_to(moment)


def test_link_of_the_mail_opens_the_notices(client, cycle):
    link = make_link(cycle)

    response = client.get(f"/p/{token_of(link.reference)}/")

    assert (response.status_code, response.url) == (302, f"/p/e/{link.reference}/novedades/")


@pytest.mark.parametrize("glued", ["", "/", "/>", "/?utm_source=mail", "."])
def test_link_of_the_mail_with_an_answer_opens_the_answer(client, cycle, glued):
    link, question = make_link(cycle), make_answered(cycle)

    response = client.get(f"/p/{token_of(link.reference)}/respuesta/{question.pk}{glued}")

    page = f"/p/e/{link.reference}/novedades/preguntas/{question.pk}/"
    assert (response.status_code, response.url) == (302, page)
    assert "Firma la alcaldesa." in read(client, page)


def test_address_in_the_mail_with_an_answer_leads_to_the_answer(client, cycle):
    question = make_answered(cycle)
    sent = reveal_links(mails("question-answer")[0].body)
    (address,) = re.findall(r"^http\S+$", sent, flags=re.MULTILINE)

    response = client.get(urlsplit(address).path)

    assert response.url.endswith(f"/novedades/preguntas/{question.pk}/")


def test_answer_behind_the_link_of_another_subject_opens_that_subject(client, cycle):
    link = make_link(cycle)
    link.purpose = "invitation"
    link.save()

    response = client.get(f"/p/{token_of(link.reference)}/respuesta/12/")

    assert response.url == f"/p/e/{link.reference}/invitacion/"


def test_answer_behind_a_token_that_is_none_is_refused(client, cycle):
    assert client.get(f"/p/{'a' * 22}/respuesta/12/").status_code == 410


def test_page_of_a_successor_has_what_was_told_before_from_the_first_visit(client, cycle):
    make_notice(cycle, title="Para todos", audience="seats")
    make_notice(cycle, title="Solo participantes")
    seat = live_invitations(cycle)[0].seat
    person = replace_holder(
        seat=seat,
        name="Nora Nueva",
        email="nora@ejemplo.cl",
        phone="",
        role="titular",
        user=writer_of(cycle),
        now=NOW,
        cycle=cycle,
    ).person
    assert send_first_links(now=AFTER_UNDO) == 1
    link = PersonalLink.objects.get(person=person, purpose="notices")
    client.get(f"/p/{token_of(link.reference)}/")

    shown = read(client, f"/p/e/{link.reference}/novedades/")

    assert ("Para todos" in shown, "Solo participantes" in shown) == (True, False)


def test_page_shows_what_was_published_and_no_draft(client, cycle, page):
    make_notice(cycle)
    make_draft(cycle, title="A medias")

    shown = read(client, page)

    found = [words in shown for words in ("Nueva ley de compras", "A medias", "Ley o norma")]
    assert found == [True, False, True]


def test_notice_that_can_still_be_undone_is_not_shown_yet(client, cycle, page, clock):
    notice = make_notice(cycle, now=AFTER_UNDO)
    early = [client.get(page), client.get(f"{page}{notice.pk}/")]
    clock.shift(timedelta(seconds=30))

    assert ["Nueva ley" in text_of(each) for each in early] == [False, False]
    assert (early[1].status_code, "Nueva ley" in read(client, page)) == (404, True)


def test_new_since_the_last_visit_is_marked_until_the_visit_is_over(client, cycle, page, clock):
    make_notice(cycle, title="Vieja")
    first = read(client, page)
    clock.shift(timedelta(days=2))
    publish(make_draft(cycle, title="Reciente"), now=timezone.now() - timedelta(hours=1))
    second, again = read(client, page), read(client, page)
    clock.shift(timedelta(hours=1))
    third = read(client, page)

    marked = [shown.count('class="sent"') for shown in (first, second, again, third)]
    assert marked == [0, 1, 1, 0]
    assert "1 nueva desde su última visita." in second


def test_visit_is_kept_by_the_browser_and_by_nobody_else(client, cycle, page):
    make_notice(cycle)
    read(client, page)

    with CaptureQueriesContext(connection) as queries:
        client.get(page)

    cookie = client.cookies["novedades"]
    assert (cookie["path"], cookie["httponly"]) == (page, True)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_visit_that_somebody_forged_counts_as_none(client, cycle, page):
    make_notice(cycle)
    client.cookies["novedades"] = "1.1:AAAA:forged"

    assert 'class="sent"' not in read(client, page)


def test_page_asks_as_much_for_one_notice_as_for_three_and_stays_light(client, cycle, page):
    long = "Texto & más. " * 380
    asked = []
    for titles in ([1], range(2, 4), range(4, 30)):
        for title in titles:
            make_notice(cycle, title=f"Novedad {title} {'x' * 100}", text=long)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(page)
        asked.append(len(queries))

    assert (len(set(asked)), len(shown.content) <= 30_000) == (1, True)


def test_notice_opens_with_its_text_links_and_file(client, cycle, page):
    notice = make_notice(cycle, text="<b>Ojo</b> https://a.cl/1", link="https://a.cl/2.pdf")

    shown = read(client, f"{page}{notice.pk}/")

    words = ("&lt;b&gt;Ojo&lt;/b&gt;", 'href="https://a.cl/1"', 'href="https://a.cl/2.pdf"')
    assert [each in shown for each in words] == [True] * 3


def test_notice_for_participants_is_absent_for_who_declined(client, cycle, page):
    invitation = live_invitations(cycle)[0]
    answer_invitation(invitation=invitation, answer="no", via="staff", now=NOW)
    inner = make_notice(cycle, title="Solo participantes")
    make_notice(cycle, title="Para todos", audience="seats")

    shown = read(client, page)

    assert ("Solo participantes" in shown, "Para todos" in shown) == (False, True)
    assert client.get(f"{page}{inner.pk}/").status_code == 404


def test_page_of_who_left_the_seat_is_refused(client, cycle, page):
    make_notice(cycle)
    replace_holder(
        seat=live_invitations(cycle)[0].seat,
        name="Nora Nueva",
        email="",
        phone="",
        role="titular",
        user=make_user(cycle.community.association, "otra@ejemplo.cl"),
        now=NOW,
        cycle=cycle,
    )

    response = client.get(page)

    assert (response.status_code, "Nueva ley" in text_of(response)) == (410, False)


def test_page_of_who_a_roster_put_out_is_refused(client, cycle, page):
    make_notice(cycle)
    seat = live_invitations(cycle)[0].seat
    seat.invitations.update(withdrawn_at=NOW)
    seat.tenures.update(to_on=NOW.date())

    assert client.get(page).status_code == 410


def test_link_to_a_community_of_another_kind_is_refused(client, cycle):
    link = open_link(client, cycle)
    other = make_community(cycle.community.association, kind="DOM")
    link.occasion = community_occasion(other.pk)
    link.save()

    assert client.get(f"/p/e/{link.reference}/novedades/").status_code == 410


def test_page_without_the_token_shown_is_refused(client, cycle, page):
    client.cookies.clear()

    assert client.get(page).status_code == 410


def test_question_reaches_the_team_once_and_is_said_back(client, cycle, page):
    ask = {"text": "¿Quién firma?\r\n¿Y cuándo?", "shows_name": "on"}
    form = read(client, page + "preguntar/")
    done = [client.post(page + "preguntar/", ask, follow=True) for _press in range(2)]

    question = Question.objects.get()
    assert "Pregunta <b>Directora 000</b>" in form
    assert (question.text, question.shows_name) == ("¿Quién firma?\n¿Y cuándo?", True)
    assert "La respuesta irá a su correo" in text_of(done[0])
    assert "aún sin respuesta" in text_of(done[1])


def test_question_of_who_has_no_address_will_be_answered_here(client, cycle, page):
    ContactPoint.objects.all().delete()

    done = client.post(page + "preguntar/", {"text": "¿?"}, follow=True)

    assert "La respuesta quedará aquí." in text_of(done)


@pytest.mark.parametrize(
    ("text", "said"), [("", "Escriba su pregunta."), ("x" * 1001, "déjela en 1.000 letras")]
)
def test_question_with_a_fault_is_asked_again_with_what_was_typed(client, page, text, said):
    response = client.post(page + "preguntar/", {"text": text, "shows_name": "on"})

    shown = text_of(response)
    assert (response.status_code, Question.objects.count()) == (422, 0)
    assert (said in shown, text in shown, "checked" in shown) == (True, True, True)


def test_questions_show_the_own_and_those_answered_for_all(client, cycle, page):
    make_question(cycle, "¿La mía?")
    make_answered(cycle, "¿De otra, para todos?", place=1)
    make_answered(cycle, "¿De otra, en privado?", place=1, audience="asker")
    make_question(cycle, "¿De otra, sin responder?", place=1)

    shown = read(client, page + "preguntas/")

    texts = ("¿La mía?", "¿De otra, para todos?", "¿De otra, en privado?", "sin responder?")
    assert [text in shown for text in texts] == [True, True, False, False]


def test_questions_ask_as_much_for_one_as_for_three(client, cycle, page):
    asked = []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            make_question(cycle, f"¿Mía {number}?")
            make_answered(cycle, f"¿Ajena {number}?", place=1)
        with CaptureQueriesContext(connection) as queries:
            read(client, page + "preguntas/")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_questions_of_nobody_yet_invite_to_ask(client, page):
    assert "La suya puede ser la primera." in read(client, page + "preguntas/")


@pytest.mark.parametrize("shows_name", [True, False])
def test_name_of_who_asked_is_shown_only_with_leave(client, cycle, page, shows_name):
    question = make_answered(cycle, place=1, shows_name=shows_name)

    shown = [read(client, f"{page}preguntas/{part}") for part in ("", f"{question.pk}/")]

    assert ["Directora 001" in each for each in shown] == [shows_name, shows_name]
    assert "Firma la alcaldesa." in shown[1]


def test_answer_for_one_alone_is_absent_for_the_others(client, cycle, page):
    question = make_answered(cycle, place=1, audience="asker")

    assert client.get(f"{page}preguntas/{question.pk}/").status_code == 404


def test_own_answer_says_that_only_oneself_sees_it(client, cycle, page):
    question = make_answered(cycle, audience="asker")

    shown = read(client, f"{page}preguntas/{question.pk}/")

    assert ("Firma la alcaldesa." in shown, "Solo usted la ve." in shown) == (True, True)


def test_own_question_waiting_or_set_aside_says_so(client, cycle, page):
    question = make_question(cycle)
    waiting = read(client, f"{page}preguntas/{question.pk}/")
    set_question_aside(question=question, reason="Es ajena.", user=writer_of(cycle), now=NOW)

    assert "aún no tiene respuesta" in waiting
    assert "dejó aparte: Es ajena." in read(client, f"{page}preguntas/{question.pk}/")


def test_digest_job_tells_the_next_session_that_was_announced(cycle, clock):
    make_notice(cycle)
    for number, (wall, state) in enumerate(SESSIONS, start=1):
        make_session(cycle, number, wall=wall, state=state)
    at(clock, datetime.fromisoformat("2027-02-01T11:00-03:00"))

    sweep_digests()

    told = {mail.body.partition("Próxima sesión: ")[2].splitlines()[0] for mail in mails("digest")}
    assert told == {"martes 9 de marzo, 10:00 (hora de Chile continental). Tema 2"}
    assert (len(mails("digest")), Notice.objects.count()) == (2, 1)


SESSIONS = [
    ("2027-02-23T10:00", "planned"),
    ("2027-03-09T10:00", "announced"),
    ("2027-03-23T10:00", "announced"),
]
