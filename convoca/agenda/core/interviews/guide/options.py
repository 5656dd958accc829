"""The values of the options of a question, which stay when their words change."""

import re
import unicodedata
from collections.abc import Sequence

from convoca.agenda.core.interviews.guide.needed import fresh_id
from convoca.agenda.core.interviews.guide.values import Option

LONGEST_VALUE = 36


def name_options(labels: Sequence[str], *, before: Sequence[Option]) -> tuple[Option, ...]:
    """Give each label its value: a label that was there keeps its own, in whatever place.

    When as many options were renamed as there were gone, each takes the value of the gone one
    in the same order: it is the same answer in other words. Any other gets a new value made of
    its words.
    """
    known = {option.label: option.value for option in before}
    renamed = [label for label in labels if label not in known]
    gone = [option.value for option in before if option.label not in labels]
    if len(renamed) == len(gone):
        known |= dict(zip(renamed, gone, strict=True))
    taken = {option.value for option in before}
    options: list[Option] = []
    for label in labels:
        value = known.get(label) or fresh_id(name_of(label), taken)
        taken.add(value)
        options.append(Option(value, label))
    return tuple(options)


def name_of(words: str) -> str:
    """Make a name of words: lower case letters without accents, digits and _; begins by a letter.

    Words without any letter or digit give "x".
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_VALUE].strip("_")
    return name if name[:1].isalpha() else f"x{name}"
