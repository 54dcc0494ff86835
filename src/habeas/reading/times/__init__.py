"""Times: every time a text names, and which of them a claim is about."""

from habeas.reading.model import Document, Found, Time


def times(document: Document) -> tuple[Time, ...]:
    """Return the times that a text names, in order."""
    return ()


def as_of(document: Document, known: tuple[Time, ...], found: Found) -> tuple[str | None, bool]:
    """Return the time a claim is about, as an ISO date, a part of one, or ``a/b``; and whether the text itself ties the two."""
    return None, False
