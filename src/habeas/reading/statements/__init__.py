"""Statements without a figure: conditions present or absent, legal acts and limits, allegations."""

from habeas.reading.statements.face import allegations, statements

__all__ = ["allegations", "statements"]
