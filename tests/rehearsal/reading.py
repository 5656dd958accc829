"""The numbers that a person reads on a page: nothing is asked of the database."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

KEPT = {"h1", "h2", "h3", "li", "dt", "dd", "td", "th", "p", "option", "a", "legend", "label"}
"""A text belongs to all of these that are open; the line under the headline is a "lead"."""


class _Texts(HTMLParser):
    """Collects each text with the element it stands in, and the rows of tables."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
        given = dict(attrs)
        if tag in KEPT:
            self._open.append((tag, len(self.texts)))
            self.texts.append(("lead" if given.get("class") == "lead" else tag, ""))
        if tag == "input" and given.get("type") == "radio" and "checked" in given:
            self._add(f"[{given['value']}]")

    def handle_endtag(self, tag):
        while tag in KEPT and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip():
            self._add(data)

    def _add(self, data):
        for _tag, place in self._open:
            name, text = self.texts[place]
            self.texts[place] = (name, f"{text} {data}")
        if self.rows and self.rows[-1] and any(tag in {"td", "th"} for tag, _place in self._open):
            self.rows[-1][-1] += f" {data}"


class Page:
    """A page as it is read: headings, lists of facts, tables."""

    def __init__(self, client, path):
        response = client.get(path)
        assert response.status_code == 200, path
        reader = _Texts()
        reader.feed(response.content.decode())
        self._texts = [(tag, tidy(text)) for tag, text in reader.texts]
        self.rows = [[tidy(cell) for cell in row] for row in reader.rows]

    def all(self, tag: str) -> list[str]:
        return [text for found, text in self._texts if found == tag]

    @property
    def headline(self) -> str:
        (text,) = self.all("h1")
        return text

    @property
    def lead(self) -> str:
        (text,) = self.all("lead")
        return text

    @property
    def words(self) -> str:
        return " | ".join(text for _tag, text in self._texts)

    def facts(self) -> dict[str, str]:
        """Return what stands in lists of facts: the name to the value."""
        found: dict[str, str] = {}
        name = ""
        for tag, text in self._texts:
            if tag == "dt":
                name = text
            elif tag == "dd":
                found[name] = text
        return found

    def row(self, first: str) -> list[str]:
        """Return the one row whose first cell reads so."""
        (found,) = [row for row in self.rows if row and row[0] == first]
        return found

    def after(self, heading: str, tag: str) -> str:
        """Return the first text of a kind after a heading of the third level."""
        place = self._texts.index(("h3", heading))
        return next(text for found, text in self._texts[place:] if found == tag)


def tidy(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def numbers(text: str) -> list[int]:
    """Return the whole numbers in a text: "1.234 de 5" gives 1234 and 5."""
    return [int(found.replace(".", "")) for found in re.findall(r"\d{1,3}(?:\.\d{3})+|\d+", text)]


def number_before(text: str, words: str) -> int:
    """Return the number right before these words; 0 where they do not occur."""
    found = re.search(rf"([\d.]+) {words}", text)
    return numbers(found[1])[0] if found else 0


def presences(page: Page) -> Iterator[tuple[str, str, str]]:
    """List comuna, person and mark of the page of attendance."""
    for row in page.rows:
        mark = re.search(r"\[(\w+)\]", row[2]) if len(row) == 3 else None
        if mark:
            yield row[0], row[1], mark[1]
