"""Names of places: two are the same, alike, in part the same, or unlike, and which words say so.

A name is words in one spelling. Words that say what kind of place it is (``JAIL``, ``CENTER``) weigh nothing against those that say
which; words that set two places of one name apart (``ANNEX``, ``NORTH``, ``JUVENILE``) must stand in both or in neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import Final, Literal

from habeas.custody.places.wording import Function, plain, wording

Likeness = Literal["same", "alike", "part", "unlike", "unsaid"]
"""``same``: the same words. ``alike``: the same words but for those of kind. ``part``: the rarer words are shared. ``unlike``: none of it.
``unsaid``: one of them has no name, as where a publication gives a code alone."""

PART: Final = 0.5
"""From this share of the weight of their own words on, two names are in part the same."""
WHOLE: Final = 0.99
"""Above it, all words of two names that say which place are shared."""
_BRACKETS: Final = re.compile(r"\(([^)]*)\)|\[[^\]]*\]")
_ENOUGH: Final = 5
"""So many letters a word needs before one letter may differ, or its end may be cut off."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in words: ``words`` all of them in one spelling, ``own`` those that say which place, ``markers`` those that set apart.

    ``inside`` are the words that say which place and stand in brackets; they are in none of the others.
    """

    text: str
    words: frozenset[str]
    own: frozenset[str]
    markers: frozenset[str]
    inside: frozenset[str] = frozenset()

    @property
    def owners(self) -> frozenset[str]:
        """Whose place it is, as far as the name says it."""
        return frozenset(wording().owners[word] for word in self.words if word in wording().owners)

    @property
    def sorts(self) -> frozenset[str]:
        """What sort of place it is, as far as the name says it."""
        return frozenset(wording().sorts[word] for word in self.words if word in wording().sorts)


@lru_cache(maxsize=1 << 16)
def read_name(text: str) -> Name:
    """Return a name in words. What stands in brackets (an abbreviation, a state, a part of a site) is kept apart."""
    known = wording()
    bare = _BRACKETS.sub(" ", text)
    bare = bare if plain(bare) else text
    words = frozenset(_spelt(bare))
    kept = words - known.fillers or words
    within = (
        frozenset(_spelt(" ".join(found[0] for found in _BRACKETS.finditer(text)))) if bare != text else frozenset()
    )
    markers = (kept | within) & known.markers
    own = kept - known.kinds - markers
    return Name(text, kept, own, markers, within - known.kinds - known.fillers - own)


def _spelt(text: str) -> Iterable[str]:
    """Yield the words of a text in one spelling, short forms written out."""
    known = wording()
    for word in _joined(plain(text)):
        yield from known.phrases.get(word, (known.spellings.get(word, word),))


def _joined(words: Sequence[str]) -> Iterable[str]:
    """Yield words, two single letters that stand together as one: ``S P C``; ``HOLD ROOM`` and ``HOLDROOM`` come out alike."""
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            yield run
            run = ""
        yield word
    if run:
        yield run


def function_of(name: str, types: Iterable[str], code: str | None) -> tuple[Function | None, bool]:
    """Return what a place is for, and whether its name or code says so rather than its type in a list; ``None`` where nothing does.

    The words of the name go before the type: a list gives a hold room the type of the agreement under which it is used.
    """
    words = read_name(name).words
    kinds = {" ".join(plain(one)) for one in types}
    named = [
        one
        for one in wording().functions
        if (one.names & words and not one.unless & words) or any(map((code or "").endswith, one.codes))
    ]
    typed = [one for one in wording().functions if one.types & kinds]
    if named and (named[0].id != "jail" or not typed or typed[0].id == "jail"):
        return named[0].id, True
    return (typed[0].id, False) if typed else (None, False)


def same_word(one: str, other: str) -> bool:
    """Whether two words are one: equal, one letter apart, or the end of one cut off; short words have to be equal."""
    if one == other:
        return True
    if len(one) < _ENOUGH or len(other) < _ENOUGH or one.isdigit() or other.isdigit():
        return False
    if one.startswith(other) or other.startswith(one):
        return True
    return abs(len(one) - len(other)) <= 1 and _one_apart(one, other)


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes one word the other."""
    start = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        start += 1
    left, right = one[start:], other[start:]
    if len(left) == len(right):
        swapped = len(left) > 1 and left[0] == right[1] and left[1] == right[0] and left[2:] == right[2:]
        return left[1:] == right[1:] or swapped
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return longer[1:] == shorter


def _apart(one: Name, other: Name) -> tuple[str, ...]:
    """Return the words that set two names apart: markers that only one has, different owners, and different words in brackets."""
    apart = set(one.markers ^ other.markers)
    for left, right in ((one.owners, other.owners), (one.inside, other.inside)):
        if left and right and not left & right:
            apart |= left | right
    return tuple(sorted(apart))


@dataclass(frozen=True, slots=True)
class Compared:
    """How two names compare: ``shared`` are the words of their own that they share, ``apart`` the markers that only one has.

    ``share`` is the weight of what they share over all, 0 to 1; ``by_town`` says that it is the town's name and nothing else,
    ``sorts_differ`` that they name different sorts of place.
    """

    likeness: Likeness
    share: float
    shared: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    by_town: bool = False
    sorts_differ: bool = False

    @property
    def beside_town(self) -> Likeness:
        """How two names compare in what they say beside the town: ``EL PASO COUNTY JAIL`` and ``EL PASO SPC`` are in part the same."""
        if not self.by_town:
            return self.likeness
        return "part" if self.likeness == "alike" else "unlike"


class Rarity:
    """How much each word says: the logarithm of the number of places over the number of those whose name has it."""

    def __init__(self, names: Iterable[str]) -> None:
        counts: dict[str, int] = {}
        total = 0
        for name in names:
            total += 1
            for word in read_name(name).own:
                counts[word] = counts.get(word, 0) + 1
        self._total = max(total, 1)
        self._counts: Mapping[str, int] = counts

    def weight(self, word: str) -> float:
        """Return the weight of a word, above 0; a word that no name has weighs most."""
        return log(1 + self._total / (1 + self._counts.get(word, 0)))

    def compare(self, one: str, other: str, towns: frozenset[str] = frozenset()) -> Compared:
        """Compare two names. ``towns`` are the words of the towns where the places are: a name that says its town alone says little.

        ``by_town`` is set where two names share nothing but the town, and do not name the same kind of owner besides.
        """
        if not one or not other:
            return Compared("unsaid", 0.0)
        left, right = read_name(one), read_name(other)
        found = self._compare(left, right)
        if left.sorts and right.sorts and not left.sorts & right.sorts:
            found = replace(found, sorts_differ=True)
        if found.likeness not in {"alike", "part"} or not set(found.shared) <= towns | set(_spellings(towns)):
            return found
        owned = found.share > WHOLE and left.owners and left.owners == right.owners
        return found if owned else replace(found, by_town=True)

    def _compare(self, left: Name, right: Name) -> Compared:
        apart = _apart(left, right)
        if left.words == right.words and not apart:
            return Compared("same", 1.0, tuple(sorted(left.own)))
        if not left.own and not right.own:
            alike = bool(left.markers) and left.markers == right.markers and not apart
            return Compared("alike", 1.0, tuple(sorted(left.markers))) if alike else Compared("unlike", 0.0, (), apart)
        pairs = [(word, word) for word in left.own & right.own]
        rest = [(a, b) for a in left.own - right.own for b in right.own - left.own if same_word(a, b)]
        taken_left, taken_right = ({pair[side] for pair in (*pairs, *rest)} for side in (0, 1))
        share = (self._sum(taken_left) + self._sum(taken_right)) / (self._sum(left.own) + self._sum(right.own))
        shared = tuple(sorted(taken_left))
        whole = bool(left.own) and taken_left == left.own and taken_right == right.own
        if whole and not apart:
            return Compared("alike", share, shared)
        within = taken_left == left.own or taken_right == right.own
        likeness: Likeness = "part" if shared and (share >= PART or within) else "unlike"
        return Compared(likeness, share, shared, apart)

    def _sum(self, words: Iterable[str]) -> float:
        return sum(map(self.weight, words))


def _spellings(words: Iterable[str]) -> Iterable[str]:
    return (wording().spellings.get(word, word) for word in words)
