"""What people write about time, read into spans."""

from __future__ import annotations

from datetime import date

from habeas.when.edtf import read
from habeas.when.span import Span
from habeas.words import Lang


def parse(words: str, lang: Lang | None = None, *, reference: date | None = None) -> Span:
    """Read words about time."""
    return read(words)
