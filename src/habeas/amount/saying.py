"""Amounts in words: ``at least 261 persons``, ``de 65 a 70 personas por celda``, ``more than 2 times {population-2021}``."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from habeas import words
from habeas.amount import units
from habeas.amount.bounds import Bounds, round_to

if TYPE_CHECKING:
    from habeas.amount.model import Amount
    from habeas.words import Lang

_SAID_DIGITS: Final = 12  # nobody states a figure to more significant digits; a longer one was reckoned
_SHOWN_DIGITS: Final = 4


def say(amount: Amount, lang: Lang) -> str:
    """Return the amount in words of a language, with its unit.

    Figures that someone stated are written in full. A reckoned bound (more than 12 significant digits) is shown to four,
    rounded outward; where both bounds round to the same figure, "about" says that it was rounded.
    """
    if amount.ratio is not None and not amount.known:
        multiple = _phrase(amount.ratio.bounds, amount, lang, counted=False) + _margin(amount, lang)
        return words.text("amount.times-of", lang, multiple=multiple, of=f"{{{amount.ratio.of}}}")
    if amount.ratio is not None:
        return say(replace(amount, ratio=None, qualifier="range", stated=None, width=None), lang)
    if not amount.known and amount.stated is None:
        return words.text("amount.unknown", lang)
    phrase = _phrase(amount.bounds, amount, lang, counted=units.counted(amount.unit))
    single = amount.stated == 1 and amount.qualifier != "range"
    return units.attach(phrase, amount.unit, lang, single=single) + _margin(amount, lang)


def _phrase(bounds: Bounds, amount: Amount, lang: Lang, *, counted: bool) -> str:
    if amount.qualifier == "about" and amount.stated is not None:
        return words.text("amount.about", lang, figure=_near(amount.stated))
    shown = _shown(bounds)
    if shown.point and not bounds.point:
        return words.text("amount.about", lang, figure=shown.low)
    if shown.point:
        return words.text("amount.up-to" if amount.qualifier == "at_most" else "amount.figure", lang, figure=shown.low)
    if shown.low is None or shown.high is None:
        return _side(shown, lang, counted=counted)
    if shown.low_open or shown.high_open:
        low = _side(Bounds(low=shown.low, low_open=shown.low_open), lang, counted=counted)
        high = _side(Bounds(high=shown.high, high_open=shown.high_open), lang, counted=counted)
        return words.text("amount.both", lang, low=low, high=high)
    return words.text("amount.range", lang, low=shown.low, high=shown.high)


def _margin(amount: Amount, lang: Lang) -> str:
    """Return how far "about" may be off, after the unit: its width, or its bounds where they are known; else nothing."""
    if amount.qualifier != "about":
        return ""
    if amount.width is not None:
        return f" ±{words.say(amount.width * 100, lang)}%"
    if amount.low is None or amount.high is None:
        return ""
    long = _long(amount.low) or _long(amount.high)
    shown = amount.bounds.rounded(_SHOWN_DIGITS) if long else amount.bounds
    return f" ({words.text('amount.within', lang, low=shown.low, high=shown.high)})"


def _side(bounds: Bounds, lang: Lang, *, counted: bool) -> str:
    if bounds.low is not None:
        return words.text("amount.more-than" if bounds.low_open else "amount.at-least", lang, figure=bounds.low)
    if not bounds.high_open:
        return words.text("amount.at-most", lang, figure=bounds.high)
    return words.text("amount.fewer-than" if counted else "amount.less-than", lang, figure=bounds.high)


def _long(value: Decimal) -> bool:
    return len(value.as_tuple().digits) > _SAID_DIGITS


def _near(value: Decimal) -> Decimal:
    return round_to(value, _SHOWN_DIGITS, ROUND_HALF_EVEN) if _long(value) else value


def _shown(bounds: Bounds) -> Bounds:
    """Return the bounds as they are shown: reckoned ones rounded outward, or to one figure where they are that close."""
    long = [end for end in (bounds.low, bounds.high) if end is not None and _long(end)]
    if not long:
        return bounds
    if bounds.low is not None and bounds.high is not None and _near(bounds.low) == _near(bounds.high):
        return Bounds(_near(bounds.low), _near(bounds.low))
    return bounds.rounded(_SHOWN_DIGITS)
