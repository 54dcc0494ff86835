"""Uncertain time: spans of days with what is certain and what is possible, EDTF, and what people write."""

from __future__ import annotations

from habeas.when.reading import parse
from habeas.when.span import Answer, Duration, Span

__all__ = ["Answer", "Duration", "Span", "parse"]
