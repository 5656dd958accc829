"""What the title of a column says it holds, in the many ways Spanish spreadsheets say it."""

from collections.abc import Set
from typing import Literal

from convoca.directory.core.fold import fold_text

Subject = Literal[
    "email", "phone", "cut", "role", "last_names", "person", "comuna", "kind", "names", "other"
]

_EMAIL = frozenset({"correo", "correos", "email", "emails", "mail", "mails"})
MOBILE_WORDS = frozenset({"celular", "celulares", "movil", "cel", "whatsapp", "wsp"})
_PHONE = MOBILE_WORDS | {"telefono", "telefonos", "fono", "fonos", "tel", "fijo"}
_CODE = frozenset({"codigo", "cod", "id"})
_WIDER_PLACE = frozenset({"region", "regional", "provincia", "provincial", "pais"})
_PLACE = frozenset(
    {"comuna", "comunas", "municipalidad", "municipalidades", "municipio", "muni", "ayuntamiento"}
)
_PLACE_OF_CODE = _PLACE | {"comunal", "territorial"}
_SOMEBODY_ELSE = frozenset(
    {
        "alcalde",
        "alcaldesa",
        "alcaldia",
        "secretaria",
        "secretario",
        "asistente",
        "gabinete",
        "postal",
        "domicilio",
        "calle",
        "rut",
        "run",
        "fecha",
        "web",
        "observacion",
        "observaciones",
    }
)
_ROLE = frozenset({"cargo", "calidad", "rol", "nombramiento", "condicion", "titularidad"})
_ROLE_PHRASES = frozenset({"titular subrogante", "titular o subrogante", "titular suplente"})
_LAST_NAMES = frozenset({"apellido", "apellidos", "paterno", "materno"})
_NAMES = frozenset({"nombre", "nombres", "name"})
_PERSON = frozenset(
    {
        "director",
        "directora",
        "directores",
        "directivo",
        "directiva",
        "encargado",
        "encargada",
        "funcionario",
        "funcionaria",
        "jefe",
        "jefa",
        "jefatura",
        "participante",
        "integrante",
        "persona",
        "completo",
    }
)
_KIND = frozenset({"direccion", "unidad", "area", "departamento", "depto", "dependencia"})


def read_header(title: str) -> Subject | None:
    """Tell what a column holds from its title, folded; None where the title says nothing known.

    The first rule that fits decides: address to write to, phone, code of the comuna, a wider place
    or somebody else ("other": known and not wanted), role, last names, a whole name, comuna,
    directorate kind, names. Titles over 60 characters are prose, not titles.
    """
    folded = fold_text(title)
    if not folded or len(folded) > 60 or "@" in title:  # noqa: PLR2004 (in the docstring)
        return None
    words = frozenset(folded.split())
    if words & _SOMEBODY_ELSE or (words & _WIDER_PLACE and not words & _PLACE):
        return "other"
    if words & _EMAIL:
        return "email"
    if words & _PHONE:
        return "phone"
    return _read_place_or_person(folded, words)


def _read_place_or_person(folded: str, words: Set[str]) -> Subject | None:
    if "cut" in words or (words & _CODE and (words & _PLACE_OF_CODE or len(words) == 1)):
        return "cut"
    if words & _ROLE or folded in _ROLE_PHRASES:
        return "role"
    if words & _LAST_NAMES:
        return "person" if words & _NAMES else "last_names"
    if words & _PERSON:
        return "person"
    return _read_place_or_kind(words)


def _read_place_or_kind(words: Set[str]) -> Subject | None:
    if "direccion" in words and words & (_PLACE | {"municipal"}):
        return "other"
    if words & _PLACE:
        return "comuna"
    if words & _KIND:
        return "kind"
    return "names" if words & _NAMES else None
