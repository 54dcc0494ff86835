"""Spans in words, first part."""

from __future__ import annotations

from habeas import words
from habeas.when.span import Span


def duration_text(low: int, high: int | None, lang: words.Lang) -> str:
    return f"{low}-{high}"


def span_text(span: Span, lang: words.Lang) -> str:
    first, last = span.outer
    if first == last and first is not None:
        return words.day(first, lang)
    return span.to_edtf()
