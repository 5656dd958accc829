"""Who counts as present, and shares of attendance."""

PRESENT_SHARE = 0.5


def was_present(minutes: int, duration_min: int, *, share: float = PRESENT_SHARE) -> bool:
    """Say whether somebody who stayed so long was present: minutes / duration_min >= share.

    Exactly the share counts as present. Staying longer than planned counts too.

    Args:
        minutes: stayed, 0 or more.
        duration_min: planned length, above 0.
        share: of the planned length, above 0 to 1.

    Raises:
        ValueError: an argument outside its range.

    Source: the mission's measure of attendance, "at least half of the minutes".
    """
    if minutes < 0 or duration_min <= 0 or not 0 < share <= 1:
        raise ValueError(f"{minutes} of {duration_min} minutes, share {share}")
    return minutes >= share * duration_min
