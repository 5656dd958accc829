"""`themes suggest`: from coded texts to the codes proposed for others."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convoca.agenda.core.coding.suggesting.files import (
    MOST_BYTES,
    Coded,
    New,
    SuggestionFileError,
    read_coded,
    read_new,
    write_proposals,
)
from convoca.agenda.core.coding.suggesting.meaning import is_meaning_known, vectors_of
from convoca.agenda.core.coding.suggesting.model import SHOWN, Model, Proposal, learn
from convoca.agenda.management.subcommands import ExitCode, Say

MOST_SHOWN = 20
Read = TypeVar("Read")


class SuggestSubcommand:
    """Learns from a file of coded texts and proposes codes for those of another file."""

    name = "suggest"

    def describe(self) -> str:
        return _("Aprende de textos ya codificados y propone códigos para otros.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        coded_help = _("CSV con las columnas text y code: lo ya codificado.")
        parser.add_argument("--coded", type=Path, required=True, metavar="F.csv", help=coded_help)
        new_help = _("CSV con las columnas id y text: lo que espera un código.")
        parser.add_argument("--new", type=Path, required=True, metavar="G.csv", help=new_help)
        top_help = _("Cuántos códigos proponer para cada texto; si no se dice, 3.")
        parser.add_argument("--top", type=_read_top, default=SHOWN, metavar="N", help=top_help)
        level_help = _(
            "0: por las palabras. 1: también por el sentido, con el extra «semantic». "
            "Si no se dice, 1 donde está instalado."
        )
        parser.add_argument("--level", type=int, choices=(0, 1), help=level_help)
        out_help = _("CSV que se escribe: id, code1, score1, code2, score2…")
        parser.add_argument("--out", type=Path, required=True, metavar="H.csv", help=out_help)
        json_help = _("Escribe en la pantalla lo mismo como JSON, en lugar del resumen.")
        parser.add_argument("--json", action="store_true", help=json_help)

    def run(self, options: Mapping[str, Any], *, say: Say, complain: Say) -> ExitCode:
        """Read, learn, propose, write. Options are as Django gives them, hence Any."""
        contents = [_content_of(options[name], complain) for name in ("coded", "new")]
        if None in contents or _is_source(options, complain):
            return ExitCode.WRONG_CALL
        coded = _read(options["coded"], contents[0] or b"", read_coded, complain)
        new = _read(options["new"], contents[1] or b"", read_new, complain)
        if coded is None or new is None:
            return ExitCode.BAD_INPUT
        done = _propose(coded, new, _level(options["level"], complain), options["top"])
        written = write_proposals([one.id for one in new], done.proposals, top=options["top"])
        if not _write(options["out"], written, complain):
            return ExitCode.WRONG_CALL
        say(_as_json(done) if options["json"] else _summary(done, options["out"]))
        return ExitCode.DONE


@dataclass(frozen=True)
class _Done:
    coded: Sequence[Coded]
    new: Sequence[New]
    model: Model
    proposals: Sequence[Sequence[Proposal]]


def _read_top(given: str) -> int:
    if given.isascii() and given.isdigit() and 1 <= int(given) <= MOST_SHOWN:
        return int(given)
    raise ArgumentTypeError(_("debe ser un número de 1 a %(most)s") % {"most": MOST_SHOWN})


def _content_of(path: Path, complain: Say) -> bytes | None:
    # One byte more than allowed is enough to refuse; the rest of a huge file is never loaded.
    try:
        with path.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        complain(_("No se pudo leer «%(path)s». Revise la ruta.") % {"path": path})
        return None


def _is_source(options: Mapping[str, Any], complain: Say) -> bool:
    """Refuse to write the proposals over a file that they are made from."""
    sources = {options[name].resolve() for name in ("coded", "new")}
    if options["out"].resolve() not in sources:
        return False
    complain(_("Elija para --out otro archivo: «%(path)s» se leyó.") % {"path": options["out"]})
    return True


def _read(
    path: Path, content: bytes, read: Callable[[bytes], list[Read]], complain: Say
) -> list[Read] | None:
    try:
        return read(content)
    except SuggestionFileError as error:
        for sentence in error.sentences:
            complain(f"{path}: {sentence}")
        return None


def _level(asked: int | None, complain: Say) -> int:
    if asked == 1 and not is_meaning_known():
        complain(
            _("Falta el extra «semantic» para el nivel 1: se sigue con el nivel 0, por palabras.")
        )
        return 0
    return asked if asked is not None else int(is_meaning_known())


def _propose(coded: Sequence[Coded], new: Sequence[New], level: int, top: int) -> _Done:
    texts, waiting = [one.text for one in coded], [one.text for one in new]
    codes = [one.code for one in coded]
    if not level:
        model = learn(texts, codes)
        return _Done(coded, new, model, model.propose(waiting, top=top))
    model = learn(texts, codes, vectors_of(texts))
    return _Done(coded, new, model, model.propose(waiting, vectors_of(waiting), top=top))


def _write(path: Path, content: bytes, complain: Say) -> bool:
    try:
        path.write_bytes(content)
    except (OSError, ValueError):
        complain(_("No se pudo escribir en «%(path)s». Revise la ruta.") % {"path": path})
        return False
    return True


def _summary(done: _Done, out: Path) -> str:
    rates = done.model.rates
    told = _(
        "Nivel %(level)s. Se aprendió de %(coded)s textos con %(codes)s códigos y se propusieron "
        "códigos para %(new)s, en «%(out)s»."
    ) % {
        "level": done.model.level,
        "coded": number_format(len(done.coded), force_grouping=True),
        "codes": len(done.model.codes),
        "new": number_format(len(done.new), force_grouping=True),
        "out": out,
    }
    if not rates.tested:
        return told
    tested = _(
        "Probado con lo ya codificado, apartando una quinta parte cada vez: el primero acertó "
        "en %(first)s %%, uno de los tres primeros en %(three)s %%. Una persona decide."
    ) % {"first": round(100 * rates.first), "three": round(100 * rates.three)}
    return f"{told}\n{tested}"


def _as_json(done: _Done) -> str:
    rates = done.model.rates
    return json.dumps(
        {
            "level": done.model.level,
            "coded": len(done.coded),
            "codes": list(done.model.codes),
            "tested": {"texts": rates.tested, "first": rates.first, "three": rates.three},
            "suggestions": [
                {
                    "id": one.id,
                    "codes": [{"code": p.code, "score": round(p.score, 4)} for p in found],
                }
                for one, found in zip(done.new, done.proposals, strict=True)
            ],
        },
        ensure_ascii=False,
    )
