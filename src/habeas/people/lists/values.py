"""What lists write for an age, a sex and a document: read once for each different text of a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

Ages = tuple[int | None, int | None]
_OLDEST: Final = 120
_NUMBER: Final = r"(\d{1,3})(?:[.,]0+)?"
_UNIT: Final = r"(?:\s*(?:anos?(?: de edad| cumplidos)?|years?(?: old| of age)?|yrs?\.?|yo|y/o|a\.?)\.?)?"
_ABOUT: Final = r"(?:aprox(?:imadamente|imado|imada)?\.?|alrededor de|cerca de|como|unos|about|around|approx(?:imately)?\.?|ca?\.|~|±|\+/-)"
_EXACT: Final = re.compile(rf"{_NUMBER}{_UNIT}")
_RANGE: Final = re.compile(
    rf"(?:entre |between |de |from )?{_NUMBER}{_UNIT}\s*(?:-|–|—|a|y|o|to|and|or|/)\s*{_NUMBER}{_UNIT}"
)
_NEAR: Final = re.compile(rf"(?:{_ABOUT}\s*{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\s*\(?{_ABOUT}\)?)")
_OVER: Final = re.compile(rf"(?:mas de|mayor de|over|more than|>)\s*{_NUMBER}{_UNIT}")
_UNDER: Final = re.compile(rf"(?:menos de|menor de|under|less than|<)\s*{_NUMBER}{_UNIT}")
_MONTHS: Final = re.compile(
    r"(\d{1,2}) (?:(mes|meses|months?)|semanas?|weeks?|dias?|days?)(?: de edad| de nacid[oa]| old)?"
)
_WORDS: Final[Mapping[str, Ages]] = {
    "menor": (0, 17), "menor de edad": (0, 17), "minor": (0, 17), "under age": (0, 17), "nino": (0, 17), "nina": (0, 17),
    "mayor de edad": (18, None), "mayor": (18, None), "adulto": (18, None), "adulta": (18, None), "adult": (18, None),
}  # fmt: skip
_WIDTH: Final = 3
"""How many years "about" is taken to be off by, either way: a stated age heaps on fives, so the true one lies within half of five, rounded up."""

_SEXES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("f", "fem", "female", "femenino", "femenina", "mujer", "woman", "girl", "nina", "muj"), "f"),
    **dict.fromkeys(
        ("masc", "male", "masculino", "masculina", "hombre", "man", "boy", "nino", "varon", "h", "hom"), "m"
    ),
}

_LABELS: Final = re.compile(
    r"^(?:(?:dui|nit|c\.?\s?i\.?|cedula|pasaporte|passport|dni|dpi|curp|id|documento|doc|carne|carnet|no|num|numero|nro)\b[\s.:#°º-]*)+",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"(?:s\W?/?\W?n|n\W?/?\W?[adn]|s\W?/?\W?d|x+|no tiene|no porta|no presenta|no posee|no aplica|no consta|no registra|ningun[oa]?|sin (?:documentos?|dui|numero|cedula|dato|datos|identificacion)"
    r"|indocumentad[oa]|desconocid[oa]|pendiente|ignorad[oa]|en tramite|extraviad[oa]|perdid[oa]|none|unknown|no document|undocumented|not available|menor(?: de edad)?|extranjer[oa])\W*"
)
_SEQUENCES: Final = ("0123456789012345", "1234567890123456", "9876543210987654")
_SHORTEST: Final = 4


def fold(text: str) -> str:
    """Return a text in lower case without accents, one space between words."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(one))
    return " ".join(bare.split())


def read_age(text: str) -> Ages | None:
    """Return the least and greatest age in whole years, ``None`` for a side that is open; nothing where it is not read."""
    folded = fold(text).strip(" .()")
    if folded in _WORDS:
        return _WORDS[folded]
    if found := _EXACT.fullmatch(folded):
        return _ages(int(found[1]), int(found[1]))
    if found := _RANGE.fullmatch(folded):
        return _ages(int(found[1]), int(found[2]))
    if found := _NEAR.fullmatch(folded):
        age = int(found[1] or found[2])
        return _ages(max(age - _WIDTH, 0), age + _WIDTH)
    if found := _OVER.fullmatch(folded):
        return _ages(int(found[1]), None)
    if found := _UNDER.fullmatch(folded):
        return _ages(0, int(found[1]))
    if found := _MONTHS.fullmatch(folded):
        years = int(found[1]) // 12 if found[2] else 0
        return years, years
    return None


def _ages(low: int, high: int | None) -> Ages | None:
    if low > _OLDEST or (high is not None and (high > _OLDEST + _WIDTH or high < low)):
        return None
    return low, high


def read_sexes(column: Iterable[str], wider: Iterable[str]) -> dict[str, str | None]:
    """Return the sex that each spelling of a column means; M beside F is male, beside H (hombre) female, alone as the ``wider`` column shows.

    ``None`` is what is not read: M where nothing shows which it is, and words that are neither.
    """
    found = {text: _SEXES.get(fold(text).strip(".")) for text in column}
    folded = {fold(text).strip(".") for text in found}
    if "m" in folded:
        meaning = _of_m(folded) or _of_m({fold(text).strip(".") for text in wider})
        found |= {text: meaning for text in found if fold(text).strip(".") == "m"}
    return found


def _of_m(folded: set[str]) -> str | None:
    female = "f" in folded
    male = "h" in folded
    return None if female == male else "m" if female else "f"


def read_document(text: str) -> str | None:
    """Return a document's number as letters and digits only; ``None`` for what stands for none: S/N, repeated or counted digits."""
    folded = fold(text)
    if _NONE.fullmatch(folded.strip(" .()[]")):
        return None
    bare = _LABELS.sub("", folded)
    number = "".join(one for one in bare if one.isascii() and one.isalnum()).upper()
    digits = "".join(one for one in number if one.isdigit())
    if (
        len(number) < _SHORTEST
        or len(digits) < 3
        or len(set(digits)) == 1
        or digits in {one[: len(digits)] for one in _SEQUENCES}
    ):
        return None
    return number
