import json
import signal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.core.result.plan import Explanation, Result
from convoca.workplan.management.commands import plan as plan_command
from tests.workplan.core.small import community, problem


@pytest.fixture
def problem_file(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_dict(problem())), encoding="utf-8")
    return path


def plan(*words, **options):
    """Run the command; give what it printed, what it complained of, and its exit code."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("plan", *map(str, words), stdout=said, stderr=complained, **options)
    except SystemExit as left:
        return said.getvalue(), complained.getvalue(), left.code
    return said.getvalue(), complained.getvalue(), 0


def test_plan_solve_tells_the_plan_in_a_few_lines(problem_file):
    said, complained, code = plan("solve", problem_file)

    assert (complained, code) == ("", 0)
    first, session = said.splitlines()
    assert first.startswith("Plan óptimo demostrado: valor 6000, ")
    assert session == "C0  1  2027-03-29 09:00  E0  L0"


def test_plan_solve_writes_a_plan_that_check_accepts(problem_file, tmp_path):
    out = tmp_path / "plan.json"

    plan("solve", problem_file, "--out", out)

    sound = "El plan cumple todas las reglas y su valor es correcto.\n"
    assert plan("check", problem_file, out) == (sound, "", 0)
    assert plan("check", problem_file, out, "--json") == ('{"broken": []}\n', "", 0)


def test_plan_solve_prints_the_file_format_when_json_is_asked(problem_file):
    said, complained, code = plan("solve", problem_file, "--json", "--seconds", "30", "--seed", "3")

    found = json.loads(said)
    assert (complained, code) == ("", 0)
    assert (found["format"], found["status"], found["value"]) == (
        "convoca.plan/1",
        "optimal",
        6000,
    )


def test_plan_solve_says_why_there_is_no_plan(tmp_path):
    path = tmp_path / "problem.json"
    impossible = problem(communities=(community(topics=("t9",)),))
    path.write_text(json.dumps(problem_to_dict(impossible)), encoding="utf-8")

    said, complained, code = plan("solve", path)

    assert (said, code) == ("No hay plan.\n", 1)
    assert complained == (
        "Nadie tiene la habilidad «t9», que pide «C0» (sesión 1). Agregue una persona experta "
        "que la tenga, o cambie el tema.\n"
    )


def test_plan_check_says_each_broken_rule_on_its_line(problem_file, tmp_path):
    out = tmp_path / "plan.json"
    plan("solve", problem_file, "--out", out)
    bad = {**json.loads(out.read_text()), "value": 7, "upper_bound": 8}
    out.write_text(json.dumps(bad))

    said, complained, code = plan("check", problem_file, out)

    assert (said, code) == ("", 1)
    assert complained.splitlines() == [
        "El plan dice que vale «7», y vale 6000.",
        "La cota «8» debe ser un entero no menor que 6000.",
    ]
    assert (
        plan("check", problem_file, out, "--json")[0]
        == json.dumps({"broken": complained.splitlines()}, ensure_ascii=False) + "\n"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no es JSON válido"),
        (b"{", "no es JSON válido"),
        (b"\xff\xfe\x00", "no es JSON válido"),
        (b'{"weeks": NaN}', "no es JSON válido"),
        (b"[" * 200_000, "no es JSON válido"),
        (b'{"a":' * 200_000, "no es JSON válido"),
        (b"9" * 10_000, "no es JSON válido"),
        (b"[]", "El archivo debe contener un objeto JSON con el problema."),
        (b'{"format": "otro/1"}', "El formato «otro/1» no se conoce"),
        (b'{"format": "convoca.plan.problem/1"}', "zone: escriba un texto de 1 a 200 letras."),
    ],
)
def test_plan_never_falls_over_a_bad_file(tmp_path, content, sentence):
    path = tmp_path / "problem.json"
    path.write_bytes(content)

    said, complained, code = plan("solve", path)

    assert (said, code) == ("", 1)
    assert sentence in complained.splitlines()[0]


def test_plan_says_which_file_cannot_be_read_or_written(problem_file, tmp_path):
    gone = tmp_path / "gone.json"

    assert plan("solve", gone) == ("", f"No se puede leer «{gone}».\n", 1)
    assert plan("solve", tmp_path) == ("", f"No se puede leer «{tmp_path}».\n", 1)
    assert plan("solve", problem_file, "--out", tmp_path) == (
        "",
        f"No se puede escribir «{tmp_path}».\n",
        1,
    )


@pytest.mark.parametrize("act", ["solve", "check"])
def test_plan_tells_the_faults_of_a_file_to_a_machine(tmp_path, act):
    path = tmp_path / "problem.json"
    path.write_text("[]", encoding="utf-8")
    sentence = "El archivo debe contener un objeto JSON con el problema."

    said, complained, code = plan(act, path, *([path] if act == "check" else []), "--json")

    assert (json.loads(said), complained, code) == ({"errors": [sentence]}, f"{sentence}\n", 1)


def test_plan_solve_gives_a_machine_the_reasons_without_a_plan(tmp_path):
    path = tmp_path / "problem.json"
    crowded = problem(communities=(community(topics=(None, None), gap_days=(20, 30)),))
    path.write_text(json.dumps(problem_to_dict(crowded)), encoding="utf-8")

    said, complained, code = plan("solve", path, "--json")

    told = json.loads(said)["explanation"]
    assert (told["conflict_rules"], code) == (["gap"], 1)
    assert told["conflicts"] == complained.splitlines()


def test_plan_refuses_a_file_that_is_too_large(problem_file, monkeypatch):
    monkeypatch.setattr(plan_command, "MOST_BYTES", 10)

    assert plan("solve", problem_file) == (
        "",
        f"El archivo «{problem_file}» es demasiado grande.\n",
        1,
    )


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["solve"],
        ["bake", "x.json"],
        ["solve", "x.json", "--seconds", "0"],
        ["solve", "x.json", "--seconds", "nan"],
        ["solve", "x.json", "--seconds", "mucho"],
        ["solve", "x.json", "--seed", "-1"],
        ["solve", "x.json", "--processes", "0"],
        ["check", "x.json"],
    ],
)
def test_plan_refuses_a_wrong_call(words):
    with pytest.raises(CommandError):
        plan(*words)


def test_plan_exits_with_two_when_called_wrongly_from_a_shell(capsys):
    with pytest.raises(SystemExit) as left:
        plan_command.Command().run_from_argv(["convoca", "plan", "solve"])

    assert left.value.code == 2
    assert "problem" in capsys.readouterr().err


def test_summary_tells_the_gap_of_a_plan_without_proof():
    result = Result("feasible", 1000, 1010, 2.5, (), {}, Explanation())

    assert plan_command.summary(result) == [
        "Plan factible: valor 1000, a lo más 1.00 % bajo la cota, 2.5 s"
    ]


def test_first_ctrl_c_puts_the_clock_past_the_end_and_the_second_ends():
    usual = signal.getsignal(signal.SIGINT)

    with plan_command.listen() as clock:
        before = clock()
        signal.raise_signal(signal.SIGINT)
        after = clock()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    assert after - before > plan_command.LONGER_THAN_ANY_RUN
    assert signal.getsignal(signal.SIGINT) == usual
