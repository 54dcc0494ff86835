"""PDF: the text layer page by page. A page that is only a picture says so, and is read with OCR only when asked."""

from __future__ import annotations

from typing import Any, Final

from habeas.errors import InputError, Problem
from habeas.evidence.text import Extract, normal, paged

EXTRACTOR: Final = "pdf-1"

_PASSWORD: Final = 4
"""FPDF_ERR_PASSWORD of PDFium's public header fpdfview.h."""
_DOTS_PER_INCH: Final = 300
_PIXELS_LIMIT: Final = 50_000_000
"""A page whose picture at 300 dots an inch would be larger is drawn smaller."""


def read(data: bytes, *, ocr: bool = False) -> Extract:
    """Read a PDF. Raises InputError when it is broken or needs a password; PDFium is not to be called from two threads."""
    pages: list[str] = []
    silent: list[object] = []
    broken: list[object] = []
    document = _open(data)
    try:
        for number in range(len(document)):
            text, drawn = _page(document, number)
            if text is None:
                broken.append(number + 1)
            elif drawn and not text.strip():
                text = _seen(document, number) if ocr else ""
                silent.append(number + 1)
            pages.append(text or "")
    finally:
        document.close()
    text, starts = paged(pages)
    return Extract(
        media_type="application/pdf",
        extractor=_extractor(ocr=ocr and bool(silent)),
        text=text,
        pages=starts,
        problems=tuple(_doubts(silent, broken, ocr=ocr)),
    )


def _extractor(*, ocr: bool) -> str:
    if not ocr:
        return EXTRACTOR
    from habeas.evidence.formats import ocr as engine

    return f"{EXTRACTOR}+{engine.version()}"


def _doubts(silent: list[object], broken: list[object], *, ocr: bool) -> list[Problem]:
    doubts = []
    if silent:
        key = "evidence.pages-by-ocr" if ocr else "evidence.pages-without-text"
        doubts.append(Problem(key, gravity="warning", values={"n": len(silent), "pages": silent}))
    if broken:
        doubts.append(
            Problem("evidence.pages-broken", gravity="warning", values={"n": len(broken), "pages": broken}),
        )
    return doubts


def _open(data: bytes) -> Any:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        key = "evidence.pdf-password" if error.err_code == _PASSWORD else "evidence.pdf-broken"
        raise InputError(key) from None
    if not len(document):
        document.close()
        raise InputError("evidence.pdf-broken")
    return document


def _page(document: Any, number: int) -> tuple[str | None, bool]:
    """Return the text of a page, ``None`` when the page is damaged, and whether anything at all is drawn on it."""
    import pypdfium2

    try:
        page = document[number]
        try:
            layer = page.get_textpage()
            try:
                text = layer.get_text_bounded()
            finally:
                layer.close()
            drawn = any(True for _ in page.get_objects(max_depth=1))
        finally:
            page.close()
    except pypdfium2.PdfiumError:
        return None, False
    return normal(_joined(text)), drawn


def _joined(text: str) -> str:
    """Write PDFium's mark for a word broken at the end of a line as it is printed: a hyphen, and the end of the line."""
    return text.replace("\x02", "-\n").replace("\ufffe", "-\n")


def _seen(document: Any, number: int) -> str:
    from habeas.evidence.formats import ocr as engine

    engine.ready()
    page = document[number]
    try:
        width, height = page.get_size()
        scale = _DOTS_PER_INCH / 72
        scale *= min(1.0, (_PIXELS_LIMIT / max(width * height * scale**2, 1)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            return normal(engine.words(bitmap.to_pil()))
        finally:
            bitmap.close()
    finally:
        page.close()
