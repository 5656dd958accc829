"""What a domain says about who may send in its name."""

import base64

import pytest

from convoca.messaging.core.sender_records import (
    Verdict,
    judge_dkim,
    judge_dmarc,
    judge_spf,
    read_tags,
)

LONG_KEY = base64.b64encode(bytes(294)).decode()
SHORT_KEY = base64.b64encode(bytes(162)).decode()
ED_KEY = base64.b64encode(bytes(32)).decode()
TEN = " ".join(f"include:p{n}.cl" for n in range(10))


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([], Verdict.MISSING),
        (["google-site-verification=x", "v=spf10 -all"], Verdict.MISSING),
        (["v=spf1 include:_spf.correo.cl ~all", "otra cosa"], Verdict.FINE),
        (["V=SPF1 ip4:200.1.1.0/24 -ALL"], Verdict.FINE),
        (["v=spf1 redirect=_spf.correo.cl"], Verdict.FINE),
        (["v=spf1 mx +all"], Verdict.OPEN),
        (["v=spf1 a mx"], Verdict.OPEN),
        (["v=spf1 -all", "v=spf1 ~all"], Verdict.DOUBLE),
        ([f"v=spf1 {TEN} ip4:1.2.3.4 all -all"], Verdict.FINE),
        ([f"v=spf1 {TEN} mx/24 -all"], Verdict.TOO_LONG),
        ([f"v=spf1 {TEN} ?a:correo.cl -all"], Verdict.TOO_LONG),
    ],
)
def test_judge_spf(texts, verdict):
    assert judge_spf(texts) == verdict


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([], Verdict.MISSING),
        (["v=spf1 -all"], Verdict.MISSING),
        ([f"v=DKIM1; k=rsa; p={LONG_KEY}"], Verdict.FINE),
        ([f"p={LONG_KEY[:90]} {LONG_KEY[90:]}"], Verdict.FINE),
        ([f"v=DKIM1; p={SHORT_KEY}"], Verdict.WEAK),
        ([f"v=DKIM1; k=ed25519; p={ED_KEY}"], Verdict.FINE),
        (["v=DKIM1; p="], Verdict.REVOKED),
        (["v=DKIM1; p=no-es-una-clave"], Verdict.BROKEN),
    ],
)
def test_judge_dkim(texts, verdict):
    assert judge_dkim(texts) == verdict


@pytest.mark.parametrize(
    ("texts", "verdict"),
    [
        ([], Verdict.MISSING),
        (["v=DMARC1; p=none; rua=mailto:a@b.cl"], Verdict.WATCHING),
        (["v = DMARC1; P=Reject"], Verdict.FINE),
        (["v=DMARC1; p=quarantine", "v=DMARC1; p=none"], Verdict.DOUBLE),
        (["v=DMARC1; rua=mailto:a@b.cl"], Verdict.BROKEN),
    ],
)
def test_judge_dmarc(texts, verdict):
    assert judge_dmarc(texts) == verdict


def test_read_tags_leaves_out_what_is_no_tag():
    assert read_tags("v=DKIM1; ; nada; P = a=b") == {"v": "DKIM1", "p": "a=b"}
