"""Word documents: paragraphs and tables in document order, then footnotes, endnotes, headers and footers.

Deleted words of tracked changes are left out and inserted ones are in, as the document reads when all changes are accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from habeas.errors import InputError
from habeas.evidence import archive
from habeas.evidence.text import Extract, normal

EXTRACTOR: Final = "docx-1"

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT: Final = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}instrText"})
_SAID: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_PARTS: Final = ("footnotes+xml", "endnotes+xml", "header+xml", "footer+xml")
"""The order in which what stands outside the body follows it."""


def read(data: bytes) -> Extract:
    """Read a Word document. A table row is a line, its cells parted by tabs; the paragraphs of a cell by a blank."""
    archive.check(data)
    try:
        lines = [line for part in _parts(data) for line in _blocks(part)]
    except RecursionError:
        raise InputError("evidence.office-broken") from None
    text = "\n".join(lines).strip("\n")
    return Extract(media_type=archive.WORD, extractor=EXTRACTOR, text=normal(text))


def _parts(data: bytes) -> Iterator[Any]:
    """Yield the root of the body and of each part outside it, in a fixed order; parts alike are yielded once."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        package = docx.Document(BytesIO(data)).part.package
        blobs = {str(part.partname): (str(part.content_type), part.blob) for part in package.iter_parts()}
        body = package.main_document_part.blob
        outside = {
            blob: None
            for ending in _PARTS
            for _, (kind, blob) in sorted(blobs.items(), key=lambda pair: (len(pair[0]), pair[0]))
            if kind.endswith(ending)
        }
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        yield from (etree.fromstring(_transitional(blob), parser) for blob in (body, *outside))
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, etree.XMLSyntaxError, OpcError):
        raise InputError("evidence.office-broken") from None


def _transitional(blob: bytes) -> bytes:
    """Write the namespace of strict documents as the common one; the elements are the same."""
    return blob.replace(_STRICT[1:-1].encode(), _W[1:-1].encode())


def _blocks(node: Any) -> Iterator[str]:
    """Yield the lines of a part or cell: a paragraph, or a table row, each."""
    for child in node:
        if child.tag == f"{_W}p":
            yield _words(child)
        elif child.tag == f"{_W}tbl":
            yield from _rows(child)
        elif child.tag not in _LEFT_OUT and child.tag != f"{_W}sectPr" and isinstance(child.tag, str):
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[str]:
    for row in _within(table, f"{_W}tr"):
        cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in _within(row, f"{_W}tc"))
        yield "\t".join(cells)


def _within(node: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table or cells of a row, through content controls but not into other tables."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag != f"{_W}tbl" and isinstance(child.tag, str):
            yield from _within(child, tag)


def _words(node: Any) -> str:
    """Return the words under a paragraph; a text box inside it follows on lines of its own."""
    out: list[str] = []
    boxes: list[str] = []
    for child in node:
        if child.tag in _LEFT_OUT or not isinstance(child.tag, str) or child.tag.endswith("}pPr"):
            continue
        if child.tag == f"{_W}t":
            out.append(child.text or "")
        elif child.tag in _SAID:
            out.append(_SAID[child.tag])
        elif child.tag == f"{_W}txbxContent":
            boxes.extend(_blocks(child))
        else:
            out.append(_words(child))
    return "\n".join(["".join(out), *boxes]) if boxes else "".join(out)
