"""Every file of the corpus gives exactly its expected rows, or its own refusal."""

import csv
from importlib import resources

import pytest

from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.fold import fold_text
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.reading import Country, plan_reading
from convoca.directory.core.roster_file import read_file
from convoca.directory.core.sheets import RosterFileError, open_book
from tests.directory.core.rosters import KINDS
from tests.directory.corpus.cases import CASES


def read_lines(name):
    file = resources.files("convoca.directory") / "country" / "cl" / name
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def country():
    comunas = [
        (row["cut"], row["name"], row["aliases"].split("|")) for row in read_lines("comunas.csv")
    ]
    wider = [row["name"] for name in ("regions.csv", "provinces.csv") for row in read_lines(name)]
    return Country(
        ComunaIndex(comunas), KindIndex(KINDS), "CL", wider_names=frozenset(map(fold_text, wider))
    )


def read(case, country):
    book = open_book(case.content, case.filename)
    plan = plan_reading(book, case.filename, country)
    return read_file(book, plan, country, kind="SECPLAN")


def as_expected(row):
    last = "vacante" if row.vacant else "error" if row.has_error else row.role
    return (row.key, row.cut or "", row.person, row.email, row.phone, last)


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.refused], ids=lambda case: case.name
)
def test_file_gives_its_rows(case, country):
    reading = read(case, country)

    assert [as_expected(row) for row in reading.rows] == case.expected
    assert reading.is_usable != case.asks


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.refused], ids=lambda case: case.name
)
def test_file_is_refused_in_words(case, country):
    with pytest.raises(RosterFileError) as caught:
        read(case, country)

    assert case.refused in caught.value.sentence
    assert caught.value.sentence.endswith("No se guardó nada.")


def test_corpus_is_large_and_every_file_has_its_own_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 40
