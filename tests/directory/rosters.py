"""Rosters on their way in, for tests with a database."""

from convoca.directory.models import Comuna, RosterImport
from convoca.directory.queries import preview_import
from convoca.directory.services import keep_draft, load_roster
from tests.factories.cycles import NOW
from tests.factories.directory import make_municipality

HEAD = "Nómina de directores;;;\nComuna;Nombre;Correo;Teléfono\n"


def make_places(community, places=(("Ñuñoa", "13120"), ("Maipú", "13119"))):
    """Comunas of their own municipalities; gives the community back."""
    for name, code in places:
        municipality = make_municipality(name, code)
        Comuna.objects.create(
            code=code,
            name=name,
            province=municipality.province,
            municipality=municipality,
            population=1,
            zone=municipality.zone,
            latitude=0,
            longitude=0,
        )
    return community


def draft(community, lines, encoding="utf-8", head=HEAD) -> RosterImport:
    return keep_draft(
        association=community.association,
        kind=community.kind,
        file_name="nomina.csv",
        content=(head + lines).encode(encoding),
        user=None,
        now=NOW,
    )


def load(roster, *replaced, skipped=()) -> RosterImport:
    return load_roster(
        roster=roster,
        fingerprint=preview_import(roster).fingerprint,
        replaced_rows=[str(row) for row in replaced],
        skipped_rows=skipped,
        large_population=100_000,
        now=NOW,
    )
