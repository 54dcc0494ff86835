"""EDTF, first part."""

from __future__ import annotations

import calendar
from datetime import date

from habeas.errors import InputError
from habeas.when.span import Span


def _point(words: str) -> Span:
    try:
        parts = [int(part) for part in words.split("-")]
        if len(parts) == 3:
            return Span.on(date(*parts))
        if len(parts) == 2:
            last = calendar.monthrange(parts[0], parts[1])[1]
            return Span.some_day(date(parts[0], parts[1], 1), date(parts[0], parts[1], last))
        return Span.some_day(date(parts[0], 1, 1), date(parts[0], 12, 31))
    except (ValueError, calendar.IllegalMonthError):
        raise InputError("when.unread", found=words) from None


def read(words: str) -> Span:
    start, slash, end = words.strip().partition("/")
    if not slash:
        return _point(start)
    if end in ("", ".."):
        return Span.since(_point(start))
    return Span.between_ends(_point(start), _point(end))


def write(span: Span, *, exact: bool = False) -> str:
    first, last = span.outer
    if first == last and first is not None:
        return first.isoformat()
    return f"{first or '..'}/{last or '..'}"
