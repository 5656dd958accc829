"""Lists of names as a person reads them."""

import pytest

from convoca.foundation.words import join_names


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ([], ""),
        (["Ñuñoa"], "Ñuñoa"),
        (["Ñuñoa", "Til Til"], "Ñuñoa y Til Til"),
        (["Arica", "Putre", "Iquique"], "Arica, Putre e Iquique"),
        (["Arica", "Íllapel"], "Arica e Íllapel"),
        (["Arica", "Hijuelas"], "Arica e Hijuelas"),
        (["Arica", "Hierro"], "Arica y Hierro"),
        (["Iquique", "Huara"], "Iquique y Huara"),
    ],
)
def test_names_are_joined_as_they_sound(names, read):
    assert join_names(names) == read
