"""Words on pictures, by Tesseract in English and Spanish: an extra, used only when asked.

The same picture and the same Tesseract give the same words; another Tesseract may give others. So the version is part of the
extractor's name, and a citation of such words is found again by its prefix and suffix.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from habeas.errors import InputError, MissingExtra

LANGUAGES: Final = ("eng", "spa")
_SECONDS: Final = 300


def ready() -> None:
    """Raise :class:`~habeas.errors.MissingExtra`, with the commands that install what is missing, unless OCR can run."""
    try:
        import PIL
        import pytesseract
    except ImportError:
        raise MissingExtra("evidence.ocr-missing") from None
    del PIL
    try:
        known = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError):
        raise MissingExtra("evidence.tesseract-missing") from None
    missing: list[object] = [language for language in LANGUAGES if language not in known]
    if missing:
        raise MissingExtra("evidence.tesseract-languages", missing=missing)


@cache
def version() -> str:
    """Return the engine and its version: ``tesseract-5.3.0``."""
    ready()
    import pytesseract

    return f"tesseract-{pytesseract.get_tesseract_version()}"


def words(picture: Any) -> str:
    """Return the words on a Pillow image; call :func:`ready` before. Raises InputError when Tesseract gives up."""
    import pytesseract

    try:
        seen = pytesseract.image_to_string(picture, lang="+".join(LANGUAGES), timeout=_SECONDS)
    except (pytesseract.TesseractError, RuntimeError):
        raise InputError("evidence.ocr-failed", seconds=_SECONDS) from None
    return str(seen).replace("\f", "").strip()
