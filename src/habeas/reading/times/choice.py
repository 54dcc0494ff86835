"""Which time a claim is about."""

from __future__ import annotations

from habeas.reading.model import Document, Found, Time


def as_of(document: Document, known: tuple[Time, ...], found: Found) -> tuple[str | None, bool]:
    """Return the time a claim is about, as an ISO date, a part of one, or ``a/b``; and whether the text itself ties the two."""
    own = [time for time in known if time.sentence == found.sentence]
    if own:
        nearest = min(own, key=lambda time: max(time.start - found.end, found.start - time.end, 0))
        return nearest.iso, True
    if document.report_year is not None:
        return str(document.report_year), False
    return (document.published or "")[:7] or None, False
