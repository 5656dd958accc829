"""Who takes back the permission to be quoted disappears from every place, at once."""

import io
import zipfile

import pytest
from django.urls import reverse

from convoca.agenda.core.interviews.values import RatedTheme
from convoca.agenda.queries.published import tell_agenda
from convoca.agenda.services import code_statement, confirm_agenda, create_code
from convoca.agenda.services.consents import change_consent
from convoca.agenda.services.publishing import publish_agenda
from convoca.agenda.views.published import write_sheet
from tests.factories.agenda import answer_interview, make_interviews, rate, theme_named
from tests.factories.cycles import NOW
from tests.factories.delphi import BUYING

pytestmark = pytest.mark.django_db
WORDS = "Rendimos tres veces lo mismo a tres ministerios."
FILES = ("dichos.csv", "dichos.xlsx", "proyecto.qdpx")


@pytest.fixture
def interview():
    """One of five interviews; its words stand behind a topic of the published agenda."""
    interviews = [answer_interview(one, {BUYING: (5, 5)}) for one in make_interviews(5)]
    interview, theme = interviews[0], theme_named(interviews[0].cycle, BUYING)
    rate(interview, theme, RatedTheme(5, 5, WORDS))
    code = create_code(
        community=theme.community, name="Compras", definition="", theme=theme, user=None, now=NOW
    )
    code_statement(statement=interview.statements.get(), codes=[code], user=None, now=NOW)
    confirm_agenda(cycle=interview.cycle, chosen=None, reason="", user=None, now=NOW)
    pairs = [(theme.pk, interview.statements.get().pk)]
    publish_agenda(cycle=interview.cycle, quotes=pairs, user=None, now=NOW)
    return interview


def places(interview):
    """Return every address outside the coding room that shows what somebody said."""
    cycle, theme = interview.cycle, theme_named(interview.cycle, BUYING)
    words = tell_agenda(cycle.agenda).address_words
    return [
        reverse("agenda:agenda", args=[cycle.pk]),
        reverse("agenda:quotes", args=[cycle.pk, theme.pk]),
        reverse("agenda:framework", args=[cycle.pk]),
        reverse("agenda:publish", args=[cycle.pk]),
        reverse("public:agenda", args=[words, cycle.pk]),
        reverse("convening:seat", args=[cycle.pk, interview.seat_id]),
        *(reverse("agenda:exchange_file", args=[cycle.pk, what]) for what in FILES),
    ]


def said_in(client, address):
    """Return whether a page or a file holds the words; a file is looked into."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return WORDS in content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return any(
            WORDS in parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
        )


@pytest.mark.parametrize("purpose", ["quote", "interview"])
def test_withdrawn_words_leave_every_page_and_file_where_they_were(sign_in, interview, purpose):
    client, walk = sign_in(interview.cycle), places(interview)
    before = {address: said_in(client, address) for address in walk}

    change_consent(interview=interview, purpose=purpose, is_given=False, now=NOW)

    assert before == dict.fromkeys(walk, True)
    assert {address: said_in(client, address) for address in walk} == dict.fromkeys(walk, False)


def test_withdrawn_words_leave_the_sheet(interview):
    agenda = interview.cycle.agenda
    before = [topic.quote for topic in write_sheet(tell_agenda(agenda)).topics]

    change_consent(interview=interview, purpose="quote", is_given=False, now=NOW)

    assert before == [WORDS]
    assert [topic.quote for topic in write_sheet(tell_agenda(agenda)).topics] == [""]
