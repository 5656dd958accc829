import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from convoca.agenda.core.interviews.guide import QuestionKind
from convoca.agenda.core.interviews.guide.editing import add_question
from convoca.agenda.core.interviews.xlsform import FaultKind
from convoca.agenda.errors import GuideFileError
from convoca.agenda.forms.guides import new_question
from convoca.agenda.models import Guide
from convoca.agenda.queries.guides import base_guide, find_draft, read_guide, themes_to_show
from convoca.agenda.services.guide_files import read_guide_file, write_guide_file
from convoca.agenda.views.guide_faults import WORDS
from convoca.foundation.sheets import Sheet, write_workbook
from tests.agenda.pages import page, text_of
from tests.factories.agenda import make_interviews
from tests.factories.directory import make_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_interviews()[0].cycle


@pytest.fixture
def desk(sign_in, cycle):
    return sign_in(cycle)


def form_of(*questions):
    rows = [(*row, *[""] * (6 - len(row))) for row in questions]
    headings = ("type", "name", "label", "hint", "required", "relevant")
    survey = Sheet("survey", headings, rows)
    choices = Sheet("choices", ("list_name", "name", "label"), [("often", "a", "A veces")])
    return write_workbook([survey, choices])


def upload(client, cycle, content, name="pauta.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("agenda:guide_import", args=[cycle.pk]), {"file": file})


def test_default_guide_is_an_xlsform_that_pyxform_converts():
    content = write_guide_file(base_guide(), make_community())

    converted = convert(io.BytesIO(content), file_type=".xlsx")

    assert converted.warnings == []
    assert 'ref="/data/temas/themes/themes_t1_interest"' in converted.xform
    assert "¿Quiere responder esta entrevista?" in converted.xform
    assert "relevant=\" /data/inicio/consent  = 'yes'\"" in converted.xform


def test_guide_with_every_kind_is_the_same_after_a_workbook():
    guide = base_guide()
    for kind in QuestionKind:
        if kind not in {QuestionKind.THEMES, QuestionKind.CHOICE}:
            question = new_question(kind, f"q_{kind}")
            guide = add_question(guide, "perfil", question_with(question, label="=1+1"))
    content = write_guide_file(guide, make_community())

    reading = read_guide_file(content, "pauta.xlsx")

    assert convert(io.BytesIO(content), file_type=".xlsx").warnings == []
    assert (reading.guide, reading.faults) == (guide, ())


def question_with(question, **more):
    return type(question)(**{**vars(question), **more})


def test_themes_to_show_are_those_of_the_kind_until_there_are_own(cycle):
    before = [theme.title for theme in themes_to_show(make_community(kind="DOM"))]

    assert before[0] == "Permisos de edificación y plazos"
    assert len(themes_to_show(cycle.community)) == cycle.community.themes.count()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7", "El archivo es un documento PDF, no una planilla."),
        (b"PK\x03\x04 broken", "La planilla está dañada y no se puede abrir."),
        (b"\x89PNG", "El archivo es una imagen, no una planilla."),
    ],
)
def test_read_guide_file_of_something_else_says_what_it_is(content, what):
    with pytest.raises(GuideFileError) as caught:
        read_guide_file(content, "pauta.xlsx")

    assert caught.value.user_message() == (
        f"«pauta.xlsx»: {what} Guarde el XLSForm como .xlsx y vuelva a subirlo. No se guardó nada."
    )


def test_export_gives_the_version_as_a_workbook(desk, cycle):
    response = page(desk, "guide_export", cycle.pk, 1)

    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert 'filename="pauta-comunidad-secplan-v1-' in response["Content-Disposition"]


def test_import_shows_what_it_would_be_and_keeps_nothing(desk, cycle):
    response = upload(desk, cycle, form_of(("text", "why", "¿Por qué?")))

    shown = text_of(response)
    assert "Se leyeron 6 preguntas" in shown
    assert "Se agregó lo que toda pauta necesita" in shown
    assert "¿Por qué?" in shown
    assert find_draft(cycle.community) is None


def test_import_kept_becomes_the_draft_once(desk, cycle):
    read = upload(desk, cycle, form_of(("text", "why", "¿Por qué?")))
    carried = {name: field.value() for name, field in fields_of(read)}

    for _press in range(2):
        desk.post(reverse("agenda:guide_import_keep", args=[cycle.pk]), carried)

    asked = [one.id for one in read_guide(find_draft(cycle.community)).questions]
    assert asked == ["consent", "may_record", "may_quote", "why", "themes", "whatsapp"]
    assert Guide.objects.count() == 2


def fields_of(response):
    form = response.context["carried"]
    return [(name, form[name]) for name in ("guide", "seen")]


def test_import_over_a_draft_that_somebody_began_meanwhile_asks_again(desk, cycle):
    read = upload(desk, cycle, form_of(("text", "why", "¿Por qué?")))
    carried = {name: field.value() for name, field in fields_of(read)}
    desk.post(reverse("agenda:guide_draft", args=[cycle.pk]))

    refused = desk.post(reverse("agenda:guide_import_keep", args=[cycle.pk]), carried)
    again = {name: field.value() for name, field in fields_of(refused)}
    desk.post(reverse("agenda:guide_import_keep", args=[cycle.pk]), again)

    assert refused.status_code == 409
    assert "Reemplaza al borrador que cambió Carla Coordinadora" in text_of(refused)
    assert read_guide(find_draft(cycle.community)).find("why").label == "¿Por qué?"


@pytest.mark.parametrize("guide", ["", "{", "[]", '{"format": "convoca.guide/1"}', "[" * 5000])
def test_import_of_what_was_not_read_here_is_refused(desk, cycle, guide):
    url = reverse("agenda:guide_import_keep", args=[cycle.pk])

    response = desk.post(url, {"guide": guide, "seen": ""}, follow=True)

    assert "La pauta no llegó entera." in text_of(response)
    assert find_draft(cycle.community) is None


def test_import_with_faults_says_each_line_and_keeps_nothing(desk, cycle):
    content = form_of(
        ("geopoint", "where", "¿Dónde?"),
        ("text", "", "¿Sin nombre?"),
        ("text", "x", "¿Y?", "", "", "today() > 3"),
    )

    response = upload(desk, cycle, content)

    shown = text_of(response)
    assert response.status_code == 422
    assert "No hay preguntas de tipo «geopoint»" in shown
    assert "survey, fila 3" in shown
    assert "No se entiende la condición «today() &gt; 3»" in shown


def test_import_of_another_file_says_so(desk, cycle):
    response = upload(desk, cycle, b"%PDF-1.7", "acta.pdf")

    assert response.status_code == 422
    assert "«acta.pdf»: El archivo es un documento PDF" in text_of(response)


def test_import_of_a_file_too_big_says_so(desk, cycle):
    response = upload(desk, cycle, b"x" * 2_000_001)

    assert "El archivo pesa más de 2 MB." in text_of(response)


def test_every_fault_has_its_words():
    assert set(WORDS) == set(FaultKind)
