"""From the bytes of an untrusted file to ballots."""

import json

from convoca.agenda.core.rule.ballots.faults import BallotsError, quoted
from convoca.agenda.core.rule.ballots.parsing import parse_ballots
from convoca.agenda.core.rule.ballots.values import Ballots

# 7,000 people who rate 25 themes, written with an indent, take 20 MB.
MAX_FILE_BYTES = 24 * 1024 * 1024


def read_ballots(content: bytes) -> Ballots:
    """Read a ballot file.

    Args:
        content: the bytes of the file, UTF-8 with or without a byte order mark.

    Raises:
        BallotsError: too large, not UTF-8, not JSON, a name given twice in one object, or
            anything `parse_ballots` refuses.
    """
    if len(content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // (1024 * 1024)
        raise BallotsError((f"El archivo pesa más de {limit} MB. Revise que sea el correcto.",))
    return parse_ballots(_decode(content))


def _decode(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        sentence = "El archivo no está en UTF-8. Guárdelo de nuevo con esa codificación."
        raise BallotsError((sentence,)) from exc
    try:
        return json.loads(text, object_pairs_hook=_object_without_repeats)
    except json.JSONDecodeError as exc:
        sentence = f"El archivo no es JSON: revise la línea {exc.lineno}, columna {exc.colno}."
        raise BallotsError((sentence,)) from exc
    except RecursionError as exc:
        sentence = "El archivo tiene listas u objetos anidados sin fin. Revise que sea el correcto."
        raise BallotsError((sentence,)) from exc
    except BallotsError:
        raise
    except ValueError as exc:  # Python refuses to read a number of thousands of digits
        sentence = "El archivo trae un número demasiado largo. Revise las notas y los pesos."
        raise BallotsError((sentence,)) from exc


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            sentence = f"El nombre {quoted(name)} aparece dos veces en un mismo objeto. Deje uno."
            raise BallotsError((sentence,))
        found[name] = value
    return found
