"""Figures that are names: Article 19, Decree 333, page 14, Unit 3, Izalco 2."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.numbers.line import Line, Numeral

_CUT_OFF: Final = re.compile(
    r"\b(?:nos?|arts?|n[u\u00fa]ms?|nros?|p[a\u00e1]gs?|pp?|secs?|paras?|exp|res|cap|vol|fig)\.\s*$", re.IGNORECASE
)
"""An abbreviation whose point was taken for the end of a sentence."""
_LONGEST: Final = 8
_SHORT: Final = 3
"""Words no longer than this are "of" and "the", not the "executive" of an executive order."""
NO_LABEL, LABEL, LABELS = 0, 1, 2
_MARKS: Final = frozenset((".", "º", "°", "ª", "#", "o"))
_LARGEST: Final = 10_000
_PRISONS: Final = 10
_INMATE_DIGITS: Final = 3


def label(line: Line, one: Numeral) -> int:
    """Return ``LABEL`` where a word before the figure makes it a name, ``LABELS`` where that word is a plural."""
    if one.first == 0:
        return int(_CUT_OFF.search(line.text, max(0, line.sentence.start - _LONGEST), line.sentence.start) is not None)
    at = one.first - 1
    marks = 0
    while line.low(at) in _MARKS and marks < 2 and not line.is_in(at, "labels"):
        at, marks = at - 1, marks + 1
    if marks:
        return _abbreviated(line, one, at)
    if line.low(at) == "no":
        if line.said(at)[-1] in "ºª":  # the ordinal mark is a letter: Nº reads "no"
            return LABEL
        return int(line.lang == "en" and line.said(at) == "No" and at > 0)
    if line.is_in(one.last, "counted"):
        return NO_LABEL
    between = line.low(at)
    if line.is_in(at - 1, "acts") and between.isalpha() and len(between) > _SHORT and one.scale == 1:
        return int(line.said(at)[:1].isupper() or line.plain(one))
    if line.is_in(at, "labels"):
        return _strong(line, one, at)
    return int(_named(line, one, at) or _numbered(line, one, at))


def _strong(line: Line, one: Numeral, at: int) -> int:
    """Tell "Article 19" and "número 37" from "the prisoners number 800" and "the prisoner 12"."""
    if line.is_in(at, "held") and len(line.said(one.first)) < _INMATE_DIGITS:
        return NO_LABEL
    if line.is_in(at, "label_verbs") and (line.is_in(at - 1, "many") or line.low(at - 1).endswith("s")):
        return NO_LABEL
    return LABELS if line.is_in(at, "plural_labels") else LABEL


def _abbreviated(line: Line, one: Numeral, at: int) -> int:
    """Tell "No. 37" and "n.º 37" from the end of a sentence."""
    if line.low(one.first - 1) == "." and line.glued(one.first) and not line.glued(one.first - 1):
        return NO_LABEL
    if not (line.is_in(at, "abbreviated") or line.is_in(at, "acts") or line.low(one.first - 1) == "#"):
        return NO_LABEL
    return LABELS if line.is_in(at, "plural_labels") else LABEL


def _named(line: Line, one: Numeral, at: int) -> bool:
    """Tell "Unit 3" and "in cell 14," from "in the unit 300 men"."""
    if not line.is_in(at, "names") or (one.value >= _LARGEST and not line.plain(one)):
        return False
    if line.said(at)[:1].isupper():
        return True
    if line.is_in(at - 1, "each"):
        return False
    ends = not line.said(one.last)[:1].isalpha() and line.plain(one)
    return ends or (line.lang == "es" and one.scale == 1 and not line.is_in(at, "loose"))


def _numbered(line: Line, one: Numeral, at: int) -> bool:
    """Tell the number of a prison: Santiago 1, Izalco 2."""
    if one.value >= _PRISONS or at < 1 or len(line.said(one.first)) > 1:
        return False
    if not (line.said(at)[:1].isupper() and line.said(at).isalpha()):
        return False
    return not line.said(one.last)[:1].isalpha() or line.is_in(one.last, "name_ends")
