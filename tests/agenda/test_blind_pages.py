import pytest
from django.urls import reverse

from convoca.agenda.models import BlindRound
from convoca.agenda.queries.blind_rounds import live_items, own_codes
from convoca.agenda.services.coding import code_statement
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.blind_rounds import (
    code_blind,
    make_blind_round,
    make_coder,
    make_said_cycle,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
QUERIES = 18


def codes_of(blind_round):
    return list(blind_round.cycle.community.codes.order_by("name"))


def make_compared_round(**more):
    """Make a round in which both agree on the first statement alone."""
    blind_round = make_blind_round(**more)
    money, terms = codes_of(blind_round)
    count = live_items(blind_round).count()
    code_blind(blind_round, blind_round.first, *[[money]] * count)
    code_blind(blind_round, blind_round.second, [money], *[[terms]] * (count - 1))
    return blind_round


def test_rounds_page_opens_one_for_two_people(sign_in):
    cycle = make_said_cycle(10)
    client = sign_in(cycle)
    first, second = make_coder(cycle), make_coder(cycle, "luis@ejemplo.cl")

    response = press(
        client, "blind_rounds", cycle.pk, first=first.pk, second=second.pk, share="0.2"
    )

    opened = BlindRound.objects.get()
    assert response.url == reverse("agenda:blind_round", args=[cycle.pk, opened.pk])
    assert (opened.first, opened.second, opened.items.count()) == (first, second, 2)
    assert "0 de 2 · 0 %" in text_of(client.get(response.url))


def test_rounds_page_pressed_twice_says_that_one_is_open(sign_in):
    blind_round = make_blind_round()
    cycle = blind_round.cycle
    both = {"first": blind_round.first_id, "second": blind_round.second_id, "share": "0.1"}

    response = press(sign_in(cycle), "blind_rounds", cycle.pk, **both)

    assert response.status_code == 409
    assert "Ya hay una ronda a ciegas abierta." in text_of(response)


def test_rounds_page_without_people_keeps_the_form(sign_in):
    cycle = make_said_cycle(3)

    response = press(sign_in(cycle), "blind_rounds", cycle.pk, share="0.2")

    assert response.status_code == 422
    assert "Elija a una persona." in text_of(response)


def test_rounds_page_of_a_coder_cannot_open(client):
    cycle = make_said_cycle(3)
    client.force_login(make_coder(cycle))

    assert "La abre quien coordina" in text_of(page(client, "blind_rounds", cycle.pk))
    assert press(client, "blind_rounds", cycle.pk).status_code == 404


def test_coding_page_shows_nothing_of_what_others_gave(client):
    blind_round = make_blind_round()
    cycle, (money, terms) = blind_round.cycle, codes_of(blind_round)
    client.force_login(blind_round.first)
    before = page(client, "blind_next", cycle.pk, blind_round.pk)
    code_blind(blind_round, blind_round.second, [money], [terms])
    for item in live_items(blind_round):
        code_statement(statement=item.statement, codes=[terms], user=None, now=NOW)

    after = page(client, "blind_next", cycle.pk, blind_round.pk)

    assert without_csrf(after) == without_csrf(before)
    assert blind_round.second.email not in text_of(after)
    assert "checked" not in after.content.decode()


def without_csrf(response):
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "nonce" not in line]


def test_list_of_coded_statements_leaves_out_those_of_a_round(sign_in):
    blind_round = make_blind_round()
    item = blind_round.items.first()
    code_statement(statement=item.statement, codes=[codes_of(blind_round)[0]], user=None, now=NOW)

    shown = page(sign_in(blind_round.cycle), "coded", blind_round.cycle_id)

    assert item.statement.text not in text_of(shown)


def test_coding_page_goes_on_to_the_comparison_with_the_last(client):
    blind_round = make_blind_round()
    cycle, (money, _terms) = blind_round.cycle, codes_of(blind_round)
    code_blind(blind_round, blind_round.second, [money], [money])
    client.force_login(blind_round.first)
    first, last = live_items(blind_round)

    press(client, "blind_code", cycle.pk, blind_round.pk, first.pk, codes=[str(money.guid)])
    shown = text_of(page(client, "blind_next", cycle.pk, blind_round.pk))
    response = press(client, "blind_code", cycle.pk, blind_round.pk, last.pk, none="1")

    assert "1 de 2 dichos a ciegas" in shown
    assert "Corregir el último" in shown
    assert response.url == reverse("agenda:blind_round", args=[cycle.pk, blind_round.pk])
    assert own_codes(last, blind_round.first) == []


def test_coding_page_without_a_code_says_what_to_do(client):
    blind_round = make_blind_round()
    client.force_login(blind_round.first)
    item = blind_round.items.first()

    response = press(client, "blind_code", blind_round.cycle_id, blind_round.pk, item.pk)

    assert response.status_code == 409
    assert "presione «Ninguno calza»" in text_of(response)


def test_coding_page_is_not_there_for_others(sign_in):
    blind_round = make_blind_round()
    args = (blind_round.cycle_id, blind_round.pk)

    assert page(sign_in(blind_round.cycle), "blind_next", *args).status_code == 404


def test_coding_page_after_the_end_leads_to_the_comparison(client):
    blind_round = make_compared_round()
    client.force_login(blind_round.first)
    item = blind_round.items.first()
    args = (blind_round.cycle_id, blind_round.pk)

    assert page(client, "blind_next", *args).status_code == 302
    assert press(client, "blind_code", *args, item.pk, none="1").status_code == 302
    assert own_codes(item, blind_round.first) != []


def test_comparison_page_shows_one_number_and_both_side_by_side(sign_in):
    blind_round = make_compared_round()

    shown = text_of(
        page(sign_in(blind_round.cycle), "blind_round", blind_round.cycle_id, blind_round.pk)
    )

    assert "Acuerdo: 0,00" in shown
    assert "De 2 dichos," in shown
    assert "dieron exactamente lo mismo en 1 (50 %)." in shown
    assert "«Plata» por «Plazos»: 1 vez" in shown
    assert "Aceptar 1 en que coinciden" in shown
    assert "Quedan 2 dichos por resolver" in shown


def test_comparison_page_is_settled_with_a_reason(sign_in):
    blind_round = make_compared_round()
    client, args = sign_in(blind_round.cycle), (blind_round.cycle_id, blind_round.pk)
    money = codes_of(blind_round)[0]
    press(client, "blind_agreed", *args)
    waiting = blind_round.items.get(settled_at__isnull=True)
    asked = text_of(page(client, "blind_settle", *args, waiting.pk))
    refused = press(client, "blind_settle", *args, waiting.pk, codes=[str(money.guid)])
    press(client, "blind_settle", *args, waiting.pk, codes=[str(money.guid)], reason="Es de plata.")

    assert "Plazos" in asked
    assert (refused.status_code, "Escriba por qué" in text_of(refused)) == (409, True)
    assert "Ronda resuelta" in text_of(page(client, "blind_round", *args))
    assert "0,00" in text_of(page(client, "blind_rounds", blind_round.cycle_id))


def test_settle_page_by_two_at_once_tells_the_second(sign_in):
    blind_round = make_compared_round()
    client, args = sign_in(blind_round.cycle), (blind_round.cycle_id, blind_round.pk)
    item = blind_round.items.first()
    for _time in range(2):
        response = press(client, "blind_settle", *args, item.pk, reason="Nada.")

    assert response.status_code == 409
    assert "cambió mientras tanto" in text_of(response)


def test_round_page_replaces_somebody_and_cancels(sign_in):
    blind_round = make_blind_round()
    cycle = blind_round.cycle
    client, args = sign_in(cycle), (cycle.pk, blind_round.pk)
    came = make_coordinator(cycle.community, "eva@ejemplo.cl")
    who = {"left": blind_round.first_id, "came": came.pk}

    refused = press(client, "blind_replace", *args, **who)
    press(client, "blind_replace", *args, **who, reason="Está de viaje.")
    replaced = text_of(page(client, "blind_round", *args))
    press(client, "blind_cancel", *args)
    press(client, "blind_cancel", *args, reason="Sin tiempo.")

    assert (refused.status_code, "Escriba el motivo." in text_of(refused)) == (422, True)
    assert "Está de viaje." in replaced
    assert "Sin tiempo." in text_of(page(client, "blind_rounds", cycle.pk))


@pytest.mark.parametrize("statements", [10, 30])
def test_comparison_page_asks_the_database_the_same_for_any_number(sign_in, statements):
    blind_round = make_compared_round(statements=statements)
    client = sign_in(blind_round.cycle)

    assert count_queries(client, "blind_round", blind_round.cycle_id, blind_round.pk) == QUERIES
