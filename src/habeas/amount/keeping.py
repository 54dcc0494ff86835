"""Amounts as plain JSON, and back; strict, so that a mangled ledger entry is never read as an amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final

from habeas.amount.bounds import plain
from habeas.amount.model import Amount, Ratio
from habeas.errors import InputError

_FIELDS: Final = tuple(field.name for field in fields(Amount))
_RATIO: Final = tuple(field.name for field in fields(Ratio))
_DECIMALS: Final = frozenset({"low", "high", "stated", "width"})
_FLAGS: Final = frozenset({"low_open", "high_open"})


def plain_json(amount: Amount) -> dict[str, Any]:
    """Return the fields that are known, stated or true; decimals as strings."""
    made: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(amount, name)
        if isinstance(value, Ratio):
            made[name] = {key: _json(getattr(value, key)) for key in _RATIO if _kept(getattr(value, key))}
        elif _kept(value):
            made[name] = _json(value)
    return made


def values(made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the amount that :func:`plain_json` wrote; :class:`InputError` names one that is not of it."""
    found = _read(made, _FIELDS)
    if "qualifier" not in found:
        raise InputError("amount.json", found=str(dict(made)))
    if "ratio" in found:
        ratio = _read(found["ratio"], _RATIO)
        if "of" not in ratio:
            raise InputError("amount.json", found=str(found["ratio"]))
        found["ratio"] = Ratio(**ratio)
    return found


def _kept(value: object) -> bool:
    return value is not None and value is not False


def _json(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _read(made: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    return {name: _field(name, value, known) for name, value in made.items()}


def _field(name: str, value: Any, known: tuple[str, ...]) -> Any:
    form = Mapping if name == "ratio" else bool if name in _FLAGS else str
    if name not in known or not isinstance(value, form):
        raise InputError("amount.json", found=f"{name}: {value}")
    if name not in _DECIMALS or not isinstance(value, str):
        return value
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise InputError("amount.json", found=f"{name}: {value}") from None
    if not number.is_finite():
        raise InputError("amount.json", found=f"{name}: {value}")
    return plain(number)
