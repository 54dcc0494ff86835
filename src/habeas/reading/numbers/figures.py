"""Figures in digits: which marks group thousands and which begin decimals, by the shape of a figure and by the others of the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from habeas.words import Lang

_FIGURE: Final = re.compile(r"(?<![\w.,])[0-9]+(?:[.,'\u2019\u00a0\u202f\u2009][0-9]+)+")
_SPACED: Final = re.compile(
    r"(?<![\w.,])[1-9][0-9]{0,2}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]{1,2})?(?!\w|[.,][0-9])"
)
_GROUPED: Final = {
    mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:[{mark}][0-9]{{3}})+")
    for mark in (",", ".", "'\u2019", " \u00a0\u202f\u2009")
}
_LAKHS: Final = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}")
_LAKH_WORDS: Final = re.compile(r"\b(?:lakh|crore|india|pakistan|bangladesh|nepal|sri lanka)", re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|gov|gob|edu|info|int)\b(?:\.[a-z]{2}\b)?(?:/\S*)?"
    r"|\b[A-Z]{1,6}(?:/[A-Z0-9.]+)+(?:/[0-9]+)+",
    re.IGNORECASE,
)
_LONGEST: Final = 13
_SPACES: Final = str.maketrans("", "", " \u00a0\u202f\u2009'\u2019")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a text writes its figures: how many are grouped or divided by each mark, and where addresses stand. 1.234.567 is one of ``point_millions``."""

    comma_groups: int
    point_groups: int
    point_millions: int
    comma_decimals: int
    point_decimals: int
    spaces: bool
    lakhs: bool
    addresses: tuple[tuple[int, int], ...]

    def address(self, offset: int) -> bool:
        """Tell whether an offset is inside a web or mail address."""
        return any(start <= offset < end for start, end in self.addresses)


def conventions(text: str) -> Conventions:
    """Return how a text writes its figures."""
    seen: Counter[str] = Counter()
    for hit in _FIGURE.finditer(text):
        seen[_shape(hit.group())] += 1
    return Conventions(
        comma_groups=seen[",3"] + seen[",33"],
        point_groups=seen[".3"] + seen[".33"],
        point_millions=seen[".33"],
        comma_decimals=seen[","],
        point_decimals=seen["."],
        spaces=seen[",3"] + seen[".3"] + seen[",33"] + seen[".33"] == 0 and _SPACED.search(text) is not None,
        lakhs=_LAKH_WORDS.search(text) is not None,
        addresses=tuple(hit.span() for hit in _ADDRESS.finditer(text)),
    )


def _shape(said: str) -> str:
    """Return the mark and what it seems to do: ``,3`` groups thousands (``,33`` twice), ``,`` begins decimals; empty where it says nothing."""
    for group, point in ((",", "."), (".", ",")):
        if _GROUPED[group].fullmatch(said):
            return f"{group}3" if said.count(group) == 1 else f"{group}33"
        whole, _, rest = said.partition(point)
        if _GROUPED[group].fullmatch(whole) and rest.isdigit():
            return f"{group}3"
        if whole.isdigit() and rest.isdigit() and len(rest) in (1, 2):
            return point
    return ""


def figure(said: str, lang: Lang, style: Conventions, *, measured: bool, things: bool) -> Decimal | None:
    """Return the number that digits with their marks state, ``None`` where they are malformed.

    ``measured``: a word follows after which a number may have decimals (per cent, metres, million). ``things``: the figure counts
    people or things, of which there are only whole ones.
    """
    if said.isdigit():
        return _plain(said)
    bare = said.translate(_SPACES)
    if bare != said:
        return _spaced(said, bare)
    marks = [mark for mark in said if not mark.isdigit()]
    if len(set(marks)) == 2:
        return _both(said, marks[-1])
    mark = marks[0]
    if len(marks) > 1:
        if _GROUPED[mark].fullmatch(said) or (mark == "," and style.lakhs and _LAKHS.fullmatch(said)):
            return Decimal(said.replace(mark, ""))
        return None
    whole, _, rest = said.partition(mark)
    if len(whole) > 1 and whole[0] == "0":
        return None
    if len(rest) == 3 and len(whole) <= 3 and whole != "0":
        grouped = _groups(mark, lang, style, measured=measured, things=things)
        return Decimal(whole + rest) if grouped else Decimal(f"{whole}.{rest}")
    if mark == "," and lang == "en" and whole != "0" and not (measured or style.comma_decimals - (len(rest) < 3)):
        return None
    if len(rest) > 3 and (mark == "," and whole != "0"):
        return None
    return Decimal(f"{whole}.{rest}")


def _plain(said: str) -> Decimal | None:
    if len(said) > _LONGEST or (len(said) > 1 and said[0] == "0"):
        return None
    return Decimal(said)


def _spaced(said: str, bare: str) -> Decimal | None:
    """Read figures grouped by spaces or apostrophes, with or without decimals."""
    for point in ",.":
        whole, found, rest = said.partition(point)
        for mark in ("'\u2019", " \u00a0\u202f\u2009"):
            if _GROUPED[mark].fullmatch(whole) and (not found or rest.isdigit()):
                # 1'253,417: the apostrophe parts millions, the comma thousands.
                grouped = mark == "'\u2019" and len(rest) == 3
                return Decimal(bare.replace(point, "" if grouped else "."))
    return None


def _both(said: str, point: str) -> Decimal | None:
    whole, _, rest = said.rpartition(point)
    mark = "," if point == "." else "."
    if _GROUPED[mark].fullmatch(whole) and rest.isdigit():
        return Decimal(f"{whole.replace(mark, '')}.{rest}")
    return None


def _groups(mark: str, lang: Lang, style: Conventions, *, measured: bool, things: bool) -> bool:
    """Decide for ``1,234`` and ``1.234`` whether the mark groups thousands."""
    if things:
        return True
    if mark == ",":
        if lang == "en" or not measured:
            return True
        return not (style.point_groups and not style.point_decimals and style.comma_decimals)
    if lang == "es":
        return not (measured and style.point_decimals + style.comma_groups > 0 and not style.comma_decimals)
    if measured:
        return style.comma_decimals + style.point_millions > 0 and not style.point_decimals
    return style.comma_groups > 0 or style.point_groups > 1 or style.comma_decimals > 0
