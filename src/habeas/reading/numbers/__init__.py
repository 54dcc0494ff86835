"""Quantities: every number a text states, in figures or words, with the words that bound it."""

from habeas.reading.model import Document, Quantity


def quantities(document: Document) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order; figures that are dates, ages of laws, page numbers and the like are left out."""
    return ()
