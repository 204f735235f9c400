"""Pages as a browser without scripts gets them, and what is in them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

HTML = {"accept": "text/html"}


class Element:
    """An element of a page."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.texts: list[str] = []

    @property
    def text(self) -> str:
        """Its text, with single spaces."""
        return " ".join("".join(self.texts).split())

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes


class Page(HTMLParser):
    """What a browser finds in a page."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})
    WITHIN_TEXT = frozenset({"a", "bdi", "span", "code", "strong", "b", "i", "time", "small"})

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(convert_charrefs=True)
        self.answer = answer
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(answer.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._separate(tag)
        element = Element(tag, dict(attrs), self._open[-1] if self._open else None)
        self.elements.append(element)
        if tag not in self.VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), self._open[-1] if self._open else None))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        element = self._open.pop()
        assert element.tag == tag, f"<{element.tag}> is closed by </{tag}>"
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.texts.append(data)

    def _separate(self, tag: str) -> None:
        if tag not in self.WITHIN_TEXT:
            self.handle_data(" ")

    def close(self) -> None:
        super().close()
        assert not self._open, f"<{self._open[-1].tag}> is not closed"

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements with a tag and attributes; `class_` is one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            element
            for element in self.elements
            if element.tag == tag
            and (wanted is None or wanted in (element["class"] or "").split())
            and all(element[name.rstrip("_")] == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only one of them."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def main(self) -> str:
        """The text of the content."""
        return self.one("main").text


class Browser:
    """Gets pages and sends forms, as a browser without scripts does."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """A page."""
        answer = self.client.get(path, headers=HTML | headers)
        assert answer.status_code == status, answer.text
        return Page(answer)

    def post(self, path: str, data: dict[str, Any], **headers: str) -> httpx.Response:
        """Send a form; the answer to it."""
        own = {"origin": str(self.client.base_url).rstrip("/")}
        return self.client.post(path, data=data, headers=HTML | own | headers)
