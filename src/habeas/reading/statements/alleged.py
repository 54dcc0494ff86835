"""Allegations."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.reading.model import Document, Found
from habeas.reading.statements.line import Line


def alleged(document: Document, plain: tuple[Line, ...]) -> Iterator[Found]:
    """Yield allegations."""
    yield from ()
