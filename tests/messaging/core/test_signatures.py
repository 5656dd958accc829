"""Signatures, with the vectors that were computed by the providers' own way."""

import pytest

from convoca.messaging.core.signatures import (
    answer_challenge,
    is_same,
    seconds_apart,
    sign_meta,
    sign_zoom,
)

BODY = (
    '{"event":"meeting.started","event_ts":1700000000000,'
    '"payload":{"object":{"topic":"Sesión 1: Ñuñoa"}}}'
).encode()


def test_sign_zoom_gives_what_zooms_own_way_gives():
    signature = "v0=cc92a3221e301e849bca89eafa40b9b46ace66d7a8b5131f1658ba48082e03e4"

    assert sign_zoom("zoom-test-secret", "1700000000", BODY) == signature


def test_sign_meta_gives_what_metas_own_way_gives():
    signature = "sha256=1d7b4154d963b6868e0efc70254bb98d759c66b0f1622804efd506b5e24e8b64"

    assert sign_meta("meta-app-secret", BODY) == signature


def test_answer_challenge_hashes_the_plain_token():
    answer = answer_challenge("zoom-test-secret", "qgg8vlvZRS6UYooatFL8Aw")

    assert answer == {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": "ae7c940e5051b2a17c1c49f4818fff9a88e210f5d820ff3c862635e27c93a4d9",
    }


@pytest.mark.parametrize(
    ("given", "expected", "same"),
    [
        ("ñandú", "ñandú", True),
        ("v0=ab", "v0=aB", False),
        ("", "v0=ab", False),
        ("", "", False),
        ("\udcff", "v0=ab", False),
    ],
)
def test_is_same_takes_any_text_and_proves_nothing_with_none(given, expected, same):
    assert is_same(given, expected) is same


@pytest.mark.parametrize(
    ("timestamp", "apart"),
    [
        ("1700000000", 60.0),
        ("1700000120", -60.0),
        ("0", 1700000060.0),
        ("", None),
        ("-1700000000", None),
        ("1700000000.5", None),
        (" 1700000000", None),
        ("17e8", None),
        ("٣٣٣", None),
        ("²", None),
        ("9" * 5000, None),
    ],
)
def test_seconds_apart_reads_only_whole_seconds(timestamp, apart):
    assert seconds_apart(timestamp, 1700000060.0) == apart
