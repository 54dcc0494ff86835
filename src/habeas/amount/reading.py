"""Reading what people write for an amount, in English and Spanish, and refusing what has two readings or none.

Figures are written as in El Salvador: commas (or thin and no-break spaces) group thousands by three, a point begins the
decimals. ``1.234`` has two readings and is refused as words; the number 1.234 of a YAML file or a spreadsheet has one.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final, NamedTuple, NoReturn

from habeas.amount import units
from habeas.amount.bounds import Bounds, plain, spread
from habeas.amount.model import Amount, Capacity, Qualifier, Ratio, figure
from habeas.amount.phrases import DOUBLES, MULTIPLIERS, NUMERALS, PREFIXES, SCALES, SUFFIXES, UNKNOWN, VAGUE
from habeas.errors import InputError

_LONGEST: Final = 200

_FIGURE: Final = r"-?[0-9][0-9.,]*"
_SCALE: Final = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_NUMBER: Final = re.compile(rf"(?P<digits>{_FIGURE})(?:\s*(?P<scale>{_SCALE})\b)?")
_JOINT: Final = re.compile(r"\s*(?:-|\u2013|\u2014|\bto\b|\ba\b|\band\b|\by\b)\s*(?=-?[0-9])")
_OPENING: Final = re.compile(r"(?P<word>from|between|de|entre)\s+(?=-?[0-9])")
_WIDTH: Final = re.compile(r"\s*(?:±|\+\s*/?\s*-)\s*(?P<width>[0-9][0-9.,]*)\s*(?P<percent>%|per ?cent|por ciento)?")
_WITHIN: Final = re.compile(rf"\s*\((?P<low>{_FIGURE}) (?:to|a) (?P<high>{_FIGURE})\)")
_WIDTH_LAST: Final = re.compile(f"{_WIDTH.pattern}$")
_WITHIN_LAST: Final = re.compile(f"{_WITHIN.pattern}$")
_RATIO: Final = re.compile(
    r"\s*(?:x|\u00d7|\*|times|veces|%)\s*(?:of|as many as|the|de|del|la|el|lo|los|las|that|\s)*$"
)
_DOUBLE: Final = re.compile(
    rf"(?:el|la|the|al)?\s*(?P<word>{'|'.join(DOUBLES)})\s*(?:of|the|de|del|la|el|lo|los|las|as many as|\s)*$"
)
_KEY: Final = re.compile(r"\{\s*(?P<key>[^{}\s][^{}]*?)\s*\}\s*$")
_GROUPED: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_EITHER: Final = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


class _Core(NamedTuple):
    """What stands in the middle of the words: bounds, the figure if it is one, its width, and what is left after it."""

    bounds: Bounds
    stated: Decimal | None
    width: Decimal | None
    rest: str


def parse(
    words: str | float | Decimal,
    *,
    unit: str | None = None,
    who: str | None = None,
    measure: str | None = None,
    capacity: Capacity | None = None,
) -> Amount:
    """Read an amount as people write it, in English or Spanish, or take a plain number.

    Understood: a figure (``1,285``, ``0.6``, ``6 million``, ``40 mil``, number words to twelve); ``at least``, ``up to``,
    ``more than``, ``fewer than``, ``about`` and their Spanish forms, before or after it; ``±5%``; ``65 to 70``, ``65-70``,
    ``entre 65 y 70``; ``more than 2 x {key}``, ``el doble de {key}``, where the key names the claim it is a multiple of;
    and the unit in words, which must be ``unit`` where one is given.

    Raises :class:`InputError` with the reason for anything else: nothing is guessed.
    """
    definition: dict[str, Any] = {"unit": unit, "who": who, "measure": measure, "capacity": capacity}
    if not isinstance(words, str):
        if not isinstance(words, int | float | Decimal):
            raise InputError("amount.not-a-number", found=type(words).__name__)
        return Amount.exact(words, **definition)
    said = _normal(words)
    _refuse_hopeless(said, words)
    key = _KEY.search(said)
    return _ratio(said, words, key, definition) if key else _figures(_folded(said), words, definition)


def _normal(words: str) -> str:
    """Return the words with group spaces as commas, one kind of space, and compatibility forms made plain."""
    grouped = re.sub(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))", ",", words)
    said = unicodedata.normalize("NFKC", grouped.replace("\u2212", "-").replace("²", "2"))
    return " ".join(said.split())


def _folded(said: str) -> str:
    return units.fold(said)


def _refuse_hopeless(said: str, words: str) -> None:
    """Refuse what no rule can read, each with its reason."""
    if not said:
        raise InputError("amount.nothing")
    if len(words) > _LONGEST:
        raise InputError("amount.too-many-words", found=said[:60], most=_LONGEST)
    folded = _folded(said)
    if folded in UNKNOWN:
        raise InputError("amount.says-unknown", found=said)
    tokens = set(re.findall(r"[^\W\d_]+", folded.partition("{")[0]))
    scale = tokens.intersection(SCALES)
    if scale:
        raise InputError("amount.two-scales", found=said, word=min(scale))
    vague = tokens & VAGUE - ({"some"} if re.match(r"some [0-9]", folded) else set())
    if vague:
        raise InputError("amount.vague", found=said, word=min(vague))


def _qualified(said: str) -> tuple[Qualifier | None, str]:
    """Take the qualifier that stands before the figure; the longest that fits."""
    for phrase, qualifier in PREFIXES:
        if said.startswith(phrase):
            rest = said[len(phrase) :]
            if not phrase[-1].isalpha() or not rest[:1].isalpha():
                return qualifier, rest.strip()
    return None, said


def _trailing(rest: str) -> tuple[Qualifier | None, str]:
    """Take a qualifier that stands directly after the figure or at the very end."""
    for phrase, qualifier in SUFFIXES:
        if rest == phrase or rest.startswith(f"{phrase} "):
            return qualifier, rest[len(phrase) :].strip()
        if rest.endswith(f" {phrase}"):
            return qualifier, rest[: -len(phrase)].strip()
    return None, rest


def _figures(said: str, words: str, definition: dict[str, Any]) -> Amount:
    said, money = _money(said, words, definition["unit"])
    before, rest = _qualified(said)
    both = _two_sides(before, rest, words) if before else None
    if both is not None:
        sides, left = both
        unit = _unit(left, words, definition["unit"], money=money)
        return Amount.between(
            sides.low,
            sides.high,
            low_open=sides.low_open,
            high_open=sides.high_open,
            **{
                **definition,
                "unit": unit,
            },
        )
    if not money:
        rest, money = _money(rest, words, definition["unit"])
    core = _core(rest, words)
    after, left = _trailing(core.rest)
    if before and after:
        raise InputError("amount.two-qualifiers", found=words)
    definition = {**definition, "unit": _unit(left, words, definition["unit"], money=money)}
    return _build(before or after, core, words, definition)


def _money(said: str, words: str, unit: str | None) -> tuple[str, bool]:
    """Take a dollar sign; a bare one names a currency only where the unit already does."""
    for sign in ("us$", "usd", "$"):
        if said.startswith(sign):
            if sign == "$" and not (unit or "").startswith("USD"):
                raise InputError("amount.dollar", found=words)
            return said[len(sign) :].strip(), True
    return said, False


def _second_side(rest: str) -> tuple[str, Qualifier, str] | None:
    """Find "… and at most 70" after a first side."""
    for joint in (" and ", " y ", ", "):
        first, found, last = rest.partition(joint)
        qualifier, other = _qualified(last)
        if found and qualifier is not None:
            return first, qualifier, other
    return None


def _two_sides(before: Qualifier, rest: str, words: str) -> tuple[Bounds, str] | None:
    """Read "more than 65 and at most 70"; ``None`` when there is no second side."""
    second = _second_side(rest)
    if second is None:
        return None
    first, qualifier, last = second
    if before not in ("at_least", "more_than") or qualifier not in ("at_most", "less_than"):
        raise InputError("amount.two-qualifiers", found=words)
    low, high = _core(first, words), _core(last, words)
    if low.rest or not low.bounds.point or not high.bounds.point or low.width is not None or high.width is not None:
        raise InputError("amount.not-understood", found=words)
    return Bounds(low.stated, high.stated, before == "more_than", qualifier == "less_than"), high.rest


def _core(said: str, words: str) -> _Core:
    """Read the figure or the range that the words begin with."""
    opening = _OPENING.match(said)
    body = said[opening.end() :] if opening else said
    first = _NUMBER.match(body)
    if first is None:
        return _numeral(said, words)
    joint = _JOINT.match(body, first.end())
    if joint is not None:
        if joint.group().strip() in ("and", "y") and (opening is None or opening["word"] not in ("between", "entre")):
            raise InputError("amount.two-figures", found=words)
        return _range(first, body, joint.end(), words)
    if opening is not None and opening["word"] in ("between", "entre", "from"):
        raise InputError("amount.half-range", found=words)
    stated = _value(first, words)
    return _widened(stated, body[first.end() :], words)


def _numeral(said: str, words: str) -> _Core:
    name, _, rest = said.partition(" ")
    if name not in NUMERALS:
        raise InputError("amount.not-understood", found=words)
    scale, _, after = rest.partition(" ")
    value = Decimal(NUMERALS[name])
    if scale in MULTIPLIERS:
        value, rest = value * MULTIPLIERS[scale], after
    return _Core(Bounds(value, value), value, None, rest.strip())


def _range(first: re.Match[str], body: str, start: int, words: str) -> _Core:
    last = _NUMBER.match(body, start)
    if last is None:
        raise InputError("amount.not-understood", found=words)
    low, high = _value(first, words), _value(last, words)
    if last["scale"] and not first["scale"]:
        scaled = plain(low * MULTIPLIERS[last["scale"]])
        raise InputError("amount.shared-scale", found=words, word=last["scale"], low=low, scaled=scaled, high=high)
    if low > high:
        raise InputError("amount.reversed", low=low, high=high)
    return _Core(Bounds(low, high), low if low == high else None, None, body[last.end() :].strip())


def _widened(stated: Decimal, rest: str, words: str) -> _Core:
    """Read ``±5%`` or ``(12,000 to 13,000)``, directly after a figure or after its unit."""
    point = Bounds(stated, stated)
    within = _WITHIN.match(rest) or _WITHIN_LAST.search(rest)
    if within is not None:
        bounds = Bounds(_decimal(within["low"], words), _decimal(within["high"], words))
        if bounds.empty:
            raise InputError("amount.reversed", low=bounds.low, high=bounds.high)
        if not bounds.holds(point):
            raise InputError("amount.outside", figure=stated, low=bounds.low, high=bounds.high)
        return _Core(bounds, stated, None, _around(rest, within))
    found = _WIDTH.match(rest) or _WIDTH_LAST.search(rest)
    if found is None:
        if "±" in rest:
            raise InputError("amount.not-understood", found=words)
        return _Core(point, stated, None, rest.strip())
    size = _decimal(found["width"], words)
    if not found["percent"]:
        raise InputError("amount.width-in-units", found=words, low=stated - size, high=stated + size)
    return _Core(spread(stated, size / 100), stated, plain(size / 100), _around(rest, found))


def _around(rest: str, found: re.Match[str]) -> str:
    return f"{rest[: found.start()]} {rest[found.end() :]}".strip()


def _value(found: re.Match[str], words: str) -> Decimal:
    number = _decimal(found["digits"], words)
    return figure(plain(number * MULTIPLIERS[found["scale"]])) if found["scale"] else number


def _decimal(said: str, words: str) -> Decimal:
    """Read one figure's digits, or refuse them with every reading they have."""
    if _EITHER.fullmatch(said):
        raise InputError("amount.thousands-or-decimals", found=words, one=said.replace(".", ","), two=f"{said}0")
    if not _GROUPED.fullmatch(said) and not _PLAIN.fullmatch(said):
        raise InputError("amount.separators", found=words, figure=said)
    return figure(Decimal(said.replace(",", "")))


def _unit(left: str, words: str, unit: str | None, *, money: bool) -> str | None:
    """Check the unit said in words against the one given."""
    left = re.sub(r"^(?:de|of) ", "", left)
    meant = frozenset({"USD"}) if money and not left else units.read(f"usd {left}" if money else left)
    if not left and not money:
        return unit
    if unit is not None and (unit in meant or units.fold(unit) == left):
        return unit
    if money and unit is not None and unit.startswith("USD") and not left:
        return unit
    if not meant:
        raise InputError("amount.left-over", found=words, rest=left)
    if unit is not None:
        raise InputError("amount.other-unit", found=words, said=left or "USD", unit=unit)
    if len(meant) > 1:
        raise InputError("amount.unit-doubtful", found=words, known=sorted(meant))
    return next(iter(meant))


def _build(qualifier: Qualifier | None, core: _Core, words: str, definition: dict[str, Any]) -> Amount:
    if core.width is not None or (core.stated is not None and not core.bounds.point):
        if qualifier not in (None, "about") or (core.width is None and qualifier is None):
            raise InputError("amount.two-qualifiers", found=words)
        low, high = core.bounds.low, core.bounds.high
        return Amount(qualifier="about", low=low, high=high, stated=core.stated, width=core.width, **definition)
    if core.stated is None:
        if qualifier is not None:
            raise InputError("amount.qualified-range", found=words)
        return Amount.between(core.bounds.low, core.bounds.high, **definition)
    made: Amount = getattr(Amount, qualifier or "exact")(core.stated, **definition)
    return made


def _ratio(said: str, words: str, key: re.Match[str], definition: dict[str, Any]) -> Amount:
    """Read a multiple of another claim's amount."""
    head = _folded(said[: key.start()])
    if "{" in head or "}" in head:
        raise InputError("amount.not-understood", found=words)
    qualifier, rest = _qualified(head)
    core = _multiple(rest, words)
    plain_amount = _build(qualifier, core, words, {})
    if plain_amount.bounds.low is not None and plain_amount.bounds.low < 0:
        raise InputError("amount.not-understood", found=words)
    ratio = Ratio(
        of=key["key"],
        low=plain_amount.low,
        high=plain_amount.high,
        low_open=plain_amount.low_open,
        high_open=plain_amount.high_open,
    )
    return Amount(
        qualifier=plain_amount.qualifier,
        stated=plain_amount.stated,
        width=plain_amount.width,
        ratio=ratio,
        **definition,
    )


def _multiple(rest: str, words: str) -> _Core:
    named = _DOUBLE.fullmatch(rest)
    if named is not None:
        value = Decimal(DOUBLES[named["word"]])
        return _Core(Bounds(value, value), value, None, "")
    core = _core(rest, words)
    tail = _RATIO.fullmatch(core.rest)
    if tail is None:
        _refuse_tail(core, words)
    if "%" in core.rest:
        share = core.bounds / Bounds(Decimal(100), Decimal(100))
        return _Core(share, None if core.stated is None else plain(core.stated / 100), core.width, "")
    return core


def _refuse_tail(core: _Core, words: str) -> NoReturn:
    raise InputError("amount.no-multiple" if not core.rest else "amount.left-over", found=words, rest=core.rest)
