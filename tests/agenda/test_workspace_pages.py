"""The page of one statement: what it shows, to whom, and what can be done there."""

import pytest
from django.urls import reverse

from convoca.agenda.models import Code, Coding, Memo, Statement
from convoca.agenda.services import code_statement, cut_statement, mark_sensitive
from convoca.directory.models import TeamMember
from tests.agenda.coding import codes_of, cycle_of, give, live_pieces, make_code
from tests.agenda.pages import count_queries, page, press, text_of
from tests.factories.agenda import answer_interview, make_interviews, make_statement
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
MOST_BYTES = 150_000
WORDS = "Falta gente. Y falta plata."


@pytest.fixture
def expert(client):
    """Sign in an expert of the community of a cycle."""

    def enter(cycle):
        user = make_user(cycle.community.association, "experta@ejemplo.cl")
        TeamMember.objects.create(community=cycle.community, user=user, role=TeamMember.Role.EXPERT)
        client.force_login(user)
        return client

    return enter


def two_interviews():
    """Make two finished interviews of two regions: one said A and B, the other C."""
    first, second = make_interviews(2)
    answer_interview(first, texts={"problems": "Dicho uno.\nDicho dos."})
    answer_interview(second, texts={"first": "Dicho tres."})
    return first, second


def test_statement_page_shows_its_codes_source_and_answer(sign_in):
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nDos."})
    one, _ = interview.statements.order_by("start")
    give(one, make_code(interview.cycle.community, "Plazos", definition="Fechas que no dan."))

    shown = text_of(page(sign_in(interview.cycle), "statement", interview.cycle_id, one.pk))

    assert "<mark>Uno.</mark>" in shown
    assert 'Quitar<span class="visually-hidden"> Plazos</span>' in shown
    assert "Dirección de una comuna" in shown
    assert "Fechas que no dan." in shown


def test_statement_that_was_cut_leads_on_and_says_so(sign_in):
    statement = make_statement(WORDS)
    cut_statement(statement=statement, places=[13], user=None, now=NOW)
    client = sign_in(cycle_of(statement))

    response = page(client, "statement", statement.interview.cycle_id, statement.pk)

    assert response.url == reverse("agenda:statements", args=[statement.interview.cycle_id])
    assert "Este dicho ya no está así" in text_of(client.get(response.url))


def test_expert_sees_neither_name_nor_comuna_nor_what_is_sensitive(expert):
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nLo secreto."})
    open_one, secret = interview.statements.order_by("start")
    mark_sensitive(statement=secret, is_sensitive=True)
    client, cycle = expert(interview.cycle), interview.cycle

    pages = [
        text_of(page(client, "statements", cycle.pk)),
        text_of(page(client, "statement", cycle.pk, open_one.pk)),
        text_of(page(client, "statement_interview", cycle.pk, open_one.pk)),
        text_of(page(client, "coded", cycle.pk, state="all")),
    ]

    assert all("Uno." in shown for shown in pages)
    hidden = ["Lo secreto.", interview.person.name, interview.seat.municipality.comuna_name]
    assert [word for word in hidden for shown in pages if word in shown] == []
    assert page(client, "statement", cycle.pk, secret.pk).status_code == 404
    assert press(client, "code", cycle.pk, secret.pk, name="Plata").status_code == 404


def test_coordinator_reads_and_frees_what_is_sensitive(sign_in):
    statement = make_statement("Lo secreto.")
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    press(client, "sensitive", cycle.pk, statement.pk, sensitive="yes")
    shown = text_of(page(client, "coded", cycle.pk, state="sensitive"))
    press(client, "sensitive", cycle.pk, statement.pk, sensitive="no")

    assert "Lo secreto." in shown
    statement.refresh_from_db()
    assert statement.is_sensitive is False


def test_expert_who_marks_a_statement_goes_on_with_the_next(expert):
    statement = make_statement("Lo secreto.")
    client, cycle = expert(cycle_of(statement)), cycle_of(statement)

    response = press(client, "sensitive", cycle.pk, statement.pk, sensitive="yes")

    assert response.url.startswith(reverse("agenda:statements", args=[cycle.pk]))
    assert "lo lee solo quien coordina" in text_of(client.get(response.url))


def test_queue_page_keeps_to_its_filters(sign_in):
    first, second = two_interviews()
    client, cycle = sign_in(first.cycle), first.cycle
    region = second.seat.municipality.region_id

    by_question = text_of(page(client, "statements", cycle.pk, question="first"))
    by_words = text_of(page(client, "statements", cycle.pk, words="DOS"))
    none = text_of(page(client, "statements", cycle.pk, words="nadie dijo esto"))
    by_region = text_of(page(client, "statements", cycle.pk, region=region, question="first"))

    assert "Dicho tres.</blockquote>" in by_question
    assert "Dicho dos.</blockquote>" in by_words
    assert "Nada por codificar con estos filtros" in none
    assert "Dicho tres.</blockquote>" in by_region


def test_expert_cannot_narrow_to_fewer_than_five_interviews(expert):
    first, _second = two_interviews()
    client, region = expert(first.cycle), first.seat.municipality.region_id

    shown = text_of(page(client, "statements", first.cycle_id, region=region))

    assert "Nada por codificar con estos filtros" in shown
    assert 'name="region"' not in shown


def test_code_goes_to_the_next_with_the_same_filters(sign_in):
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nDos."})
    one, two = interview.statements.order_by("start")
    client = sign_in(interview.cycle)
    address = reverse("agenda:code", args=[interview.cycle_id, one.pk])

    response = client.post(f"{address}?question=problems", {"name": "Plazos"})

    assert response.url.endswith(f"?question=problems&after={one.pk}")
    assert f"{two.text}</blockquote>" in text_of(client.get(response.url))


def test_code_page_refused_keeps_what_was_ticked_and_written(sign_in):
    statement = make_statement()
    cycle = cycle_of(statement)
    code = make_code(cycle.community, "Plazos")
    client = sign_in(cycle)

    response = press(client, "code", cycle.pk, statement.pk, codes=[code.pk], name="Plazos")

    shown = text_of(response)
    assert response.status_code == 409
    assert f'value="{code.pk}" id="code-{code.pk}" checked' in shown
    assert 'value="Plazos"' in shown


def test_cut_and_join_from_the_page(sign_in):
    statement = make_statement(WORDS)
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    press(client, "cut", cycle.pk, statement.pk, places=[13])
    after_cut = live_pieces(statement.interview)
    second = Statement.objects.get(text="Y falta plata.")
    press(client, "join", cycle.pk, second.pk, **{"with": "before"})

    assert after_cut == [("Falta gente.", []), ("Y falta plata.", [])]
    assert live_pieces(statement.interview) == [(WORDS, [])]


@pytest.mark.parametrize("places", [[], ["0"], ["99"], ["x"]])
def test_cut_without_a_good_place_says_what_to_do(sign_in, places):
    statement = make_statement(WORDS)
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    response = press(client, "cut", cycle.pk, statement.pk, places=places)

    assert "Elija dónde cortar" in text_of(client.get(response.url))
    assert live_pieces(statement.interview) == [(WORDS, [])]


def test_join_of_the_only_statement_says_so(sign_in):
    statement = make_statement(WORDS)
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    response = press(client, "join", cycle.pk, statement.pk, **{"with": "after"})

    assert "no hay otro dicho de la misma respuesta" in text_of(client.get(response.url))


def test_undo_takes_back_the_last_act_once(sign_in):
    statement = make_statement()
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)
    press(client, "code", cycle.pk, statement.pk, name="Plazos")
    act = Coding.objects.get().made_in_id

    first = press(client, "undo_coding", cycle.pk, act=act)
    again = press(client, "undo_coding", cycle.pk, act=act)

    assert first.url == reverse("agenda:statement", args=[cycle.pk, statement.pk])
    assert "Ya se había deshecho" in text_of(client.get(again.url))
    assert codes_of(statement) == []


def test_nobody_undoes_what_another_did(sign_in):
    statement = make_statement()
    give(statement, make_code(cycle_of(statement).community))
    act = Coding.objects.get().made_in_id
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    press(client, "undo_coding", cycle.pk, act=act)

    assert codes_of(statement) == ["Rendiciones"]


def test_memo_is_kept_listed_and_taken_off_by_who_wrote_it(sign_in):
    statement = make_statement("Rendimos.")
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    for _ in range(2):
        press(client, "memo", cycle.pk, statement.pk, text="Se repite en el norte.")
    listed = text_of(page(client, "coded", cycle.pk, state="memo"))
    memo = Memo.objects.get()
    press(client, "remove_memo", cycle.pk, memo.pk)

    assert "Nota: Se repite en el norte." in listed
    assert "0 dichos" in text_of(page(client, "coded", cycle.pk, state="memo"))


def test_memo_of_another_or_without_words_is_refused(sign_in):
    statement = make_statement()
    cycle = cycle_of(statement)
    theirs = Memo.objects.create(
        community=cycle.community, statement=statement, text="Ajena.", at=NOW
    )
    client = sign_in(cycle)

    empty = press(client, "memo", cycle.pk, statement.pk, text=" ")

    assert "Escriba la nota antes de guardarla." in text_of(client.get(empty.url))
    refused = press(client, "remove_memo", cycle.pk, theirs.pk)
    assert "Esta nota la escribió otra persona." in text_of(client.get(refused.url))
    theirs.refresh_from_db()
    assert theirs.deleted_at is None


def test_aside_with_its_code_retired_says_to_choose_another(sign_in):
    statement = make_statement()
    make_code(cycle_of(statement).community, "Sin contenido", is_codable=False)
    client, cycle = sign_in(cycle_of(statement)), cycle_of(statement)

    response = press(client, "aside", cycle.pk, statement.pk)

    assert "«Sin contenido» ya no está en uso." in text_of(client.get(response.url))


def test_statement_page_with_200_codes_and_much_said_stays_light(sign_in):
    interview = answer_interview(make_interviews()[0], texts={"problems": "Uno.\nDos.\nTres."})
    cycle = interview.cycle
    one, *_ = interview.statements.all()
    fill_book(cycle.community, 197)
    fill_answer(interview, 5000)
    client = sign_in(cycle)

    response = page(client, "statement", cycle.pk, one.pk)

    assert response.status_code == 200
    assert len(response.content) <= MOST_BYTES


def fill_book(community, count):
    """Put codes into the book in one stroke: their history is not looked at here."""
    Code.objects.bulk_create(
        Code(
            community=community,
            name=f"Código {number} de la lista larga",
            definition="Lo que se dice de esto en la dirección, con sus plazos.",
            created_at=NOW,
        )
        for number in range(count)
    )


def fill_answer(interview, count):
    """Put many statements into the queue, of an answer beside the one that is read."""
    Statement.objects.bulk_create(
        Statement(
            interview=interview,
            question="first",
            text=f"Dicho {number}.",
            start=number * 20,
            end=number * 20 + 10,
            created_at=NOW,
        )
        for number in range(count)
    )


def test_queue_page_asks_the_database_the_same_for_any_number(sign_in):
    interview = answer_interview(make_interviews()[0], texts={"problems": "A.\nB."})
    client, cycle = sign_in(interview.cycle), interview.cycle
    fill_book(cycle.community, 1)

    few = count_queries(client, "statements", cycle.pk)
    for name in ("Otro", "Uno más"):
        make_code(cycle.community, name)
    fill_answer(interview, 3)
    for statement in Statement.objects.filter(question="first")[:2]:
        code_statement(statement=statement, codes=[Code.objects.first()], user=None, now=NOW)

    assert count_queries(client, "statements", cycle.pk) == few
