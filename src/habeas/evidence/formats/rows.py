"""Parquet, packed tables and workbooks of the old format: rows for programs, with no text to quote.

The bytes are kept and verified; the rows are read as records.
"""

from __future__ import annotations

from typing import Final

from habeas.evidence.formats import PARQUET, rows_only
from habeas.evidence.text import Extract

EXTRACTOR: Final = "rows-1"


def read(_data: bytes) -> Extract:
    """Return an extract without text, and say what becomes of the rows."""
    return Extract(media_type=PARQUET, extractor=EXTRACTOR, text="", problems=(rows_only(),))
