"""Huge files keep what may be loaded, exactly, and little else."""

from convoca.directory.core.collecting import (
    MOST_ERRORS,
    MOST_OF_ONE_SEAT,
    MOST_OF_OTHER_KINDS,
    collect_rows,
)
from convoca.directory.core.repeats import mark_repeats
from convoca.directory.core.roster_row import RosterRow


def rows(count, **values):
    return [RosterRow(number=number, **values) for number in range(2, count + 2)]


def test_rows_of_a_real_roster_are_all_kept_in_order():
    given = [RosterRow(number=n, cut=f"{n:05}", person=f"Ana {n}") for n in range(2, 347)]

    collected = collect_rows(given, "SECPLAN")

    assert [row.number for row in collected.rows] == [row.number for row in given]
    assert (collected.read, collected.left_out) == (345, {})
    assert {row.kind for row in collected.rows} == {"SECPLAN"}


def test_rows_that_repeat_a_seat_are_counted_beyond_ten():
    collected = collect_rows(rows(1_000, cut="13120", person="Ana"), "SECPLAN")

    assert len(collected.rows) == MOST_OF_ONE_SEAT
    assert collected.left_out == {"conflict": 1_000 - MOST_OF_ONE_SEAT}
    assert mark_repeats(collected.rows)[0].rivals == ()


def test_one_row_that_differs_after_many_equal_ones_makes_the_seat_disputed():
    given = [*rows(50, cut="13120", person="Ana"), RosterRow(99, cut="13120", person="Luis")]

    collected = collect_rows(given, "SECPLAN")

    assert collected.rows[-1].person == "Luis"
    assert all(row.rivals for row in mark_repeats(collected.rows))


def test_rows_without_comuna_are_counted_beyond_a_thousand():
    collected = collect_rows(rows(1_500), "SECPLAN")

    assert (len(collected.rows), collected.left_out) == (MOST_ERRORS, {"error": 500})


def test_rows_of_other_kinds_are_errors_and_counted_beyond_two_hundred():
    given = [*rows(300, cut="13120", kind="DOM"), RosterRow(900, cut="13120", kind="SECPLAN")]

    collected = collect_rows(given, "SECPLAN")

    assert collected.left_out == {"error": 300 - MOST_OF_OTHER_KINDS}
    assert [row.has_error for row in collected.rows[-2:]] == [True, False]
    assert collected.rows[0].messages[-1].text == (
        "La fila es de DOM y esta nómina es de SECPLAN; no se carga."
    )


def test_no_rows_give_nothing():
    collected = collect_rows([], "SECPLAN")

    assert (collected.rows, collected.read, collected.left_out) == ((), 0, {})
