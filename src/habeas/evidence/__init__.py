"""Originals in, text and tables out; citations checked byte for byte; verification."""

from habeas.evidence.model import CellQuote, Citation, Description, Sensitivity, Source, TextQuote

__all__ = ["CellQuote", "Citation", "Description", "Sensitivity", "Source", "TextQuote"]
