"""How reasons and shares read."""

import pytest

from convoca.convening.core.bands import Band
from convoca.convening.core.proportion import Interval, Proportion
from convoca.convening.core.risk import Level, Reason, ReasonKind
from convoca.retention.queries.words import (
    band_words,
    difference_words,
    interval_words,
    level_words,
    points_words,
    reason_name,
    reason_words,
    reasons_words,
    share_words,
    signed,
)

K = ReasonKind


def test_reasons_read_as_one_line_in_their_order():
    reasons = [Reason(K.MISSED, 2), Reason(K.SILENT), Reason(K.THEME_LEFT_OUT)]

    assert reasons_words(reasons) == (
        "faltó a las 2 últimas; no respondió la última consulta; su tema quedó fuera de la agenda"
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(K.MISSED, 1), "faltó a la última"),
        (Reason(K.NEVER_CAME, 1), "aceptó y no vino a la única sesión"),
        (Reason(K.NEVER_CAME, 3), "aceptó y no ha venido a ninguna de 3"),
        (Reason(K.NEW_HOLDER), "el puesto cambió de titular"),
    ],
)
def test_reason_reads_with_its_count(reason, words):
    assert reason_words(reason) == words


def test_every_kind_level_and_band_has_its_own_words():
    for names in (
        [reason_name(kind) for kind in ReasonKind],
        [level_words(level) for level in Level],
        [band_words(band) for band in Band],
    ):
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("proportion", "words"),
    [
        (Proportion(0, 0), "todavía no se puede decir"),
        (Proportion(1, 4), "son menos de 5: no se muestra"),
        (Proportion(1, 5), "1 de 5 · 20\N{NO-BREAK SPACE}%"),
    ],
)
def test_share_of_few_is_not_told(proportion, words):
    assert share_words(proportion) == words


def test_intervals_read_in_percent_and_in_points():
    assert (
        interval_words(Interval(0.19, 0.451))
        == "entre 19\N{NO-BREAK SPACE}% y 45\N{NO-BREAK SPACE}%"
    )
    assert points_words(Interval(-0.03, 0.21)) == "entre −3 y +21 puntos"
    assert [difference_words(0.15), difference_words(-0.01)] == ["+15 puntos", "−1 punto"]
    assert [signed(0.004), signed(-0.5), signed(1.0)] == ["0", "−50", "+100"]
