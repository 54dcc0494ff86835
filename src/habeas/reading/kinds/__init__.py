"""Kinds: what a quantity is a quantity of."""

from habeas.reading.model import Document, Found, Quantity, Time


def classify(document: Document, quantities: tuple[Quantity, ...], times: tuple[Time, ...]) -> tuple[Found, ...]:
    """Return a claim in the making for each quantity that is one of detention; the others are left out."""
    return ()
