import csv
import random
import unicodedata
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.directory.core import comunas as comunas_module
from convoca.directory.core.comunas import ComunaIndex, ComunaMatch, Proposal
from convoca.directory.core.distance import count_edits
from convoca.directory.core.fold import fold_place, squeeze
from convoca.directory.core.messages import error, note, warning
from tests.directory.core.rosters import index

LETTERS = "abcdefghijlmnopqrstuvz"
SOUNDS = (("v", "b"), ("b", "v"), ("ll", "y"), ("y", "ll"), ("c", "s"), ("z", "s"), ("i", "y"))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Ñuñoa", "13120"),
        ("NUNOA", "13120"),
        ("I. Municipalidad de Ñuñoa", "13120"),
        ("llay llay", "05703"),
        ("LlayLlay", "05703"),
        ("O Higgins", "11302"),
        ("O´HIGGINS", "11302"),
        ("13120", "13120"),
    ],
)
def test_exact_match_after_folding_is_certain(text, cut):
    assert index().find(text) == ComunaMatch(cut)


@pytest.mark.parametrize("code", ["5109", "5109.0", "'5109"])
def test_code_without_its_leading_zero_is_restored_and_told(code):
    said = "El código 5109 perdió su cero inicial; se leyó 05109."

    assert index().find("", code) == ComunaMatch("05109", messages=(warning(said),))
    assert index().find("Viña del Mar", code) == ComunaMatch("05109", messages=(note(said),))


def test_misspelt_name_gives_proposals_and_no_code():
    match = index().find("Viña del Mra")

    assert match == ComunaMatch(
        None,
        (Proposal("05109", "Viña del Mar", 0.9, "cambia una letra"),),
        (error("No existe una comuna «Viña del Mra». ¿Será «Viña del Mar»? Elíjala usted."),),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("La Ñuñoa", "cambia solo el artículo o los espacios"),
        ("Nhuñoa", "suena igual"),
        ("Viña", "lo escrito es una parte del nombre"),
        ("Ñuñoa, Región Metropolitana", "lo escrito contiene el nombre"),
        ("Ñuñoax", "cambia una letra"),
        ("Bigna del Mar", "suena parecido"),
        ("Vima del Ma", "cambian 2 letras"),
    ],
)
def test_proposal_says_why(text, reason):
    assert index().find(text).proposals[0].reason == reason


def test_ambiguous_name_gives_several_proposals_by_score_and_code():
    match = index().find("La Floriida")

    assert [(each.cut, each.name) for each in match.proposals] == [
        ("13110", "La Florida"),
        ("08104", "Florida"),
    ]


def test_right_name_easily_taken_for_another_is_told():
    assert index().find("San Pedro") == ComunaMatch(
        "13505",
        messages=(
            warning("Existe también la comuna «San Pedro de la Paz»; confirme que no es esa."),
        ),
    )
    assert index().find("Florida").messages == (
        warning("Existe también la comuna «La Florida»; confirme que no es esa."),
    )


def test_spelling_of_two_comunas_gives_both_as_proposals():
    twins = ComunaIndex([("1", "Lota", ["El Puerto"]), ("2", "Buin", ["Puerto", "El Puerto"])])

    match = twins.find("El Puerto")

    assert (match.cut, [each.cut for each in match.proposals]) == (None, ["1", "2"])


@pytest.mark.parametrize("text", ["Xyzw", "x" * 200, "¡!", "de", "a b"])
def test_name_like_nothing_gives_no_proposals(text):
    assert index().find(text).proposals == ()


@pytest.mark.parametrize(("text", "code"), [("", ""), (" ", "-"), ("s/i", "\0")])
def test_missing_comuna_is_an_error(text, code):
    assert index().find(text, code) == ComunaMatch(None, messages=(error("Falta la comuna."),))


@pytest.mark.parametrize("code", ["99999", "CL-VS"])
def test_unknown_code_is_an_error(code):
    assert index().find("", code) == ComunaMatch(
        None, messages=(error(f"No existe una comuna con el código «{code}»."),)
    )


def test_unknown_code_beside_a_right_name_is_told():
    assert index().find("Ñuñoa", "99999") == ComunaMatch(
        "13120", messages=(warning("El código «99999» no existe; se usó el nombre de la comuna."),)
    )


def test_unknown_code_beside_a_misspelt_name_leaves_the_proposals():
    assert index().find("Ñuñao", "99999") == index().find("Ñuñao")


def test_code_settles_a_misspelt_name_that_resembles_it():
    assert index().find("Nuñoaa", "13120") == ComunaMatch(
        "13120", messages=(note("«Nuñoaa» se leyó como «Ñuñoa» por su código."),)
    )


def test_name_and_code_of_two_comunas_are_both_proposed():
    said = "El nombre «Ñuñoa» y el código de «Viña del Mar» no coinciden. Elija usted la comuna."

    assert index().find("Ñuñoa", "05109") == ComunaMatch(
        None,
        (
            Proposal("05109", "Viña del Mar", 1.0, "es la comuna del código"),
            Proposal("13120", "Ñuñoa", 1.0, "es la comuna del nombre"),
        ),
        (error(said),),
    )


def test_code_does_not_settle_a_name_that_resembles_another():
    match = index().find("Nunoaa", "05109")

    assert (match.cut, [each.cut for each in match.proposals]) == (None, ["05109", "13120"])


def test_after_many_misspelt_names_nothing_more_is_proposed(monkeypatch):
    monkeypatch.setattr(comunas_module, "MAX_MISSPELT", 1)
    small = index()

    found = [len(small.find(text).proposals) for text in ("Ñuñao", "Ñuñaa", "Ñuñao")]

    assert found == [1, 0, 1]


def test_code_given_twice_is_refused():
    with pytest.raises(ValueError, match="code given twice: 1"):
        ComunaIndex([("1", "Lota", []), ("1", "Buin", [])])


def test_entry_without_letters_is_known_by_its_code_only():
    small = ComunaIndex([("1", "¿?", [])])

    assert (small.find("1").cut, small.find("¿").cut, small.name_of("1")) == ("1", None, "¿?")


@given(st.text(max_size=30), st.text(max_size=8))
def test_find_never_fails_and_never_decides_with_an_error(text, code):
    match = index().find(text, code)

    assert (match.cut is None) == any(each.level == "error" for each in match.messages)


@pytest.mark.parametrize(
    ("first", "second", "edits"),
    [
        ("", "", 0),
        ("lota", "lota", 0),
        ("lota", "lot", 1),
        ("lota", "olta", 1),
        ("lota", "luta", 1),
        ("lota", "buin", 4),
        ("abc", "cab", 2),
    ],
)
def test_count_edits(first, second, edits):
    assert count_edits(first, second, limit=10) == edits


words = st.text(alphabet="abc", max_size=6)


@given(words, words, st.integers(0, 6))
def test_count_edits_is_symmetric_and_keeps_its_limit(first, second, limit):
    whole = count_edits(first, second, limit=10)

    assert count_edits(second, first, limit=limit) == min(whole, limit + 1)


def read_country():
    file = resources.files("convoca.directory") / "country" / "cl" / "comunas.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return [
            (row["cut"], row["name"], [each for each in row["aliases"].split("|") if each])
            for row in csv.DictReader(lines)
        ]


VARIANTS = (
    ("Puerto ", "Pto. "), ("San ", "S. "), ("Santa ", "Sta. "), ("General ", "Gral. "),
    ("Pedro ", "P. "), ("Villa ", "V. "), ("Quinta ", "Qta. "), ("Alto ", "A. "), ("Los ", "Ls "),
    ("Nueva ", "Nva. "), ("Coihaique", "Coyhayque"), ("Ays", "Ais"), ("hue", "gue"), ("gue", "hue"),
    ("ll", "y"), ("y", "ll"), ("Padre ", "Pdre. "), ("Presidente ", "Pdte. "), ("ü", "u"),
)  # fmt: skip


def abbreviate(name, chance):
    """The name as lists shorten it or other offices write it; else cut after four fifths of it."""
    fitting = [pair for pair in VARIANTS if pair[0] in name]
    if fitting:
        return name.replace(*chance.choice(fitting), 1)
    return name[: -max(1, len(name) // 5)] + "."


def spoil(name, chance):
    """Five wrong spellings: two letters swapped, one dropped, one replaced, by ear, shortened.

    Without accents and with the case and the prefix of real lists, by turns.
    """
    place = chance.randrange(1, len(name) - 1)
    other = chance.choice(LETTERS)
    sounds = [pair for pair in SOUNDS if pair[0] in name.lower()] or [(name[1], name[1] + "h")]
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return (
        (bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]).upper(),
        "I. Municipalidad de " + name[:place] + name[place + 1 :],
        bare[:place] + other + bare[place + 1 :],
        name.lower().replace(*chance.choice(sounds), 1),
        abbreviate(name, chance),
    )


def test_country_names_and_aliases_are_all_certain():
    country = read_country()
    whole = ComunaIndex(country)

    found = {text: whole.find(text).cut for _, name, others in country for text in (name, *others)}

    assert found == {text: cut for cut, name, others in country for text in (name, *others)}


def count_found(country, tried):
    """Spoil the names tried: the wrong ones chosen, how many there were, how many came first."""
    whole, chance = ComunaIndex(country), random.Random(2026)
    right = {
        squeeze(fold_place(text)): cut for cut, name, more in country for text in (name, *more)
    }
    wrong, first, spoilt = [], 0, 0
    for cut, name, _ in tried:
        for text in spoil(name, chance):
            if right.get(squeeze(fold_place(text)), cut) != cut:
                continue  # the slip wrote another comuna's right name
            match = whole.find(text)
            proposed = match.proposals[0].cut if match.proposals else None
            spoilt += 1
            first += (match.cut or proposed) == cut
            wrong += [text] if match.cut not in {None, cut} else []
    return wrong, spoilt, first


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_country_spoilt_five_ways_is_never_wrong_and_mostly_first(every):
    country = read_country()
    tried = country[::every]

    wrong, spoilt, first = count_found(country, tried)

    assert (wrong, spoilt >= 0.97 * 5 * len(tried), first / spoilt >= 0.95) == ([], True, True)
