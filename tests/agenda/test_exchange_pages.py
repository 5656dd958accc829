from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convoca.agenda.core.coding.refi.reading import read_codebook, read_project
from convoca.agenda.core.coding.refi.values import RefiCode
from convoca.agenda.core.coding.refi.writing import write_codebook
from convoca.agenda.models import CarriedFile, Code
from tests.agenda.pages import page, press, text_of
from tests.factories.agenda import make_interviews
from tests.factories.blind_rounds import make_coder, make_said_cycle

pytestmark = pytest.mark.django_db
OTHER = UUID(int=5)


def book(name="Agua"):
    content = write_codebook([RefiCode(str(OTHER), name)])
    return SimpleUploadedFile("otro.qdc", content)


def test_exchange_page_says_what_leaves(sign_in):
    cycle = make_said_cycle(2)

    shown = text_of(page(sign_in(cycle), "exchange", cycle.pk))

    assert "Salen 0 de 0 dichos con código" in shown
    assert "2 códigos con su definición" in shown


def test_exchange_page_is_for_who_coordinates(client):
    cycle = make_said_cycle(1)
    client.force_login(make_coder(cycle))

    assert page(client, "exchange", cycle.pk).status_code == 404
    assert page(client, "exchange_file", cycle.pk, "libro.qdc").status_code == 404


def test_files_are_given_with_their_names(sign_in):
    cycle = make_said_cycle(1)
    client = sign_in(cycle)

    files = {
        what: page(client, "exchange_file", cycle.pk, what)
        for what in ("libro.qdc", "proyecto.qdpx", "libro.docx", "dichos.csv", "dichos.xlsx")
    }

    assert [one.name for one in read_codebook(files["libro.qdc"].content)] == ["Plata", "Plazos"]
    assert read_project(files["proyecto.qdpx"].content).sources[0].text.startswith("Nos falta")
    assert files["dichos.csv"].content.decode("utf-8-sig") == "text;code\r\n"
    names = [one["Content-Disposition"] for one in files.values()]
    assert [name.partition("filename=")[2].split("-")[0] for name in names] == [
        '"libro',
        '"proyecto',
        '"libro',
        '"dichos',
        '"dichos',
    ]
    assert {one["Cache-Control"] for one in files.values()} == {"no-store"}


def test_file_that_is_none_is_not_there(sign_in):
    cycle = make_said_cycle(1)

    assert page(sign_in(cycle), "exchange_file", cycle.pk, "otro.exe").status_code == 404


def test_empty_codebook_is_not_given(sign_in):
    cycle = make_interviews()[0].cycle

    response = page(sign_in(cycle), "exchange_file", cycle.pk, "libro.qdc")

    assert response.url == reverse("agenda:exchange", args=[cycle.pk])


def test_brought_file_is_looked_at_first_and_then_put_to_use(sign_in):
    cycle = make_said_cycle(1)
    client = sign_in(cycle)

    brought = press(client, "exchange", cycle.pk, file=book())
    shown = page(client, "exchange_plan", cycle.pk)
    nothing_yet = Code.objects.filter(guid=OTHER).exists()
    seen = shown.context["plan"].fingerprint
    done = press(client, "exchange_plan", cycle.pk, seen=seen)

    assert brought.url == reverse("agenda:exchange_plan", args=[cycle.pk])
    assert ("Códigos nuevos" in text_of(shown), nothing_yet) == (True, False)
    assert done.url == reverse("agenda:codebook", args=[cycle.pk])
    assert Code.objects.get(guid=OTHER).name == "Agua"
    again = press(client, "exchange_plan", cycle.pk, seen=seen)
    assert again.url == reverse("agenda:exchange", args=[cycle.pk])


def test_brought_file_with_another_plan_than_was_seen_is_refused(sign_in):
    cycle = make_said_cycle(1)
    client = sign_in(cycle)
    press(client, "exchange", cycle.pk, file=book())

    response = press(client, "exchange_plan", cycle.pk, seen="otro")

    assert (response.status_code, Code.objects.filter(guid=OTHER).exists()) == (409, False)
    assert "Revise otra vez y confirme." in text_of(response)


def test_brought_file_that_conflicts_says_so_and_is_dropped(sign_in):
    cycle = make_said_cycle(1)
    client = sign_in(cycle)
    press(client, "exchange", cycle.pk, file=book("Plata"))

    shown = text_of(page(client, "exchange_plan", cycle.pk))
    press(client, "exchange_drop", cycle.pk)

    assert "Este archivo no cambia nada." in shown
    assert "Su nombre ya es de otro código" in shown
    assert CarriedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Elija un archivo."),
        (b"nada", "El archivo está dañado o no es de REFI-QDA."),
        (b"<a/>", "El archivo no es un libro de códigos ni un proyecto."),
        (b"x" * (8 * 1024 * 1024 + 1), "El archivo pesa más de 8 MB."),
    ],
    ids=["none", "words", "other", "big"],
)
def test_bad_file_is_told_in_one_sentence(sign_in, content, told):
    cycle = make_said_cycle(1)
    given = {} if content is None else {"file": SimpleUploadedFile("x.qdc", content)}

    response = press(sign_in(cycle), "exchange", cycle.pk, **given)

    assert response.status_code == 422
    assert told in text_of(response)
