"""Plain text: the characters as they are."""

from __future__ import annotations

from typing import Final

from habeas.evidence.decode import decode
from habeas.evidence.text import Extract, normal

EXTRACTOR: Final = "txt-1"


def read(data: bytes) -> Extract:
    """Read plain text; the encoding is proved or reported as guessed."""
    decoded = decode(data)
    return Extract(
        media_type="text/plain",
        extractor=EXTRACTOR,
        text=normal(decoded.text),
        encoding=decoded.encoding,
        problems=decoded.problems,
    )
