"""The scene of a rehearsal: country, association, staff, communities of invented directors."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from convoca.agenda.services import ensure_themes
from convoca.directory.holidays import list_holidays
from convoca.directory.models import (
    Community,
    DirectorateKind,
    Municipality,
    Seat,
    TeamMember,
    User,
)
from convoca.directory.queries import preview_import
from convoca.directory.services import (
    add_staff,
    create_community,
    found_association,
    keep_draft,
    load_country,
    load_roster,
    set_team_member,
)
from convoca.foundation.models import Association
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import pick_some, stream
from convoca.rehearsal.core.diary import CommunityDiary, Holder
from convoca.rehearsal.core.people import InventedPerson, invent_person
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.services import ExpertInput, save_expert

DOMAIN = "ensayo.example"
BENEFIT_MUNICIPALITY = (
    "La municipalidad recibe modelos probados por otras: bases, convenios y procedimientos listos "
    "para adaptar.\nY lo que plantee se suma a las propuestas que la asociación lleva al Estado."
)
BENEFIT_DIRECTORATE = (
    "Usted resuelve dudas con quienes tienen su mismo cargo en todo el país, en una hora y con "
    "casos reales.\nLos temas salen de lo que ustedes mismos digan en las entrevistas."
)


@dataclass(frozen=True)
class Team:
    """The staff of a rehearsal."""

    administrator: User
    coordinator: User
    interviewer: User
    expert: User

    @property
    def association(self) -> Association:
        """Return who they all work for."""
        return self.administrator.association


@dataclass(frozen=True)
class OpenedCommunity:
    """A community with its seats taken, and the diary that its story is written in."""

    community: Community
    diary: CommunityDiary

    @property
    def kind(self) -> str:
        """Return the code of its kind of directorate."""
        return self.community.kind.code


@dataclass(frozen=True)
class InventedDirector:
    """An invented person in a real municipality."""

    municipality: Municipality
    person: InventedPerson


def ensure_country(*, years: Sequence[int]) -> None:
    """Load the country where there is none, with the holidays of the years of the story."""
    if Municipality.objects.exists():
        return
    regional = settings.COUNTRY.get("regional_holidays", {})
    days = list_holidays(settings.COUNTRY["holidays"], regional, years)
    load_country(settings.COUNTRY_DIR, holidays=days)


def build_scene(*, name: str, short_name: str, mark: str = "", password: str | None = None) -> Team:
    """Make an association with its staff; `mark` tells their addresses from other rehearsals'.

    With `password` each may sign in with it followed by what they do ("ensayo-coordinadora").
    """

    def secret(role: str) -> str | None:
        return f"{password}-{role}" if password else None

    administrator = found_association(
        name=name,
        short_name=short_name,
        zone=settings.TIME_ZONE,
        email=f"administradora{mark}@{DOMAIN}",
        person_name="Ana Administradora",
        password=secret("administradora"),
    )
    others = []
    for role, person in (
        ("coordinadora", "Carla Coordinadora"),
        ("entrevistador", "Emilio Entrevistador"),
        ("experta", "Elena Experta"),
    ):
        user = add_staff(
            association=administrator.association,
            name=person,
            email=f"{role}{mark}@{DOMAIN}",
            is_administrator=False,
        )
        user.set_password(secret(role))
        user.save(update_fields=["password"])
        others.append(user)
    return Team(administrator, *others)


def open_community(
    *,
    team: Team,
    kind: DirectorateKind,
    seed: int,
    people: int | None,
    assumptions: Assumptions,
    now: datetime,
) -> OpenedCommunity:
    """Make the community of a kind with its team, its experts, and its seats taken.

    `people` seats get an invented director, through a roster as in real life; None for all
    that exist but a few vacant ones.
    """
    community = create_community(
        community=Community(
            association=team.association,
            kind=kind,
            name=f"Comunidad {kind}",
            benefit_municipality=BENEFIT_MUNICIPALITY,
            benefit_directorate=BENEFIT_DIRECTORATE,
        ),
        creator=team.coordinator,
        large_population=settings.COUNTRY["large_population"],
    )
    for user, role in (
        (team.interviewer, TeamMember.Role.INTERVIEWER),
        (team.expert, TeamMember.Role.EXPERT),
    ):
        set_team_member(community=community, user=user, role=role)
    ensure_themes(community=community)
    given = ExpertInput(team.expert.name, team.expert.email, (), ALWAYS, (), community=community)
    save_expert(association=team.association, expert=None, given=given, now=now)
    directors = _invent(community, seed, people, assumptions)
    _load_directors(community, directors, team, now)
    return OpenedCommunity(community, _open_diary(community, directors))


def _open_diary(community: Community, directors: Sequence[InventedDirector]) -> CommunityDiary:
    seats = list(
        Seat.objects.filter(association=community.association, kind=community.kind).values_list(
            "municipality__code", "existence"
        )
    )
    return CommunityDiary(
        existing=frozenset(code for code, existence in seats if existence == "exists"),
        unknown=sum(existence == "unknown" for _code, existence in seats),
        holders={
            one.municipality.code: Holder(one.person.name, one.person.email) for one in directors
        },
    )


def _invent(
    community: Community, seed: int, people: int | None, assumptions: Assumptions
) -> list[InventedDirector]:
    kind = community.kind.code
    municipalities = list(
        Municipality.objects.select_related("region").filter(
            seats__association=community.association,
            seats__kind=community.kind,
            seats__existence="exists",
        )
    )
    wanted = people or round(len(municipalities) * (1 - assumptions.vacant_share))
    directors = []
    for municipality in pick_some(stream(seed, kind, "held"), municipalities, wanted):
        chance = stream(seed, kind, "person", municipality.code, 1)
        has_email = chance.random() >= assumptions.no_email_share
        person = invent_person(chance, place=municipality.comuna_name, has_email=has_email)
        directors.append(InventedDirector(municipality, person))
    return directors


def _load_directors(
    community: Community, directors: Sequence[InventedDirector], team: Team, now: datetime
) -> None:
    roster = keep_draft(
        association=community.association,
        kind=community.kind,
        file_name="nómina inventada.csv",
        content=_write_roster(directors),
        user=team.coordinator,
        now=now,
    )
    load_roster(
        roster=roster,
        fingerprint=preview_import(roster).fingerprint,
        replaced_rows=frozenset(),
        large_population=settings.COUNTRY["large_population"],
        now=now,
    )


def _write_roster(directors: Sequence[InventedDirector]) -> bytes:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(["Comuna", "Nombre", "Correo", "Teléfono"])
    for one in directors:
        person = one.person
        rows.writerow([one.municipality.comuna_name, person.name, person.email, person.phone])
    return file.getvalue().encode()


def story_years(first: date, last: date) -> list[int]:
    """List the years that a story touches, and the three after, as a real load would have them."""
    return list(range(first.year, last.year + 4))
