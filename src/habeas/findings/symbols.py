"""Amounts and numbers in symbols that need no translation, as the steps of an arithmetic show them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from habeas.amount import Amount

_FULL: Final = 6
_SHORT: Final = 4
_ZERO: Final = Decimal(0)


def symbols(amount: Amount) -> str:
    """Write an amount in symbols that need no translation; ``?`` where nothing is known."""
    low, high = short(amount.low), short(amount.high)
    if amount.qualifier == "about" and amount.high is None:
        return "?" if amount.stated is None else f"≈ {short(amount.stated)}"
    if amount.low is None and amount.high is None:
        return "?"
    if amount.high is None:
        return f"{'>' if amount.low_open else '≥'} {low}"
    if amount.low is None or (
        amount.low == _ZERO and (amount.low_open or amount.qualifier in ("at_most", "less_than"))
    ):
        return f"{'<' if amount.high_open else '≤'} {high}"
    if low == high:
        return low
    return f"{low}\N{EN DASH}{high}"


def short(value: Decimal | None) -> str:
    """Write a number with grouped thousands: in full, or to four significant digits where it has more than six."""
    if value is None:
        return "?"
    if value == value.to_integral_value():
        return f"{int(value):,}"
    if len(value.normalize().as_tuple().digits) > _FULL:
        value = value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - _SHORT + 1)), ROUND_HALF_EVEN)
    return f"{value.normalize():,f}"


def operand(said: str) -> str:
    """Return a symbol as part of a longer expression: in brackets where it begins with a sign of its own."""
    return said if said[:1].isdigit() or said.startswith("(") else f"({said})"


def rounding(value: Decimal) -> Decimal:
    """Return the unit of the last digit that a figure shows: 100 for 72,600, 1 for 261, 0.01 for 0.64."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if value else Decimal(1)
