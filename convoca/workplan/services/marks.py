"""Two people who change the same row: who saves last must have seen what the other saved."""

from convoca.workplan.errors import PoolChangedError


def require_known(known: str, *, before: str, after: str) -> None:
    """Refuse a change by who did not see what is stored, unless it changes nothing.

    known: the mark of what a form was filled in from; empty asks for nothing. before: the mark
    of what is stored; after: of what it would become. So a button pressed twice is pressed once.

    Raises PoolChangedError.
    """
    if known not in {"", before} and after != before:
        raise PoolChangedError(before)
