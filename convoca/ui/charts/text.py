"""How much room a text takes, and boxes that must not touch."""

from dataclasses import dataclass

NARROW = frozenset("iljtfrI.,;:!|'()[] ·")
WIDE = frozenset("mwMWÑQO@%…—&")


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture: its left top corner and its size, in units of the picture."""

    x: int
    y: int
    width: int
    height: int

    def meets(self, other: "Box") -> bool:
        """Tell whether both share some area; touching sides share none."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether the other lies wholly inside, sides included."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


def text_width(text: str, size: int) -> int:
    """Estimate the width of a line from above, whichever system font the reader has.

    Width in the unit of `size`: the sum over letters of 0.45 (narrow), 0.8 (capitals), 1 (wide)
    or 0.68 (others) times the size, rounded up. An empty text takes 0.
    """
    hundredths = 0
    for letter in text:
        if letter in NARROW:
            hundredths += 45
        elif letter in WIDE:
            hundredths += 100
        else:
            hundredths += 80 if letter.isupper() else 68
    return -(-hundredths * size // 100)


def wrap_label(label: str, *, longest: int = 24, lines: int = 2) -> tuple[str, ...]:
    """Break a label between words into at most `lines` lines of at most `longest` letters.

    What does not fit is cut and ends in "…". An empty label gives no lines.
    """
    wrapped: list[str] = []
    for word in label.split():
        if wrapped and len(wrapped[-1]) + 1 + len(word) <= longest:
            wrapped[-1] += f" {word}"
        else:
            wrapped.append(word)
    kept = [_cut(line, longest) for line in wrapped[:lines]]
    if len(wrapped) > lines:
        kept[-1] = _cut(f"{kept[-1].rstrip('…')}…", longest)
    return tuple(kept)


def _cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip('…')}…"
