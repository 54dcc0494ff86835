"""Pictures (PNG, JPEG): no text of their own; their words are read with OCR only when asked."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

from habeas.errors import InputError, Problem
from habeas.evidence.text import Extract, normal

EXTRACTOR: Final = "picture-1"
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
_ENDS: Final = {PNG: b"IEND", JPEG: b"\xff\xd9"}


def read(data: bytes, *, ocr: bool = False) -> Extract:
    """Read the words of a picture with OCR when asked; without it the text is empty and a problem says so."""
    kind = PNG if data.startswith(PNG) else JPEG
    media_type = "image/png" if kind == PNG else "image/jpeg"
    doubts = [] if _ENDS[kind] in data else [Problem("evidence.picture-cut", gravity="warning")]
    if not ocr:
        doubts.append(Problem("evidence.picture-not-read", gravity="warning"))
        return Extract(media_type=media_type, extractor=EXTRACTOR, text="", problems=tuple(doubts))
    from habeas.evidence.formats import ocr as engine

    engine.ready()
    text = normal(_words(data))
    doubts.append(Problem("evidence.picture-by-ocr", gravity="warning"))
    return Extract(
        media_type=media_type, extractor=f"{EXTRACTOR}+{engine.version()}", text=text, problems=tuple(doubts)
    )


def _words(data: bytes) -> str:
    from PIL import Image, UnidentifiedImageError

    from habeas.evidence.formats import ocr as engine

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data)) as picture:
                return engine.words(picture.convert("RGB"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputError("evidence.picture-too-large") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise InputError("evidence.picture-broken") from None
