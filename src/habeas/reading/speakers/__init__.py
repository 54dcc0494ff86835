"""Speakers: who says what in a text, named by the exact words that name them."""

from habeas.reading.speakers.voices import Voices, voices

__all__ = ["Voices", "voices"]
