"""The rows that the sessions of one community fill, as arrays: prices and open places at once."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.hard_rules import Field
from convoca.workplan.core.ground.resources import Resources, Role, Row
from convoca.workplan.core.ground.slots import Flags, Whole

Places = NDArray[np.intp]


class Needs:
    """Every option of every role of every session at every place it may use.

    Three levels, each cut by the starts of its groups: the rows of an option, the options of a
    role, the roles of a session at a place.
    """

    def __init__(self, resources: Resources, field: Field, slots: Whole) -> None:
        self.shape = (len(field.allowed), len(slots))
        self.at = np.nonzero(field.allowed[:, slots])
        self.row_number: dict[Row, int] = {}
        self._known: dict[int, tuple[Role, list[int], list[int]]] = {}
        rows: list[int] = []
        sizes: list[int] = []
        role_start: list[int] = []
        session_start: list[int] = []
        for session, place in zip(*(side.tolist() for side in self.at), strict=True):
            session_start.append(len(role_start))
            for role in resources.roles(field, session, int(slots[place])):
                role_start.append(len(sizes))
                _, role_rows, role_sizes = self._numbered(role)
                rows += role_rows
                sizes += role_sizes
        self._known.clear()
        self.rows = np.array(rows, dtype=np.int32)
        self.option_start = np.cumsum([0, *sizes[:-1]], dtype=np.intp)
        self.role_start = np.array(role_start, dtype=np.intp)
        self.session_start = np.array(session_start, dtype=np.intp)
        self.limits = np.array([resources.limit(row) for row in self.row_number], dtype=np.int64)

    def _numbered(self, role: Role) -> tuple[Role, list[int], list[int]]:
        """Number the rows of a role and count those of each option.

        Roles are known again by what they are: comparing them by value costs more than all else.
        """
        if id(role) not in self._known:
            numbers = [
                self.row_number.setdefault(row, len(self.row_number))
                for option in role
                for row in option.rows
            ]
            self._known[id(role)] = (role, numbers, [len(option.rows) for option in role])
        return self._known[id(role)]

    def prices(self, price: Mapping[Row, int]) -> Whole:
        """Give what each session pays at each place: in each role, the cheapest option.

        0 where a session may not be; rows without a price are free.
        """
        result = np.zeros(self.shape, dtype=np.int64)
        if len(self.rows):
            by_option = np.add.reduceat(self._of_rows(price)[self.rows], self.option_start)
            by_role = np.minimum.reduceat(by_option, self.role_start)
            result[self.at] = np.add.reduceat(by_role, self.session_start)
        return result

    def open_places(self, used: Mapping[Row, int]) -> Flags:
        """Tell where each session still finds an option in every role."""
        result = np.zeros(self.shape, dtype=np.bool_)
        if len(self.rows):
            is_full = (self._of_rows(used) >= self.limits)[self.rows]
            by_option = np.logical_or.reduceat(is_full, self.option_start)
            by_role = np.logical_and.reduceat(by_option, self.role_start)
            result[self.at] = ~np.logical_or.reduceat(by_role, self.session_start)
        return result

    def _of_rows(self, numbers: Mapping[Row, int]) -> Whole:
        result = np.zeros(len(self.row_number), dtype=np.int64)
        for row, number in numbers.items():
            if row in self.row_number:
                result[self.row_number[row]] = number
        return result
