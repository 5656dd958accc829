"""Days without sessions: the table, what meets standing sessions, pasting, undoing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from convoca.directory.models import Comuna, Holiday
from convoca.workplan.models import Closing, WorkedHoliday
from convoca.workplan.queries.closings_page import day_lines
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_municipality,
)
from tests.factories.workplan import confirm_at, make_closing
from tests.workplan.pages import text_of

pytestmark = pytest.mark.django_db
MARCH_18 = date(2027, 3, 18)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def community():
    return make_community()


@pytest.fixture
def user(client, community):
    user = make_coordinator(community)
    client.force_login(user)
    return user


def go(client, name="closings", *args, **query):
    return client.get(reverse(f"workplan:{name}", args=args), query)


def press(client, page, /, *args, **data):
    return client.post(reverse(f"workplan:{page}", args=args), data, follow=True)


def write(client, page="closing_new", /, *args, **more):
    given = {"kind": "blackout", "name": "Semana corta", "first": "2027-03-15", "whose": "all"}
    return press(client, page, *args, **given | more)


def make_comuna(name="Lota", code="08106"):
    municipality = make_municipality(name, code)
    return Comuna.objects.create(
        code=code,
        name=name,
        province=municipality.province,
        municipality=municipality,
        population=1,
        zone=municipality.zone,
        latitude=0,
        longitude=0,
    )


def test_table_holds_holidays_and_closings_of_the_year_by_day(client, user, community):
    house = community.association
    Holiday.objects.create(on=date(2027, 5, 21), name="Glorias Navales")
    Holiday.objects.create(on=date(2026, 5, 21), name="De otro año")
    make_closing(house, date(2026, 12, 28), date(2027, 1, 8), name="Cierre de año")
    make_closing(house, MARCH_18, name="Quitado", dropped_at=NOW - timedelta(days=1))

    lines = go(client, anio="2027").context["page"].object_list

    assert [(one.first_on, one.name, one.whom) for one in lines] == [
        (date(2026, 12, 28), "Cierre de año", "toda la asociación"),
        (date(2027, 5, 21), "Glorias Navales", "todo el país"),
    ]


def test_holiday_may_be_worked_only_where_there_could_be_a_session(client, user):
    days = [date(2027, 9, 17), date(2027, 9, 18)]  # a Friday and a Saturday
    friday, saturday = (Holiday.objects.create(on=day, name="Feriado") for day in days)

    page = text_of(go(client, anio="2027"))

    offered = [
        day for day in (friday, saturday) if reverse("workplan:holiday", args=[day.pk]) in page
    ]
    assert offered == [friday]


def test_year_that_is_not_offered_shows_the_present_one(client, user):
    assert go(client, anio="1492").context["year"] == NOW.year


def test_closing_is_added_for_a_community_and_says_which_session_stands(client, user, community):
    other = make_community(community.association, "DOM")
    confirm_at(make_cycle(community), "2027-03-18T10:00", "2027-04-01T10:00")
    confirm_at(make_cycle(other), "2027-03-18T12:00")

    shown = text_of(write(client, last="2027-03-19", whose=f"community:{community.pk}"))

    kept = Closing.objects.get()
    assert (kept.first_on, kept.last_on) == (date(2027, 3, 15), date(2027, 3, 19))
    assert (kept.community, kept.created_by) == (community, user)
    assert "El 18 de marzo hay una sesión de SECPLAN: sigue en pie." in shown
    assert "sesión de DOM" not in shown
    assert "1 sesión confirmada cae en un día sin sesiones" in shown


@pytest.mark.parametrize("field", ["region", "municipality"])
def test_closing_is_kept_for_a_place_and_shown_again_for_it(client, user, field):
    place = make_municipality()
    row = place.region if field == "region" else place
    value = f"{'region' if field == 'region' else 'comuna'}:{row.pk}"

    write(client, whose=value)

    kept = Closing.objects.get()
    assert getattr(kept, field) == row
    assert go(client, "closing", kept.pk).context["form"]["whose"].value() == value


def test_closing_pressed_twice_is_one(client, user):
    write(client)
    write(client)

    assert Closing.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first": ""}, "Falta este día."),
        ({"last": "2027-03-01"}, "El último día no puede ser anterior al primero."),
        ({"last": "2029-03-01"}, "Cierre a lo más un año de una vez."),
        ({"whose": "community:0"}, "Escoja una opción válida"),
    ],
)
def test_closing_in_disorder_is_kept_on_the_page(client, user, wrong, said):
    response = write(client, **wrong)

    assert response.status_code == 422
    assert said in text_of(response)
    assert not Closing.objects.exists()


def test_closing_changed_by_another_meanwhile_is_shown_again(client, user, community):
    closing = make_closing(community.association, MARCH_18)
    known = go(client, "closing", closing.pk).context["known"]
    Closing.objects.update(name="De otra persona")

    refused = write(client, "closing", closing.pk, known=known)
    write(client, "closing", closing.pk, known=refused.context["known"])

    assert refused.status_code == 422
    assert Closing.objects.get().name == "Semana corta"


def test_closing_taken_back_comes_back_by_undo(client, user, community):
    closing = make_closing(community.association, MARCH_18)

    gone = press(client, "closing_drop", closing.pk)
    press(client, "closing_drop", closing.pk)
    absent = go(client, "closing", closing.pk)
    back = press(client, "closing_restore", closing.pk)
    press(client, "closing_restore", closing.pk)

    assert "Se quitó «Congreso»." in text_of(gone)
    assert absent.status_code == 404
    assert "«Congreso» está otra vez en la lista." in text_of(back)
    assert Closing.objects.get().dropped_at is None


def test_closing_of_another_association_is_absent(client, user):
    theirs = make_closing(make_association("Otra"), MARCH_18, name="Ajeno")

    assert go(client, "closing", theirs.pk).status_code == 404
    assert press(client, "closing_drop", theirs.pk).status_code == 404
    assert "Ajeno" not in text_of(go(client, anio="2027"))


def test_holiday_is_worked_and_rested_again_by_the_same_button(client, user, community):
    holiday = Holiday.objects.create(on=MARCH_18, name="Feriado")
    confirm_at(make_cycle(community), "2027-03-18T10:00")

    before = day_lines(community.association, 2027)
    for _twice in range(2):
        press(client, "holiday", holiday.pk, state="worked")
    worked = day_lines(community.association, 2027)
    rested = press(client, "holiday", holiday.pk, state="rest")

    assert "El 18 de marzo hay una sesión de SECPLAN: sigue en pie." in text_of(rested)
    assert [(one.is_closed, len(one.sessions)) for one in before + worked] == [
        (True, 1),
        (False, 0),
    ]
    assert not WorkedHoliday.objects.exists()
    assert press(client, "holiday", 0).status_code == 404


def test_days_of_comunas_are_pasted_once(client, user, community):
    lota = make_comuna()
    text = "comuna;día;nombre\nLota;5-1-2027;Aniversario de Lota\nlota;06-01-2027"

    press(client, "closings_paste", text=text)
    press(client, "closings_paste", text=text)

    kept = Closing.objects.values_list("kind", "name", "first_on", "municipality")
    assert list(kept) == [
        ("comuna_day", "Aniversario de Lota", date(2027, 1, 5), lota.municipality_id),
        ("comuna_day", "Día de la comuna", date(2027, 1, 6), lota.municipality_id),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lota;5-1-2027\nAtlántida;5-1-2027", "Línea 2: no se conoce la comuna «Atlántida»."),
        ("Lota;ayer 3", "Línea 1: «ayer 3» no es un día."),
        ("comuna;día", "No hay ninguna línea con un día."),
        ("Lota;5-1-2027\n" * 1001, "Son demasiadas líneas: pegue a lo más 1000"),
    ],
)
def test_pasted_lines_that_are_wrong_are_told_and_nothing_is_kept(client, user, text, said):
    make_comuna()

    response = press(client, "closings_paste", text=text)

    assert response.status_code == 422
    assert said in text_of(response)
    assert text.strip()[:10] in text_of(response)
    assert not Closing.objects.exists()


def test_table_asks_as_much_of_the_database_for_three_days_as_for_one(
    client, user, community, django_assert_max_num_queries
):
    house = community.association

    def add(month):
        make_closing(house, date(2027, month, 1), community=community)
        Holiday.objects.create(on=date(2027, month, 2), name="Feriado")

    add(3)
    confirm_at(make_cycle(community), "2027-03-01T10:00")
    with django_assert_max_num_queries(40) as one:
        go(client, anio="2027")
    add(4)
    add(5)

    with django_assert_max_num_queries(len(one.captured_queries)):
        go(client, anio="2027")
