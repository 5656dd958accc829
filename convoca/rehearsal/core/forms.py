"""The forms and links of a page, as a browser sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form that is sent by POST: where to, what it carries unseen, what can be filled in."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def fits(self, fields: Iterable[str], action: str) -> bool:
        """Say whether all these fields are in it, and its address ends with `action`."""
        return set(fields) <= self.names and self.action.split("?")[0].endswith(action)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a form, a field of the form that is open, or a link."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            if given.get("method", "").lower() == "post":
                self.forms.append(self._open)
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif self._open is not None and given.get("name"):
            self._take_field(given)

    def handle_endtag(self, tag: str) -> None:
        """Close the form that is open."""
        if tag == "form":
            self._open = None

    def _take_field(self, given: dict[str, str]) -> None:
        assert self._open is not None
        if given.get("type") == "hidden":
            self._open.hidden[given["name"]] = given.get("value", "")
        else:
            self._open.names.add(given["name"])


def read_forms(html: str) -> list[Form]:
    """List the forms of a page that are sent by POST, in their order."""
    return _read(html).forms


def read_links(html: str) -> list[str]:
    """List the addresses that a page links to, in their order."""
    return _read(html).links


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
