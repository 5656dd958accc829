"""Solve and check planning problems kept in files."""

import json
import signal
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.parsing import Problem, ProblemError, parse_problem
from convoca.workplan.core.result.plan import Result, result_to_dict
from convoca.workplan.core.search.solve import solve

MOST_BYTES = 200_000_000
MOST_SEED = 2**31 - 1
MOST_PROCESSES = 64
LONGER_THAN_ANY_RUN = 1e9
FAULTS = 1
SOLVE_HELP = gettext_lazy("Calcula el mejor plan de un problema.")
CHECK_HELP = gettext_lazy("Revisa un plan sin usar el calculador.")


class UnreadableFileError(Exception):
    """A file that is not what it should be; `sentences` say so, one fault each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


class Bell:
    """A clock that the first Ctrl-C puts past every deadline; a second one ends the command."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead

    def ring(self, *_signal: object) -> None:
        """Say that time is up."""
        if self.ahead:
            raise KeyboardInterrupt
        self.ahead = LONGER_THAN_ANY_RUN


@contextmanager
def listen() -> Iterator[Bell]:
    """Give a bell that Ctrl-C rings."""
    bell = Bell()
    before = signal.signal(signal.SIGINT, bell.ring)
    try:
        yield bell
    finally:
        signal.signal(signal.SIGINT, before)


class Command(BaseCommand):
    """`convoca plan solve` and `convoca plan check`."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:  # Django's own
        self.help = _("Calcula las fechas de una serie de sesiones, o revisa un plan ya hecho.")
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two acts and their options."""
        acts = parser.add_subparsers(dest="act", required=True, title=_("qué hacer"))
        self._declare_solve(
            acts.add_parser("solve", help=str(SOLVE_HELP), description=str(SOLVE_HELP))
        )
        self._declare_check(
            acts.add_parser("check", help=str(CHECK_HELP), description=str(CHECK_HELP))
        )

    def _declare_solve(self, act: ArgumentParser) -> None:
        act.add_argument("problem", type=Path, help=_("archivo JSON del problema"))
        act.add_argument(
            "--seconds", type=_seconds, default=60, help=_("tiempo máximo, 60 si no se dice")
        )
        act.add_argument(
            "--seed", type=_seed, default=0, help=_("el mismo número repite el mismo plan")
        )
        act.add_argument(
            "--processes", type=_processes, help=_("en cuántos procesos calcular, según el equipo")
        )
        act.add_argument("--out", type=Path, help=_("archivo donde guardar el plan"))
        act.add_argument("--json", action="store_true", help=_("escribe el plan en JSON"))
        act.epilog = _(
            "Termina con 0 si hay plan y con 1 si no lo hay o el archivo tiene fallas."
            " Con Ctrl-C entrega lo mejor que halló; con otro Ctrl-C sale sin plan."
        )

    def _declare_check(self, act: ArgumentParser) -> None:
        act.add_argument("problem", type=Path, help=_("archivo JSON del problema"))
        act.add_argument("plan", type=Path, help=_("archivo JSON del plan"))
        act.add_argument("--json", action="store_true", help=_("responde en JSON"))
        act.epilog = _("Termina con 0 si el plan cumple todas las reglas y con 1 si no.")

    def handle(self, *_args: object, **options: Any) -> None:  # Any: argparse gives what it parsed
        """Do one act; faults of the files go to standard error, one a line, with exit 1.

        With --json they stand on standard output as well, as {"errors": [...]}.
        """
        try:
            if options["act"] == "solve":
                self._solve(options)
            else:
                self._check(options)
        except UnreadableFileError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"errors": error.sentences}, ensure_ascii=False))
            self._complain(error.sentences)

    def _complain(self, sentences: Sequence[str]) -> None:
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(FAULTS)

    def _solve(self, options: dict[str, Any]) -> None:  # Any: as above
        problem = read_problem(options["problem"])[0]
        result = solve_until_told(problem, options)
        text = json.dumps(result_to_dict(result), ensure_ascii=False, indent=1)
        if options["out"] is not None:
            _write(options["out"], text + "\n")
        if options["json"]:
            self.stdout.write(text)
        else:
            self.stdout.write("\n".join(summary(result)))
        if result.value is None:
            self._complain(result.explanation.conflicts)

    def _check(self, options: dict[str, Any]) -> None:  # Any: as above
        raw = read_problem(options["problem"])[1]
        plan = read_json(options["plan"])
        broken = check_plan(raw, plan)
        if options["json"]:
            self.stdout.write(json.dumps({"broken": broken}, ensure_ascii=False))
        if broken:
            self._complain(broken)
        elif not options["json"]:
            self.stdout.write(verdict(plan))


def solve_until_told(problem: Problem, options: dict[str, Any]) -> Result:  # Any: as above
    """Solve until there is a proof, the seconds are over or Ctrl-C is pressed."""
    begun = time.monotonic()
    with listen() as bell:
        result = solve(
            problem,
            seconds=options["seconds"],
            seed=options["seed"],
            processes=options["processes"],
            clock=bell,
        )
    return replace(result, seconds=min(result.seconds, time.monotonic() - begun))


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
    return _number(text, float, 0.001, 86_400)


def _seed(text: str) -> int:
    return int(_number(text, int, 0, MOST_SEED))


def _processes(text: str) -> int:
    return int(_number(text, int, 1, MOST_PROCESSES))


def _number(text: str, kind: type[float], least: float, most: float) -> float:
    try:
        value = kind(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        sentence = _("escriba un número de %(least)s a %(most)s")
        raise ArgumentTypeError(sentence % {"least": least, "most": most})
    return value


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError(_("No se puede escribir «%s».") % path) from error
