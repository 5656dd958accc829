"""Loading the facts of a country from its files: safe to repeat, nothing in use is deleted."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from convoca.directory.models import (
    Comuna,
    DirectorateKind,
    Holiday,
    Municipality,
    Province,
    Region,
)


@dataclass(frozen=True)
class CountryCounts:
    """How many rows of each table there are after a load."""

    regions: int
    provinces: int
    comunas: int
    municipalities: int
    kinds: int
    holidays: int


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _upsert(
    model: type[models.Model],
    key: str,
    rows: Iterable[Mapping[str, Any]],  # Any: values of columns
) -> dict[str, Any]:
    """Write rows by their key; return all rows of the table by that key."""
    objects = [model(**row) for row in rows]
    fields = [
        name for name in (vars(objects[0]) if objects else ()) if name not in {"_state", "id", key}
    ]
    model._default_manager.bulk_create(
        objects, update_conflicts=True, unique_fields=[key], update_fields=fields
    )
    return {getattr(row, key): row for row in model._default_manager.all()}


@transaction.atomic
def load_country(
    folder: Path, *, holidays: Iterable[tuple[Any, str, str]]
) -> CountryCounts:  # Any: dates
    """Load regions, provinces, comunas, municipalities, kinds and holidays.

    `holidays` are (day, name, region code or ""). A later file updates by code.
    """
    regions = _upsert(Region, "code", _rows(folder / "regions.csv"))
    provinces = _upsert(
        Province,
        "code",
        [
            {"code": row["code"], "name": row["name"], "region_id": regions[row["region"]].pk}
            for row in _rows(folder / "provinces.csv")
        ],
    )
    comunas = _rows(folder / "comunas.csv")
    municipalities = _load_municipalities(folder, {row["cut"]: row for row in comunas}, provinces)
    _upsert(Comuna, "code", [_comuna(row, provinces, municipalities) for row in comunas])
    _upsert(
        DirectorateKind,
        "code",
        [_kind(n, row) for n, row in enumerate(_rows(folder / "kinds.csv"))],
    )
    for on, name, region in holidays:
        Holiday.objects.update_or_create(
            on=on, region=regions[region] if region else None, defaults={"name": name}
        )
    return CountryCounts(
        *(
            model._default_manager.count()
            for model in (Region, Province, Comuna, Municipality, DirectorateKind, Holiday)
        )
    )


def _load_municipalities(
    folder: Path, comunas: Mapping[str, Mapping[str, str]], provinces: Mapping[str, Province]
) -> dict[str, Municipality]:
    rows = []
    for row in _rows(folder / "municipalities.csv"):
        own = comunas[row["code"]]
        served = [c for c in comunas.values() if c["municipality"] == row["code"]]
        rows.append(
            {
                "code": row["code"],
                "name": row["name"],
                "comuna_name": own["name"],
                "province_id": provinces[own["province"]].pk,
                "region_id": provinces[own["province"]].region_id,
                "zone": own["zone"],
                "settlement": own["settlement"],
                "population": sum(int(c["population"]) for c in served),
            }
        )
    return _upsert(Municipality, "code", rows)


def _comuna(
    row: Mapping[str, str],
    provinces: Mapping[str, Province],
    municipalities: Mapping[str, Municipality],
) -> dict[str, object]:
    return {
        "code": row["cut"],
        "name": row["name"],
        "aliases": _split(row["aliases"]),
        "province_id": provinces[row["province"]].pk,
        "municipality_id": municipalities[row["municipality"]].pk,
        "population": int(row["population"]),
        "settlement": row["settlement"],
        "zone": row["zone"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
    }


def _kind(position: int, row: Mapping[str, str]) -> dict[str, object]:
    return dict(row) | {
        "position": position,
        "abbreviations": _split(row["abbreviations"]),
        "common_names": _split(row["common_names"]),
    }


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]
