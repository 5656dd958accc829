"""The staff's pages of notices and of the digest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convoca.convening.models import Invitation
from convoca.directory.models import ContactPoint, TeamMember
from convoca.notices.models import Notice
from convoca.notices.queries import is_digest_on
from convoca.notices.services import edit_notice
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_user
from tests.factories.notices import (
    WORDS,
    given,
    mails,
    make_draft,
    make_notice,
    make_question,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("staff")]


def address(name, cycle, *args):
    return reverse(f"notices:{name}", args=[cycle.pk, *args])


def text_of(response):
    words = " ".join(response.content.decode().split())
    return words.replace("\N{NO-BREAK SPACE}", " ")


def read(client, name, cycle, *args):
    response = client.get(address(name, cycle, *args))
    assert response.status_code == 200
    return text_of(response)


def press(client, name, cycle, *args, **given):
    return client.post(address(name, cycle, *args), given, follow=True)


def held(page, *words):
    return [word in page for word in words]


def test_list_shows_drafts_reach_and_open_questions(client, cycle):
    make_notice(cycle)
    make_draft(cycle, title="A medias")
    make_question(cycle)

    page = read(client, "notices", cycle)

    assert page.index("A medias") < page.index("Nueva ley de compras")
    assert held(page, "0 de 2 · 0 %", "Preguntas por responder · 1", "se envía") == [True] * 3


def test_list_without_notices_says_what_to_do(client, cycle):
    assert "Todavía no hay novedades" in read(client, "notices", cycle)


def test_list_asks_as_much_for_one_notice_as_for_three(client, cycle):
    asked = []
    for titles in (["Primera"], ["Segunda", "Tercera"]):
        for title in titles:
            make_notice(cycle, title=title)
        with CaptureQueriesContext(connection) as queries:
            page = read(client, "notices", cycle)
        asked.append(len(queries))

    assert held(page, "Primera", "Segunda", "Tercera") == [True] * 3
    assert asked[0] == asked[1]


def test_written_notice_is_a_draft_until_it_is_published(client, cycle):
    kept = press(client, "new", cycle, **WORDS)
    notice = Notice.objects.get()
    asked = read(client, "publish", cycle, notice.pk)
    done = press(client, "publish", cycle, notice.pk, edition=notice.edition)

    assert "Nadie lo ve todavía" in text_of(kept)
    assert (
        held(asked, "¿Publicar para 2 personas?", "2 reciben un correo", "Directora 000")
        == [True] * 3
    )
    assert held(text_of(done), "Salen 2 correos", "Los correos salen en 30 segundos") == [True] * 2
    assert len(mails("notice")) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Escriba un título."),
        ({"text": "x" * 5001}, "déjelo en 5.000 letras"),
        ({"link": "ftp://a.cl/x"}, "A ese enlace le falta algo"),
        ({"link": "javascript:alert(1)"}, "A ese enlace le falta algo"),
        ({"audience": ""}, "Elija para quiénes es."),
    ],
)
def test_notice_with_a_fault_is_asked_again_and_nothing_is_lost(client, cycle, wrong, said):
    response = press(client, "new", cycle, **(WORDS | {"kind": "material"} | wrong))

    page = text_of(response)
    assert (response.status_code, Notice.objects.count()) == (422, 0)
    assert held(page, said, '<option value="material" selected>') == [True, True]


def test_title_of_a_notice_stays_on_one_line(client, cycle):
    press(client, "new", cycle, **(WORDS | {"title": "Ley\r\nAsunto:  otra"}))

    assert Notice.objects.get().title == "Ley Asunto: otra"


def test_draft_changed_meanwhile_shows_both_and_keeps_what_was_typed(client, cycle):
    notice = make_draft(cycle)
    other = make_user(cycle.community.association, "otra@ejemplo.cl", "Olga Otra")
    edit_notice(notice=notice, given=given(text="Lo de Olga"), edition=1, user=other, now=NOW)
    mine = WORDS | {"text": "Lo mío"}

    refused = press(client, "edit", cycle, notice.pk, edition=1, **mine)
    again = press(client, "edit", cycle, notice.pk, edition=2, **mine)

    page = text_of(refused)
    assert (refused.status_code, again.status_code) == (409, 200)
    assert held(page, "Lo de Olga", "Lo mío", 'name="edition" value="2"') == [True] * 3
    assert Notice.objects.get().text == "Lo mío"


def test_draft_read_for_a_change_shows_its_words(client, cycle):
    notice = make_draft(cycle, link="https://a.ejemplo.cl/1")

    page = read(client, "edit", cycle, notice.pk)

    assert held(page, notice.title, "https://a.ejemplo.cl/1", "Rige desde marzo.") == [True] * 3


def test_publication_of_a_draft_changed_meanwhile_shows_the_sample_again(client, cycle, staff):
    notice = make_draft(cycle)
    edit_notice(notice=notice, given=given(text="Lo de Olga"), edition=1, user=staff, now=NOW)

    refused = press(client, "publish", cycle, notice.pk, edition=1)

    page = text_of(refused)
    assert (refused.status_code, mails("notice")) == (409, [])
    assert held(page, "Lo de Olga", 'name="edition" value="2"') == [True, True]


@pytest.mark.parametrize("edition", ["", "x", "²", "9" * 30])
def test_publication_without_the_edition_that_was_read_is_refused(client, cycle, edition):
    notice = make_draft(cycle)

    assert press(client, "publish", cycle, notice.pk, edition=edition).status_code == 409


def test_publication_twice_leaves_one_and_says_so(client, cycle):
    notice = make_notice(cycle)

    again = press(client, "publish", cycle, notice.pk, edition=1)

    assert "ya está publicada" in text_of(again)
    assert client.get(address("publish", cycle, notice.pk)).status_code == 302
    assert len(mails("notice")) == 2


def test_publication_to_nobody_says_what_to_change(client, cycle):
    Invitation.objects.update(answer=Invitation.Answer.NO)
    notice = make_draft(cycle)

    page = read(client, "publish", cycle, notice.pk)
    tested = press(client, "publish_test", cycle, notice.pk)

    assert held(page, "Todavía no hay a quién enviarla", "Sí, publicar") == [True, False]
    assert "Elija a todos los puestos" in text_of(tested)


def test_publication_says_beforehand_who_has_no_address(client, cycle):
    ContactPoint.objects.filter(person__name="Directora 001").delete()

    page = read(client, "publish", cycle, make_draft(cycle).pk)

    facts = ("1 recibe un correo.", "1 sin correo: páseles usted el texto del grupo.")
    assert held(page, *facts) == [True, True]


def test_test_mail_is_sent_to_who_presses(client, cycle):
    notice = make_draft(cycle)

    page = text_of(press(client, "publish_test", cycle, notice.pk))

    assert "La prueba va en camino a coordinadora@ejemplo.cl." in page
    assert [mail.to_address for mail in mails("test")] == ["coordinadora@ejemplo.cl"]


def test_undo_is_offered_for_half_a_minute(client, cycle, clock):
    notice = make_notice(cycle)
    in_time = read(client, "notice", cycle, notice.pk)
    undone = text_of(press(client, "undo", cycle, notice.pk))
    press(client, "publish", cycle, notice.pk, edition=1)
    clock.shift(timedelta(seconds=30))
    late = read(client, "notice", cycle, notice.pk)
    refused = text_of(press(client, "undo", cycle, notice.pk))

    assert held(in_time, "Deshacer")[0] and "Correos que no saldrán: 2." in undone
    assert held(late, "Deshacer") == [False]
    assert "no queda nada que deshacer" in refused


def test_published_notice_shows_figures_and_the_text_for_the_group(client, cycle):
    notice = make_notice(cycle, link="https://a.ejemplo.cl/1")

    page = client.get(address("notice", cycle, notice.pk)).content.decode()

    copied = page.partition("readonly>")[2].partition("</textarea>")[0]
    assert copied == (
        "*Nueva ley de compras*\n\nRige desde marzo.\nVea https://leyes.ejemplo.cl/1\n\n"
        "https://a.ejemplo.cl/1\n\nAsociación AMUCH"
    )
    assert held(page, "<dt>Esperan salir</dt><dd>2</dd>", "<dt>No salieron</dt>") == [True, False]


def test_notice_shows_its_words_as_text_and_links_as_links(client, cycle):
    notice = make_draft(cycle, text="<b>Ojo</b> https://leyes.ejemplo.cl/1")

    page = read(client, "notice", cycle, notice.pk)

    assert held(page, "&lt;b&gt;Ojo", 'href="https://leyes.ejemplo.cl/1"') == [True, True]


def test_draft_is_discarded_and_a_published_notice_is_not(client, cycle):
    draft, notice = make_draft(cycle, title="A medias"), make_notice(cycle)

    press(client, "discard", cycle, draft.pk)
    refused = press(client, "discard", cycle, notice.pk)

    assert list(Notice.objects.all()) == [notice]
    assert "ya está publicada" in text_of(refused)


def test_edit_of_a_published_notice_is_refused_in_words(client, cycle):
    notice = make_notice(cycle)

    response = press(client, "edit", cycle, notice.pk, edition=1, **(WORDS | {"text": "x"}))

    assert "ya está publicada" in text_of(response)


def test_digest_is_switched_off_and_on(client, cycle):
    found = []
    for value in ("0", "1"):
        page = text_of(press(client, "digest", cycle, is_on=value))
        found.append((is_digest_on(cycle.community), "no se envía" in page))

    assert found == [(False, True), (True, False)]


def test_notice_of_another_community_is_absent(client, cycle, staff):
    other = make_cycle(make_community(cycle.community.association, kind="DOM"))
    notice = Notice.objects.create(
        community=other.community,
        cycle=other,
        title="Ajena",
        text="Ajena",
        written_by=staff,
        drafted_at=NOW,
    )

    asked = [(other, notice.pk), (cycle, notice.pk)]
    assert [client.get(address("notice", c, pk)).status_code for c, pk in asked] == [404, 404]


def test_who_only_interviews_does_not_reach_the_notices(client, cycle):
    user = make_user(cycle.community.association, "emilio@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=user, role="interviewer")
    client.force_login(user)

    assert client.get(address("notices", cycle)).status_code == 404
