"""Which subject of the case the words of a passage name: only where they name exactly one is it proposed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from habeas.claims import Predicate, Subject

if TYPE_CHECKING:
    from habeas.about import About

_INSIDE: Final = re.compile(r"\(([^()]{3,})\)")
_ARTICLE: Final = re.compile(r"(?:the|el|la|los|las) ", re.IGNORECASE)
_LETTERS: Final = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")
"""An id counts as a name only where it stands in capitals, as CECOT does: as a word it may be any noun."""
_MOST: Final = 9
_NEAR: Final = 50
"""Mentions before a passage that are looked at."""

Stretch = tuple[int, int]


def plain(said: str) -> str:
    """Return words without case and accents, as long as they were: what is found in it stands at the same place in the original."""
    return "".join(_letter(one) for one in said)


@lru_cache(maxsize=4096)
def _letter(one: str) -> str:
    apart = unicodedata.normalize("NFD", one)[0].lower()
    return apart if len(apart) == 1 else one


class Mentions:
    """Where a text names subjects of the case: offsets in order, each with an id."""

    def __init__(self, found: Sequence[tuple[int, str]]) -> None:
        self._starts = [start for start, _ in found]
        self._names = [name for _, name in found]

    def between(self, start: int, end: int) -> list[str]:
        """Return who is named from one offset on and before another, each once, in the order of the words."""
        return list(dict.fromkeys(self._names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]))

    def before(self, offset: int) -> list[str]:
        """Return who is named before an offset, the last one first."""
        last = bisect_left(self._starts, offset)
        return list(dict.fromkeys(reversed(self._names[max(0, last - _NEAR) : last])))


class Gazetteer:
    """The names by which a case knows its subjects: both languages, what stands in parentheses, ids in capitals, and names of its places."""

    def __init__(self, about: About) -> None:
        self.subjects = about.subjects
        self._by_name: dict[str, set[str]] = {}
        self._by_letters = {name.upper(): name for name in about.subjects}
        for subject in about.subjects.values():
            for name in _names(subject):
                self._by_name.setdefault(plain(name), set()).add(subject.id)
        for place in about.places.values():
            if place.subject and place.name:
                self._by_name.setdefault(plain(place.name), set()).add(place.subject)
        longest = sorted(self._by_name, key=lambda name: (-len(name), name))
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b") if longest else None

    def mentions(self, text: str) -> Mentions:
        """Return where the words of a text name subjects; a name that several bear counts for all."""
        if self._pattern is None:
            return Mentions(())
        hits = [
            (hit.start(), name) for hit in self._pattern.finditer(plain(text)) for name in sorted(self._by_name[hit[0]])
        ]
        letters = [
            (hit.start(), self._by_letters[hit[0]]) for hit in _LETTERS.finditer(text) if hit[0] in self._by_letters
        ]
        return Mentions(sorted([*hits, *letters]))

    def named(self, said: str) -> list[str]:
        """Return the ids of the subjects that words name, in the order of the words."""
        return self.mentions(said).between(0, len(said))

    def resolve(
        self,
        predicate: Predicate | None,
        mentions: Mentions,
        *,
        quote: Stretch,
        sentence: Stretch,
        passage: Stretch,
        subject: str | None = None,
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return the one subject that is meant, or None, and those that may be, the likeliest first.

        The words of the quote and those that the reader took for the subject come first, then the sentence. Two that fit, such as a
        prison and the system it belongs to, are two: the person chooses. What the passage names, or the text before it, may be meant,
        and is never taken for it.
        """
        nearest = self._fitting(predicate, [*mentions.between(*quote), *self.named(subject or "")])
        around = self._fitting(predicate, mentions.between(*sentence))
        rest = self._fitting(predicate, [*mentions.before(sentence[0]), *mentions.between(*passage)])
        first = list(dict.fromkeys(nearest)) or around
        candidates = tuple(dict.fromkeys([*first, *around, *rest]))
        if len(first) == 1:
            return first[0], tuple(name for name in candidates if name != first[0])[:_MOST]
        return None, candidates[:_MOST]

    def _fitting(self, predicate: Predicate | None, names: Iterable[str]) -> list[str]:
        if predicate is None:
            return list(names)
        return [name for name in names if self.subjects[name].type in predicate.of]

    def fitting(self, predicate: Predicate | None) -> list[str]:
        """Return the ids of all subjects of which a predicate may be said."""
        return self._fitting(predicate, self.subjects)


def _names(subject: Subject) -> Iterator[str]:
    for name in (subject.en, subject.es):
        yield from _forms(name)


def _forms(name: str) -> Iterator[str]:
    """Yield a name, without its article, without what stands in parentheses, and that itself where it is a name."""
    whole = _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else name
    yield whole
    for inside in _INSIDE.findall(whole):
        if inside[:1].isupper():
            yield inside
    short = _INSIDE.sub("", whole)
    if short != whole and short.strip():
        yield " ".join(short.split())
