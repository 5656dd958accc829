import pytest
from django.urls import reverse

from convoca.agenda.models import Interview
from convoca.agenda.queries.interviews import PURPOSE
from convoca.agenda.services import prepare_interviews
from convoca.convening.models import Invitation
from convoca.directory.models import TeamMember
from convoca.messaging.models import Message
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.convening import answer, make_accepted_cycle, make_invited_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_user,
)

pytestmark = pytest.mark.django_db
BUYING = "Licitaciones y compras"


def test_interviews_page_says_how_many_are_done_and_who_is_missing(sign_in):
    done, missing = make_interviews(2)
    answer_interview(done)
    client = sign_in(done.cycle)

    shown = text_of(page(client, "interviews", done.cycle.pk, which="missing"))

    assert "1 de 2 entrevistas hechas" in shown
    assert missing.person.name in shown
    assert done.person.name not in shown
    assert "tel:+5691234" in shown


def test_interviews_page_before_anybody_accepts_says_what_to_do(sign_in):
    cycle = make_invited_cycle()

    shown = text_of(page(sign_in(cycle), "interviews", cycle.pk))

    assert "Aún no hay a quién entrevistar" in shown


def test_interviews_page_asks_the_database_the_same_for_any_number(sign_in):
    cycle = make_invited_cycle(3)
    client = sign_in(cycle)
    first, *others = Invitation.objects.all()

    def count_after_yes(invitations):
        for invitation in invitations:
            answer(invitation)
        prepare_interviews(cycle=cycle, now=NOW)
        return count_queries(client, "interviews", cycle.pk)

    assert count_after_yes([first]) == count_after_yes(others)


def test_interviews_page_of_another_association_is_absent(client):
    interview = make_interviews()[0]
    stranger = make_user(make_association("OTRA"), administrator=True)
    client.force_login(stranger)

    responses = [
        page(client, "interviews", interview.cycle_id),
        page(client, "step", interview.cycle_id, interview.pk, "consent"),
        page(client, "agenda", interview.cycle_id),
        page(client, "statements", interview.cycle_id),
        page(client, "themes", interview.cycle_id),
    ]

    assert [one.status_code for one in responses] == [404] * 5
    assert not any(interview.person.name in text_of(one) for one in responses)


def test_interview_of_another_cycle_is_absent_under_mine(sign_in):
    theirs = make_interviews()[0]
    mine = make_cycle(make_community(make_association("OTRA"), "DOM"))

    response = page(sign_in(mine), "step", mine.pk, theirs.pk, "consent")

    assert response.status_code == 404
    assert theirs.person.name not in text_of(response)


def test_interviewer_sees_interviews_and_not_the_coding(client):
    cycle = make_interviews()[0].cycle
    user = make_user(cycle.community.association)
    role = TeamMember.Role.INTERVIEWER
    TeamMember.objects.create(community=cycle.community, user=user, role=role)
    client.force_login(user)

    names = ("interviews", "agenda", "statements", "themes", "override")
    statuses = [page(client, name, cycle.pk).status_code for name in names]

    assert statuses == [200, 200, 404, 404, 404]


def test_links_page_asks_first_and_then_sends(sign_in):
    cycle = make_interviews(2)[0].cycle
    client = sign_in(cycle)

    asked = text_of(page(client, "links", cycle.pk))
    before = Message.objects.filter(purpose="interview").count()
    press(client, "links", cycle.pk)

    assert "2 personas recibirán un correo con su enlace personal" in asked
    assert "No hay a quién escribir" in text_of(page(client, "links", cycle.pk))
    assert (before, Message.objects.filter(purpose="interview").count()) == (0, 2)


def test_start_takes_the_interview_and_opens_its_first_question(sign_in):
    cycle = make_accepted_cycle()
    client = sign_in(cycle)

    response = client.post(
        reverse("agenda:start", args=[cycle.pk, Invitation.objects.get().seat_id]), follow=True
    )

    interview = Interview.objects.get()
    assert interview.interviewer.email == "coordinadora@ejemplo.cl"
    assert response.redirect_chain[-1][0] == reverse(
        "agenda:step", args=[cycle.pk, interview.pk, "consent"]
    )


def test_start_of_a_seat_that_has_not_accepted_says_so(sign_in):
    cycle = make_invited_cycle()
    path = reverse("agenda:start", args=[cycle.pk, Invitation.objects.get().seat_id])

    response = sign_in(cycle).post(path, follow=True)

    assert "Este puesto no ha aceptado participar" in text_of(response)


def test_assign_gives_and_takes_back(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    path = reverse("agenda:assign", args=[interview.cycle_id, interview.seat_id])

    owners = []
    for to in ("me", "nobody"):
        client.post(path, {"to": to})
        owners.append(Interview.objects.get().interviewer is not None)

    assert owners == [True, False]


def test_step_page_saves_answer_and_notes_and_goes_on(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    press(client, "step", interview.cycle_id, interview.pk, "consent", value="yes", note="Amable.")

    response = press(
        client, "step", interview.cycle_id, interview.pk, "problems",
        value="Falta gente.", probes=["¿Quién decide?"],
    )  # fmt: skip

    assert response.url == reverse("agenda:step", args=[interview.cycle_id, interview.pk, "first"])
    kept = dict(interview.answers.values_list("question", "value"))
    assert kept == {
        "consent": "yes",
        "consent:note": "Amable.",
        "problems": "Falta gente.",
        "problems:probes": ["¿Quién decide?"],
    }


def test_step_page_shows_what_is_saved(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    press(client, "step", interview.cycle_id, interview.pk, "consent", value="yes")

    shown = text_of(page(client, "step", interview.cycle_id, interview.pk, "consent"))

    assert "guardado a las" in shown
    assert "1 de 25 respuestas guardadas" in shown


def test_step_page_without_an_answer_keeps_the_form_and_says_what_is_missing(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    press(client, "step", interview.cycle_id, interview.pk, "consent", value="yes")
    theme = theme_named(interview.cycle, BUYING)

    response = press(
        client, "step", interview.cycle_id, interview.pk, f"theme-{theme.pk}",
        interest="4", example="La RS.",
    )  # fmt: skip

    assert response.status_code == 422
    assert "Elija un número del 1 al 5" in text_of(response)
    assert "La RS." in text_of(response)
    assert interview.ratings.count() == 0


def test_step_page_after_the_agenda_is_confirmed_refuses(sign_in):
    interview = answer_interview(make_interviews()[0], {BUYING: (5, 5)})
    client = sign_in(interview.cycle)
    press(client, "confirm", interview.cycle_id)

    response = press(client, "step", interview.cycle_id, interview.pk, "problems", value="Tarde.")

    assert response.status_code == 409
    assert "La agenda de este ciclo ya está confirmada" in text_of(response)


def test_last_step_finishes_the_interview(sign_in):
    interview = make_interviews()[0]
    answer_interview(interview)
    Interview.objects.update(state="started", done_at=None)
    client = sign_in(interview.cycle)

    response = client.post(
        reverse("agenda:step", args=[interview.cycle_id, interview.pk, "whatsapp"]),
        {"value": "no"},
        follow=True,
    )

    assert "entrevista hecha" in text_of(response)
    assert Interview.objects.get().state == "done"


def test_finish_with_something_owed_goes_there(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)
    press(client, "step", interview.cycle_id, interview.pk, "consent", value="yes")

    response = press(client, "finish", interview.cycle_id, interview.pk)

    assert response.url.endswith("/may_quote/")


def test_step_page_of_a_done_interview_goes_back_to_its_summary(sign_in):
    interview = answer_interview(make_interviews()[0])
    client = sign_in(interview.cycle)

    response = press(client, "step", interview.cycle_id, interview.pk, "problems", value="Más.")

    assert response.url == reverse("agenda:interview", args=[interview.cycle_id, interview.pk])
    assert "Cambio guardado." in text_of(client.get(response.url))


def test_step_page_that_is_not_asked_leads_to_the_one_that_is(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)

    response = client.get(
        reverse("agenda:step", args=[interview.cycle_id, interview.pk, "whatsapp"]), follow=True
    )

    assert response.redirect_chain[-1][0].endswith("/consent/")
    assert "Esa pregunta ya no está en la entrevista." in text_of(response)


def test_step_page_left_for_later_is_saved(sign_in):
    interview = make_interviews()[0]
    client = sign_in(interview.cycle)

    response = press(
        client, "step", interview.cycle_id, interview.pk, "consent", value="yes", later="1"
    )

    assert response.url == reverse("agenda:interviews", args=[interview.cycle_id])
    assert interview.answers.filter(question="consent", value="yes").exists()


def test_interviews_page_finds_by_comuna_and_by_interviewer(sign_in):
    first, second = make_interviews(2)
    client = sign_in(first.cycle)
    press(client, "assign", first.cycle_id, first.seat_id, to="me")
    comuna = second.seat.municipality.comuna_name

    mine = text_of(page(client, "interviews", first.cycle_id, which="mine"))
    found = text_of(page(client, "interviews", first.cycle_id, q=comuna.upper()))

    assert (first.person.name in mine, second.person.name in mine) == (True, False)
    assert (first.person.name in found, second.person.name in found) == (False, True)


def test_links_sent_by_mistake_are_taken_back_while_they_wait(client):
    cycle = make_interviews(2)[0].cycle
    client.force_login(make_coordinator(cycle.community))
    client.post(reverse("agenda:links", args=[cycle.pk]))

    page = client.get(reverse("agenda:interviews", args=[cycle.pk])).content.decode()
    undone = client.post(reverse("agenda:links_undo", args=[cycle.pk]), follow=True)

    assert "Deshacer el envío" in page
    assert "Se detuvieron 2 correos." in undone.content.decode()
    letters = Message.objects.filter(purpose=PURPOSE)
    assert set(letters.values_list("state", flat=True)) == {"cancelled"}
