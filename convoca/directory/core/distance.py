"""How many keystrokes apart two words are."""


def count_edits(first: str, second: str, *, limit: int) -> int:
    """Count the letters inserted, dropped, replaced or swapped with their neighbour.

    The optimal string alignment distance, from 0; anything above limit is given as limit + 1.
    """
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, left in enumerate(first, start=1):
        current = [row]
        for column, right in enumerate(second, start=1):
            # Compared by hand: the function min took half of the time of a whole search.
            cost = last[column - 1] + (left != right)
            if last[column] < cost:
                cost = last[column] + 1
            if current[column - 1] < cost:
                cost = current[column - 1] + 1
            if row > 1 and column > 1 and left == second[column - 2] and first[row - 2] == right:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before_last, last = last, current
    return min(last[-1], limit + 1)
