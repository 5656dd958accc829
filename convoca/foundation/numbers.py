"""Numbers of rows as people's browsers send them."""

MOST_DIGITS = 18


def read_id(text: str | None) -> int:
    """Return the number of a row; 0, which no row has, for anything that is not one."""
    if not text or len(text) > MOST_DIGITS or not text.isdecimal():
        return 0
    return int(text)
