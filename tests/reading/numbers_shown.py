"""A quantity in short, as the tests of quantities write it."""

from __future__ import annotations

from decimal import Decimal

from habeas.reading.document import document
from habeas.reading.model import Quantity
from habeas.reading.numbers import quantities
from habeas.words import Lang

MARKS = {"count": "", "percent": "%", "money": "$", "times": "x", "fraction": "/"}


def shown(one: Quantity) -> str:
    """Return a quantity in short: ``>=261``, ``~30%``, ``65..70``, ``USD 6000000``."""
    unit = MARKS[one.form] if one.form != "money" else f" {one.currency}"
    sign = {"exact": "", "approx": "~", "at_least": ">=", "at_most": "<=", "range": ""}[one.qualifier]
    figure = one.high if one.low is None else one.low
    figures = plain(figure) if one.stated is not None else f"{plain(one.low)}..{plain(one.high)}"
    return f"{sign}{figures}{unit}{'*' if one.base is not None else ''}"


def plain(value: Decimal | None) -> str:
    """Return a number without an exponent."""
    return "none" if value is None else f"{value.normalize():f}"


def read(text: str, lang: Lang) -> str:
    """Return what is read of a text, in short."""
    return " ".join(shown(one) for one in quantities(document(text, lang=lang)))
