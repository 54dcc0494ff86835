"""Reading a written page strictly: every tag opened is closed in its place, every id is there once."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

VOID: Final = frozenset("meta link br input hr img wbr".split())  # noqa: SIM905
ADDRESSES: Final = ("href", "src", "srcset", "action", "data", "poster", "formaction", "xlink:href", "background")


@dataclass
class Page:
    """What a page holds."""

    path: str
    html: str
    lang: str | None = None
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    sentences: list[tuple[str, list[str]]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    text: str = ""
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[tuple[str, bool]] = []
        self.sentence: tuple[list[str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if len(told) != len(attrs):
            self.page.faults.append(f"{tag}: an attribute twice")
        self.page.tags.append(tag)
        if tag == "html":
            self.page.lang = told.get("lang")
        if told.get("id") is not None:
            self.page.ids.append(str(told["id"]))
            if tag == "mark":
                self.page.marks.add(str(told["id"]))
        for name in ADDRESSES:
            if told.get(name) is not None:
                self.page.links.append(str(told[name]))
                if self.sentence and str(told[name]).startswith("#n-"):
                    self.sentence[1].append(str(told[name]))
        is_sentence = "sentence" in (told.get("class") or "").split()
        if is_sentence:
            self.sentence = ([], [])
        if tag not in VOID:
            self.open.append((tag, is_sentence))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.page.faults.append(f"</{tag}> closes {self.open[-1:]}")
            return
        _, was_sentence = self.open.pop()
        if was_sentence and self.sentence:
            self.page.sentences.append(("".join(self.sentence[0]), self.sentence[1]))
            self.sentence = None

    def handle_data(self, data: str) -> None:
        self.page.text += data
        if self.sentence:
            self.sentence[0].append(data)


def read(path: str, html: str) -> Page:
    """Return what a page holds, with its faults."""
    page = Page(path, html)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    page.faults += [f"<{tag}> is not closed" for tag, _ in reader.open]
    return page


def pages(site: Path) -> dict[str, Page]:
    """Return every page of a site, by its path."""
    return {
        path.relative_to(site).as_posix(): read(path.relative_to(site).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
