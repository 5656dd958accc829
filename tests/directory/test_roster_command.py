"""`convoca roster check` and `load`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.directory.models import Person, RosterImport, Tenure
from tests.directory.rosters import make_places
from tests.factories.directory import make_community

pytestmark = pytest.mark.django_db
TITLES = "Comuna;Nombre;Correo\n"
LINES = TITLES + "Ñuñoa;Ana Pérez (S);ana@nunoa.cl\nMaypu;Luis Soto;luis@maipu.cl\n"


@pytest.fixture
def community():
    return make_places(make_community())


def run(act, path, *options):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("roster", act, str(path), *options, stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "nomina.csv"
    path.write_text(LINES, encoding="cp1252")
    return path


def test_check_tells_a_machine_row_by_row_and_stores_nothing(community, file):
    code, out, _err = run("check", file, "--kind", "SECPLAN", "--json")

    told = json.loads(out)
    assert code == 1
    assert told["rows"][0] == {
        "row": 2, "cut": "13120", "kind": "SECPLAN", "person": "Ana Pérez",
        "email": "ana@nunoa.cl", "phone": "", "role": "subrogante", "status": "new",
        "messages": ["Hoy no figura nadie en este cargo."],
    }  # fmt: skip
    assert told["summary"] == {"error": 1, "conflict": 0, "new": 1, "changed": 0, "same": 0}
    assert (Person.objects.count(), RosterImport.objects.count()) == (0, 0)


def test_check_tells_a_person_row_by_row(community, file):
    _code, out, _err = run("check", file, "--kind", "SECPLAN")

    assert "fila 2 · nueva · Ñuñoa · Ana Pérez Hoy no figura nadie en este cargo." in out
    assert out.splitlines()[-1] == "error: 1, conflicto: 0, nueva: 1, cambia: 0, igual: 0"


def test_load_asks_to_be_sure_and_then_loads_with_its_number(community, file):
    with pytest.raises(CommandError, match="--yes"):
        run("load", file, "--kind", "SECPLAN")

    _code, _out, err = run("load", file, "--kind", "SECPLAN", "--yes")

    number = RosterImport.objects.get(state="loaded").pk
    assert err.strip() == f"Se cargaron 1 filas (carga {number})."
    assert Tenure.objects.get().person.name == "Ana Pérez"


def test_load_of_a_long_file_reads_it_at_once(community, tmp_path):
    path = tmp_path / "larga.csv"
    path.write_text(LINES + "Nowhere;Eva Paz;eva@x.cl\n" * 2_000, encoding="utf-8")

    run("load", path, "--kind", "SECPLAN", "--yes")

    assert RosterImport.objects.get().counts["error"] == 2_001
    assert Tenure.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--kind", "NADA"], "No hay un tipo de dirección «NADA»"), ([], "Falta --kind")],
)
def test_wrong_kind_is_a_wrong_call(community, file, options, said):
    with pytest.raises(CommandError, match=said) as caught:
        run("check", file, *options)

    assert caught.value.returncode == 2


def test_absent_file_is_a_wrong_call_and_a_strange_one_is_refused(community, tmp_path):
    with pytest.raises(CommandError) as absent:
        run("check", tmp_path / "nada.csv", "--kind", "SECPLAN")
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="fila de títulos") as strange:
        run("check", tmp_path / "a.csv", "--kind", "SECPLAN")

    assert (absent.value.returncode, strange.value.returncode) == (2, 1)
