import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.agenda.core.rule.agenda import make_agenda
from convoca.agenda.core.rule.agenda_format import agenda_to_bytes
from convoca.agenda.core.rule.ballots import parse_ballots
from convoca.agenda.management.commands.agenda import Command
from tests.agenda.core.rule.builders import document

EXPECTED = agenda_to_bytes(make_agenda(parse_ballots(document())))


@pytest.fixture
def ballots_file(tmp_path):
    path = tmp_path / "ballots.json"
    path.write_text(json.dumps(document()), encoding="utf-8")
    return path


def rank(path, **options):
    """Run the command; give what it printed, what it complained of, and its exit code."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("agenda", "rank", str(path), stdout=said, stderr=complained, **options)
    except SystemExit as left:
        return said.getvalue(), complained.getvalue(), left.code
    return said.getvalue(), complained.getvalue(), 0


def squeezed(table: str) -> str:
    return " ".join(word for word in table.split() if word not in "│┃")


def test_agenda_rank_prints_a_table_a_person_can_read(ballots_file):
    said, complained, code = rank(ballots_file)

    assert (complained, code) == ("", 0)
    assert "Agenda propuesta" in said
    assert "│ 1 │ Residuos │" in " ".join(said.split())
    assert "Sin ningún tema propio: 0 % (no marcó ninguno: 0 %)." in squeezed(said)
    assert "Con umbrales de 9 a 16 se mantienen 2 de 2 temas." in squeezed(said)


def test_agenda_rank_writes_the_format_to_the_file(ballots_file, tmp_path):
    out = tmp_path / "agenda.json"

    said, _, code = rank(ballots_file, out=out)

    assert (out.read_bytes(), code) == (EXPECTED, 0)
    assert "Agenda propuesta" in said


def test_agenda_rank_prints_only_the_format_when_json_is_asked(ballots_file):
    assert rank(ballots_file, json=True) == (EXPECTED.decode(), "", 0)


def test_agenda_rank_shows_the_reserve_and_titles_as_they_are(tmp_path):
    path = tmp_path / "ballots.json"
    themes = [{"id": name, "title": f"[red]{name}"} for name in "AB"]
    path.write_text(json.dumps(document(themes=themes, k=1)), encoding="utf-8")

    said, _, code = rank(path)

    assert code == 0
    assert "│ 1 │ [red]A │" in " ".join(said.split())
    assert "│ 1 │ [red]B │" in " ".join(said.split())


def test_agenda_rank_says_so_when_nobody_marked_anything(tmp_path):
    path = tmp_path / "ballots.json"
    people = [{"id": "ana", "approvals": []}]
    path.write_text(json.dumps(document(people=people)), encoding="utf-8")

    said, _, code = rank(path)

    assert code == 0
    assert said.startswith("Nadie marcó un tema como urgente: no hay agenda que proponer.")
    assert "│ — │ Residuos │" in " ".join(said.split())


def test_agenda_rank_says_when_a_required_kind_could_not_be_met(tmp_path):
    path = tmp_path / "ballots.json"
    people = [{"id": f"p{n}", "kind": "isla", "approvals": []} for n in range(5)]
    content = document(people=people, required_kinds=["isla"])
    path.write_text(json.dumps(content), encoding="utf-8")

    said, _, code = rank(path)

    assert code == 0
    assert "No se pudo cumplir lo pedido para «isla»." in said


def test_agenda_rank_tells_each_fault_on_a_line_and_writes_nothing(tmp_path):
    path, out = tmp_path / "ballots.json", tmp_path / "agenda.json"
    people = [{"id": "ana", "ratings": {"A": [9, 9], "Z": None}}]
    path.write_text(json.dumps(document(people=people)), encoding="utf-8")

    assert rank(path, out=out) == (
        "",
        (
            "people[0].ratings.A: [9, 9] no sirve. Escriba [interés, urgencia], dos enteros "
            "de 1 a 5, o null si no aplica.\n"
            "people[0].ratings.Z: el tema «Z» no está en «themes». Agréguelo allí o quite esta "
            "respuesta.\n"
        ),
        1,
    )
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "El archivo no es JSON: revise la línea 1, columna 1.\n"),
        (b"\xff\xfe", "El archivo no está en UTF-8. Guárdelo de nuevo con esa codificación.\n"),
        (b" " * 26_000_000, "El archivo pesa más de 24 MB. Revise que sea el correcto.\n"),
        (b"[]", "El archivo debe ser un objeto JSON con «format», «themes»…\n"),
        (
            b"[" * 200_000,
            "El archivo tiene listas u objetos anidados sin fin. Revise que sea el correcto.\n",
        ),
        (
            b'{"format": "convoca.agenda.ballots/1", "k": 1, "k": 2}',
            "El nombre «k» aparece dos veces en un mismo objeto. Deje uno.\n",
        ),
    ],
)
def test_agenda_rank_refuses_a_file_that_is_not_ballots(tmp_path, content, sentence):
    path = tmp_path / "ballots.json"
    path.write_bytes(content)

    assert rank(path) == ("", sentence, 1)


def test_agenda_rank_refuses_a_path_that_cannot_be_read(tmp_path):
    absent = tmp_path / "absent.json"

    assert rank(absent) == ("", f"No se pudo leer «{absent}». Revise la ruta.\n", 2)
    assert rank(tmp_path) == ("", f"No se pudo leer «{tmp_path}». Revise la ruta.\n", 2)


def test_agenda_rank_refuses_a_path_that_cannot_be_written(ballots_file, tmp_path):
    out = tmp_path / "absent" / "agenda.json"

    assert rank(ballots_file, out=out) == (
        "",
        f"No se pudo escribir en «{out}». Revise la ruta.\n",
        2,
    )


def test_agenda_without_an_action_is_a_wrong_call(capsys):
    with pytest.raises(SystemExit) as left:
        Command().run_from_argv(["convoca", "agenda"])

    assert left.value.code == 2
    assert "acción" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("agenda")


@pytest.mark.parametrize("call", [["agenda"], ["agenda", "rank"]])
def test_agenda_help_explains_itself(call, capsys):
    with pytest.raises(SystemExit) as left:
        Command().run_from_argv(["convoca", *call, "--help"])

    assert left.value.code == 0
    assert "propone los temas de las sesiones" in " ".join(capsys.readouterr().out.split())


def test_agenda_rank_tells_every_fault_of_a_file_at_once(tmp_path):
    path = tmp_path / "ballots.json"
    people = [
        {"id": "ana", "weight": 0, "ratings": {"A": [6, 1], "Z": [1, 1]}},
        {"id": "ana", "ratings": {"A": [float("nan"), 3]}},
        {"id": "eva", "approvals": ["A"], "ratings": {}},
    ]
    path.write_text(json.dumps(document(k=3, people=people)), encoding="utf-8")

    said, complained, code = rank(path)

    assert (said, code) == ("", 1)
    assert [line.partition(": ")[0] for line in complained.splitlines()] == [
        "k",
        "people[0].weight",
        "people[0].ratings.A",
        "people[0].ratings.Z",
        "people[1].ratings.A",
        "people[1].id",
        "people[2]",
    ]


def test_agenda_rank_refuses_empty_ballots(tmp_path):
    path = tmp_path / "ballots.json"
    path.write_text(json.dumps(document(people=[])), encoding="utf-8")

    assert rank(path) == ("", "people: debe ser una lista de 1 a 20000 personas.\n", 1)
