"""Whether new interviews still say something new: new codes, a window of interviews at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

WINDOW = 10


@dataclass(frozen=True)
class Window:
    """Interviews `first` to `last`, counted from 1 in the order they were done.

    `new` codes appear there for the first time; `known` is how many there are by its end.
    `is_whole` is false for a last window that is not full yet. `uncoded` interviews of it have
    no code so far: while there are any, `new` may still grow.
    """

    first: int
    last: int
    new: int
    known: int
    uncoded: int
    is_whole: bool


def count_new_codes(codes: Sequence[Collection[int]], *, width: int = WINDOW) -> list[Window]:
    """Count the codes that each window of interviews brings for the first time.

    new(w) = codes of the interviews of w that no interview before w has.

    Args:
        codes: the codes of each interview, in the order they were done; empty gives [].
        width: interviews in a window, 1 or more.

    Returns:
        The windows in their order; the last one may be shorter than `width`.

    Raises:
        ValueError: a width below 1.

    Source: Guest, Namey and Chen, A simple method to assess and report thematic saturation in
    qualitative research, PLOS ONE 15(5), 2020: new themes in a run of interviews.
    """
    if width < 1:
        raise ValueError(f"{width} interviews in a window")
    known: set[int] = set()
    windows = []
    for start in range(0, len(codes), width):
        part = codes[start : start + width]
        fresh = set().union(*part) - known
        known |= fresh
        windows.append(
            Window(
                first=start + 1,
                last=start + len(part),
                new=len(fresh),
                known=len(known),
                uncoded=sum(not one for one in part),
                is_whole=len(part) == width,
            )
        )
    return windows
