"""Letters: one PDF, a page each, with the personal link of each person behind the QR."""

import re
import zlib

import pytest

from convoca.directory.models import PersonalLink
from convoca.outreach.errors import NothingToPrintError
from convoca.outreach.letters import LetterPage, draw_qr, render_letters
from convoca.outreach.models import WaveContact
from convoca.outreach.services import advance_campaigns, print_letters, start_campaign
from tests.factories.convening import answer
from tests.factories.outreach import DAY, WORKING, invitation_at, make_caller, make_campaign


def count_pages(made: bytes) -> int:
    """Count the pages of a PDF, also where its objects are packed."""
    text = made
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            text += zlib.decompress(packed)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b", text))


def letter(name: str = "Ana", link: str = "https://ejemplo.cl/p/x/", **more) -> LetterPage:
    return LetterPage(
        sender="AMUCH", day="jueves 7 de enero de 2027", addressee=[name, "SECPLAN", "Ñuñoa"],
        subject="¿Participará?", paragraphs=["Hola.", "Adiós."], link=link,
        **more,
    )  # fmt: skip


def render(letters) -> bytes:
    return render_letters(letters, title="Cartas", scan="Responda aquí:", alt="Código", paper="a4")


def test_each_letter_has_its_page():
    made = render([letter(f"Ana {n}") for n in range(3)])

    assert (made[:5], count_pages(made)) == (b"%PDF-", 3)


def test_what_a_letter_says_is_never_code():
    nasty = letter('#panic("x") $ \\ " ] *_` #import "@preview/x:1.0.0" <a> @b')

    assert count_pages(render([nasty])) == 1


def test_each_link_has_its_own_drawing():
    assert draw_qr("https://ejemplo.cl/p/a/") != draw_qr("https://ejemplo.cl/p/b/")


@pytest.fixture
def campaign(cycle):
    carla = make_caller(cycle)
    made = make_campaign(cycle, carla, channels="letter")
    start_campaign(campaign=made, user=carla, now=WORKING)
    return made


@pytest.mark.django_db
def test_letters_go_to_who_has_not_answered_and_count_as_sent(cycle, campaign):
    answer(invitation_at(cycle, 0), "yes", now=WORKING)

    made = print_letters(campaign=campaign, now=WORKING + DAY)

    settled = WaveContact.objects.order_by("member__seat").values_list("settled_at", flat=True)
    assert (count_pages(made), list(settled)) == (2, [None, WORKING + DAY, WORKING + DAY])
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 3


@pytest.mark.django_db
def test_letters_printed_again_keep_their_first_day(cycle, campaign):
    print_letters(campaign=campaign, now=WORKING)

    made = print_letters(campaign=campaign, now=WORKING + DAY)

    settled = set(WaveContact.objects.values_list("settled_at", flat=True))
    assert (count_pages(made), settled) == (3, {WORKING})


@pytest.mark.django_db
def test_nothing_to_print_is_said(cycle):
    campaign = make_campaign(cycle, make_caller(cycle), channels="email")
    advance_campaigns(now=WORKING)

    with pytest.raises(NothingToPrintError):
        print_letters(campaign=campaign, now=WORKING)
