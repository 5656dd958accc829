"""What two people agree on in a blind round: one number, each code, what is confused."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from convoca.agenda.core.coding.agreement.alpha import (
    Codes,
    Difference,
    Numbers,
    alphas,
    masi,
    nominal,
    ordinal,
    tabulate,
)
from convoca.agenda.core.coding.agreement.bootstrap import draw_weights, percentile_interval
from convoca.agenda.core.coding.agreement.confusion import Confusion, most_confused
from convoca.agenda.core.coding.agreement.kappa import kappas

GOOD, FAIR = 0.8, 0.667


@dataclass(frozen=True)
class Measure:
    """A measure with its 95 % interval; None where it cannot be computed."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class CodeAgreement:
    """How two people agree on one code: how often each gave it, both did; kappa and alpha."""

    code: str
    first: int
    second: int
    both: int
    kappa: Measure
    alpha: Measure


@dataclass(frozen=True)
class Agreement:
    """What came of a blind round over `count` statements; `same` got equal codes from both."""

    count: int
    same: int
    alpha: Measure
    codes: tuple[CodeAgreement, ...]
    confused: tuple[Confusion, ...]

    @property
    def level(self) -> str:
        """Return "good" from 0.8, "fair" from 0.667, "weak" under it, "none" if not computed.

        Source: K. Krippendorff, Content Analysis (2004), p. 241.
        """
        if self.alpha.value is None:
            return "none"
        if self.alpha.value >= GOOD:
            return "good"
        return "fair" if self.alpha.value >= FAIR else "weak"


def measure_agreement(pairs: Sequence[tuple[Codes, Codes]], *, seed: int) -> Agreement:
    """Measure how two people agree over statements, each coded by both with a set of codes.

    The one number is Krippendorff's alpha over the sets with the MASI distance; per code, alpha
    (nominal) and Cohen's kappa over given or not given. Intervals: 1,000 resamples of the
    statements by `seed`, the same for every measure. Codes that nobody gave are left out; the
    rest stand by how often they were given, then by their text. No statement measures nothing.

    Source: docs/decisions, how agreement is measured.
    """
    weights = draw_weights(len(pairs), seed=seed)
    codes = sorted({code for pair in pairs for one in pair for code in one})
    found = [_of_code(code, pairs, weights) for code in codes]
    return Agreement(
        count=len(pairs),
        same=sum(one == two for one, two in pairs),
        alpha=_alpha(pairs, masi, weights),
        codes=tuple(sorted(found, key=lambda one: (-(one.first + one.second), one.code))),
        confused=tuple(most_confused(pairs)),
    )


def measure_ratings(units: Sequence[Sequence[int | None]], *, seed: int) -> Measure:
    """Measure how far many people agree who rated the same things from 1 to 5; None is a gap.

    Krippendorff's alpha (ordinal) with its interval, the things resampled by `seed`.
    """
    table = tabulate(units)
    weights = draw_weights(table.units, seed=seed)
    ones = np.ones((1, table.units))
    return _with_interval(alphas(table, ones, ordinal), alphas(table, weights, ordinal))


def agreement_to_dict(agreement: Agreement) -> dict[str, object]:
    """Return an agreement as it is stored."""
    return asdict(agreement)


def agreement_from_dict(stored: Mapping[str, object]) -> Agreement:
    """Read an agreement back as `agreement_to_dict` wrote it."""
    return Agreement(
        count=_number(stored["count"]),
        same=_number(stored["same"]),
        alpha=_measure(stored["alpha"]),
        codes=tuple(
            CodeAgreement(
                **{**one, "kappa": _measure(one["kappa"]), "alpha": _measure(one["alpha"])}
            )
            for one in _rows(stored["codes"])
        ),
        confused=tuple(
            Confusion((one["codes"][0], one["codes"][1]), one["count"])
            for one in _rows(stored["confused"])
        ),
    )


def _of_code(code: str, pairs: Sequence[tuple[Codes, Codes]], weights: Numbers) -> CodeAgreement:
    given = [(code in one, code in two) for one, two in pairs]
    ones = np.ones((1, len(given)))
    return CodeAgreement(
        code=code,
        first=sum(one for one, _two in given),
        second=sum(two for _one, two in given),
        both=sum(one and two for one, two in given),
        kappa=_with_interval(kappas(given, ones), kappas(given, weights)),
        alpha=_alpha(given, nominal, weights),
    )


def _alpha(
    pairs: Sequence[tuple[Codes, Codes]] | Sequence[tuple[bool, bool]],
    difference: Difference,
    weights: Numbers,
) -> Measure:
    table = tabulate(pairs)
    ones = np.ones((1, table.units))
    return _with_interval(alphas(table, ones, difference), alphas(table, weights, difference))


def _with_interval(point: Numbers, resampled: Numbers) -> Measure:
    value = None if np.isnan(point[0]) else float(point[0])
    interval = percentile_interval(resampled)
    if value is None or interval is None:
        return Measure(value)
    return Measure(value, interval.low, interval.high)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _measure(stored: object) -> Measure:
    if not isinstance(stored, dict):
        raise TypeError(stored)
    return Measure(**stored)


def _rows(stored: object) -> list[dict[str, Any]]:  # Any: read back from JSON
    if not isinstance(stored, list | tuple):
        raise TypeError(stored)
    return list(stored)
