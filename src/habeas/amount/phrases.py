"""The words around a figure, in English and Spanish, without case and accents: what qualifies it, scales it, or spoils it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from habeas.amount.model import Qualifier

_BEFORE: Final[dict[Qualifier, tuple[str, ...]]] = {
    "at_least": (
        "at least", "no less than", "no fewer than", "not less than", "not fewer than", "a minimum of", "minimum of",
        "minimum", "al menos", "por lo menos", "cuando menos", "como minimo", "no menos de", "un minimo de",
        "minimo de", "minimo", ">=", "≥",
    ),
    "at_most": (
        "at most", "up to", "no more than", "not more than", "as many as", "a maximum of", "maximum of", "maximum",
        "hasta", "como maximo", "a lo sumo", "cuando mucho", "no mas de", "un maximo de", "maximo de", "maximo",
        "<=", "≤",
    ),
    "more_than": (
        "more than", "over", "above", "greater than", "upwards of", "in excess of", "mas de", "mas del", "mas que",
        "por encima de", "por encima del", "superior a", "por arriba de", ">",
    ),
    "less_than": (
        "less than", "fewer than", "under", "below", "almost", "nearly", "menos de", "menos del", "por debajo de",
        "por debajo del", "inferior a", "casi", "<",
    ),
    "about": (
        "about", "around", "approximately", "approx.", "approx", "roughly", "some", "circa", "ca.", "c.", "~", "≈",
        "cerca de", "cerca del", "alrededor de", "alrededor del", "aproximadamente", "aprox.", "aprox", "unos", "unas",
        "en torno a", "en torno al", "mas o menos",
    ),
    "exact": ("exactly", "precisely", "exactamente", "="),
}  # fmt: skip
_AFTER: Final[dict[Qualifier, tuple[str, ...]]] = {
    "at_least": (
        "or more", "at least", "o mas", "y mas", "como minimo", "por lo menos", "al menos", "cuando menos", "+",
    ),
    "at_most": ("or less", "or fewer", "at most", "o menos", "como maximo", "a lo sumo", "cuando mucho"),
    "about": ("approximately", "approx.", "approx", "or so", "aproximadamente", "aprox.", "aprox", "mas o menos"),
}  # fmt: skip
MULTIPLIERS: Final = {
    "thousand": 1_000, "mil": 1_000, "million": 1_000_000, "millon": 1_000_000, "millones": 1_000_000,
    "mil millones": 1_000_000_000,
}  # fmt: skip
SCALES: Final = ("billion", "billions", "trillion", "billon", "billones", "trillones", "trillon")
NUMERALS: Final = {
    name: n
    for names in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    )
    for n, name in enumerate(names.split())
} | {"none": 0, "ninguno": 0, "ninguna": 0, "un": 1, "una": 1}
VAGUE: Final = frozenset({
    "hundreds", "thousands", "dozens", "tens", "scores", "millions", "several", "many", "few", "various", "numerous",
    "countless", "some", "cientos", "centenares", "centenas", "miles", "decenas", "docenas", "varios", "varias", "muchos",
    "muchas", "pocos", "pocas", "numerosos", "numerosas", "algunos", "algunas",
})  # fmt: skip
UNKNOWN: Final = frozenset({
    "unknown", "not known", "n/a", "na", "nd", "n/d", "s/d", "sin datos", "no data", "desconocido", "desconocida", "?",
    "-", "—", "no se sabe", "null",
})  # fmt: skip
DOUBLES: Final = {
    "double": "2", "twice": "2", "triple": "3", "treble": "3", "thrice": "3", "quadruple": "4", "half": "0.5",
    "doble": "2", "cuadruple": "4", "quintuple": "5", "mitad": "0.5",
}  # fmt: skip


def _longest_first(table: Mapping[Qualifier, tuple[str, ...]]) -> tuple[tuple[str, Qualifier], ...]:
    pairs = [(phrase, qualifier) for qualifier, phrases in table.items() for phrase in phrases]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


PREFIXES: Final = _longest_first(_BEFORE)
SUFFIXES: Final = _longest_first(_AFTER)
