"""Web pages: the words a reader of the page would read, one block a line, a table row a line with tabs between cells."""

from __future__ import annotations

import re
from typing import Any, Final

from habeas.errors import InputError
from habeas.evidence.decode import decode
from habeas.evidence.text import Extract, normal

EXTRACTOR: Final = "html-1"

_META: Final = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_XML: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)")
_LEFT_OUT: Final = frozenset({"head", "script", "style", "noscript", "template", "iframe", "object"})
_BLOCKS: Final = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup",
        "option", "p", "pre", "section", "select", "summary", "table", "tbody", "tfoot", "thead", "tr",
        "ul",
    )
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_BLANKS: Final = re.compile(r"[ \t\n\f\r]+")


def read(data: bytes) -> Extract:
    """Read a web page. The encoding is that of the byte order mark, else the one stated, else UTF-8, else guessed and said."""
    declared = _META.search(data[:4096]) or _XML.match(data[:300])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    return Extract(
        media_type="text/html",
        extractor=EXTRACTOR,
        text=_text(_tree(decoded.text)),
        encoding=decoded.encoding,
        problems=decoded.problems,
    )


def _tree(text: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    encoded = text.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    try:
        tree = etree.fromstring(encoded, parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        raise InputError("evidence.html-broken")
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise InputError("evidence.html-deep")
    return tree


class _Lines:
    """Text laid out as a browser would: runs of blanks are one, blocks begin a line, cells a tab."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line = ""

    def say(self, text: str | None, *, exactly: bool) -> None:
        if not text:
            return
        if exactly:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._line += first
            for line in rest:
                self.end(always=True)
                self._line = line
            return
        plain = _BLANKS.sub(" ", text)
        self._line += plain.lstrip(" ") if self._line == "" or self._line[-1] in " \t" else plain

    def tab(self) -> None:
        self._line = self._line.rstrip(" ") + "\t"

    def end(self, *, always: bool = False) -> None:
        line = self._line.rstrip(" ")
        if always or line.strip():
            self.lines.append(line)
        self._line = ""


def _text(tree: Any) -> str:
    from lxml import etree

    lines = _Lines()
    silent = exact = cells = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        begins = event == "start"
        step = 1 if begins else -1
        silent += step * (tag in _LEFT_OUT)
        exact += step * (tag in {"pre", "textarea"})
        cells += step * (tag in _CELLS)
        if not silent:
            _edge(lines, node, tag, begins=begins, within=cells)
            lines.say(node.text if begins and tag not in _LEFT_OUT else None, exactly=exact > 0)
        if not begins and not silent:
            lines.say(node.tail, exactly=exact > 0)
    lines.end()
    return normal("\n".join(lines.lines).strip("\n"))


def _edge(lines: _Lines, node: Any, tag: str, *, begins: bool, within: int) -> None:
    """Lay out the border of an element: inside a table cell a block is a blank, so that a row stays one line."""
    if tag in _CELLS and begins and within == 1:
        if any(before.tag in _CELLS for before in node.itersiblings(preceding=True)):
            lines.tab()
    elif tag == "br" and begins:
        _part(lines, always=True, within=within)
    elif tag in _BLOCKS:
        _part(lines, always=False, within=within)


def _part(lines: _Lines, *, always: bool, within: int) -> None:
    if within:
        lines.say(" ", exactly=False)
    else:
        lines.end(always=always)
