"""Money, areas and distances, and the finer kinds: per cell, per guard, per building."""

from __future__ import annotations

from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.quotes import quote
from habeas.reading.kinds.scores import built_for
from habeas.reading.model import Found, Modality

MEASURED: Final = frozenset({"area", "land", "distance"})
_PERIODS: Final = {
    "year": ("year", "annually", "annual", "yearly", "ano", "anuales", "anual", "anualmente", "anuais"),
    "month": ("month", "monthly", "mes", "mensuales", "mensual", "mensualmente"),
    "day": ("day", "daily", "dia", "diario", "diarios", "diaria", "diarias"),
}
_EACH: Final = frozenset("a per each every al por cada la".split())
_BY_ITSELF: Final = frozenset(
    "annually annual yearly anuales anual anualmente monthly mensuales mensual daily diario diarios diarias diaria mensualmente".split()
)
_WINDOW: Final = 7
_HEADS: Final = frozenset(
    "inmate prisoner detainee person head recluso preso interno reo detenido persona place bed".split()
)
_SINGLE_CELL: Final = frozenset("a each per every one single un una cada por misma la aquella esa".split())


def money(context: Context) -> Found | None:
    """Return a sum of money; bail, fines and ransoms are none of the state's costs."""
    if context.near("fines", within=5):
        return None
    currency = context.quantity.currency
    unit = None if currency is None else currency + _per(context)
    near = context.near("cost", within=6)
    start, end = quote(context, near)
    modality: Modality = (
        "target" if context.near("plan", within=8) else "hypothetical" if context.near("might", within=4) else "fact"
    )
    return Found(
        sentence=context.quantity.sentence, kind="cost", start=start, end=end, measure="stock", quantity=context.quantity, unit=unit,
        modality=modality, cues=("money", "cue-cost" if near else "bare"),
    )  # fmt: skip


def _per(context: Context) -> str:
    """Return what a sum is per: ``_per_year``, ``_per_person_day`` …, empty where it is a sum."""
    words = context.right(_WINDOW)
    said = ""
    around = (*context.left(_WINDOW), *words)
    person = any(word in _HEADS and words[n - 1] in _EACH for n, word in enumerate(words) if n) or any(
        word in _HEADS and around[n - 1] in ("cada", "each", "every", "per") for n, word in enumerate(around) if n
    )
    if person:
        said += "_person"
    for period, names in _PERIODS.items():
        for n, word in enumerate(words):
            if word in names and (word in _BY_ITSELF or (n and words[n - 1] in _EACH)):
                return f"_per{said}_{period}"
    return f"_per{said}" if said else ""


def measured(context: Context) -> Found | None:
    """Return an area for persons held, the area of a site, or the distance of a prison from the capital."""
    name = context.noun.name if context.noun else ""
    last = context.low(context.after - 1)
    lows = {token.low for token in context.sentence.tokens}
    if name == "area":
        after = [context.low(place) for place in range(context.after, context.after + 4)]
        person = any(word in _EACH for word in after) and any(word in _HEADS for word in after)
        unit = "sq_ft" if last in ("feet", "foot", "ft") else "m2"
        kind, unit = "cell_area", f"{unit}_per_person" if person else unit
    elif name == "land":
        kind, unit = "site_area", "ha" if last.startswith("hect") else last
    elif "capital" in lows:
        kind, unit = "distance", "mi" if last.startswith("mile") else "km"
        if any(context.low(place) == "(" for place in range(context.first - 2, context.first)):
            return None  # the same distance in another unit
    else:
        return None
    start, end = quote(context)
    return Found(
        sentence=context.quantity.sentence,
        kind=kind,
        start=start,
        end=end,
        measure="size",
        quantity=context.quantity,
        unit=unit,
        cues=(f"noun-{name}",),
    )


def refined(context: Context, kind: str, unit: str | None) -> tuple[str, str | None, list[str]]:
    """Return the finer kind: persons in one cell, cells in one building, prisoners to one guard."""
    if (
        kind in ("population", "capacity")
        and (context.noun is None or context.noun.name in ("held", "person", "place"))
        and one_cell(context)
    ):
        built = (
            kind == "capacity"
            or built_for(context)
            or any(
                hit.name == "capacity" and hit.last < context.first and context.distance(hit) <= 6
                for hit in context.cues
            )
        )
        return ("cell_capacity" if built else "cell_occupancy"), "persons_per_cell", ["per-cell"]
    if kind == "facility_count":
        noun = context.noun.name if context.noun else ""
        if noun == "cell":
            return kind, "cells_per_building" if _per_building(context) else "cells", []
        if noun == "building":
            return kind, "buildings", []
        return kind, unit if unit in ("buildings", "cells") and not noun else "facilities", []
    if (
        kind == "staff"
        and context.near("perguard", within=9)
        and (context.noun is None or context.noun.name in ("held", "taken", "person"))
    ):
        return kind, "persons_per_guard", ["per-guard"]
    return kind, unit, []


def one_cell(context: Context) -> bool:
    """Tell whether a figure is about a single cell: "100 prisoners in a cell", "each cell is designed to hold 65"."""
    for hit in context.cues:
        if hit.name == "cell" and context.distance(hit) <= 13:
            word = context.low(hit.first)
            plural = context.low(hit.last) in ("cells", "celdas", "dormitories", "dormitorios")
            single = word in _SINGLE_CELL or (
                not plural and any(context.low(hit.first - n) in _SINGLE_CELL for n in (1, 2, 3))
            )
            if (
                (
                    plural
                    and hit.last == context.first - 2
                    and context.low(context.first - 1) in ("for", "para", "of", "de")
                )
                or single
                or (
                    plural and context.distance(hit) <= 4 and (context.near("capacity", within=3) or built_for(context))
                )
            ):
                return True
    return False


def _per_building(context: Context) -> bool:
    lows = [token.low for token in context.sentence.tokens]
    return any(
        word in ("building", "block", "module", "wing", "edificio", "modulo", "pabellon")
        and n
        and lows[n - 1] in ("each", "per", "every", "cada", "por")
        for n, word in enumerate(lows)
    )
