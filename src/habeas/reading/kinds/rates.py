"""Percentages, shares, multiples and rates: of capacity, of the persons held, of the residents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.heirs import alone
from habeas.reading.kinds.lexicon import Hit
from habeas.reading.kinds.modality import modality
from habeas.reading.kinds.quotes import quote
from habeas.reading.kinds.scores import scores, weights
from habeas.reading.model import Found, Quantity

_BASES: Final = frozenset({1_000, 10_000, 100_000, 1_000_000})
_PER: Final = frozenset("per cada every each".split())
_OF_ALL: Final = frozenset("habitantes residents inhabitants population hab".split())
_HUNDRED: Final = Decimal(100)
_CLOSE: Final = Decimal("0.03")


def is_base(context: Context) -> bool:
    """Tell whether a figure is the base of a rate: the 100,000 of "per 100,000 residents"."""
    stated = context.quantity.stated
    before = (context.low(context.first - 1), context.low(context.first - 2))
    if before == ("cada", "de") and context.low(context.first - 3) in ("uno", "una"):
        return True
    if stated is None or stated not in _BASES:
        return False
    if before[0] in _PER or before[1] in ("per", "cada"):
        return True
    return before[0] in ("for", "por") and any(word in _OF_ALL for word in context.right(3))


def rate(context: Context, before: str | None) -> Found | None:
    """Return a rate per so many residents, or None where the figure is none; its unit is None where its base is not said with it."""
    hit = context.near("rate", within=_RATE)
    parallel = before == "rate" and _bare(context)
    if hit is None and not parallel:
        return None
    if (
        hit is not None
        and hit.first < context.first
        and context.noun is not None
        and context.noun.name not in ("held", "taken", "captured", "person")
    ):
        return None
    if hit is None:
        return _found(context, "rate", None, None, ["inherited"])
    return _found(context, "rate", _base(context), hit, ["rate"])


_RATE: Final = 7
_BASE: Final = re.compile(
    r"(?<![\w.,])(?:(?P<per_100k>100[., ]?000|100 mil|(?:a )?hundred thousand|cien mil)|(?P<per_10k>10[., ]?000|10 mil|ten thousand|diez mil)"
    r"|(?P<per_1k>1[., ]?000|thousand|mil))(?![\w.,]*\d)"
)


def base_of(words: str) -> str | None:
    """Return what a rate is per, as its unit, from words in small letters: "per 1,000" is ``per_1k``; None where they say no base."""
    said = _BASE.search(words)
    return said.lastgroup if said else None


def _base(context: Context) -> str | None:
    """Return the base that is said beside a rate: "5 per 1,000 residents" is no 5 per 100,000."""
    hits = (hit for hit in context.cues if hit.name == "rate" and context.distance(hit) <= _RATE)
    told = (base_of(" ".join(context.low(place) for place in range(hit.first, hit.last + 1))) for hit in hits)
    return next((unit for unit in told if unit is not None), None)


def based(found: list[Found]) -> list[Found]:
    """Give the rates told along with another the base said of that ("Turkey's 357 per 100,000 and Georgia's 264"); of the rest none is known."""
    made: list[Found] = []
    last: str | None = None
    for one in found:
        if one.kind == "rate":
            last = one.unit or (last if "inherited" in one.cues else None)
            one = replace(one, unit=last)  # noqa: PLW2901
        made.append(one)
    return made


def _bare(context: Context) -> bool:
    """Tell whether nothing but the rate before says what a figure is: "Iceland, 45, and Finland, 49.9"."""
    if context.noun is not None or not alone(context) or (context.quantity.stated or 0) >= _HIGHEST:
        return False
    return max(scores(context).values(), default=0.0) < float(weights()["far"]["enough"])


_HIGHEST: Final = 2_000
"""Prisoners per 100,000 residents that no country reaches; El Salvador had 1,659 in 2024."""
_PLACES: Final = frozenset("places plazas cupos beds spaces lugares camas espacios".split())


def per_hundred_places(context: Context, before: str | None) -> Found | None:
    """Return an occupancy said as prisoners to every hundred places, or one that follows such another."""
    right = context.right(8)
    for n, word in enumerate(right[:-1]):
        if word == "100" and right[n + 1] in _PLACES and n and right[n - 1] in ("every", "per", "cada", "each", "por"):
            return _found(context, "occupancy_rate", "pct_of_capacity", None, ["per-hundred"])
    stated = context.quantity.stated
    decimal = stated is not None and stated != stated.to_integral_value()
    if before == "occupancy_rate" and context.noun is None and decimal:
        return _found(context, "occupancy_rate", "pct_of_capacity", None, ["inherited"])
    return None


def is_hundred(context: Context) -> bool:
    """Tell whether a figure is the hundred of "for every 100 places"."""
    return (
        context.low(context.first) == "100"
        and context.low(context.first - 1) in ("every", "per", "cada", "each", "por")
        and context.low(context.last + 1) in _PLACES
    )


def share_of_before(context: Context, persons: bool) -> Found | None:
    """Return a percentage of which nothing is said: a share of the persons told of before, above 100 an occupancy."""
    if context.compared or context.near("change", "cost", within=9) or context.low(context.last + 1) in _OF:
        return None  # a share of something else: "40 per cent of their sentences"
    if (context.quantity.stated or 0) > _HUNDRED:
        return _found(context, "occupancy_rate", "pct_of_capacity", None, ["inherited"])
    ends = context.quantity.form == "fraction" and context.low(context.last + 1) in (".", "")
    return _found(context, "share", "percent", None, ["inherited", "share"]) if persons and not ends else None


def times(context: Context) -> Found | None:
    """Return an occupancy from a multiple of capacity: "four times their capacity" is 400 per cent of capacity."""
    hit = context.near("occupancy", "capacity", within=6)
    quantity = context.quantity
    if hit is None or hit.last < context.first - 3 or quantity.stated is None:
        return None
    hundred = {
        name: None if value is None else value * _HUNDRED
        for name, value in (("low", quantity.low), ("high", quantity.high), ("stated", quantity.stated))
    }
    scaled = replace(quantity, form="percent", **hundred)  # type: ignore[arg-type]
    return _found(context, "occupancy_rate", "pct_of_capacity", hit, ["multiple"], quantity=scaled)


def percent(context: Context, before: str | None) -> Found | None:
    """Return what a percentage is of: capacity, the persons held, or a change of their number."""
    change = _change(context)
    if context.compared and context.near("occupancy", within=6):
        return _found(
            context, "occupancy_rate", "pct_over_capacity", context.near("occupancy", within=6), ["occupancy"]
        )
    if context.compared and context.quantity.form == "percent":
        held = any(hit.name in ("held", "taken", "headcount") for hit in context.nouns.values())
        return _found(context, "population_change", "percent", None, ["change"]) if held else None
    occupancy = context.near("occupancy", within=9)
    fraction = context.quantity.form == "fraction"
    if (
        change is not None
        and (occupancy is None or context.distance(change) < context.distance(occupancy))
        and not fraction
    ):
        counted = any(hit.name in ("held", "taken", "headcount") for hit in context.nouns.values())
        held = counted or context.near("hold", within=40) is not None
        return _found(context, "population_change", "percent", change, ["change"]) if held else None
    if any(
        context.low(place) in ("encima", "above", "over") for place in range(context.last + 1, context.last + 3)
    ) and any(hit.name == "place" and 0 < hit.first - context.last <= 7 for hit in context.nouns.values()):
        return _found(context, "occupancy_rate", "pct_over_capacity", None, ["occupancy"])
    part = _part(context) if (context.quantity.stated or 0) <= _HUNDRED else None
    if occupancy is not None and not fraction and (part is None or context.distance(occupancy) <= 2):
        unit = "pct_over_capacity" if context.near("over", within=9) else "pct_of_capacity"
        return _found(context, "occupancy_rate", unit, occupancy, ["occupancy"])
    if part is not None:
        return _found(context, "share", "percent", part if part.first > 0 else None, ["share"])
    if before in ("occupancy_rate", "share") and not fraction:
        return _found(
            context, before, "pct_of_capacity" if before == "occupancy_rate" else "percent", None, ["inherited"]
        )
    return None


def _change(context: Context) -> Hit | None:
    """Return a cue of change beside a percentage, unless a word between them makes it a level: "fell from 54"."""
    change = context.near("change", within=3)
    between = [] if change is None else [context.low(place) for place in range(change.last + 1, context.first)]
    if any(word in _LEVEL for word in between):
        return None
    return change


_LEVEL: Final = frozenset("from to at de del desde a al hasta".split())
_OF: Final = frozenset("of de del".split())
_WHOSE: Final = frozenset("them those these whom which ellos ellas estos esas quienes estas cuales total".split())


def _part(context: Context) -> Hit | None:
    """Return the words that say what a share is of: persons held or places of detention."""
    noun = context.noun
    if noun is not None and noun.name in _WHOLES:
        return noun
    if (whose := _whose(context)) is not None:
        return whose
    for hit in context.nouns.values():
        if hit.name in ("held", "taken", "person") and 0 < hit.first - context.last <= 3:
            return hit
    said = {token.low for token in context.sentence.tokens[context.first : context.last + 1]}
    if context.quantity.form == "fraction" and context.first <= 1 and said & _IN_EVERY:
        return Hit(context.first, context.last, "one-in")
    hold = context.near("hold", within=6)
    if hold is not None:
        return hold
    return next((hit for hit in context.nouns.values() if hit.name == "held" and context.distance(hit) <= 8), None)


_WHOLES: Final = frozenset(
    {"held", "person", "facility", "cell", "death", "staff", "arrest", "release", "complaint", "headcount"}
)
_IN_EVERY: Final = frozenset({"cada", "every", "of"})


def _whose(context: Context) -> Hit | None:
    """Return a pronoun that a share is of: "of them", "de los cuales", "del total", "de los que"."""
    for place in range(context.last + 1, context.last + 6):
        if context.low(place) in _WHOSE and context.low(place - 1) in (*_OF, "los", "las", "the"):
            return Hit(place, place, "whose")
    for place in range(context.first - 5, context.first):
        relative = context.low(place) == "que" and context.low(place - 2) == "de"
        if relative or (context.low(place) in _WHOSE and context.low(place - 1) in _OF):
            return Hit(place, place, "whose")
    return None


def _found(
    context: Context, kind: str, unit: str | None, hit: Hit | None, cues: list[str], *, quantity: Quantity | None = None
) -> Found:
    start, end = quote(context, hit)
    return Found(
        sentence=context.quantity.sentence, kind=kind, start=start, end=end, measure="stock", quantity=quantity or context.quantity, unit=unit,
        modality=modality(context, kind), cues=tuple(cues),
    )  # fmt: skip


def by_identity(context: Context, sizes: Sizes) -> Found | None:
    """Return a percentage of which nothing else is said as an occupancy, where it is what the text's own figures give."""
    stated = context.quantity.stated
    if stated is None or context.quantity.form != "percent" or stated < _LEAST:
        return None
    if any(abs(ratio - stated) <= Decimal("0.6") for ratio in sizes.ratios()):
        return _found(context, "occupancy_rate", "pct_of_capacity", None, ["identity"])
    return None


_LEAST: Final = Decimal(20)


@dataclass(slots=True)
class Sizes:
    """The populations and capacities met so far: their ratio says whether a percentage is of capacity or over it."""

    populations: list[Decimal] = field(default_factory=list)
    capacities: list[Decimal] = field(default_factory=list)

    def note(self, made: Found) -> None:
        """Remember a population or a capacity."""
        stated = made.quantity.stated if made.quantity else None
        if stated and made.kind in ("population", "capacity"):
            (self.populations if made.kind == "population" else self.capacities).append(stated)

    def ratios(self) -> list[Decimal]:
        """Return population to capacity in per cent, for every pair."""
        return [population / capacity * _HUNDRED for population in self.populations for capacity in self.capacities]

    def settled(self, found: list[Found]) -> Iterator[Found]:
        """Yield the claims, each occupancy with the unit that the figures of the text bear out."""
        ratios = self.ratios()
        for one in found:
            stated = one.quantity.stated if one.quantity else None
            if one.kind == "occupancy_rate" and stated:
                if any(abs(ratio - stated) <= _CLOSE * stated for ratio in ratios):
                    yield replace(one, unit="pct_of_capacity", cues=(*one.cues, "identity"))
                    continue
                if any(abs(ratio - _HUNDRED - stated) <= _CLOSE * (stated + _HUNDRED) for ratio in ratios):
                    yield replace(one, unit="pct_over_capacity", cues=(*one.cues, "identity"))
                    continue
            yield one
