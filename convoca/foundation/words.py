"""Small things of the language that sentences are put together with."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

SOUNDS_LIKE_I = re.compile(r"h?[ií](?!e)", re.IGNORECASE)


def join_names(names: Sequence[str]) -> str:
    """Return names as a person lists them: "Ñuñoa", "Ñuñoa y Til Til", "Arica, Putre e Iquique".

    Before the sound of an i the word is "e" and not "y" (not before "hie" or "ie").

    Args:
        names: in the order in which they are read; empty gives "".
    """
    *first, last = names or [""]
    if not first:
        return last
    words = {"first": ", ".join(first), "last": last}
    if SOUNDS_LIKE_I.match(last):
        return _("%(first)s e %(last)s") % words
    return _("%(first)s y %(last)s") % words
