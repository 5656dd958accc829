"""Solve and check planning problems kept in files."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from convoca.workplan.core.check import check_plan
from convoca.workplan.core.plan import Result, result_to_dict
from convoca.workplan.core.problem import Problem, ProblemError, parse_problem
from convoca.workplan.core.solve import solve

MOST_BYTES = 200_000_000
INPUT_ERRORS = 1


class UnreadableFileError(Exception):
    """A file that is not what it should be; `sentences` say so, one fault each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class Command(BaseCommand):
    """`convoca plan solve` and `convoca plan check`."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        self.help = _("Calcula las fechas de una serie de sesiones, o revisa un plan ya hecho.")
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two acts and their options."""
        acts = parser.add_subparsers(dest="act", required=True)
        solve_act = acts.add_parser("solve", help=_("Calcula el mejor plan de un problema."))
        solve_act.add_argument("problem", type=Path, help=_("archivo JSON del problema"))
        solve_act.add_argument("--seconds", type=_seconds, default=60, help=_("tiempo máximo"))
        solve_act.add_argument("--seed", type=int, default=0, help=_("semilla, para repetir"))
        solve_act.add_argument("--out", type=Path, help=_("archivo donde guardar el plan"))
        solve_act.add_argument("--json", action="store_true", help=_("escribe el plan en JSON"))
        check_act = acts.add_parser("check", help=_("Revisa un plan sin usar el calculador."))
        check_act.add_argument("problem", type=Path, help=_("archivo JSON del problema"))
        check_act.add_argument("plan", type=Path, help=_("archivo JSON del plan"))
        check_act.add_argument("--json", action="store_true", help=_("responde en JSON"))

    def handle(self, *_args: object, **options: Any) -> None:  # Any: argparse gives what it parsed
        """Do one act; faults of the files go to standard error, one a line, with exit 1."""
        try:
            if options["act"] == "solve":
                self._solve(options)
            else:
                self._check(options)
        except UnreadableFileError as error:
            for sentence in error.sentences:
                self.stderr.write(sentence)
            sys.exit(INPUT_ERRORS)

    def _solve(self, options: dict[str, Any]) -> None:  # Any: as above
        problem = read_problem(options["problem"])[0]
        result = solve(problem, seconds=options["seconds"], seed=options["seed"])
        text = json.dumps(result_to_dict(result), ensure_ascii=False, indent=1)
        if options["out"] is not None:
            _write(options["out"], text + "\n")
        if options["json"]:
            self.stdout.write(text)
        else:
            self.stdout.write("\n".join(summary(result)))
        if result.value is None:
            raise UnreadableFileError(*result.explanation.conflicts)

    def _check(self, options: dict[str, Any]) -> None:  # Any: as above
        raw = read_problem(options["problem"])[1]
        plan = read_json(options["plan"])
        broken = check_plan(raw, plan)
        if options["json"]:
            self.stdout.write(json.dumps({"broken": broken}))
        if broken:
            raise UnreadableFileError(*broken)
        if not options["json"]:
            self.stdout.write(verdict(plan))


def verdict(plan: dict[str, Any]) -> str:  # Any: a plan as it was written
    """Say what an accepted plan is: one with sessions, or the word that there is none."""
    if plan.get("sessions"):
        return _("El plan cumple todas las reglas y su valor es correcto.")
    return _("El archivo dice que no hay plan y no trae sesiones: no hay fechas que revisar.")


def read_problem(path: Path) -> tuple[Problem, Any]:  # Any: the file as it was written
    """Read a problem from a file nobody vouches for: the values, and the file as written."""
    raw = read_json(path)
    try:
        return parse_problem(raw), raw
    except ProblemError as error:
        raise UnreadableFileError(*error.sentences) from error


def read_json(path: Path) -> Any:  # Any: whatever the file holds
    """Read a JSON file nobody vouches for: its size, its letters and its depth are limited."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFileError(_("No se puede leer «%s».") % path) from error
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(_("El archivo «%s» es demasiado grande.") % path)
    try:
        return json.loads(content, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        sentence = _("El archivo «%s» no es JSON válido; revise que esté completo.") % path
        raise UnreadableFileError(sentence) from error


def summary(result: Result) -> list[str]:
    """Tell a result in a few lines."""
    if result.value is None or result.upper_bound is None:
        return [_("No hay plan.")]
    gap = 100 * (result.upper_bound - result.value) / max(abs(result.value), 1)
    proof = _("óptimo demostrado") if result.status == "optimal" else _("factible")
    facts = {"proof": proof, "value": result.value, "gap": gap, "seconds": result.seconds}
    line = _("Plan %(proof)s: valor %(value)d, %(seconds).1f s")
    if result.status != "optimal":
        line = _(
            "Plan %(proof)s: valor %(value)d, a lo más %(gap).2f %% bajo la cota, %(seconds).1f s"
        )
    return [
        line % facts,
        *(
            f"{one.community}  {one.number + 1}  {one.start:%Y-%m-%d %H:%M}"
            f"  {one.expert or '—'}  {one.licence}"
            for one in result.sessions
        ),
    ]


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 86_400:  # noqa: PLR2004 # one day
        raise ValueError(text)
    return seconds


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError(_("No se puede escribir «%s».") % path) from error
