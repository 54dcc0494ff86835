"""Quantities: every number a text states, in figures or words, with the words that bound it."""

from habeas.reading.numbers.finding import parse_inside, quantities

__all__ = ["parse_inside", "quantities"]
