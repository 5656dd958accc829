"""Rows of the directory for tests: a small invented country, quick to make."""

from datetime import date

from convoca.directory.models import (
    Community,
    DirectorateKind,
    Municipality,
    Person,
    Province,
    Region,
    Seat,
    TeamMember,
    User,
)
from convoca.directory.services import add_person, seat_person
from convoca.foundation.models import Association

ZONE = "America/Santiago"


def make_association(short_name: str = "AMUCH") -> Association:
    return Association.objects.create(
        name=f"Asociación {short_name}", short_name=short_name, zone=ZONE
    )


def make_user(
    association: Association | None = None,
    email: str = "coordinadora@ejemplo.cl",
    name: str = "Carla Coordinadora",
    *,
    administrator: bool = False,
) -> User:
    return User.objects.create_user(
        email,
        "clave larga de prueba",
        name=name,
        association=association or make_association(),
        is_administrator=administrator,
    )


def make_kind(code: str = "SECPLAN") -> DirectorateKind:
    return DirectorateKind.objects.get_or_create(
        code=code,
        defaults={"name": f"Dirección {code}", "abbreviations": [code], "requirement": "every"},
    )[0]


def make_municipality(
    comuna_name: str = "Ñuñoa",
    code: str = "13120",
    region: str = "Metropolitana",
    zone: str = ZONE,
    population: int = 50_000,
    settlement: str = "urban",
) -> Municipality:
    place = Region.objects.get_or_create(
        name=region,
        defaults={"code": region[:8], "short_name": region, "position": Region.objects.count() + 1},
    )[0]
    province = Province.objects.get_or_create(
        code=place.code, defaults={"name": region, "region": place}
    )[0]
    return Municipality.objects.get_or_create(
        code=code,
        defaults={
            "name": f"Municipalidad de {comuna_name}",
            "comuna_name": comuna_name,
            "province": province,
            "region": place,
            "zone": zone,
            "population": population,
            "settlement": settlement,
        },
    )[0]


def make_community(association: Association | None = None, kind: str = "SECPLAN") -> Community:
    return Community.objects.create(
        association=association or make_association(),
        kind=make_kind(kind),
        name=f"Comunidad {kind}",
        benefit_municipality="La municipalidad recibe pautas probadas por otras.",
        benefit_directorate="La dirección resuelve dudas con sus pares.",
    )


def make_coordinator(community: Community, email: str = "coordinadora@ejemplo.cl") -> User:
    user = make_user(community.association, email)
    TeamMember.objects.create(community=community, user=user, role=TeamMember.Role.COORDINATOR)
    return user


def make_seat(
    community: Community, municipality: Municipality | None = None, *, holder: Person | None = None
) -> Seat:
    seat = Seat.objects.create(
        association=community.association,
        kind=community.kind,
        municipality=municipality or make_municipality(),
        existence=Seat.Existence.EXISTS,
    )
    if holder:
        seat_person(seat=seat, person=holder, role="titular", on=date(2026, 1, 1), origin="prueba")
    return seat


def make_held_seats(community: Community, count: int, region: str = "Metropolitana") -> list[Seat]:
    """Make seats in invented comunas, each with a director who has e-mail and telephone."""
    first = Municipality.objects.count()
    return [
        make_seat(
            community,
            make_municipality(f"Comuna {n:03}", f"T{n:04}", region),
            holder=add_person(
                association=community.association,
                name=f"Directora {n:03}",
                origin="prueba",
                email=f"directora{n:03}@comuna.cl",
                phone=f"+5691234{n:04}",
            ),
        )
        for n in range(first, first + count)
    ]
