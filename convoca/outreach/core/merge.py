"""Texts with fields: {nombre}, {comuna}… filled in for each person."""

import re
from collections.abc import Mapping

FIELDS = (
    "nombre",
    "comuna",
    "municipalidad",
    "region",
    "habitantes",
    "direccion",
    "comunidad",
    "asociacion",
    "gana_municipalidad",
    "gana_direccion",
    "sesiones",
    "plazo",
    "enlace",
)
"""What a text of a campaign may say of the person, the comuna, the directorate and the cycle."""

FIELD = re.compile(r"\{([^{}\n]{1,40})\}")


def fields_of(text: str) -> list[str]:
    """Return the names of the fields in a text, each once, in the order of their first place."""
    return list(dict.fromkeys(found.strip() for found in FIELD.findall(text)))


def unknown_fields(text: str) -> list[str]:
    """Return the fields of a text that are not among FIELDS, in their order."""
    return [name for name in fields_of(text) if name not in FIELDS]


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """Write the values in the place of their fields; what a value says is never read as a field.

    Raises KeyError: a field without a value.
    """
    return FIELD.sub(lambda found: values[found[1].strip()], text)
