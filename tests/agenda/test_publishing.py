"""The agenda before everybody: what it says, what it never says, and what leaves it at once."""

import re

import pytest
from django.urls import reverse

from convoca.agenda.agenda_sheet import Sheet, SheetPart, SheetTopic, render_sheet
from convoca.agenda.errors import AgendaUnconfirmedError
from convoca.agenda.models import AgendaQuote
from convoca.agenda.queries.published import chosen_quotes, tell_agenda
from convoca.agenda.queries.statements import Quote
from convoca.agenda.services.consents import change_consent
from convoca.agenda.services.publishing import publish_agenda, unpublish_agenda
from convoca.agenda.views.published import write_sheet
from tests.agenda.pages import page, press, text_of
from tests.agenda.publishing import WORDS, make_confirmed, pair_of
from tests.factories.agenda import make_interviews
from tests.factories.cycles import NOW
from tests.factories.delphi import BUYING
from tests.factories.directory import make_association, make_community, make_coordinator

pytestmark = pytest.mark.django_db
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def publish(agenda, *pairs, **more):
    return publish_agenda(cycle=agenda.cycle, quotes=pairs, user=None, now=NOW, **more)


def public(client, agenda, name="agenda"):
    words = tell_agenda(agenda).address_words
    return client.get(reverse(f"public:{name}", args=[words, agenda.cycle_id]))


def withdraw(agenda, purpose="quote"):
    interview = agenda.cycle.interviews.get(statements__text=WORDS)
    change_consent(interview=interview, purpose=purpose, is_given=False, now=NOW)


def test_agenda_that_nobody_confirmed_cannot_be_published():
    cycle = make_interviews()[0].cycle

    with pytest.raises(AgendaUnconfirmedError):
        publish_agenda(cycle=cycle, quotes=[], user=None, now=NOW)
    with pytest.raises(AgendaUnconfirmedError):
        unpublish_agenda(cycle=cycle, user=None)


def test_published_page_tells_topics_reasons_and_rule_to_anybody(client):
    agenda = make_confirmed(5)
    publish(agenda)

    shown = text_of(public(client, agenda))

    assert "Agenda de Comunidad SECPLAN, ciclo 1" in shown
    assert f"1. {BUYING}" in shown
    assert "Lo marcaron urgente 5 de las 5 personas entrevistadas" in shown
    assert "100 % de los directores tiene al menos un tema suyo." in shown
    assert WORDS not in shown


def test_published_page_of_fewer_than_five_gives_no_share(client):
    agenda = make_confirmed(4)
    publish(agenda)

    shown = text_of(public(client, agenda))

    assert "de 4 entrevistas en 1 región." in shown
    assert "Lo marcaron urgente" not in shown
    assert "100 %" not in shown


def test_unpublished_agenda_opens_to_nobody(client):
    agenda = make_confirmed()
    before = public(client, agenda).status_code
    publish(agenda)
    between = public(client, agenda).status_code
    unpublish_agenda(cycle=agenda.cycle, user=None)

    assert (before, between, public(client, agenda).status_code) == (404, 200, 404)
    assert public(client, agenda, "agenda_sheet").status_code == 404


def test_public_address_is_readable_and_other_words_lead_to_it(client):
    agenda = make_confirmed()
    publish(agenda)

    answer = client.get(reverse("public:agenda", args=["cualquiera", agenda.cycle_id]))

    assert answer.url == f"/publico/amuch-comunidad-secplan-ciclo-1/agenda/{agenda.cycle_id}/"


def test_quote_is_shown_only_when_somebody_chose_it(client):
    agenda = make_confirmed()
    publish(agenda, pair_of(agenda))

    assert f"«{WORDS}»" in text_of(public(client, agenda))
    assert chosen_quotes(agenda) == {pair_of(agenda)[0]: [Quote(WORDS, "Dirección de una comuna")]}


def test_quote_that_is_not_offered_cannot_be_chosen():
    agenda = make_confirmed()
    theme, statement = pair_of(agenda)
    withdraw(agenda)

    publish(agenda, (theme, statement), (theme + 1, statement), (theme, 999_999))

    assert not AgendaQuote.objects.exists()


def test_choosing_again_keeps_the_day_and_drops_what_is_not_ticked():
    agenda = make_confirmed()
    publish(agenda, pair_of(agenda))
    first = AgendaQuote.objects.get()

    again = publish_agenda(
        cycle=agenda.cycle, quotes=[pair_of(agenda)], user=None, now=NOW.replace(day=9)
    )
    kept = AgendaQuote.objects.get()
    publish(agenda)

    assert (again.published_at, kept) == (NOW, first)
    assert not AgendaQuote.objects.exists()


def test_quotes_may_be_kept_for_the_sheet_without_publishing():
    agenda = make_confirmed()

    kept = publish(agenda, pair_of(agenda), is_public=False)

    assert kept.published_at is None
    assert [topic.quote for topic in write_sheet(tell_agenda(kept)).topics] == [WORDS]


def test_withdrawn_quote_leaves_page_and_sheet_at_once_and_comes_back_when_given(client):
    agenda = make_confirmed()
    publish(agenda, pair_of(agenda))
    withdraw(agenda)

    without = text_of(public(client, agenda)), write_sheet(tell_agenda(agenda))
    interview = agenda.cycle.interviews.get()
    change_consent(interview=interview, purpose="quote", is_given=True, now=NOW)

    assert WORDS not in without[0]
    assert [topic.quote for topic in without[1].topics] == [""]
    assert WORDS in text_of(public(client, agenda))


def test_published_agenda_is_the_same_when_an_interview_and_a_theme_are_gone(client):
    agenda = make_confirmed(5)
    publish(agenda)
    before = text_of(public(client, agenda))
    withdraw(agenda, "interview")
    agenda.cycle.community.themes.filter(title=BUYING).update(title="Otro", is_active=False)

    assert text_of(public(client, agenda)) == before


def test_sheet_is_one_accessible_page_with_the_name_of_the_association(client):
    agenda = make_confirmed(5)
    publish(agenda, pair_of(agenda))

    answer = public(client, agenda, "agenda_sheet")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('"agenda-amuch-comunidad-secplan-ciclo-1.pdf"')
    assert len(PAGES.findall(answer.content)) == 1
    assert b"pdfuaid" in answer.content
    assert write_sheet(tell_agenda(agenda)).association == "Asociación AMUCH"


@pytest.mark.parametrize("topics", [1, 4, 12])
def test_sheet_stays_on_one_page_whatever_was_said(topics):
    topic = SheetTopic("Un tema de título largo " * 3, "Por esto. " * 30, "Dicho. " * 40, "Aquí")
    part = SheetPart("Reserva #set text()", ["#pagebreak() no es una orden."])
    sheet = Sheet("Asociación", "Agenda", "Entrevistas.", [topic] * topics, [part], "Fin", "a4")

    assert len(PAGES.findall(render_sheet(sheet))) == 1


def test_team_publishes_with_the_quotes_it_ticked_and_takes_it_back(sign_in):
    agenda = make_confirmed()
    client = sign_in(agenda.cycle)
    theme, statement = pair_of(agenda)
    offered = text_of(page(client, "publish", agenda.cycle_id))

    answer = press(client, "publish", agenda.cycle_id, quote=f"{theme}-{statement}", publish="1")
    told = text_of(client.get(answer.url))
    taken_back = press(client, "unpublish", agenda.cycle_id)

    assert WORDS in offered
    assert "Publicada. Cualquiera con la dirección puede leerla." in told
    assert f'value="{theme}-{statement}" checked' in told
    assert "La agenda ya no está publicada." in text_of(client.get(taken_back.url))


def test_pairs_that_are_none_are_passed_over(sign_in):
    agenda = make_confirmed()
    client = sign_in(agenda.cycle)

    press(client, "publish", agenda.cycle_id, quote=["x-y", "7", "²-3", ""], publish="1")

    assert not AgendaQuote.objects.exists()


def test_page_before_confirming_says_what_to_do(sign_in):
    cycle = make_interviews()[0].cycle
    client = sign_in(cycle)

    assert "Primero confirme la agenda" in text_of(page(client, "publish", cycle.pk))
    answer = press(client, "publish", cycle.pk, publish="1")
    assert "Primero confirme la agenda." in text_of(client.get(answer.url))
    assert page(client, "sheet", cycle.pk).status_code == 404


def test_publishing_of_another_association_is_not_found(client):
    agenda = make_confirmed()
    client.force_login(
        make_coordinator(make_community(make_association("Otra")), "otra@ejemplo.cl")
    )

    for name in ("publish", "sheet"):
        assert page(client, name, agenda.cycle_id).status_code == 404
    assert press(client, "publish", agenda.cycle_id, publish="1").status_code == 404
    agenda.refresh_from_db()
    assert agenda.published_at is None


def test_sheet_is_for_the_whole_team_before_it_is_published(sign_in):
    agenda = make_confirmed()

    answer = page(sign_in(agenda.cycle), "sheet", agenda.cycle_id)

    assert answer.content.startswith(b"%PDF")
