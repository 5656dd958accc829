"""The confirmed agenda on one page, to print or send to a mayor: typst behind it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import typst

PAGE = """
#let given = json(bytes(sys.inputs.sheet))
#let sea = rgb("#1d5c82")
#set document(title: given.title, author: given.association)
#set page(paper: given.paper, margin: (x: 2cm, y: 1.8cm))
#set text(font: "Libertinus Serif", lang: "es")
#show heading: set text(fill: sea)
#let sheet(size, quoted) = {
  set text(size: size)
  set par(leading: 0.6em, spacing: 0.9em)
  block(below: 0.8em, text(fill: sea, weight: "bold", given.association))
  heading(level: 1, given.title)
  par(given.lead)
  for (place, topic) in given.topics.enumerate(start: 1) {
    heading(level: 2, [#place. #topic.title])
    if topic.why != "" { par(topic.why) }
    if quoted and topic.quote != "" {
      block(inset: (left: 0.8em), stroke: (left: 2pt + sea),
        [«#topic.quote» \\ #text(size: 0.85em, topic.source)])
    }
  }
  for part in given.parts {
    heading(level: 2, part.title)
    for line in part.lines { par(line) }
  }
  text(size: 0.85em, given.foot)
}
#layout(room => {
  let tries = ((11pt, true), (10pt, true), (9pt, true),
    (10pt, false), (9pt, false), (8pt, false), (7pt, false))
  let fits(way) = measure(block(width: room.width, sheet(..way))).height <= room.height
  let way = tries.find(fits)
  sheet(..if way == none { tries.last() } else { way })
})
"""


@dataclass(frozen=True)
class SheetTopic:
    """A topic on the sheet; `why` and `quote` may be empty."""

    title: str
    why: str = ""
    quote: str = ""
    source: str = ""


@dataclass(frozen=True)
class SheetPart:
    """A titled part below the topics, a line each."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Sheet:
    """Everything on the page; `paper` is a size by its typst name."""

    association: str
    title: str
    lead: str
    topics: Sequence[SheetTopic]
    parts: Sequence[SheetPart]
    foot: str
    paper: str


def render_sheet(sheet: Sheet) -> bytes:
    """Return the sheet as an accessible PDF of one page.

    Letters get smaller, and quotes go, until it fits. What the sheet says is data, never code of
    the page: nothing in it is read as an instruction.
    """
    made = typst.compile(
        PAGE.encode(),
        sys_inputs={"sheet": json.dumps(asdict(sheet))},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    assert isinstance(made, bytes)
    return made
