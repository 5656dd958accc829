import pytest

from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.directory import make_association, make_community, make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview():
    return answer_interview(make_interviews()[0])


@pytest.fixture
def client(sign_in, interview):
    return sign_in(interview.cycle)


def test_page_shows_each_purpose_with_its_words_and_how_it_was_said(client, interview):
    shown = text_of(page(client, "consents", interview.cycle_id, interview.pk))

    assert "Citar sus palabras sin su nombre: sí" in shown
    assert "¿Podemos citar sus palabras, sin su nombre ni el de su comuna?" in shown
    assert "Sí, por su enlace personal" in shown


def test_spoken_withdrawal_is_recorded_with_who_heard_it(client, interview):
    answer = press(client, "consent", interview.cycle_id, interview.pk, "quote", word="no")

    shown = text_of(client.get(answer.url))
    word = interview.consents.get(purpose="quote", superseded_at__isnull=True)
    assert "Anotado: ya no lo permite." in shown
    assert "No, de palabra" in shown
    assert (word.is_given, word.way, word.recorded_by.name) == (
        False,
        "spoken",
        "Carla Coordinadora",
    )


def test_page_of_another_association_is_not_found(client, interview):
    other = make_coordinator(make_community(make_association("Otra")), "otra@ejemplo.cl")
    client.force_login(other)

    assert page(client, "consents", interview.cycle_id, interview.pk).status_code == 404
    assert (
        press(client, "consent", interview.cycle_id, interview.pk, "quote", word="no").status_code
        == 404
    )
    assert interview.consents.get(purpose="quote").is_given
