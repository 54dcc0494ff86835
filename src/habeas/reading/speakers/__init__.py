"""Speakers: who says what in a text, named by the exact words that name them."""

from dataclasses import dataclass

from habeas.reading.model import Document, Voice


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where in a text."""

    stretches: tuple[tuple[int, int, Voice], ...] = ()

    def at(self, start: int, end: int) -> Voice | None:
        """Return who says the words between two offsets; None for the writer's own voice."""
        return None


def voices(document: Document) -> Voices:
    """Return who speaks where."""
    return Voices()
