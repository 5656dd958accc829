"""The template tags and filters, through templates."""

import re
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from convoca.ui.samples import SampleForm

MOMENT = datetime(2027, 3, 10, 2, 30, tzinfo=UTC)
HARD = "\N{NO-BREAK SPACE}"


def rendered(source, **context):
    """Render a piece of template, white space made even."""
    return " ".join(engines["django"].from_string(source).render(context).split(" "))


def squeezed(html):
    return " ".join(html.split())


@pytest.fixture(autouse=True)
def zone_names(settings):
    settings.CONVOCA_ZONE_NAMES = {"America/Santiago": "hora de Chile continental"}
    settings.TIME_ZONE = "America/Santiago"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 1234|number }}", "1.234"),
        ("{{ 4.25|number:1 }}", "4,2"),
        ("{{ 12|share:40 }}", f"12 de 40 · 30{HARD}%"),
        ("{{ 12|percent_of:40 }}", f"30{HARD}%"),
        ('{{ 1|plural:"puesto,puestos" }}', "puesto"),
        ('{{ 0|plural:"puesto,puestos" }}', "puestos"),
        ('{{ 1234|counted:"puesto,puestos" }}', f"1.234{HARD}puestos"),
    ],
)
def test_number_filters_write_as_a_person_reads(source, text):
    assert rendered(source) == text


@time_machine.travel(datetime(2027, 1, 4, tzinfo=UTC))
def test_date_filters_use_the_zone_they_are_given():
    assert rendered('{{ m|fecha:"America/Santiago" }}', m=MOMENT) == "martes 9 de marzo"
    assert rendered('{{ m|fecha_corta:"UTC" }}', m=MOMENT) == "mié 10 mar"
    assert rendered('{{ m|hora:"Pacific/Easter" }}', m=MOMENT) == "21:30 (hora de Easter)"
    assert rendered("{{ m|fecha_hora }}", m=MOMENT) == (
        "martes 9 de marzo, 23:30 (hora de Chile continental)"
    )
    assert rendered("{{ m|fecha }}", m=date(2026, 3, 9)) == "lunes 9 de marzo de 2026"


@pytest.mark.parametrize("name", ["fecha", "fecha_corta", "hora", "fecha_hora"])
def test_date_filters_write_nothing_for_nothing(name):
    assert rendered("{{ m|" + name + " }}", m=None) == ""


def test_mark_turns_with_the_text_and_links_when_asked():
    plain, linked = rendered("{% mark %}"), rendered('{% mark "/hoy/" %}')

    assert plain.count("<circle") == linked.count("<circle") == 8
    assert 'fill="currentColor"' in plain
    assert "<a " not in plain
    assert '<a class="mark" href="/hoy/">' in linked


def test_field_ties_help_and_errors_to_its_input():
    html = squeezed(rendered("{% field form.name %}", form=SampleForm({"name": ""})))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<p class="soft" id="id_name_helptext">Como firma en sus oficios.</p>' in html
    assert 'id="id_name_error" role="alert"' in html
    assert '<label for="id_name">Nombre</label>' in html


def test_field_that_may_stay_empty_says_so():
    html = rendered("{% field form.email %}", form=SampleForm())

    assert '<span class="soft">(opcional)</span>' in html
    assert "role=" not in html


@pytest.mark.parametrize(
    ("source", "inputs", "kind"),
    [
        ("{% field form.day %}", 3, "radio"),
        ("{% choices form.channel %}", 2, "checkbox"),
        ("{% scale form.urgency '1: puede esperar' '5: plazo legal' %}", 5, "radio"),
    ],
)
def test_choices_are_a_named_group_with_a_label_each(source, inputs, kind):
    html = rendered(source, form=SampleForm())

    assert html.count(f'type="{kind}"') == inputs
    assert html.count('class="face"') == html.count("<label") == inputs
    assert html.count("<legend>") == 1


def test_single_checkbox_is_one_big_choice():
    html = rendered("{% field form.agree %}", form=SampleForm())

    assert html.count("<label") == 1
    assert "Acepto que me escriban por WhatsApp" in html


def test_pager_keeps_the_filters_of_the_address():
    request = RequestFactory().get("/puestos/", {"region": "RM", "page": "2"})
    page = Paginator(range(345), 50).page(2)

    html = rendered('{% pager page "puesto,puestos" %}', page=page, request=request)

    assert 'href="?region=RM&amp;page=1"' in html
    assert 'href="?region=RM&amp;page=3"' in html
    assert f"Página 2 de 7 · 345{HARD}puestos" in squeezed(html.replace(HARD, "~")).replace(
        "~", HARD
    )


def test_pager_keeps_a_filter_with_several_values_and_letters_of_any_kind():
    request = RequestFactory().get("/puestos/", {"region": ["RM", "Ñuble & Biobío"], "para": ""})
    page = Paginator(range(345), 50).page(1)

    html = rendered("{% pager page %}", page=page, request=request)

    (address,) = re.findall(r'href="([^"]+)"', html)
    assert parse_qs(unescape(address).removeprefix("?"), keep_blank_values=True) == {
        "region": ["RM", "Ñuble & Biobío"],
        "para": [""],
        "page": ["2"],
    }


def test_pager_of_one_page_says_only_how_many():
    html = rendered('{% pager page "puesto,puestos" %}', page=Paginator([1], 50).page(1))

    assert "<a " not in html
    assert f"1{HARD}puesto</p>" in html


def test_htmx_config_swaps_refusals_and_evaluates_nothing():
    html = rendered("<meta content='{% htmx_config %}'>")

    assert "&quot;allowEval&quot;:false" in html
    assert "{&quot;code&quot;:&quot;409|422&quot;,&quot;swap&quot;:true}" in html
