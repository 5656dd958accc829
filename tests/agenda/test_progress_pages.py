import pytest

from convoca.agenda.services import prepare_interviews
from convoca.convening.models import Invitation
from convoca.directory.models import TeamMember
from tests.agenda.pages import count_queries, page, text_of
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.convening import answer, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_association, make_user

pytestmark = pytest.mark.django_db


def test_progress_page_shows_counts_the_curve_and_who_asked(sign_in):
    done, _missing = make_interviews(2)
    answer_interview(done)

    shown = text_of(page(sign_in(done.cycle), "progress", done.cycle_id))

    assert "1 de 2 entrevistas hechas" in shown
    assert "Existen 2 puestos; participan 2." in shown
    assert "Con 10 entrevistas hechas se verá la primera columna completa." in shown
    assert "menos de 5 entrevistas: no se muestra" in shown


def test_progress_page_before_anybody_accepts_says_what_to_do(sign_in):
    cycle = make_invited_cycle()

    shown = text_of(page(sign_in(cycle), "progress", cycle.pk))

    assert "Aún no hay a quién entrevistar" in shown


def test_progress_page_shows_who_only_interviews_nothing_of_the_others(client):
    interview = answer_interview(make_interviews()[0])
    user = make_user(interview.cycle.community.association)
    role = TeamMember.Role.INTERVIEWER
    TeamMember.objects.create(community=interview.cycle.community, user=user, role=role)
    client.force_login(user)

    response = page(client, "progress", interview.cycle_id)

    assert (response.status_code, "según quién pregunta" in text_of(response)) == (200, False)


def test_progress_page_of_another_association_is_absent(client):
    interview = make_interviews()[0]
    client.force_login(make_user(make_association("OTRA"), administrator=True))

    response = page(client, "progress", interview.cycle_id)

    assert (response.status_code, "Metropolitana" in text_of(response)) == (404, False)


def test_progress_page_asks_the_database_the_same_for_any_number(sign_in):
    cycle = make_invited_cycle(3)
    client = sign_in(cycle)
    first, *others = Invitation.objects.all()

    def count_after_yes(invitations):
        for invitation in invitations:
            answer(invitation)
        prepare_interviews(cycle=cycle, now=NOW)
        for interview in cycle.interviews.filter(state="pending"):
            answer_interview(interview, texts={"problems": "Falta gente."})
        return count_queries(client, "progress", cycle.pk)

    assert count_after_yes([first]) == count_after_yes(others)
