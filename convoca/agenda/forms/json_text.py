"""JSON as pages send it, and as anybody else may."""

import json

LONGEST_INTEGER = 15


def read_json(text: str | bytes) -> object:
    """Return what JSON holds, so that every database can keep it.

    NUL is left out, half of a sign (a lone surrogate) becomes a question mark.

    Raises ValueError for what is no JSON, is nested too deeply, or has a number that is none, is
    endless or has more than 15 digits.
    """
    try:
        found = json.loads(text, parse_int=_read_integer, parse_constant=_refuse)
        json.dumps(found, allow_nan=False)
        return _clean(found)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _read_integer(digits: str) -> int:
    if len(digits) > LONGEST_INTEGER:
        raise ValueError(digits[:LONGEST_INTEGER])
    return int(digits)


def _refuse(name: str) -> object:
    raise ValueError(name)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value
