"""The simple way to read claims, for comparison: a number, the nearest word that names a kind, the nearest date, the nearest reporting verb.

It knows no grammar and no exceptions. What habeas gains over it, measured on the same documents in the same run, is what the grammar is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from habeas.words import MONTHS, Lang

Claim = dict[str, Any]

_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]*)*")
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,\s]\d{3})+(?![\d])|(?<![\w.,])\d+(?:[.,]\d+)?(?!\w)")
_SCALES: Final[dict[str, int]] = {
    "mil": 1_000, "thousand": 1_000, "million": 1_000_000, "millones": 1_000_000, "millón": 1_000_000,
    "billion": 1_000_000_000,
}  # fmt: skip
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "population": (
        "prisoners", "inmates", "detainees", "people", "persons", "population", "held", "women", "men", "presos", "presas", "internos",
        "reclusos", "personas", "detenidos", "mujeres", "hombres", "población",
    ),
    "capacity": ("capacity", "places", "beds", "capacidad", "plazas", "camas", "cupos"),
    "deaths": ("deaths", "died", "dead", "killed", "muertes", "muertos", "murieron", "fallecidos"),
    "injured": ("injured", "wounded", "heridos"),
    "arrests": ("arrests", "arrested", "detentions", "capturas", "capturados", "arrestos", "detenciones"),
    "releases": ("released", "freed", "releases", "liberados", "excarcelados", "liberaciones"),
    "transfer": ("transferred", "moved", "transfer", "trasladados", "traslado"),
    "admissions": ("admitted", "admissions", "ingresos", "ingresaron"),
    "complaints": ("complaints", "denuncias", "quejas"),
    "staff": ("guards", "officers", "staff", "custodios", "guardias", "agentes", "funcionarios"),
    "facility_count": ("prisons", "facilities", "buildings", "cells", "cárceles", "prisiones", "centros", "edificios", "celdas"),
    "cost": ("dollars", "euros", "pesos", "million", "dólares"),
    "share": ("percent", "cent", "ciento"),
}  # fmt: skip
_KIND_OF: Final = {word: kind for kind, words in _KINDS.items() for word in words}
_QUALIFIERS: Final[dict[str, tuple[str, ...]]] = {
    "at_least": ("at least", "more than", "over", "al menos", "más de", "por lo menos"),
    "at_most": ("up to", "fewer than", "less than", "hasta", "menos de"),
    "approx": ("about", "around", "some", "nearly", "almost", "roughly", "unos", "unas", "cerca de", "casi", "alrededor de"),
}  # fmt: skip
_BOUND: Final = {words: name for name, all_words in _QUALIFIERS.items() for words in all_words}
_CROWDED: Final = re.compile(r"capac|occupan|crowd|ocupaci|hacinamiento|sobrepobl", re.IGNORECASE)
_NAME: Final = re.compile(
    r"(?:\b(?:the|el|la|los|las)\s+)?(?:[A-ZÁÉÍÓÚÑ][\w'-]*(?:\s+(?:of|for|and|de|del|la|los|y)\b)*\s*)+|\b(?:the|el|la|los|las)\s+\w+",
    re.UNICODE,
)
_SAYS: Final = re.compile(
    r"\b(?:said|says|reported|told|stated|announced|noted|found|claims?|estimates?|counted|according to|dijo|dice|informó|señaló|afirmó|según"
    r"|indicó|aseguró|reportó|documentó|contabilizó|sostiene|asegura|admitió|denunció|explicó|detalló|anunció|registró)\b",
    re.IGNORECASE,
)
_DATE: Final[dict[Lang, re.Pattern[str]]] = {
    "en": re.compile(
        rf"(?:(?P<e>\d{{1,2}})\s+)?(?:(?P<m>{'|'.join(MONTHS['en'])})\s+(?:(?P<d>\d{{1,2}}),?\s+)?)?(?P<y>(?:19|20)\d\d)\b(?![,.]\d)"
    ),
    "es": re.compile(
        rf"(?P<e>)(?:(?:(?P<d>\d{{1,2}})\s+de\s+)?(?P<m>{'|'.join(MONTHS['es'])})\s+(?:de|del)\s+)?(?P<y>(?:19|20)\d\d)\b(?![,.]\d)"
    ),
}


def read(text: str, lang: Lang, published: str | None) -> list[Claim]:
    """Return a claim for every number of a sentence that has a word of some kind."""
    return [one for hit in _SENTENCE.finditer(text) for one in _sentence(text, hit.start(), hit.end(), lang, published)]


def _sentence(text: str, start: int, end: int, lang: Lang, published: str | None) -> Iterator[Claim]:
    said = text[start:end]
    kinds = [
        (hit.start(), _KIND_OF[hit.group().casefold()])
        for hit in re.finditer(r"\w+", said)
        if hit.group().casefold() in _KIND_OF
    ]
    dates = [(hit.start(), _iso(hit, lang)) for hit in _DATE[lang].finditer(said)]
    dated = {at for hit in _DATE[lang].finditer(said) for at in range(*hit.span())}
    for hit in _NUMBER.finditer(said):
        if hit.start() in dated or not kinds:
            continue
        number, stop = _value(hit, said, lang)
        # A noun comes after its number oftener than before it.
        _, kind = min(kinds, key=lambda one: one[0] - stop if one[0] >= stop else 2 * (stop - one[0]))
        if re.match(r"\s*(?:%|per ?cent|por ciento)", said[stop:]):
            kind = "occupancy_rate" if _CROWDED.search(said) else "share"
        when = min(dates, key=lambda one: abs(one[0] - stop))[1] if dates else (published or "")[:7] or None
        qualifier = next(
            (name for words, name in _BOUND.items() if said[: hit.start()].casefold().endswith(words + " ")), "exact"
        )
        yield {
            "kind": kind, "value": number, "low": number, "high": number, "value_text": None, "qualifier": qualifier, "as_of": when,
            "attributed_to": _speaker(said, hit.start()), "quote": said[hit.start() : stop], "start": start + hit.start(), "end": start + stop,
        }  # fmt: skip


def _value(hit: re.Match[str], said: str, lang: Lang) -> tuple[float, int]:
    digits, stop = re.sub(r"\s", "", hit.group()), hit.end()
    thousands, decimal = (",", ".") if lang == "en" else (".", ",")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub("[.,]", "", digits)
    number = float(digits.replace(thousands, "").replace(decimal, "."))
    scale = re.match(r"\s+(\w+)", said[stop:])
    if scale and scale.group(1).casefold() in _SCALES:
        return number * _SCALES[scale.group(1).casefold()], stop + scale.end()
    return number, stop


def _iso(hit: re.Match[str], lang: Lang) -> str:
    if not hit["m"]:
        return hit["y"]
    month = f"{hit['y']}-{MONTHS[lang].index(hit['m']) + 1:02}"
    day = hit["d"] or hit["e"]
    return f"{month}-{int(day):02}" if day else month


def _speaker(said: str, at: int) -> str | None:
    """Return the name before the nearest reporting verb, or after it for "according to"."""
    verbs = list(_SAYS.finditer(said))
    if not verbs:
        return None
    verb = min(verbs, key=lambda one: abs(one.start() - at))
    if verb.group().casefold() in ("according to", "según"):
        named = _NAME.search(said, verb.end())
        return named.group().strip() if named else None
    before = list(_NAME.finditer(said, 0, verb.start()))
    return before[-1].group().strip() if before else None
