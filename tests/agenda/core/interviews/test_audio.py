import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.interviews.audio import (
    RangeError,
    audio_type,
    parse_minutes,
    parse_range,
    write_minutes,
)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "audio/webm"),
        (b"\x1a\x45\xdf\xa3 matroska", None),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"\x00\x00\x00\x1cftypM4A ", "audio/mp4"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", None),
        (b"fLaC\x00", "audio/flac"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"\xff\xe0", None),
        (b"\xff", None),
        (b"<!doctype html><script>", None),
        (b"", None),
    ],
)  # fmt: skip
def test_audio_type_is_told_by_the_first_bytes(head, kind):
    assert audio_type(head) == kind


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-", (0, 999)),
        ("bytes=200-299", (200, 299)),
        ("bytes=900-5000", (900, 999)),
        ("bytes=-100", (900, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_parse_range_of_a_thousand_bytes(header, asked):
    assert parse_range(header, 1000) == asked


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=9-3", "bytes=-0"])
def test_parse_range_outside_of_the_bytes_raises(header):
    with pytest.raises(RangeError):
        parse_range(header, 1000)


def test_parse_range_of_nothing_raises():
    with pytest.raises(RangeError):
        parse_range("bytes=0-", 0)


@given(st.integers(0, 40_000))
def test_minutes_are_read_as_they_are_written(seconds):
    assert parse_minutes(write_minutes(seconds)) == seconds


@pytest.mark.parametrize("text", ["4", "4:5", "4:60", "x", "1:2:3:4", ""])
def test_parse_minutes_of_something_else_raises(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_minutes(text)
