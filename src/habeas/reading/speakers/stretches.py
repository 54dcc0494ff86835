"""Stretches of a text that somebody says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from habeas.reading.model import Voice

How = Literal["quoted", "reported", "according", "continued"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that somebody says: offsets of the text, the offset of the word that says so, and the voice.

    A ``close`` stretch is of its own words only and is not gone on with. ``way`` is how the words are set: see ``Act``.
    """

    start: int
    end: int
    at: int
    voice: Voice
    way: str
    close: bool
