"""When a proposed claim and an annotated one are the same, by seven measures, and how many of each are found.

The measures are those of the shared scorer, so that totals can be held against it; a test does.

* ``value``: the figure, the pair of bounds, or the words of a claim without a figure.
* ``kind+value``: and what it counts. The next three add one thing each to that, not to one another:
* ``+qualifier`` (exact, at least, …), ``+as_of`` (times that overlap; of a period the end counts), ``+speaker``.
* ``lenient``: kind, value, time that overlaps, and speaker; ``strict``: the same with the very time.

A proposal takes one annotated claim at most, the first that it equals, and the other way round. One whose quote is not at its offsets
equals nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

Claim = dict[str, Any]

MEASURES: Final = ("value", "kind+value", "+qualifier", "+as_of", "+speaker", "lenient", "strict")
_ARTICLE: Final = re.compile(r"^(?:the|el|la|los|las|una|un|a)\s+")
_SMALL: Final = frozenset(("de", "of", "the", "for", "la", "del", "and", "y"))
_SHARED: Final = 0.85
"""Of the words of the shorter name, this share must be in the longer one."""


@lru_cache(maxsize=65_536)
def folded(words: str) -> str:
    """Return words without accents, capitals, quotation marks and a leading article."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return _ARTICLE.sub("", re.sub(r"['\"]", "", bare)).strip()


def value(claim: Claim) -> tuple[object, ...]:
    """Return what a claim says, in a form that is equal where the values are."""
    if claim.get("value_text"):
        return ("words", folded(claim["value_text"]))
    low, high, stated = claim.get("low"), claim.get("high"), claim.get("value")
    if stated is None and low is not None and high is not None and low != high:
        return ("bounds", float(low), float(high))
    one = next((number for number in (stated, low, high) if number is not None), None)
    return ("nothing",) if one is None else ("figure", round(float(one), 3))


def same_speaker(proposed: str | None, annotated: str | None) -> bool:
    """Tell whether two names are of one speaker: equal, one within the other, initials of the annotated, or nearly all words shared."""
    if not proposed or not annotated:
        return not proposed and not annotated
    mine, theirs = folded(proposed), folded(annotated)
    if mine in theirs or theirs in mine:
        return True
    initials = "".join(word[0] for word in re.findall("[a-z]+", theirs) if word not in _SMALL)
    if mine.replace(".", "") == initials:
        return True
    few, many = sorted((set(mine.split()), set(theirs.split())), key=len)
    return bool(few) and len(few & many) >= _SHARED * len(few)


def _days(date: str) -> tuple[str, str]:
    """Return the first and the last day of a date or part of one, as text that sorts."""
    first = {4: f"{date}-01-01", 7: f"{date}-01"}.get(len(date), date)
    last = {4: f"{date}-12-31", 7: f"{date}-31"}.get(len(date), date)
    return first, last


def same_time(proposed: str | None, annotated: str | None, *, exactly: bool) -> bool:
    """Tell whether two times are the same, or overlap at their ends; no time equals only no time."""
    if not proposed or not annotated:
        return not proposed and not annotated
    if exactly:
        return proposed == annotated
    mine, theirs = (_days(one.rsplit("/", 1)[-1]) for one in (proposed, annotated))
    return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def same(proposed: Claim, annotated: Claim, measure: str) -> bool:
    """Tell whether a proposed claim is the annotated one by a measure."""
    if value(proposed) != value(annotated):
        return False
    if measure == "value":
        return True
    if proposed.get("kind") != annotated.get("kind"):
        return False
    if measure == "+qualifier" and proposed.get("qualifier") != annotated.get("qualifier"):
        return False
    if measure in ("+as_of", "lenient", "strict") and not same_time(
        proposed.get("as_of"), annotated.get("as_of"), exactly=measure == "strict"
    ):
        return False
    return measure not in ("+speaker", "lenient", "strict") or same_speaker(
        proposed.get("attributed_to"), annotated.get("attributed_to")
    )


def quoted(proposed: Claim, text: str) -> bool:
    """Tell whether the quote of a proposed claim stands at its offsets."""
    quote: str = proposed["quote"]
    return text[proposed["start"] : proposed["end"]] == quote


def right(proposed: Sequence[Claim], annotated: Sequence[Claim], measure: str, text: str | None = None) -> list[bool]:
    """Return for each proposed claim whether it takes an annotated one; with the text, quotes are held to it."""
    free = list(range(len(annotated)))
    told = []
    for one in proposed:
        usable = text is None or quoted(one, text)
        taken = next((i for i in free if usable and same(one, annotated[i], measure)), None)
        if taken is not None:
            free.remove(taken)
        told.append(taken is not None)
    return told


@dataclass(slots=True)
class Tally:
    """How many claims were proposed, how many annotated, and how many of the proposed were right."""

    proposed: int = 0
    annotated: int = 0
    right: int = 0

    def add(self, proposed: int, annotated: int, right: int) -> None:
        """Count another document."""
        self.proposed += proposed
        self.annotated += annotated
        self.right += right

    @property
    def precision(self) -> float:
        """Of what was proposed, the share that is right (0 where nothing was proposed)."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """Of what was annotated, the share that was found."""
        return self.right / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.proposed + self.annotated
        return 2 * self.right / both if both else 0.0
