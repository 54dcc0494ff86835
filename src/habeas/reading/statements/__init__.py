"""Statements without a figure: conditions present or absent, legal acts, allegations."""

from habeas.reading.model import Document, Found


def statements(document: Document) -> tuple[Found, ...]:
    """Return the statements of a text in order."""
    return ()
