"""Several amounts side by side: what holds them all, and in which respects they are amounts of unlike things."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from habeas.amount import units
from habeas.amount.bounds import Bounds
from habeas.amount.model import DEFINITION, Amount, same_unit


def hull(amounts: Iterable[Amount]) -> Amount | None:
    """Return the smallest amount that allows what any of these allows; ``None`` of none, the amount itself of equal ones.

    A bound that one of them does not know stays unknown; a field of the definition in which they differ is unstated.
    """
    every = list(amounts)
    if not every:
        return None
    if all(amount == every[0] for amount in every):
        return every[0]
    for amount in every[1:]:
        same_unit(every[0], amount)
    kept = {name: values.pop() if len(values) == 1 else None for name, values in _fields(every).items()}
    whole = reduce(Bounds.hull, (amount.bounds for amount in every))
    return Amount.between(whole.low, whole.high, low_open=whole.low_open, high_open=whole.high_open, **kept)


def _fields(amounts: Iterable[Amount]) -> dict[str, set[Any]]:
    return {name: {getattr(amount, name) for amount in amounts} for name in DEFINITION}


def differences(one: Amount, two: Amount) -> tuple[str, ...]:
    """Return the fields (unit, who, measure, capacity) in which two amounts are defined unlike, in that order.

    A field stated in one and unstated in the other is unlike: whether they agree is not known. Words are compared without
    case and accents.
    """
    return tuple(name for name in DEFINITION if _folded(getattr(one, name)) != _folded(getattr(two, name)))


def _folded(value: str | None) -> str | None:
    return None if value is None else units.fold(value)
