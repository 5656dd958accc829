"""The forms of a page, as who sends bad words into every field of them reads them."""

from html.parser import HTMLParser

WORDS = {None, "text", "textarea", "email", "tel", "url"}
VALUES = {"hidden", "date", "time", "number"}


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: where to, and the fields with their values."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found = path, []
        self._fields: dict[str, list[str]] | None = None
        self._typed: dict[str, str | None] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method") == "post":
            self._fields, self._typed = {}, {}
            self.found.append((given.get("action") or self.path, self._fields, self._typed))
        elif self._fields is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._fields[self._select] = [given.get("value", "")]
        elif name and tag in {"input", "textarea", "button"}:
            self._fields[name] = [given.get("value", "")]
        kind = given.get("type") if tag == "input" else tag
        if name and kind in WORDS | VALUES and name != "csrfmiddlewaretoken":
            self._typed[name] = kind

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""
