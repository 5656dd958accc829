"""The seats as a file: what is filtered, safe against formulas, phones whole."""

import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from convoca.convening.models import ContactAttempt
from convoca.convening.queries import live_invitations
from convoca.directory.core.phones import read_phone
from convoca.directory.models import ContactPoint, Municipality, Person, TeamMember
from convoca.foundation.sheets import LEADS
from tests.convening.pages import one_seat
from tests.factories.convening import put_in_care
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
PLACE = ["T0000", "Comuna 000", "Metropolitana", "Metropolitana", "urbana"]


def export(client, cycle, ending: str, query: str = ""):
    return client.get(reverse(f"convening:export_{ending}", args=[cycle.pk]) + query)


def lines(response) -> list[dict[str, str]]:
    text = io.StringIO(response.content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def cells(response) -> list[tuple]:
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2))


def test_workbook_holds_all_that_the_board_knows_of_a_seat(client, cycle, staff):
    seat, now = one_seat(cycle), timezone.now()
    ContactAttempt.objects.create(
        cycle=cycle, seat=seat, channel="phone", result="no_answer", at=now
    )
    put_in_care(cycle, [seat.pk], staff)

    [row] = cells(export(client, cycle, "xlsx", "?q=000"))

    found = [cell.value for cell in row]
    assert found[:15] == [
        *PLACE,
        50_000,
        "SECPLAN",
        "Con invitación",
        "el correo está por salir",
        "Carla Coordinadora",
        "Directora 000",
        "titular",
        "directora000@comuna.cl",
        "+56912340000",
        0,
    ]
    assert (found[15].date(), *found[16:18]) == (timezone.localdate(now), "no contesta", None)


@pytest.mark.parametrize(
    ("query", "comunas"),
    [
        ("", ["Comuna 000", "Comuna 001", "Comuna 002", "Vacante"]),
        ("?region=Sur", ["Vacante"]),
        ("?q=nadie", []),
    ],
)
def test_file_holds_what_is_filtered(client, cycle, staff, query, comunas):
    found = lines(export(client, cycle, "csv", query))

    assert [line["Comuna"] for line in found] == comunas


@pytest.mark.parametrize("lead", LEADS)
def test_no_text_of_a_seat_leaves_as_a_formula(client, cycle, staff, lead):
    evil = f"{lead}cmd(1)"
    seat = one_seat(cycle)
    put_in_care(cycle, [seat.pk], staff)
    spoil_all_texts(seat, staff, evil)

    [row] = [line for line in lines(export(client, cycle, "csv")) if line["Persona"].endswith(evil)]
    [kinds] = [
        {cell.data_type for cell in row if isinstance(cell.value, str)}
        for row in cells(export(client, cycle, "xlsx"))
        if str(row[10].value).endswith("cmd(1)")
    ]

    spoiled = ["Comuna", "Región", "Provincia", "Persona", "Correo", "A cargo de", "Dirección"]
    assert {name: row[name] for name in spoiled} == dict.fromkeys(spoiled, f"'{evil}")
    assert kinds == {"s"}


def spoil_all_texts(seat, staff, evil: str) -> None:
    """Give every text that people write and that stands in the file the same words."""
    place = seat.municipality
    Municipality.objects.filter(pk=place.pk).update(comuna_name=evil)
    type(place.region).objects.filter(pk=place.region_id).update(name=evil)
    type(place.province).objects.filter(pk=place.province_id).update(name=evil)
    person = Person.objects.get(tenures__seat=seat)
    Person.objects.filter(pk=person.pk).update(name=evil)
    ContactPoint.objects.filter(person=person, channel="email").update(value=evil)
    type(staff).objects.filter(pk=staff.pk).update(name=evil)
    type(seat.kind).objects.filter(pk=seat.kind_id).update(abbreviations=[evil])


def test_phone_comes_back_equal_from_both_files(client, cycle, staff):
    [line] = lines(export(client, cycle, "csv", "?q=000"))
    [row] = cells(export(client, cycle, "xlsx", "?q=000"))

    numbers = [
        read_phone(text, region=settings.PHONE_REGION).number
        for text in (line["Teléfono"], row[13].value)
    ]
    assert numbers == ["+56912340000", "+56912340000"]
    assert (row[13].data_type, line["Teléfono"]) == ("s", "'+56912340000")


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_file_is_named_by_community_and_day_and_kept_by_nobody(client, cycle, staff, ending, kind):
    response = export(client, cycle, ending)

    name = f"puestos-comunidad-secplan-{timezone.localdate()}.{ending}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (response["Content-Type"], response["Cache-Control"]) == (kind, "no-store")


def test_expert_who_sees_no_contacts_takes_no_file(client, cycle):
    expert = make_user(cycle.community.association, "experta@ejemplo.cl")
    TeamMember.objects.create(community=cycle.community, user=expert, role="expert")
    client.force_login(expert)

    responses = [export(client, cycle, ending) for ending in ("csv", "xlsx")]
    board = client.get(reverse("convening:board", args=[cycle.pk])).content.decode()

    assert [response.status_code for response in responses] == [404, 404]
    assert [b"directora" in response.content for response in responses] == [False, False]
    assert "Bajar en" not in board


@pytest.mark.parametrize("query", ["?q=000", ""])
def test_file_takes_the_same_queries_for_one_and_four(
    client, cycle, staff, query, django_assert_num_queries
):
    with django_assert_num_queries(11):
        export(client, cycle, "csv", query)


def test_participant_is_named_without_the_title_of_the_holder(client, cycle, staff):
    from_the_holder = live_invitations(cycle)[0]
    deputy = Person.objects.create(
        association=cycle.community.association, name="Diego", origin="prueba"
    )
    type(from_the_holder).objects.filter(pk=from_the_holder.pk).update(
        answer="deputy", deputy=deputy
    )

    [line] = lines(export(client, cycle, "csv", "?q=diego"))

    assert (line["Persona"], line["Calidad"], line["Teléfono"]) == ("Diego", "", "")
