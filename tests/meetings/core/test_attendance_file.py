import pytest

from convoca.directory.core.comunas import ComunaIndex
from convoca.meetings.core.attendance_file import (
    AttendanceColumnsError,
    FileReading,
    Guest,
    Match,
    Unmatched,
    read_attendance,
)

COMUNAS = ComunaIndex(
    [
        ("13120", "Ñuñoa", []),
        ("11101", "Coyhaique", ["Coihaique"]),
        ("01101", "Iquique", []),
        ("05109", "Viña del Mar", []),
    ]
)
GUESTS = [
    Guest(1, 11, "Ana@Nunoa.cl", ("13120",)),
    Guest(2, 12, "beto@coyhaique.cl", ("11101",)),
    Guest(3, 13, "oficina@iquique.cl", ("01101",)),
]


def read(*rows, guests=GUESTS):
    numbered = list(enumerate(rows, start=1))
    return read_attendance(numbered, guests, COMUNAS, duration_min=60)


def found(reading):
    return {match.seat_id: (match.presence, match.minutes) for match in reading.matches}


def test_read_attendance_matches_by_address_whatever_its_case():
    reading = read(
        ("Correo electrónico", "Presente"), ("ANA@nunoa.CL", "Sí"), ("beto@coyhaique.cl", "no")
    )

    assert reading == FileReading((Match(1, "present", None, 2), Match(2, "absent", None, 3)), ())


def test_read_attendance_matches_by_folded_comuna_other_spelling_and_code():
    reading = read(
        ("Título de la lista",),
        ("MUNICIPALIDAD", "Asistió"),
        ("I. Municipalidad de Nunoa", "x"),
        ("Coihaique", "excusa"),
        ("1101", "1"),
    )

    assert found(reading) == {1: ("present", None), 2: ("excused", None), 3: ("present", None)}


def test_read_attendance_counts_half_of_the_minutes_as_present():
    reading = read(
        ("User Email", "Total Duration (Minutes)"),
        ("ana@nunoa.cl", "30"),
        ("beto@coyhaique.cl", "29,9"),
    )

    assert found(reading) == {1: ("present", 30), 2: ("absent", 29)}


def test_read_attendance_of_who_cannot_be_found_is_left_to_a_person():
    reading = read(
        ("correo", "comuna", "presente"),
        ("nadie@x.cl", "", "si"),
        ("", "Ñuñoaa", "si"),
        ("", "Viña del Mar", "si"),
        ("ana@nunoa.cl", "Coyhaique", "si"),
        ("", "", ""),
    )

    unfound = "No existe una comuna «Ñuñoaa». ¿Será «Ñuñoa»? Elíjala usted."
    absent = "Nadie de Viña del Mar ha aceptado participar en este ciclo."
    other = "El correo y la comuna son de personas distintas."
    assert reading == FileReading(
        (),
        (
            Unmatched(2, "nadie@x.cl · si", "Nadie que participe tiene ese correo."),
            Unmatched(3, "Ñuñoaa · si", unfound),
            Unmatched(4, "Viña del Mar · si", absent),
            Unmatched(5, "ana@nunoa.cl · Coyhaique · si", other),
        ),
    )


def test_read_attendance_of_a_presence_that_is_not_clear_is_left_to_a_person():
    reading = read(
        ("correo", "presente", "minutos"),
        ("ana@nunoa.cl", "", ""),
        ("ana@nunoa.cl", "quizás", ""),
        ("ana@nunoa.cl", "no", "55"),
        ("ana@nunoa.cl", "", "mucho"),
    )

    assert reading.matches == ()
    assert [one.why for one in reading.unmatched] == [
        "No dice si estuvo.",
        "No se entiende «quizás»: escriba sí, no o excusa.",
        "Dice «no», pero estuvo 55 de 60 minutos.",
        "«mucho» no es un número de minutos.",
    ]


def test_read_attendance_with_excuse_and_no_minutes_is_an_excuse():
    assert found(read(("correo", "presente", "minutos"), ("ana@nunoa.cl", "excusa", "0"))) == {
        1: ("excused", 0)
    }


def test_read_attendance_of_a_shared_mailbox_needs_the_comuna():
    guests = [Guest(1, 11, "partes@x.cl", ("13120",)), Guest(2, 12, "partes@x.cl", ("11101",))]

    reading = read(
        ("correo", "comuna", "presente"),
        ("partes@x.cl", "", "si"),
        ("partes@x.cl", "Coyhaique", "si"),
        guests=guests,
    )

    assert found(reading) == {2: ("present", None)}
    assert [one.why for one in reading.unmatched] == [
        "Varias personas comparten ese correo: agregue la comuna."
    ]


def test_read_attendance_of_a_person_with_two_seats_counts_for_both():
    guests = [Guest(1, 11, "ana@x.cl", ("13120",)), Guest(2, 11, "ana@x.cl", ("11101",))]

    assert found(read(("correo", "presente"), ("ana@x.cl", "si"), guests=guests)) == {
        1: ("present", None),
        2: ("present", None),
    }


def test_read_attendance_in_another_address_of_the_same_comuna_goes_by_the_comuna():
    reading = read(("correo", "comuna", "presente"), ("personal@gmail.com", "Ñuñoa", "si"))

    assert found(reading) == {1: ("present", None)}


@pytest.mark.parametrize(
    ("minutes", "settled"),
    [
        (("10", "40"), {1: ("present", 40)}),
        (("5", "6"), {1: ("absent", 6)}),
        (("20", "25"), {}),
    ],
)
def test_read_attendance_of_who_came_back_is_settled_only_where_it_is_certain(minutes, settled):
    reading = read(("correo", "minutos"), *(("ana@nunoa.cl", each) for each in minutes))

    assert found(reading) == settled
    assert [one.text for one in reading.unmatched] == ([] if settled else ["Filas 2, 3"])


def test_read_attendance_of_rows_that_contradict_each_other_is_left_to_a_person():
    reading = read(("correo", "presente"), ("ana@nunoa.cl", "si"), ("ana@nunoa.cl", "no"))

    assert reading == FileReading(
        (),
        (Unmatched(2, "Filas 2, 3", "El mismo puesto aparece en varias filas que no coinciden."),),
    )


def test_read_attendance_of_rows_that_agree_is_one_match():
    reading = read(("correo", "presente"), ("ana@nunoa.cl", "si"), ("ana@nunoa.cl", "x"))

    assert found(reading) == {1: ("present", None)}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Falta una columna «correo», «comuna» o «CUT» con su título."),
        ([("nombre", "presente")], "Falta una columna «correo», «comuna» o «CUT» con su título."),
        ([("correo", "nombre")], "Falta una columna «presente» o «minutos»."),
    ],
)
def test_read_attendance_without_its_columns_says_which_is_missing(rows, sentence):
    with pytest.raises(AttendanceColumnsError) as refusal:
        read(*rows)

    assert refusal.value.sentence == sentence


ZOOM = ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)")


def at(clock: str) -> str:
    return f"11/23/2026 {clock}"


def test_read_attendance_of_two_devices_at_once_counts_their_union():
    """WHK-14: a telephone and a laptop at once, then a reconnection."""
    reading = read(
        ZOOM,
        ("Ana", "ana@nunoa.cl", at("10:00:00 AM"), at("10:20:00 AM"), "20"),
        ("iPhone de Ana", "ana@nunoa.cl", at("10:10:00 AM"), at("10:25:00 AM"), "15"),
        ("Ana", "ana@nunoa.cl", at("10:50:00 AM"), at("11:00:00 AM"), "10"),
        ("Beto", "beto@coyhaique.cl", at("10:00:00 AM"), at("10:20:00 AM"), "20"),
        ("Beto", "beto@coyhaique.cl", at("10:00:00 AM"), at("10:20:00 AM"), "20"),
    )

    assert found(reading) == {1: ("present", 35), 2: ("absent", 20)}
    assert reading.unmatched == ()


def test_read_attendance_never_finds_a_person_by_the_name_in_the_call():
    """WHK-14: who joins as "iPhone de Ana" is left to a person."""
    reading = read(ZOOM, ("iPhone de Ana", "", at("10:00:00 AM"), at("11:00:00 AM"), "60"))

    assert reading.matches == ()
    assert [one.why for one in reading.unmatched] == ["Entró sin correo."]
    assert reading.unmatched[0].text.startswith("iPhone de Ana")


def test_read_attendance_leaves_out_the_waiting_room_and_asks_about_hours_it_cannot_read():
    reading = read(
        (*ZOOM, "In Waiting Room"),
        ("Ana", "ana@nunoa.cl", at("10:00:00 AM"), at("11:00:00 AM"), "60", "Yes"),
        ("Beto", "beto@coyhaique.cl", "ayer", "hoy", "60", "No"),
    )

    assert reading.matches == ()
    assert [one.row_number for one in reading.unmatched] == [3]
