"""Hashes of addresses."""

from convoca.foundation.hashes import hash_address

ANA = "ana@comuna.cl"


def test_hash_address_is_the_same_in_any_letters_and_with_blanks():
    assert hash_address("email", " Ana@Comuna.CL ") == hash_address("email", ANA)


def test_hash_address_differs_by_channel_and_by_key(settings):
    hashes = {hash_address("email", ANA), hash_address("whatsapp", ANA)}
    settings.SECRET_KEY = "otra-clave-de-prueba"

    assert len({*hashes, hash_address("email", ANA)}) == 3


def test_hash_address_stays_when_the_key_is_changed_and_the_old_one_kept(settings):
    before = hash_address("email", ANA)
    settings.SECRET_KEY_FALLBACKS = ["la-anterior", settings.SECRET_KEY]
    settings.SECRET_KEY = "otra-clave-de-prueba"

    assert hash_address("email", ANA) == before
