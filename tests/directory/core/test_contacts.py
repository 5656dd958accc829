import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core.emails import EmailCell, is_shared_mailbox, read_email
from convoca.directory.core.messages import note, warning
from convoca.directory.core.phones import PhoneCell, read_phone

FIXED = note("Es un teléfono fijo: no recibe WhatsApp.")
UNASSIGNED = warning("El teléfono no figura entre los números asignados; confírmelo.")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@muni.cl", "ana@muni.cl"),
        ("mailto:Ana.Soto@MUNI.CL", "Ana.Soto@muni.cl"),
        (" ana @ muni.cl ", "ana@muni.cl"),
        ("ana@muni.cl.", "ana@muni.cl"),
        ("<ana@muni.cl>;", "ana@muni.cl"),
        ("Ana Soto <ana@muni.cl>", "ana@muni.cl"),
        ("ana@muni.cl, ana@muni.cl", "ana@muni.cl"),
        ("ana\u200b@muni.cl", "ana@muni.cl"),
        ("", ""),
        ("s/i", ""),
        ("sin correo", ""),
    ],
)
def test_address_is_tidied(text, address):
    assert read_email(text) == EmailCell(address)


@pytest.mark.parametrize(
    "text", ["a@x.cl; b@y.cl", "a@x.cl / b@y.cl", "a@x.cl b@y.cl", "a@x.cl y b@y.cl"]
)
def test_first_of_several_addresses_is_used_and_told(text):
    said = "La celda trae varios correos; se usará a@x.cl y no b@y.cl."

    assert read_email(text) == EmailCell("a@x.cl", (warning(said),))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ana.muni.cl", "«ana.muni.cl» no tiene @"),
        ("ana,soto@muni.cl", "«ana» no tiene @"),
        ("ana soto@muni.cl", "«ana» no tiene @"),
        ("ana@muni", "después de la @"),
        ("ana@muni..cl", "después de la @"),
        ("ana@-muni.cl", "después de la @"),
        ("ana@muni.c1", "después de la @"),
        (f"ana@{'a' * 64}.cl", "después de la @"),
        ("ana..soto@muni.cl", "antes de la @"),
        ("a@b@muni.cl", "antes de la @"),
        ("peña@muni.cl", "acento o ñ"),
        (f"{'a' * 65}@muni.cl", "demasiado largo"),
        ("()a", "«a» no tiene @"),
        ("ana@muni.cl; eva@muni", "después de la @"),
    ],
)
def test_bad_address_is_an_error_and_gives_none(text, reason):
    read = read_email(f"{text}")

    assert (read.address, [each.level for each in read.messages]) == ("", ["error"])
    assert reason in read.messages[0].text


def test_domain_with_other_letters_is_accepted_and_told():
    said = "El dominio de ana@ñuñoa.cl lleva letras con acento o ñ."

    assert read_email("ana@Ñuñoa.cl") == EmailCell("ana@ñuñoa.cl", (note(said),))


@pytest.mark.parametrize(
    "address",
    [
        "oficinadepartes@x.cl",
        "of.partes@x.cl",
        "Alcaldia@x.cl",
        "contacto1@x.cl",
        "secplan.lota@x.cl",
    ],
)
def test_mailbox_of_an_office_is_shared(address):
    assert is_shared_mailbox(address, shared_names={"secplan"})


@pytest.mark.parametrize(
    "address", ["ana@partes.cl", "ana.soto@x.cl", "apartes@x.cl", "del.rio@x.cl", "am.soto@x.cl"]
)
def test_mailbox_of_a_person_is_not_shared(address):
    assert not is_shared_mailbox(address, shared_names={"del", "am"})


def test_shared_mailbox_is_told():
    said = "partes@x.cl parece un buzón compartido: el enlace personal lo puede abrir otra persona."

    assert read_email("partes@x.cl") == EmailCell("partes@x.cl", (warning(said),), is_shared=True)


@given(st.text(max_size=60))
def test_read_email_never_fails_and_gives_one_address_or_none(text):
    assert read_email(text).address.count("@") <= 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9 8765 4321", "+56987654321"),
        ("987654321", "+56987654321"),
        ("987654321.0", "+56987654321"),
        ("+569 8765 4321", "+56987654321"),
        ("569 87654321", "+56987654321"),
        ("0056987654321", "+56987654321"),
        ("+56 (9) 8765-4321", "+56987654321"),
        ("09 87654321", "+56987654321"),
        ("'+56987654321", "+56987654321"),
        ("=+56987654321", "+56987654321"),
        ("Cel. 987654321", "+56987654321"),
        ("WhatsApp: 9.8765.4321", "+56987654321"),
        ("56-2-2234-5678", "+56222345678"),
        ("(2) 2234 5678", "+56222345678"),
        ("(032) 2212345", "+56322212345"),
        ("", ""),
        ("s/i", ""),
    ],
)
def test_phone_is_written_in_the_international_form(text, number):
    assert read_phone(text, region="CL") == PhoneCell(number, has_all_digits=bool(number))


def test_region_decides_what_a_national_number_means():
    assert [read_phone("11 4321 5678", region=region).number for region in ("AR", "CL")] == [
        "+541143215678",
        "11 4321 5678",
    ]


def test_number_of_an_unassigned_range_is_accepted_and_told():
    assert read_phone("9 1234 5678", region="CL") == PhoneCell("+56912345678", True, (UNASSIGNED,))


@pytest.mark.parametrize("text", ["2 2234 5678 anexo 123", "222345678 ext. 123", "222345678 x123"])
def test_extension_is_left_out_and_told(text):
    said = note("El anexo 123 no se guarda con el teléfono.")

    assert read_phone(text, region="CL") == PhoneCell("+56222345678", True, (said,))


def test_fixed_line_is_told_where_the_plan_knows():
    assert read_phone("+54 11 4321 5678", region="CL") == PhoneCell("+541143215678", True, (FIXED,))


@pytest.mark.parametrize(
    "text",
    ["987654321 / 222345678", "9 8765 4321 - 222345678", "987654321\n222345678", "1 y 987654321"],
)
def test_first_good_phone_of_several_is_used_and_told(text):
    read = read_phone(text, region="CL")
    other = "1" if text.startswith("1") else "222345678"
    said = warning(f"La celda trae varios teléfonos; no se usará {other}.")

    assert read == PhoneCell("+56987654321", True, (said,))


@pytest.mark.parametrize("text", ["9.12E+08", "9,12E+08", "9E8", "5.69e+10"])
def test_scientific_notation_is_told_as_lost_digits(text):
    said = (
        f"El teléfono {text} perdió cifras en la planilla: "
        "déle formato de texto a la columna y escríbalo de nuevo."
    )

    assert read_phone(text, region="CL") == PhoneCell(text, False, (warning(said),))


@pytest.mark.parametrize(
    "text", ["98765432", "12", "juan", "0" * 50, "no sé", "09 1234", "9 8765 43210", "+999 123456"]
)
def test_phone_without_its_digits_stays_as_it_came_and_is_told(text):
    said = warning(f"El teléfono «{text}» no es válido; revíselo.")

    assert read_phone(text, region="CL") == PhoneCell(text, False, (said,))


@given(st.text(max_size=60))
def test_read_phone_never_fails_and_loses_no_cell_silently(text):
    read = read_phone(text, region="CL")

    assert read.has_all_digits or bool(read.number) == bool(read.messages)
