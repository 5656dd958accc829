"""The text of a template and its blanks: {{1}}, {{2}}, filled in order."""

import re
from collections.abc import Sequence

_BLANK = re.compile(r"\{\{(\d+)\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,120}")
LONGEST_BODY = 1024


class TemplateTextError(ValueError):
    """A text that Meta would not approve; `fault` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def count_blanks(body: str) -> int:
    """Return how many parameters fill a text: the highest number among its blanks; 0 for none."""
    return max((int(number) for number in _BLANK.findall(body)), default=0)


def check_body(body: str) -> None:
    """Refuse a text that Meta would refuse.

    Its blanks must be {{1}} to {{n}} with none left out; it may not begin or end with one, nor
    be empty or longer than 1,024 letters.

    Raises:
        TemplateTextError: with `fault` "length", "order" or "edge".

    Source: Meta, message templates, "components"; error 2388299 for the edges.
    """
    text = body.strip()
    if not text or len(text) > LONGEST_BODY:
        raise TemplateTextError("length")
    if {int(number) for number in _BLANK.findall(text)} != set(range(1, count_blanks(text) + 1)):
        raise TemplateTextError("order")
    if _BLANK.match(text) or text.endswith("}}"):
        raise TemplateTextError("edge")


def is_name(name: str) -> bool:
    """Say whether Meta takes a name: small letters without accents, digits, underscores."""
    return _NAME.fullmatch(name) is not None


def clean_parameter(text: str) -> str:
    """Return a parameter as Meta takes it: one line, single blanks; an empty one is a dash.

    Source: Meta refuses line breaks, tabs and more than four blanks in a row (132018).
    """
    return " ".join(text.split()) or "-"


def fill_body(body: str, parameters: Sequence[str]) -> str:
    """Return the text as the person reads it; a blank without its parameter stays as it is."""
    cleaned = [clean_parameter(each) for each in parameters]

    def fill(match: re.Match[str]) -> str:
        number = int(match[1])
        return cleaned[number - 1] if 0 < number <= len(cleaned) else match[0]

    return _BLANK.sub(fill, body)
