"""Letters as one PDF, a page each, with a QR of the personal link: typst and segno behind it."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import segno
import typst

PAGE = """
#let given = json(bytes(sys.inputs.letters))
#set document(title: given.title)
#set page(paper: given.paper, margin: (x: 2.5cm, y: 2.2cm))
#set text(font: "Libertinus Serif", size: 11pt, lang: "es")
#set par(leading: 0.7em, spacing: 1.1em)
#for (place, letter) in given.letters.enumerate() {
  if place > 0 { pagebreak() }
  align(right)[#letter.sender \\ #letter.day]
  v(1.2cm)
  for line in letter.addressee [#line \\ ]
  v(0.6cm)
  if letter.subject != "" { strong(letter.subject) }
  for paragraph in letter.paragraphs { par(paragraph) }
  v(0.5cm)
  grid(columns: (3.2cm, 1fr), column-gutter: 0.6cm, align: horizon,
    image(bytes(letter.qr), format: "svg", width: 3.2cm, alt: given.alt),
    [#given.scan \\ #text(size: 9pt, letter.link)])
}
"""
QR_BORDER = 2


@dataclass(frozen=True)
class LetterPage:
    """One letter: who writes, when, to whom, what, and the personal address behind the QR."""

    sender: str
    day: str
    addressee: Sequence[str]
    subject: str
    paragraphs: Sequence[str]
    link: str


def render_letters(
    letters: Sequence[LetterPage], *, title: str, scan: str, alt: str, paper: str
) -> bytes:
    """Return one PDF with a page or more for each letter, in their order.

    `scan` is said beside the QR, `alt` describes it; `paper` is a size by its typst name. What
    the letters say is data, never code of the page: nothing in it is read as an instruction.
    """
    given = {
        "title": title,
        "scan": scan,
        "alt": alt,
        "paper": paper,
        "letters": [
            {
                "sender": each.sender,
                "day": each.day,
                "addressee": list(each.addressee),
                "subject": each.subject,
                "paragraphs": list(each.paragraphs),
                "link": each.link,
                "qr": draw_qr(each.link),
            }
            for each in letters
        ],
    }
    made = typst.compile(
        PAGE.encode(),
        sys_inputs={"letters": json.dumps(given)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    assert isinstance(made, bytes)
    return made


def draw_qr(text: str) -> str:
    """Draw a QR as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=QR_BORDER)
    return drawn.getvalue().decode()
