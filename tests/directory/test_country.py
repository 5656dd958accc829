"""Loading the real country."""

from pathlib import Path

import pytest
from django.conf import settings

from convoca.directory.holidays import list_holidays
from convoca.directory.models import (
    Community,
    Comuna,
    DirectorateKind,
    Holiday,
    Municipality,
    Seat,
)
from convoca.directory.services import CountryCounts, create_community, load_country
from tests.factories.directory import make_association, make_user

pytestmark = pytest.mark.django_db
FOLDER = Path(settings.COUNTRY_DIR)


def load() -> CountryCounts:
    return load_country(FOLDER, holidays=list_holidays("CL", {"AP": "15"}, [2027]))


def test_load_country_twice_is_the_same_country():
    first = load()

    assert (first.regions, first.provinces, first.comunas) == (16, 56, 346)
    assert (first.municipalities, first.kinds) == (345, 25)
    assert load() == first


def test_load_country_gives_every_municipality_its_own_clock():
    load()

    by_name = dict(Municipality.objects.values_list("comuna_name", "zone"))

    assert by_name["Isla de Pascua"] == "Pacific/Easter"
    assert by_name["Coyhaique"] == "America/Coyhaique"
    assert by_name["Punta Arenas"] == "America/Punta_Arenas"
    assert by_name["Juan Fernández"] == "America/Santiago"


def test_load_country_lets_one_municipality_serve_two_comunas():
    load()

    antarctica = Comuna.objects.get(name="Antártica")

    assert antarctica.municipality.comuna_name == "Cabo de Hornos"
    assert antarctica.municipality.population == sum(
        comuna.population for comuna in antarctica.municipality.comunas.all()
    )


def test_load_country_knows_holidays_of_the_country_and_of_one_region():
    load()

    regional = Holiday.objects.get(region__isnull=False)

    assert str(regional.on) == "2027-06-07"
    assert regional.region.short_name == "Arica y Parinacota"
    assert Holiday.objects.filter(on="2027-09-18", region=None).exists()


def test_load_country_of_a_later_file_updates_and_deletes_nothing(tmp_path):
    load()
    for path in FOLDER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("Ñuñoa,", "Nuñoa,"), encoding="utf-8")

    load_country(tmp_path, holidays=[])

    assert Comuna.objects.get(code="13120").name == "Nuñoa"
    assert Holiday.objects.count() > 0


@pytest.mark.parametrize(
    ("code", "exists", "unknown"), [("SECPLAN", 345, 0), ("DOM", 57, 288), ("SEGURIDAD", 0, 345)]
)
def test_create_community_opens_a_seat_a_municipality_and_says_which_exist(code, exists, unknown):
    load()
    association = make_association()
    community = Community(
        association=association, kind=DirectorateKind.objects.get(code=code), name=code
    )

    create_community(community=community, creator=make_user(association), large_population=100_000)

    seats = Seat.objects.filter(kind=community.kind)
    assert seats.filter(existence="exists").count() == exists
    assert seats.filter(existence="unknown").count() == unknown
