"""The picture of the new codes: a column for each ten interviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.agenda.core.interviews.saturation import Window

LEFT, RIGHT, TOP, BOTTOM = 34, 8, 20, 176
WIDEST, NARROWEST, GAP = 44, 20, 6
HEIGHT = 212
LABEL_ROOM = 34
"""What the number of interviews under a column needs, so that no two meet."""


@dataclass(frozen=True)
class Column:
    """One window as drawn: its left edge and top, what stands on it and under it, and its words.

    `label` is empty where there is no room for it.
    """

    window: Window
    x: int
    y: int
    width: int
    height: int
    label: str
    words: str

    @property
    def middle(self) -> int:
        """Return where its numbers stand."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class SaturationPicture:
    """New codes per ten interviews, drawn; `title` and `description` say it in words."""

    title: str
    description: str
    columns: Sequence[Column]
    width: int
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = BOTTOM


def draw_saturation(windows: Sequence[Window]) -> SaturationPicture | None:
    """Draw the windows side by side; None without any."""
    if not windows:
        return None
    pitch = max(NARROWEST, min(WIDEST, 640 // len(windows)))
    every = -(-LABEL_ROOM // pitch)
    tallest = max(1, *(one.new for one in windows))
    columns = [_column(one, place, pitch, every, tallest) for place, one in enumerate(windows)]
    return SaturationPicture(
        title=_("Códigos nuevos cada diez entrevistas"),
        description=_describe(windows),
        columns=columns,
        width=LEFT + pitch * len(windows) + RIGHT,
    )


def _column(window: Window, place: int, pitch: int, every: int, tallest: int) -> Column:
    height = round((BOTTOM - TOP) * window.new / tallest)
    return Column(
        window=window,
        x=LEFT + pitch * place,
        y=BOTTOM - height,
        width=pitch - GAP,
        height=height,
        label=str(window.last) if (place + 1) % every == 0 else "",
        words=_words(window),
    )


def _words(window: Window) -> str:
    words = ngettext(
        "Entrevistas %(first)s a %(last)s: %(new)s código nuevo",
        "Entrevistas %(first)s a %(last)s: %(new)s códigos nuevos",
        window.new,
    )
    return words % {"first": window.first, "last": window.last, "new": window.new}


def _describe(windows: Sequence[Window]) -> str:
    """Say what the last whole ten brought, and what may still change it."""
    whole = [one for one in windows if one.is_whole]
    said = [
        _("Con 10 entrevistas hechas se verá la primera columna completa.")
        if not whole
        else ngettext(
            "Las últimas diez completas trajeron %(n)s código nuevo.",
            "Las últimas diez completas trajeron %(n)s códigos nuevos.",
            whole[-1].new,
        )
        % {"n": whole[-1].new}
    ]
    uncoded = sum(one.uncoded for one in windows)
    if uncoded:
        said.append(
            ngettext(
                "%(n)s entrevista aún no tiene ningún código: la cuenta puede subir.",
                "%(n)s entrevistas aún no tienen ningún código: la cuenta puede subir.",
                uncoded,
            )
            % {"n": uncoded}
        )
    return " ".join(said)
